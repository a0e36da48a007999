"""The papers: the stored sheet of a kind, audience and language, and the receipt of one person. Never in a transaction."""

import hashlib
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from privacy.accounts.models import Installation
from privacy.ledger import mac
from privacy.ledger.acts import Refusal
from privacy.notices import texts
from privacy.notices.models import FAMILY, PrivacyNotice, SheetDocument, SheetIssue
from privacy.notices.scope import scope_of
from privacy.typeset import (
    NoticeText,
    ReceiptFacts,
    Scope,
    TextError,
    filled,
    load_text,
    plain,
    receipt,
    sheet,
)


class ControllerDetailsMissing(Refusal):
    """No sheet is printed while Art. 13 (1) (a) and (b) GDPR cannot be fulfilled."""


class GermanTextNotApproved(Refusal):
    """The German text is the binding one; without it no sheet goes out."""


class TextIncomplete(Refusal):
    """The text in force has no words for something the program does; a sheet of it would say less than the truth."""


def values(installation: Installation) -> dict[str, str]:
    """What the installation fills into the texts' placeholders, each on one line."""
    details = {
        "controller": installation.controller_name,
        "controller_address": installation.address,
        "controller_phone": installation.phone,
        "controller_email": installation.email,
        "dpo_contact": installation.dpo_contact,
        "authority": installation.authority_name,
        "authority_contact": installation.authority_contact,
        # Wordings before 2026-12 name these two themselves; later ones list all periods.
        "case_years": str(installation.case_years),
        "short_months": str(installation.short_months),
    }
    return {name: " ".join(value.split()) for name, value in details.items()}


def demand_ready(installation: Installation, german: PrivacyNotice) -> None:
    """Raises ControllerDetailsMissing or GermanTextNotApproved, saying what is missing."""
    if missing := installation.missing:
        raise ControllerDetailsMissing(
            _("No sheet can be printed yet. Missing: %(missing)s.") % {"missing": ", ".join(missing)}
        )
    if not german.is_approved:
        raise GermanTextNotApproved(
            _("No sheet can be printed yet: the German text has not been approved by two people.")
        )


def document(kind: str, audience: str, language: str) -> SheetDocument:
    """The stored PDF for these; made once, then found by what it is made of. Never call it inside a transaction.

    Raises ControllerDetailsMissing, GermanTextNotApproved, TextIncomplete; KeyError for a language without a text.
    """
    installation = Installation.current()
    german = texts.german()
    family = None if language == texts.GERMAN else texts.translation(language, german)
    demand_ready(installation, german)
    mark, scope, facts = mark_of(installation, german, family), scope_of(installation), facts_of(installation)
    ingredients = _digest([kind, audience, german.sha256, family.sha256 if family else "", facts, mark])
    stored = SheetDocument.objects.filter(ingredients=ingredients).first()
    if stored:
        return stored
    try:
        pdf = render(installation, german, family, kind=kind, audience=audience, mark=mark)
    except TextError as fault:
        raise TextIncomplete(
            _("The text in this language does not say everything yet. Please choose another one.")
        ) from fault
    return _store(
        SheetDocument(
            kind=kind,
            audience=audience,
            language=language,
            german=german,
            family=family,
            ingredients=ingredients,
            facts=facts,
            purposes=scope.codes("purposes"),
            sources=scope.codes("sources"),
            pdf=pdf,
            sha256=sha256(pdf),
        )
    )


def facts_of(installation: Installation) -> str:
    """The identity of all that a sheet of this installation says beside its wording: controller, officer, authority,
    purposes, data, sources, recipients, periods. 64 hexadecimal digits.
    """
    return _digest([values(installation), asdict(scope_of(installation))])


def _digest(parts: list[Any]) -> str:
    return sha256(mac.canonical_json(parts).encode())


def sha256(pdf: bytes) -> str:
    """The identity of a paper, 64 hexadecimal digits."""
    return hashlib.sha256(pdf).hexdigest()


def from_files(kind: str, audience: str, language: str, installation: Installation) -> bytes:
    """The sheet of the texts on file, without a database. Raises KeyError for a language without a text."""
    german, family = (texts.unsaved(code) for code in (texts.GERMAN, language))
    mark = mark_of(installation, german, family)
    beside = None if language == texts.GERMAN else family
    return render(installation, german, beside, kind=kind, audience=audience, mark=mark)


def render(
    installation: Installation,
    german: PrivacyNotice,
    family: PrivacyNotice | None,
    *,
    kind: str,
    audience: str,
    mark: str,
) -> bytes:
    """The sheet of these texts for this installation, whether anybody approved them or not."""
    scope = scope_of(installation)
    return sheet(
        text_of(german, scope),  # the very text whose digest is stored, not what is on file by now
        text_of(family, scope) if family else None,
        {name: value or "…" for name, value in values(installation).items()},
        kind=kind,
        audience=audience,
        stamp=max(notice.loaded_at for notice in (german, family) if notice),
        mark=mark,
    )


def text_of(notice: PrivacyNotice, scope: Scope) -> NoticeText:
    """The stored wording with this installation's lists."""
    return filled(load_text(notice.body), scope)


def _store(made: SheetDocument) -> SheetDocument:
    """The row of these bytes: a new one, or the one that a colleague made in the same moment, or made of other facts
    that cannot be told apart on paper.
    """
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        same = SheetDocument.objects.filter(sha256=made.sha256)
        same.update(ingredients=made.ingredients, facts=made.facts)
        return same.get()
    return made


def mark_of(installation: Installation, german: PrivacyNotice, family: PrivacyNotice | None) -> str:
    """What every page says in plain sight: that this is a demonstration, or that nobody has approved the wording."""
    marks = ["Demo"] if installation.is_demo else []
    if not german.is_approved:
        marks.append("Entwurf · draft")
    elif family and not texts.keeps_up(family, german):
        marks.append("Übersetzung älter als der deutsche Text · translation is outdated")
    elif family and not family.is_approved:
        marks.append("Übersetzung im Entwurf · translation is a draft")
    return " · ".join(marks)


def receipt_pdf(issue: SheetIssue, made: SheetDocument, number: str, day: date) -> bytes:
    """The page to sign for a sheet that is handed over on `day`; it names nobody. Same facts, same bytes."""
    installation = Installation.current()
    german, family = (load_text(one.body) if one else None for one in (made.german, made.family))
    assert german is not None
    facts = ReceiptFacts(
        reference=issue.reference,
        person_code=issue.person_code,
        role=role_of(issue.person_code),
        number=number,
        language=(family or german).name,
        issued_on=f"{day:%d.%m.%Y}",
        office=installation.controller_name,
        source=_source(issue, german, family),
        check_url=f"{settings.PUBLIC_URL}{reverse('receipt_check')}?number={number}",
        mark="Demo" if installation.is_demo else "",
    )
    return receipt(german, family, facts)


def _source(issue: SheetIssue, german: NoticeText, family: NoticeText | None) -> str:
    """Who told us, in German and the family's words, if it was not the family itself (Art. 14 (2) (f) GDPR)."""
    others = SheetIssue.objects.of(issue.reference).open().filter(person_code=issue.person_code)
    codes = {one.collection.source for one in others.select_related("collection")} | {issue.collection.source}
    told = [
        [plain(word, {}) for code, word in text.words.get("sources", {}).items() if code in codes - {FAMILY}]
        for text in (german, family)
        if text
    ]
    return " · ".join(german.comma.join(words) for words in told if words)


def role_of(person_code: str) -> str:
    """P is the pupil, C1 and C2 are the custodians, T1 somebody else; in German, for the German receipt."""
    kinds = {"P": "Kind / junger Mensch", "C": "Sorgeberechtigte Person", "T": "Weitere Person"}
    return f"{kinds[person_code[0]]} {person_code[1:]}".strip()
