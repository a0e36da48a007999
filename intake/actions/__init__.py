"""What counsellors do with a case. Every function is one act: its transaction, its history rows, its event."""

from intake.actions.lists import (
    KnownMeanwhile,
    ListIsGone,
    ListIsUsed,
    NothingToOpen,
    begin_opening,
    choose_rows,
    discard_list,
    hand_back,
    match_columns,
    open_row,
    take_list,
)
from intake.actions.opening import OpenedAlready, active_people, open_case
from intake.actions.records import OTHER_MEMBER, add_custodian, change, name_form
from intake.actions.responsible import NotYoursToAssign, assign, open_unusually
from intake.actions.steps import StepNotPossible, go, move
from intake.actions.talks import AlreadyConcluded, conclude_session, log_contact, recommend, record_session

__all__ = [
    "OTHER_MEMBER",
    "AlreadyConcluded",
    "KnownMeanwhile",
    "ListIsGone",
    "ListIsUsed",
    "NotYoursToAssign",
    "NothingToOpen",
    "OpenedAlready",
    "StepNotPossible",
    "active_people",
    "add_custodian",
    "assign",
    "begin_opening",
    "change",
    "choose_rows",
    "conclude_session",
    "discard_list",
    "go",
    "hand_back",
    "log_contact",
    "match_columns",
    "move",
    "name_form",
    "open_case",
    "open_row",
    "open_unusually",
    "recommend",
    "record_session",
    "take_list",
]
