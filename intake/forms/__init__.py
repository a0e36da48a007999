"""The forms of the intake."""

from intake.forms.choices import Choices, municipality_choices
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
from intake.forms.saved import SavedFilterForm
from intake.forms.sheets import BulkSheetForm, SheetForm
from intake.forms.steps import AssignForm, CoverForm, ManyCasesForm, MergeForm, MoveForm, UnusualOpeningForm
from intake.forms.talks import ContactForm, RecommendationForm
from intake.forms.walk_in import WalkInForm

__all__ = [
    "AssignForm",
    "BulkSheetForm",
    "CaseForm",
    "Choices",
    "ContactForm",
    "CoverForm",
    "CustodianForm",
    "HouseholdForm",
    "ManyCasesForm",
    "MergeForm",
    "MoveForm",
    "NewCustodianForm",
    "PupilForm",
    "PupilKeyForm",
    "RecommendationForm",
    "RecordForm",
    "ReferralForm",
    "SavedFilterForm",
    "SheetForm",
    "UnusualOpeningForm",
    "WalkInForm",
    "municipality_choices",
]
