"""The forms of the intake."""

from intake.forms.choices import Choices, municipality_choices
from intake.forms.handing_on import ConsentChoiceForm, ConsentForm, HandOnForm, PartnerAnswerForm
from intake.forms.interpreting import BookingForm, BookingStateForm
from intake.forms.partners import PartnerFilter, PartnerForm, ResponsibilityForm
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
    "BookingForm",
    "BookingStateForm",
    "BulkSheetForm",
    "CaseForm",
    "Choices",
    "ConsentChoiceForm",
    "ConsentForm",
    "ContactForm",
    "CustodianForm",
    "HandOnForm",
    "HouseholdForm",
    "MoveForm",
    "NewCustodianForm",
    "PartnerAnswerForm",
    "PartnerFilter",
    "PartnerForm",
    "PupilForm",
    "PupilKeyForm",
    "RecommendationForm",
    "RecordForm",
    "ReferralForm",
    "ResponsibilityForm",
    "SessionForm",
    "SheetForm",
    "UnusualOpeningForm",
    "municipality_choices",
]
