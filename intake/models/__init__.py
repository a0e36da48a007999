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
from intake.models.saved import SavedFilter
from intake.models.sessions import IntakeSession, Recommendation

__all__ = [
    "Case",
    "CaseGroupPermission",
    "CaseUserPermission",
    "Contact",
    "Custodian",
    "Household",
    "IntakeSession",
    "Pupil",
    "Recommendation",
    "RecommendedForm",
    "ReferenceCounter",
    "Referral",
    "SavedFilter",
    "Status",
    "Support",
]
