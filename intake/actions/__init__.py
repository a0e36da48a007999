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
from intake.actions.drafts import (
    NewerDraftElsewhere,
    TooMuchTyped,
    Typed,
    begin_draft,
    discard_draft,
    keep_draft,
)
from intake.actions.letters import LetterNotDue, issue_letters, report_no_shows
from intake.actions.merging import NotToBeMerged, merge
from intake.actions.opening import OpenedAlready, active_people, open_case
from intake.actions.recording import ChangedByOthers, Entry, record_talk, talk_entry
from intake.actions.records import OTHER_MEMBER, add_custodian, change, name_form
from intake.actions.reporting import NotOursToReport, ReportedAlready, report_for_examination
from intake.actions.responsible import (
    NotToBeUndone,
    NotYoursToAssign,
    NotYoursToCover,
    arrange_cover,
    assign,
    end_cover,
    open_unusually,
    take_back,
)
from intake.actions.slots import SlotIsTaken, SlotsOverlap, offer_slots, withdraw_slot
from intake.actions.steps import StepNotPossible, go, move
from intake.actions.talks import AlreadyConcluded, conclude_session, log_contact, recommend

__all__ = [
    "OTHER_MEMBER",
    "AlreadyConcluded",
    "AlreadyInvited",
    "AppointmentIsOver",
    "ChangedByOthers",
    "Entry",
    "LetterNotDue",
    "NewerDraftElsewhere",
    "NoFreeSeat",
    "NotOneFamily",
    "NotOursToReport",
    "NotToBeMerged",
    "NotToBeUndone",
    "NotYet",
    "NotYoursToAssign",
    "NotYoursToCover",
    "OpenedAlready",
    "ReportedAlready",
    "SlotIsTaken",
    "SlotsOverlap",
    "StepNotPossible",
    "TooMuchTyped",
    "Typed",
    "active_people",
    "add_custodian",
    "arrange_cover",
    "assign",
    "begin_draft",
    "book",
    "cancel_appointment",
    "change",
    "conclude_session",
    "discard_draft",
    "end_cover",
    "go",
    "issue_letters",
    "keep_draft",
    "link_calendar",
    "log_contact",
    "merge",
    "move",
    "move_appointment",
    "name_form",
    "offer_slots",
    "open_case",
    "open_unusually",
    "recommend",
    "record_came",
    "record_no_show",
    "record_talk",
    "remind",
    "report_for_examination",
    "report_no_shows",
    "take_back",
    "talk_entry",
    "unlink_calendar",
    "withdraw_slot",
]
