"""What a partner may be told of a family, on which ground, and the words of the consent. Facts in, words out.

The list of fields is closed (SchulG NRW § 120 (5), Art. 5 (1) (c) GDPR). To partners outside the public sector nothing
goes without consent; the information sheet names them as "outside".
"""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import catalogues, rules
from intake.models import Case, Partner, Topic
from intake.people import names_by_code
from privacy.models import Installation
from privacy.rights.why import Why

FIELDS: Final = {
    "name": _("name"),
    "phone": _("phone"),
    "language": _("language"),
    "wish": _("what the family wants, with the case's reference"),
}
_FIELDS_DE: Final = {
    "name": "Name", "phone": "Telefonnummer", "language": "Sprache", "wish": "worum es geht, mit unserem Aktenzeichen",
}  # fmt: skip
_TOPICS_DE: Final = {
    Topic.SCHOOL: "Schule und Bildung", Topic.WORK: "Ausbildung und Arbeit", Topic.GERMAN: "Deutsch lernen",
    Topic.EVERYDAY: "Orientierung im Alltag", Topic.EARLY: "Kita und frühe Bildung",
    Topic.LEISURE: "Sport, Freizeit, Vereine", Topic.MENTORING: "Begleitung und Lernhilfe",
    Topic.FAMILY: "Familie und Erziehung", Topic.COSTS: "Kosten für die Schule (Bildung und Teilhabe)",
}  # fmt: skip
TOPICS: Final = tuple(topic for topic in Topic if topic != Topic.INTERPRETING)

BASIS_CONSENT: Final = "Art. 6 Abs. 1 Buchst. a, Art. 7 DSGVO"
BASIS_TASK: Final = "Art. 6 Abs. 1 Buchst. e DSGVO, § 8 TIntG, §§ 3, 8 DSG NRW"
ANSWER_DAYS: Final = 14  # assumed, not law: after that somebody asks the partner

WHY: Final = {
    "consent": Why(
        _("To partners outside the public sector nothing goes without consent; it is asked for apart."), BASIS_CONSENT
    ),
    "family_told": Why(
        _("The family knows beforehand to whom something goes, and what."),
        "Art. 5 Abs. 1 Buchst. a, Art. 13 Abs. 1 Buchst. e DSGVO",
    ),
    "withdrawal": Why(
        _("After a withdrawal nothing more goes to the partner, and the partner is told."),
        "Art. 7 Abs. 3, Art. 19 DSGVO",
    ),
    "partner_answer": Why(_("After so many days somebody asks the partner, so that no family waits for nothing.")),
}  # fmt: skip


def recipient_of(partner: Partner) -> str:
    """Under which code of the register (privacy/rights/registry.py) the sheet names this kind of partner."""
    return "public_office" if partner.is_public else "outside"


def consenting(case: Case) -> dict[str, str]:
    """Who can agree, and may be called by a partner: the custodians, and the young person from 14.

    Insight decides, not the number (recital 38 GDPR); the age is that of the sheet of one's own.
    """
    names = names_by_code(case)
    if rules.age_on(case.pupil.born_on, timezone.localdate()) < rules.SHEET_FROM_AGE:
        names.pop("P")
    return names


def has_phone(case: Case, code: str) -> bool:
    """Whether there is a number to pass on."""
    return bool(_phone(case, code))


def values(case: Case, code: str, topic: str, fields: Iterable[str]) -> list[tuple[Any, str]]:
    """What the partner is told, as (label, value), in the order of the list; nothing else."""
    known = {
        "name": _name(case, code),
        "phone": _phone(case, code),
        "language": catalogues.language(case.pupil.household.language).name("de"),
        "wish": f"{_TOPICS_DE[Topic(topic)]} ({case.reference})",
    }
    chosen = set(fields)
    return [(FIELDS[field], known[field]) for field in FIELDS if field in chosen]


def _name(case: Case, code: str) -> str:
    if code == "P":
        return f"{case.pupil.given_names} {case.pupil.surname}"
    found = (one for one in case.pupil.household.custodians.all() if one.code == code)
    return next((f"{one.given_names} {one.surname}".strip() for one in found), "")


def _phone(case: Case, code: str) -> str:
    """The number of the person; the young person's is the household's."""
    if code == "P":
        return case.pupil.household.phone
    found = (one.phone for one in case.pupil.household.custodians.all() if one.code == code)
    return next(found, "")


# --- The words of the consent -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConsentText:
    """The German text of one consent, filled in; `version` is that of the wording, `digest` of what is read."""

    version: str
    lines: tuple[str, ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()[:16]


@cache
def wording() -> tuple[str, tuple[str, ...]]:
    """Version and lines with their placeholders, from intake/data/consent.toml."""
    data = tomllib.loads((catalogues.DATA / "consent.toml").read_text(encoding="utf-8"))
    return data["version"], tuple(data["text"])


def consent_text(
    partner: Partner, topic: str, fields: Iterable[str], installation: Installation
) -> ConsentText:
    """The text for one partner, one purpose and these fields; always German, and explained in the family's language."""
    version, lines = wording()
    chosen = set(fields)
    facts = {
        "partner": str(partner),
        "topic": _TOPICS_DE[Topic(topic)],
        "fields": ", ".join(word for field, word in _FIELDS_DE.items() if field in chosen),
        "controller": installation.controller_name or "das Kommunale Integrationszentrum",
        "phone": installation.phone or "–",
    }
    return ConsentText(version, tuple(line.format(**facts) for line in lines))
