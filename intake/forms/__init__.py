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
from intake.forms.handing_on import ConsentChoiceForm, ConsentForm, HandOnForm, PartnerAnswerForm
from intake.forms.interpreting import BookingStateForm, InterpreterForm
from intake.forms.lists import ColumnsForm, ListForm, OpenListForm, RowsForm
from intake.forms.partners import PartnerFilter, PartnerForm, ResponsibilityForm
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
    "BookingStateForm",
    "BulkSheetForm",
    "CancelForm",
    "CaseForm",
    "Choices",
    "ColumnsForm",
    "ConsentChoiceForm",
    "ConsentForm",
    "ContactForm",
    "CoverForm",
    "CustodianForm",
    "HandOnForm",
    "HouseholdForm",
    "InterpreterForm",
    "LetterForm",
    "ListForm",
    "ManyCasesForm",
    "MergeForm",
    "MoveForm",
    "NewCustodianForm",
    "OpenListForm",
    "OutcomeForm",
    "PartnerAnswerForm",
    "PartnerFilter",
    "PartnerForm",
    "PupilForm",
    "PupilKeyForm",
    "RecommendationForm",
    "RecordForm",
    "ReferralForm",
    "ResponsibilityForm",
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
