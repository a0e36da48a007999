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
from intake.models.lists import ImportedRow, ImportPreview, ListLayout
from intake.models.people import Custodian, Household, Pupil
from intake.models.sessions import IntakeSession, Recommendation

__all__ = [
    "Case",
    "CaseGroupPermission",
    "CaseUserPermission",
    "Contact",
    "Custodian",
    "Household",
    "ImportPreview",
    "ImportedRow",
    "IntakeSession",
    "ListLayout",
    "Pupil",
    "Recommendation",
    "RecommendedForm",
    "ReferenceCounter",
    "Referral",
    "Status",
    "Support",
]
