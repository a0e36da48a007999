"""The forms of the intake."""

from intake.forms.appointments import (
    AuthorityForm,
    BookingForm,
    CancelForm,
    LetterForm,
    OutcomeForm,
    SeriesForm,
    SinceForm,
    SlotChoiceForm,
)
from intake.forms.choices import Choices, municipality_choices
from intake.forms.lists import ColumnsForm, ListForm, OpenListForm, RowsForm
from intake.forms.records import (
    AddedCustodianForm,
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
    "AddedCustodianForm",
    "AssignForm",
    "AuthorityForm",
    "BookingForm",
    "BulkSheetForm",
    "CancelForm",
    "CaseForm",
    "Choices",
    "ColumnsForm",
    "ContactForm",
    "CoverForm",
    "CustodianForm",
    "HouseholdForm",
    "LetterForm",
    "ListForm",
    "ManyCasesForm",
    "MergeForm",
    "MoveForm",
    "NewCustodianForm",
    "OpenListForm",
    "OutcomeForm",
    "PupilForm",
    "PupilKeyForm",
    "RecommendationForm",
    "RecordForm",
    "ReferralForm",
    "RowsForm",
    "SavedFilterForm",
    "SeriesForm",
    "SheetForm",
    "SinceForm",
    "SlotChoiceForm",
    "UnusualOpeningForm",
    "WalkInForm",
    "municipality_choices",
]
