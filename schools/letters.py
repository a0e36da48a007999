"""The letter to the school (Mitteilung): facts in, PDF out. Always German; it tells, it decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from privacy.models import Installation
from privacy.typeset import LetterFacts, letter
from schools.disclosure import LEGAL_BASIS
from schools.models import PlacementRequest, School

# § 7 (2) VO-DV I in the words of the law, in its order.
ROWS: Final = {
    "surname": "Name",
    "given_names": "Vorname",
    "birth_name": "Geburtsname",
    "born_on": "Geburtsdatum",
    "place_of_birth": "Geburtsort",
    "country_of_birth": "Geburtsland",
    "sex": "Geschlecht",
    "nationality": "Staatsangehörigkeit",
    "contact": "Anschrift",
    "parents": "Sorgeberechtigte",
    "first_enrolled": "Jahr der ersten Einschulung",
    "grade": "Jahrgangsstufe",
    "attendance": "Schulbesuch bisher (Jahre)",
}
SEX: Final = {"w": "weiblich", "m": "männlich", "d": "divers", "x": "ohne Angabe"}
AUTHORITIES: Final = {
    "schulamt": "Das Schulamt",
    "bezirksregierung": "Die Bezirksregierung",
    "school_head": "Die Schulleitung",
    "municipality": "Die Gemeinde",
}
OFFICE: Final = "Kommunales Integrationszentrum"
MAX_RECIPIENT = 200  # characters, the width of PlacementNotice.recipient


@dataclass(frozen=True)
class NoticeFacts:
    """What the letter says. `disclosed` is the § 7 (2) set by field name; dates of the decision may be missing."""

    sender: tuple[str, ...]
    phone: str
    email: str
    contact: str
    recipient: tuple[str, ...]
    reference: str
    disclosed: Mapping[str, Any]
    authority: str = ""
    decided_on: date | None = None
    file_number: str = ""
    expected_on: date | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class Notice:
    """The letter: its bytes, to whom (one line, at most 200 characters), and the names of the fields it discloses."""

    pdf: bytes
    recipient: str
    fields: list[str]


def facts_of(asked: PlacementRequest, installation: Installation, *, contact: str) -> NoticeFacts:
    """The facts of one request. What was not disclosed, or no longer is, is not in them."""
    decision = getattr(asked, "decision", None)
    decided = {}
    if decision is not None:
        decided = {
            "authority": decision.authority,
            "decided_on": decision.decided_on,
            "file_number": decision.file_number,
            "expected_on": decision.admission.expected_on,
        }
    return NoticeFacts(
        sender=_sender(installation),
        phone=installation.phone,
        email=installation.email,
        contact=contact,
        recipient=_address(asked.school),
        reference=asked.case.reference,
        disclosed=asked.open_to_school or {},
        is_demo=installation.is_demo,
        **decided,
    )


def _sender(installation: Installation) -> tuple[str, ...]:
    town = f"{installation.postcode} {installation.town}".strip()
    lines = (installation.controller_name, installation.office_name or OFFICE, installation.street, town)
    return tuple(line for line in lines if line)


def _address(school: School) -> tuple[str, ...]:
    lines = (school.name, "Schulleitung", school.street, f"{school.postcode} {school.town}")
    return tuple(line for line in lines if line)


def placement_notice(facts: NoticeFacts, *, stamp: datetime) -> Notice:
    """The letter by DIN 5008. Same facts and stamp, same bytes. `stamp` must know its time zone."""
    fields = [name for name in ROWS if name in facts.disclosed]
    info = (
        ("Unser Zeichen", facts.reference),
        ("Auskunft gibt", facts.contact),
        ("Telefon", facts.phone),
        ("E-Mail", facts.email),
    )
    pdf = letter(
        LetterFacts(
            sender_line=" · ".join(facts.sender),
            recipient=facts.recipient,
            info=tuple((label, value) for label, value in info if value),
            date=_day(stamp.date()),
            subject=f"Mitteilung zur Aufnahme, Aktenzeichen {facts.reference}",
            salutation="Sehr geehrte Damen und Herren,",
            paragraphs=_opening(facts),
            rows=tuple((ROWS[name], _value(name, facts.disclosed[name])) for name in fields),
            closing_paragraphs=_closing(facts),
            signature=("Im Auftrag", facts.contact),
            reference=facts.reference,
            mark="Demo" if facts.is_demo else "",
        ),
        stamp=stamp,
    )
    return Notice(pdf, ", ".join(facts.recipient)[:MAX_RECIPIENT], fields)


def _opening(facts: NoticeFacts) -> tuple[str, ...]:
    first = "vielen Dank für Ihre Zusage. Für die Aufnahme teilen wir Ihnen die folgenden Angaben mit, und nur diese."
    if facts.decided_on is None:
        return (first,)
    number = f", Aktenzeichen {facts.file_number}" if facts.file_number else ""
    authority = AUTHORITIES.get(facts.authority, "Die zuständige Stelle")
    decided = f"{authority} hat am {_day(facts.decided_on)} entschieden{number}. Dieses Schreiben gibt das nur wieder."
    return (first, decided)


def _closing(facts: NoticeFacts) -> tuple[str, ...]:
    basis = f"Rechtsgrundlage der Übermittlung: {LEGAL_BASIS}. Bitte verwenden Sie die Angaben nur für die Aufnahme."
    day = f" Erwartet wird er am {_day(facts.expected_on)}." if facts.expected_on else ""
    request = (
        "Bitte bestätigen Sie uns den ersten Schultag, sobald er stattgefunden hat, oder teilen Sie uns mit, dass "
        f"niemand erschienen ist.{day} Erst mit Ihrer Bestätigung endet unsere Begleitung."
    )
    return (basis, request, "Mit freundlichen Grüßen")


def _value(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return SEX.get(value, str(value)) if name == "sex" else str(value)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
