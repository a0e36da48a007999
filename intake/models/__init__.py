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
from intake.models.handing_on import HandOn, HandOnConsent
from intake.models.interpreting import InterpreterBooking
from intake.models.partners import InterpreterType, Partner, Topic
from intake.models.people import Custodian, Household, Pupil
from intake.models.sessions import IntakeSession, Recommendation

__all__ = [
    "Case",
    "CaseGroupPermission",
    "CaseUserPermission",
    "Contact",
    "Custodian",
    "HandOn",
    "HandOnConsent",
    "Household",
    "IntakeSession",
    "InterpreterBooking",
    "InterpreterType",
    "Partner",
    "Pupil",
    "Recommendation",
    "RecommendedForm",
    "ReferenceCounter",
    "Referral",
    "Status",
    "Support",
    "Topic",
]
