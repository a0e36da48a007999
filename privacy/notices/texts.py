"""The wording: files in texts/, one per language and version, and the rows that say which of them are approved."""

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.access.roles import Role
from privacy.accounts.models import User
from privacy.ledger import audit
from privacy.ledger.acts import Refusal
from privacy.ledger.history import ChangedMeanwhile
from privacy.ledger.verbs import Verb
from privacy.notices.models import Collection, PrivacyNotice
from privacy.typeset import NoticeText, load_text, problems
from privacy.work import jobs

FOLDER = Path(__file__).parent / "texts"
GERMAN = "de"
INFORM_AGAIN = "inform_again"  # the job that opens sheets for all active cases
# Which file serves a spoken language (ISO 639-3). Dari, Kurmanji and Sorani have files of their own names.
SHEET_OF = {
    "deu": "de", "eng": "en", "ukr": "uk", "rus": "ru", "ara": "ar", "tur": "tr", "ron": "ro", "bul": "bg",
    "fas": "fa", "pol": "pl", "sqi": "sq", "fra": "fr", "spa": "es", "srp": "sr", "tir": "ti", "som": "so",
    "pus": "ps", "kmr": "ku", "kur": "ku", "prs": "prs", "ckb": "ckb",
    "bos": "sr", "hrv": "sr", "cnr": "sr", "mol": "ro",
}  # fmt: skip


class NotYoursToApprove(Refusal):
    """Only the data-protection officer and a team lead approve texts, and not the same person twice."""


@cache
def available() -> dict[str, NoticeText]:
    """The texts on file by language code, German first."""
    texts = [load_text(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    texts.sort(key=lambda text: (text.code != GERMAN, text.name))
    return {text.code: text for text in texts}


def language_choices() -> list[tuple[str, str]]:
    """Codes and own names of the languages a sheet can be handed over in."""
    return [(code, text.name) for code, text in available().items()]


def preset_language(*spoken: str) -> str:
    """The sheet language for a family that speaks these languages (ISO 639-3); German if there is none."""
    written = (SHEET_OF.get(code, code) for code in spoken)
    return next((code for code in written if code in available()), GERMAN)


def load_texts() -> list[PrivacyNotice]:
    """Make sure that every text on file has its row; returns the newest row of each language."""
    return [current(code) for code in available()]


def current(code: str) -> PrivacyNotice:
    """The newest version of a language, approved or not; the file's row is made on first use.

    Raises KeyError for an unknown language.
    """
    text = available()[code]
    body = (FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    facts = {"language": code, "text_version": text.version, "body": body}
    with transaction.atomic():
        PrivacyNotice.objects.get_or_create(sha256=digest(body), defaults=facts)
    newest = PrivacyNotice.objects.newest(code)
    assert newest is not None
    return newest


def unsaved(code: str) -> PrivacyNotice:
    """The text on file as a version that nobody has approved and no database holds. Raises KeyError."""
    text = available()[code]
    body = (FOLDER / f"{code}.toml").read_text(encoding="utf-8")
    year, month = (int(part) for part in text.version.split(".")[0].split("-"))
    return PrivacyNotice(
        language=code,
        text_version=text.version,
        body=body,
        sha256=digest(body),
        loaded_at=datetime(year, month, 1, tzinfo=UTC),
    )


def back_translation(notice: PrivacyNotice) -> NoticeText | None:
    """The wording translated back into German by somebody who had not seen the German; None if there is none of it.

    The first line of the file names the SHA-256 of the wording that it was made of.
    """
    path = FOLDER / "back" / f"{notice.language}.toml"
    body = path.read_text(encoding="utf-8") if path.exists() else ""
    return load_text(body) if notice.sha256 in body.partition("\n")[0] else None


def digest(body: str) -> str:
    """The identity of a wording: SHA-256 of its file, 64 hexadecimal digits."""
    return hashlib.sha256(body.encode()).hexdigest()


def german() -> PrivacyNotice:
    """The German text in force; before the first approval the newest one."""
    return PrivacyNotice.objects.in_force(GERMAN) or current(GERMAN)


def translation(code: str, master: PrivacyNotice) -> PrivacyNotice:
    """The version of a language to print beside this German text: an approved one, else a draft, else an older one.

    Raises KeyError for an unknown language.
    """
    newest = current(code)
    mine = list(PrivacyNotice.objects.filter(language=code, text_version__in=same_substance(master)))
    keeping_up = [one for one in mine if keeps_up(one, master)]
    approved = [one for one in keeping_up if one.in_force_since is not None]
    if approved:
        return max(approved, key=lambda one: (one.in_force_since, one.pk))
    return max(keeping_up, key=lambda one: (one.loaded_at, one.pk), default=newest)


def same_substance(master: PrivacyNotice) -> list[str]:
    """This German version, and those before it that tell families the same in other words; the newest first."""
    found, last = [master.text_version], master
    earlier = PrivacyNotice.objects.filter(
        language=GERMAN, in_force_since__lt=master.in_force_since or timezone.now()
    )
    for one in earlier.order_by("-in_force_since"):
        if last.is_substantive:
            break
        found.append(one.text_version)
        last = one
    return found


def keeps_up(family: PrivacyNotice, master: PrivacyNotice) -> bool:
    """Whether a translation says what this German text says: made of it, or of one with the same substance and shape."""
    if family.text_version == master.text_version:
        return True
    if family.text_version not in same_substance(master):
        return False
    return not problems(load_text(family.body), load_text(master.body))


@audit.action
def approve(notice: PrivacyNotice, *, seal: str, by: User) -> PrivacyNotice:
    """One of the two approvals of a text: the officer's or the lead's (decision 10). The second one puts it in force.

    `seal` is the SHA-256 of the wording that was read. A German text that changes substance then opens sheets for all
    active cases (Art. 13 (3) GDPR), in the background. Raises ChangedMeanwhile if the draft says something else by
    now, NotYoursToApprove for any other role, for a person who has approved it already, and for a version that is not
    the newest any more.
    """
    notice = PrivacyNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.pk != current(notice.language).pk:
        raise NotYoursToApprove(_("There is a newer version of this text."))
    if notice.sha256 != seal:
        raise ChangedMeanwhile(
            _("A colleague has changed this draft since you opened it. Please read it again.")
        )
    side = _SIDES.get(Role(by.role))
    approvers = {notice.dpo_approved_by_id, notice.lead_approved_by_id}
    if side is None or getattr(notice, f"{side}_approved_by") is not None or by.pk in approvers:
        raise NotYoursToApprove(_("This text is not yours to approve, or it is approved already."))
    setattr(notice, f"{side}_approved_by", by)
    setattr(notice, f"{side}_approved_at", timezone.now())
    if notice.dpo_approved_at and notice.lead_approved_at:
        _put_in_force(notice)
    notice.save()
    audit.record(
        Verb.NOTICE_APPROVED, about=notice, detail={"language": notice.language, "sha256": notice.sha256}
    )
    return notice


_SIDES = {Role.DPO: "dpo", Role.LEAD: "lead"}


def _put_in_force(notice: PrivacyNotice) -> None:
    had_one = PrivacyNotice.objects.in_force(notice.language) is not None
    notice.in_force_since = timezone.now()
    if notice.language == GERMAN and notice.is_substantive and had_one:
        jobs.start(INFORM_AGAIN, {"occasion": Collection.Occasion.NEW_TEXT.value})
