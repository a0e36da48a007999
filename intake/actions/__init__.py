"""What counsellors do with a case. Every function is one act: its transaction, its history rows, its event."""

from intake.actions.appointments import (
    AlreadyInvited,
    AppointmentIsOver,
    NoFreeSeat,
    NotOneFamily,
    NotYet,
    book,
    cancel_appointment,
    move_appointment,
    record_came,
    record_no_show,
    remind,
)
from intake.actions.calendar import link_calendar, unlink_calendar
from intake.actions.letters import LetterNotDue, issue_letters, report_no_shows
from intake.actions.opening import OpenedAlready, active_people, open_case
from intake.actions.records import OTHER_MEMBER, add_custodian, change, name_form
from intake.actions.responsible import NotYoursToAssign, assign, open_unusually
from intake.actions.slots import SlotIsTaken, SlotsOverlap, offer_slots, withdraw_slot
from intake.actions.steps import StepNotPossible, go, move
from intake.actions.talks import AlreadyConcluded, conclude_session, log_contact, recommend, record_session

__all__ = [
    "OTHER_MEMBER",
    "AlreadyConcluded",
    "AlreadyInvited",
    "AppointmentIsOver",
    "LetterNotDue",
    "NoFreeSeat",
    "NotOneFamily",
    "NotYet",
    "NotYoursToAssign",
    "OpenedAlready",
    "SlotIsTaken",
    "SlotsOverlap",
    "StepNotPossible",
    "active_people",
    "add_custodian",
    "assign",
    "book",
    "cancel_appointment",
    "change",
    "conclude_session",
    "go",
    "issue_letters",
    "link_calendar",
    "log_contact",
    "move",
    "move_appointment",
    "name_form",
    "offer_slots",
    "open_case",
    "open_unusually",
    "recommend",
    "record_came",
    "record_no_show",
    "record_session",
    "remind",
    "report_no_shows",
    "unlink_calendar",
    "withdraw_slot",
]
