"""What counsellors do with a case. Every function is one act: its transaction, its history rows, its event."""

from intake.actions.merging import NotToBeMerged, merge
from intake.actions.opening import OpenedAlready, active_people, open_case
from intake.actions.records import OTHER_MEMBER, add_custodian, change, name_form
from intake.actions.responsible import NotToBeUndone, NotYoursToAssign, assign, open_unusually, take_back
from intake.actions.steps import StepNotPossible, go, move
from intake.actions.talks import AlreadyConcluded, conclude_session, log_contact, recommend, record_session

__all__ = [
    "OTHER_MEMBER",
    "AlreadyConcluded",
    "NotToBeMerged",
    "NotToBeUndone",
    "NotYoursToAssign",
    "OpenedAlready",
    "StepNotPossible",
    "active_people",
    "add_custodian",
    "assign",
    "change",
    "conclude_session",
    "go",
    "log_contact",
    "merge",
    "move",
    "name_form",
    "open_case",
    "open_unusually",
    "recommend",
    "record_session",
    "take_back",
]
