from intake.models.appointments import Appointment, AppointmentCase, Letter, Slot
from intake.models.calendar import CalendarFeed
from intake.models.cases import (
    Case,
    CaseGroupPermission,
    CaseUserPermission,
    ReferenceCounter,
    Referral,
    Status,
)
from intake.models.choices import RecommendedForm, Support
from intake.models.contacts import Contact
from intake.models.covers import Cover
from intake.models.drafts import TalkDraft
from intake.models.handing_on import HandOn, HandOnConsent
from intake.models.interpreting import InterpreterBooking
from intake.models.lists import ImportedRow, ImportPreview, ListLayout
from intake.models.partners import InterpreterType, Partner, Topic
from intake.models.people import Custodian, Household, Pupil
from intake.models.saved import SavedFilter
from intake.models.schooling import FurtherLanguage, SchoolYear, SeenDocument
from intake.models.sessions import IntakeSession, Recommendation

__all__ = [
    "Appointment",
    "AppointmentCase",
    "CalendarFeed",
    "Case",
    "CaseGroupPermission",
    "CaseUserPermission",
    "Contact",
    "Cover",
    "Custodian",
    "FurtherLanguage",
    "HandOn",
    "HandOnConsent",
    "Household",
    "ImportPreview",
    "ImportedRow",
    "IntakeSession",
    "InterpreterBooking",
    "InterpreterType",
    "Letter",
    "ListLayout",
    "Partner",
    "Pupil",
    "Recommendation",
    "RecommendedForm",
    "ReferenceCounter",
    "Referral",
    "SavedFilter",
    "SchoolYear",
    "SeenDocument",
    "Slot",
    "Status",
    "Support",
    "TalkDraft",
    "Topic",
]
