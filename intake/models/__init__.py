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
from intake.models.people import Custodian, Household, Pupil
from intake.models.sessions import IntakeSession, Recommendation

__all__ = [
    "Appointment",
    "AppointmentCase",
    "CalendarFeed",
    "Case",
    "CaseGroupPermission",
    "CaseUserPermission",
    "Contact",
    "Custodian",
    "Household",
    "IntakeSession",
    "Letter",
    "Pupil",
    "Recommendation",
    "RecommendedForm",
    "ReferenceCounter",
    "Referral",
    "Slot",
    "Status",
    "Support",
]
