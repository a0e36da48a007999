"""The forms of the intake."""

from intake.forms.choices import Choices, municipality_choices
from intake.forms.lists import ColumnsForm, ListForm, OpenListForm, RowsForm
from intake.forms.records import (
    CaseForm,
    CustodianForm,
    HouseholdForm,
    NewCustodianForm,
    PupilForm,
    PupilKeyForm,
    RecordForm,
    ReferralForm,
)
from intake.forms.sheets import BulkSheetForm, SheetForm
from intake.forms.steps import AssignForm, MoveForm, UnusualOpeningForm
from intake.forms.talks import ContactForm, RecommendationForm, SessionForm

__all__ = [
    "AssignForm",
    "BulkSheetForm",
    "CaseForm",
    "Choices",
    "ColumnsForm",
    "ContactForm",
    "CustodianForm",
    "HouseholdForm",
    "ListForm",
    "MoveForm",
    "NewCustodianForm",
    "OpenListForm",
    "PupilForm",
    "PupilKeyForm",
    "RecommendationForm",
    "RecordForm",
    "ReferralForm",
    "RowsForm",
    "SessionForm",
    "SheetForm",
    "UnusualOpeningForm",
    "municipality_choices",
]
