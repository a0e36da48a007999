"""Everything that can stand in the ledger, with the sentence the officer reads: "Nadja Weber <sentence>"."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stream(models.TextChoices):
    """Reads and writes are numbered, sealed and pruned apart: they are kept for different periods."""

    READS = "R", _("reads")
    WRITES = "W", _("writes")


class Verb(models.TextChoices):
    # Cases
    CASE_OPENED = "case.opened", _("opened a new case")
    CASE_READ = "case.read", _("read the case")
    CASES_LISTED = "case.listed", _("looked at a list of cases")
    CASE_CHANGED = "case.changed", _("changed the case's data")
    CASE_MOVED = "case.moved", _("changed the case's status")
    CASE_ASSIGNED = "case.assigned", _("changed who is responsible for the case")
    CASE_MERGED = "case.merged", _("merged the case with another one of the same child")
    CASE_OPENED_UNUSUALLY = "case.unusual", _("opened another team's case, stating a purpose")
    CASE_TRAIL_READ = "case.trail", _("read the case's trail")
    COVER_ARRANGED = "cover.arranged", _("arranged who stands in for whom")
    COVER_ENDED = "cover.ended", _("ended that somebody stands in")
    EXAMINATION_REPORTED = "case.reported", _("reported the child to the Gesundheitsamt")
    CONTACT_LOGGED = "case.contacted", _("recorded a contact with the family")
    SESSION_BEGUN = "session.begun", _("began to write down a talk")
    SESSION_DISCARDED = "session.discarded", _("threw away the draft of a talk")
    SESSION_RECORDED = "session.recorded", _("recorded a talk")
    SESSION_CONCLUDED = "session.concluded", _("concluded a talk")
    RECOMMENDED = "case.recommended", _("recorded the recommendation")
    # Appointments
    SLOTS_OFFERED = "slot.offered", _("offered times for appointments")
    SLOT_WITHDRAWN = "slot.withdrawn", _("offered a time no more")
    APPOINTMENT_BOOKED = "appointment.booked", _("booked an appointment for the family")
    APPOINTMENT_MOVED = "appointment.moved", _("moved the family's appointment")
    APPOINTMENT_CANCELLED = "appointment.cancelled", _("cancelled the family's appointment")
    APPOINTMENT_RECORDED = "appointment.recorded", _("recorded whether the family came")
    FAMILY_REMINDED = "appointment.reminded", _("called the family before its appointment")
    LETTERS_ISSUED = "appointment.letter", _("issued letters to the family about its appointment")
    NO_SHOWS_REPORTED = "appointment.reported", _("reported to an authority that the family did not come")
    CALENDAR_LINKED = "calendar.linked", _("made or ended a calendar link")
    CALENDAR_READ = "calendar.read", _("read appointments by a calendar link")
    # Lists of reported children
    LIST_TAKEN = "list.taken", _("took in a list of reported children for a look")
    LIST_READ = "list.read", _("looked at a list of reported children")
    LIST_MATCHED = "list.matched", _("matched the columns of a list, or chose its rows")
    LIST_OPENING = "list.opening", _("began to open the cases of a list")
    LIST_RETURNED = "list.returned", _("took out the rows of a list that were not opened, as a file")
    LIST_DISCARDED = "list.discarded", _("discarded a list")
    # Partners
    PARTNER_CHANGED = "partner.changed", _("changed the directory of partners")
    CONSENT_RECORDED = "consent.recorded", _("recorded a consent to hand on")
    CONSENT_WITHDRAWN = "consent.withdrawn", _("recorded that a consent was withdrawn")
    HANDED_ON = "partner.told", _("handed the family on to a partner")
    PARTNER_ANSWERED = "partner.answered", _("recorded a partner's answer")
    PARTNER_TOLD = "partner.stopped", _("told a partner that the consent was withdrawn")
    INTERPRETER_BOOKED = "interpreter.booked", _("booked an interpreter")
    INTERPRETER_CHANGED = "interpreter.changed", _("changed the booking of an interpreter")
    INTERPRETERS_LISTED = "interpreter.listed", _("looked at the list of interpreter bookings")
    # Information sheets
    SHEET_SETTLED = "sheet.settled", _("recorded what became of an information sheet")
    SHEET_REOPENED = "sheet.reopened", _("opened an information sheet again")
    SHEET_SIGNED = "sheet.signed", _("recorded that a receipt was signed")
    SHEETS_DUE = "sheet.due", _("opened information sheets because of a change in substance")
    SHEETS_LISTED = "sheet.listed", _("looked at the list of information sheets")
    SHEETS_STARTED = "sheet.bulk", _("started handing over many information sheets")
    SHEET_PRINTED = "sheet.printed", _("opened an information sheet for printing")
    NOTICE_EDITED = "notice.edited", _("changed the draft of an information text")
    NOTICE_IMPORTED = "notice.imported", _("imported a translation")
    NOTICE_EXPORTED = "notice.exported", _("exported an information text for translators")
    NOTICE_APPROVED = "notice.approved", _("approved an information text")
    # Schools
    RANKING_READ = "ranking.read", _("looked at ranked schools for the case")
    SCHOOLS_IMPORTED = "school.imported", _("imported the school directory")
    OFFERING_CHANGED = "offering.changed", _("changed the register of places")
    REQUEST_SENT = "request.sent", _("asked a school for a place")
    REQUEST_READ = "request.read", _("read a request to the school")
    REQUESTS_LISTED = "request.listed", _("looked at the school's inbox")
    REQUEST_ANSWERED = "request.answered", _("answered for the school")
    REQUEST_WITHDRAWN = "request.withdrawn", _("withdrew the request to a school")
    REQUEST_EXPIRED = "request.expired", _("let a request end that nobody answered")
    REQUEST_REPLIED = "request.replied", _("replied to the school's question")
    DECISION_RECORDED = "decision.recorded", _("recorded the decision of the school authority")
    ADMISSION_RECORDED = "admission.recorded", _("recorded the first school day")
    NOTICE_ISSUED = "letter.issued", _("issued the notice to the school")
    PUPIL_MISSED = "admission.missed", _("recorded that the pupil did not appear at school")
    PLACE_LEFT = "admission.ended", _("recorded that the pupil has left the place")
    LETTER_OPENED = "letter.opened", _("opened a letter about the case")
    # The officer, accounts, the installation
    AUDIT_READ = "audit.read", _("looked at the audit trail")
    VALUE_REVEALED = "audit.revealed", _("revealed masked values, stating a reason")
    LOGGED_IN = "auth.login", _("logged in")
    LOGIN_FAILED = "auth.failed", _("failed to log in")
    LOGGED_OUT = "auth.logout", _("logged out")
    PASSWORD_SET = "auth.password", _("set a new password")
    ACCOUNT_CHANGED = "account.changed", _("changed an account")
    INSTALLATION_CHANGED = "installation.changed", _("changed the installation's details")
    DEMO_FILLED = "demo.filled", _("filled the demonstration")
    # Rules
    REFUSED = "act.refused", _("was refused by a rule")
    NOT_VISIBLE = "access.refused", _("asked for a case that is not open to them")


READS = frozenset(
    {
        Verb.CASE_READ, Verb.CASES_LISTED, Verb.LIST_READ, Verb.CASE_TRAIL_READ, Verb.SHEET_PRINTED, Verb.SHEETS_LISTED, Verb.NOTICE_EXPORTED, Verb.RANKING_READ,
        Verb.REQUEST_READ, Verb.REQUESTS_LISTED, Verb.LETTER_OPENED, Verb.AUDIT_READ, Verb.NOT_VISIBLE, Verb.INTERPRETERS_LISTED,
        Verb.CALENDAR_READ,
    }
)  # fmt: skip


def stream_of(verb: Verb) -> Stream:
    return Stream.READS if verb in READS else Stream.WRITES
