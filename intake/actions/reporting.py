"""Reporting a child to the Gesundheitsamt, where the KI does that (§ 54 (4) SchulG NRW)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.actions.steps import open_case_locked
from intake.disclosure import LEGAL_BASIS, section_8
from intake.letters import examination_report
from intake.models import Case
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.verbs import Verb
from privacy.models import Installation, User
from privacy.notices import sheets


class NotOursToReport(Refusal):
    """In this district the schools report; or the address of the Gesundheitsamt is not known yet."""


class ReportedAlready(Refusal):
    """Nobody is reported twice."""


@audit.action
def report_for_examination(case: Case, *, by: User) -> Case:
    """Tell the Gesundheitsamt of the child: the fields of VO-DV I § 8 and no others; returns the case.

    The letter is made here, so that the event holds its digest, and again when it is opened. Raises NotOursToReport,
    ReportedAlready, SheetsStillOpen (Art. 14 (3) (c) GDPR) and StepNotPossible for a closed case.
    """
    locked, installation = open_case_locked(case), Installation.current()
    if not installation.reports_for_examination or not installation.examination_office:
        raise NotOursToReport(
            _("The KI does not report to the Gesundheitsamt here."), reference=case.reference
        )
    if locked.examination_reported_on:
        raise ReportedAlready(_("This child has been reported already."), reference=case.reference)
    sheets.demand_all_settled(case.reference)
    locked.examination_reported_on = timezone.localdate()
    locked.save()
    told = {"recipient": "health_office", "basis": LEGAL_BASIS, "fields": list(section_8(locked))}
    letter = examination_report(locked, installation, contact=str(by))
    audit.record(
        Verb.EXAMINATION_REPORTED, reference=case.reference, about=locked, detail=told, content=letter
    )
    return locked
