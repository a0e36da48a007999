"""What counsellors do with a case. Every function is one act: its transaction, its history rows, its event."""

from intake.actions.drafts import (
    NewerDraftElsewhere,
    TooMuchTyped,
    Typed,
    begin_draft,
    discard_draft,
    keep_draft,
)
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
from intake.actions.steps import StepNotPossible, go, move
from intake.actions.talks import AlreadyConcluded, conclude_session, log_contact, recommend

__all__ = [
    "OTHER_MEMBER",
    "AlreadyConcluded",
    "ChangedByOthers",
    "Entry",
    "NewerDraftElsewhere",
    "NotOursToReport",
    "NotToBeMerged",
    "NotToBeUndone",
    "NotYoursToAssign",
    "NotYoursToCover",
    "OpenedAlready",
    "ReportedAlready",
    "StepNotPossible",
    "TooMuchTyped",
    "Typed",
    "active_people",
    "add_custodian",
    "arrange_cover",
    "assign",
    "begin_draft",
    "change",
    "conclude_session",
    "discard_draft",
    "end_cover",
    "go",
    "keep_draft",
    "log_contact",
    "merge",
    "move",
    "name_form",
    "open_case",
    "open_unusually",
    "recommend",
    "record_talk",
    "report_for_examination",
    "take_back",
    "talk_entry",
]
