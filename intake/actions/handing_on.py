"""Handing a family on to a partner, with consent where it leaves the public sector."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import handing_on
from intake.actions.steps import open_case_locked
from intake.models import Case, HandOn, HandOnConsent, Partner
from privacy.ledger import audit
from privacy.ledger.acts import Refusal, note
from privacy.ledger.verbs import Verb
from privacy.models import Installation, User
from privacy.notices import sheets
from privacy.rights import registry


class ConsentMissing(Refusal):
    """Outside the public sector nothing goes to anybody without consent (Art. 6 (1) (a), 7 GDPR)."""


class ConsentWithdrawn(Refusal):
    """Who has taken the consent back is not handed on (Art. 7 (3) GDPR)."""


class NoConsentNeeded(Refusal):
    """What is a public task does not rest on consent: it could not be refused freely (Art. 7 (4) GDPR)."""


class FamilyNotTold(Refusal):
    """Nothing goes to another office behind the family's back (Art. 5 (1) (a) GDPR)."""


class NotOnTheSheet(Refusal):
    """Nothing goes to a kind of recipient that the information sheet does not name (Art. 13 (1) (e) GDPR)."""


class NotAPartner(Refusal):
    """Whoever is switched off, interprets, or is our own office, is nobody a family is handed on to."""


class NobodyToCall(Refusal):
    """The person is not of this case, or too young to agree."""


class NothingToStop(Refusal):
    """No consent of this hand-on was withdrawn, or the partner knows already."""


@audit.action
def record_consent(case: Case, values: dict[str, Any], *, by: User) -> HandOnConsent:
    """Record a consent. `values`: partner, topic, person_code, fields, text_version, language, interpreter, form, given_on.

    Raises NoConsentNeeded, NotAPartner, NobodyToCall, or StepNotPossible for a closed case.
    """
    locked = open_case_locked(case)
    partner = _partner(locked, values["partner"])
    if partner.is_public:
        raise NoConsentNeeded(
            _("%(name)s belongs to the public sector: no consent is asked for.") % {"name": partner},
            reference=case.reference,
        )
    _demand_person(locked, values["person_code"])
    consent = HandOnConsent(case=locked, recorded_by=by, **values)
    consent.save()
    audit.record(
        Verb.CONSENT_RECORDED,
        reference=case.reference,
        about=consent,
        detail={"people": consent.person_code, "partner": partner.pk, "version": consent.text_version},
    )
    return consent


@audit.action
def withdraw_consent(consent: HandOnConsent, *, by: User) -> HandOnConsent:
    """Take a consent back, on any day, also in a closed case. From now on nothing more is passed on.

    What was passed on before stays lawful (Art. 7 (3) GDPR); each partner it went to must be told (Art. 19), which the
    case shows until somebody has recorded it. Withdrawing twice changes nothing.
    """
    case = Case.objects.locked(consent.case_id)
    locked: HandOnConsent = HandOnConsent.objects.locked(consent.pk)
    if locked.is_valid:
        locked.withdrawn_on = max(timezone.localdate(), locked.given_on)
        locked.save()
    for one in locked.hand_ons.all():
        note("to_tell", str(one.pk))
    audit.record(
        Verb.CONSENT_WITHDRAWN, reference=case.reference, about=locked, detail={"partner": locked.partner_id}
    )
    return locked


@audit.action
def hand_on(case: Case, values: dict[str, Any], *, by: User) -> HandOn:
    """Record that something goes to a partner, and go no further than the list allows.

    `values`: partner, topic, person_code, fields, channel, answer_by (None: the rule's date), is_told (the family knows).
    Raises SheetsStillOpen, NotAPartner, NotOnTheSheet, NobodyToCall, ConsentMissing, ConsentWithdrawn, FamilyNotTold,
    or StepNotPossible.
    """
    locked = open_case_locked(case)
    sheets.demand_all_settled(case.reference)
    partner = _partner(locked, values["partner"])
    _demand_on_the_sheet(locked, partner)
    _demand_person(locked, values["person_code"])
    facts = {name: value for name, value in values.items() if name not in ("is_told", "answer_by")}
    consent = None if partner.is_public else _demand_consent(locked, partner, values)
    if consent is None and not values["is_told"]:
        raise FamilyNotTold(
            _("First tell the family to whom you hand it on, and what you say."), reference=case.reference
        )
    today = timezone.localdate()
    done = HandOn(
        case=locked,
        consent=consent,
        basis=HandOn.Basis.CONSENT if consent else HandOn.Basis.TASK,
        made_on=today,
        answer_by=values["answer_by"] or today + timedelta(days=handing_on.ANSWER_DAYS),
        recorded_by=by,
        **facts,
    )
    done.save()
    audit.record(Verb.HANDED_ON, reference=case.reference, about=done, detail=_disclosure(done))
    return done


def _disclosure(done: HandOn) -> dict[str, Any]:
    """Recipient, fields, ground and way of a disclosure (Art. 15 (1) (c), 19 GDPR), by number and code."""
    basis = handing_on.BASIS_CONSENT if done.consent_id else handing_on.BASIS_TASK
    return {
        "partner": done.partner_id, "kind": done.partner.kind, "disclosed": done.fields, "basis": basis,
        "channel": done.channel,
    }  # fmt: skip


@audit.action
def record_partner_answer(done: HandOn, values: dict[str, Any], *, version: int, by: User) -> HandOn:
    """Record what the partner answered: `answer` and `answered_on`. Raises ChangedMeanwhile."""
    locked: HandOn = HandOn.objects.locked(done.pk, version=version)
    locked.assign(values).save()
    audit.record(
        Verb.PARTNER_ANSWERED,
        reference=done.case.reference,
        about=locked,
        detail={"answer": locked.answer, "partner": locked.partner_id},
    )
    return locked


@audit.action
def tell_of_withdrawal(done: HandOn, *, on: date, by: User) -> HandOn:
    """Record that the partner knows of the withdrawal (Art. 19 GDPR). Raises NothingToStop."""
    locked: HandOn = HandOn.objects.locked(done.pk)
    if not locked.is_to_stop:
        raise NothingToStop(_("There is nothing to tell this partner."), reference=done.case.reference)
    locked.stop_told_on = on
    locked.save()
    audit.record(
        Verb.PARTNER_TOLD,
        reference=done.case.reference,
        about=locked,
        detail={"partner": locked.partner_id},
    )
    return locked


def _partner(case: Case, chosen: Partner) -> Partner:
    """The partner as stored now, locked: whether it is public decides on the ground. Raises NotAPartner."""
    partner: Partner | None = Partner.objects.for_hand_on().select_for_update().filter(pk=chosen.pk).first()
    if partner is None:
        raise NotAPartner(_("Nobody is handed on to this partner."), reference=case.reference)
    return partner


def _demand_on_the_sheet(case: Case, partner: Partner) -> None:
    """Raises NotOnTheSheet. The sheet's recipients are those of the register; it has no words for other offices yet."""
    named = {one.code for one in registry.recipients(Installation.current())}
    if handing_on.recipient_of(partner) not in named:
        raise NotOnTheSheet(
            _(
                "The information sheet does not name other public offices, so nothing goes there. Please give the family the address."
            ),
            reference=case.reference,
        )


def _demand_person(case: Case, code: str) -> None:
    if code not in handing_on.consenting(case):
        raise NobodyToCall(_("This person cannot agree, or is not of this case."), reference=case.reference)


def _demand_consent(case: Case, partner: Partner, values: dict[str, Any]) -> HandOnConsent:
    """The valid consent that covers this; raises ConsentWithdrawn or ConsentMissing, which name the rule."""
    given = list(case.hand_on_consents.same(partner, values["person_code"], values["topic"]))
    for consent in given:
        if consent.is_valid and set(values["fields"]) <= set(consent.fields):
            return consent
    if given and not given[0].is_valid:
        raise ConsentWithdrawn(
            _("The consent was withdrawn (Art. 7 (3) GDPR). Nothing more goes to %(name)s.")
            % {"name": partner},
            reference=case.reference,
        )
    raise ConsentMissing(
        _(
            "%(name)s is outside the public sector: nothing goes there without consent to exactly this (Art. 6 (1) (a), "
            "Art. 7 GDPR). Ask for the consent first."
        )
        % {"name": partner},
        reference=case.reference,
    )
