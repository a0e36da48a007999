"""What counsellors do with a case. Every function is one act: its transaction, its history rows, its event."""

from intake.actions.handing_on import (
    ConsentMissing,
    ConsentWithdrawn,
    FamilyNotTold,
    NobodyToCall,
    NoConsentNeeded,
    NotAPartner,
    NothingToStop,
    hand_on,
    record_consent,
    record_partner_answer,
    tell_of_withdrawal,
    withdraw_consent,
)
from intake.actions.interpreting import (
    BookingStepNotPossible,
    LayPoolExcluded,
    NoInterpretersHere,
    NotThisInterpreter,
    book_interpreter,
    change_booking,
)
from intake.actions.opening import OpenedAlready, active_people, open_case
from intake.actions.partners import save_partner
from intake.actions.records import OTHER_MEMBER, add_custodian, change, name_form
from intake.actions.responsible import NotYoursToAssign, assign, open_unusually
from intake.actions.steps import StepNotPossible, go, move
from intake.actions.talks import AlreadyConcluded, conclude_session, log_contact, recommend, record_session

__all__ = [
    "OTHER_MEMBER",
    "AlreadyConcluded",
    "BookingStepNotPossible",
    "ConsentMissing",
    "ConsentWithdrawn",
    "FamilyNotTold",
    "LayPoolExcluded",
    "NoConsentNeeded",
    "NoInterpretersHere",
    "NobodyToCall",
    "NotAPartner",
    "NotThisInterpreter",
    "NotYoursToAssign",
    "NothingToStop",
    "OpenedAlready",
    "StepNotPossible",
    "active_people",
    "add_custodian",
    "assign",
    "book_interpreter",
    "change",
    "change_booking",
    "conclude_session",
    "go",
    "hand_on",
    "log_contact",
    "move",
    "name_form",
    "open_case",
    "open_unusually",
    "recommend",
    "record_consent",
    "record_partner_answer",
    "record_session",
    "save_partner",
    "tell_of_withdrawal",
    "withdraw_consent",
]
