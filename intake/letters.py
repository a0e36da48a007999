"""Letters to families and about them. They hold name and address and are kept nowhere; the event of opening one names the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from intake import invitations, rules
from intake.disclosure import LEGAL_BASIS, SECTION_8_LABELS, section_8
from intake.invitations import GERMAN, Occasion
from intake.models import Case, Custodian, Household, Slot
from privacy.models import Installation
from privacy.typeset import LetterFacts, LetterText, letter

OFFICE = "Kommunales Integrationszentrum"


def address_of(home: Household, code: str) -> list[str]:
    """Where a letter to this person goes; nothing if there is no address that it may hold.

    One parent's protected address stands in no letter to the other one.
    """
    custodian = _custodian(home, code)
    if custodian is not None:
        return home.address_for(custodian)
    return home.address_lines if home.has_address else []


def _custodian(home: Household, code: str) -> Custodian | None:
    return next((one for one in home.custodians.all() if one.code == code), None)


def addressee(case: Case, code: str) -> tuple[str, ...]:
    """Who opens the letter: the person, or for a child without a sheet of its own those who have custody."""
    child = case.pupil
    name = f"{child.given_names} {child.surname}"
    custodians = {one.code: one for one in child.household.custodians.all()}
    if custodian := custodians.get(code):
        return tuple(
            part
            for part in (custodian.institution, f"{custodian.given_names} {custodian.surname}".strip())
            if part
        )
    grown = rules.age_on(child.born_on, timezone.localdate()) >= rules.SHEET_FROM_AGE
    return (name,) if grown or not custodians else ("An die Sorgeberechtigten von", name)


def cover_letter(case: Case, code: str, installation: Installation, *, contact: str) -> bytes:
    """The letter by DIN 5008 to one person of the case, to that person's address. Always German."""
    return _letter(
        [case],
        installation,
        contact=contact,
        recipient=(*addressee(case, code), *address_of(case.pupil.household, code)),
        subject=f"Informationen zum Datenschutz, Aktenzeichen {case.reference}",
        paragraphs=(
            "wir suchen einen Schulplatz und haben dafür Daten aufgeschrieben. Das Blatt in diesem Brief erklärt, was "
            "mit den Daten geschieht und welche Rechte Sie haben.",
            "Bitte unterschreiben Sie die Empfangsbestätigung und schicken Sie sie zurück, oder bringen Sie sie zum "
            "nächsten Termin mit. Die Unterschrift bestätigt nur den Empfang.",
        ),
    )


def certificate(case: Case, installation: Installation, *, contact: str) -> bytes:
    """For a child that has been at a German school too long to be newly arrived: the family may register it itself.

    The KI certifies what it was told and decides nothing (decision 3). Always German: schools read it. Either parent may
    fetch it, so that a protected address is not in it.
    """
    child, home = case.pupil, case.pupil.household
    address = [] if home.address_is_protected else home.address_lines
    return _letter(
        [case],
        installation,
        contact=contact,
        recipient=("An die Sorgeberechtigten von", f"{child.given_names} {child.surname}", *address),
        subject=f"Bescheinigung, Aktenzeichen {case.reference}",
        paragraphs=(
            f"{child.given_names} {child.surname}, geboren am {child.born_text}, hat sich bei uns gemeldet.",
            f"Nach den Angaben, die uns vorliegen, besucht das Kind schon länger als {rules.NEW_FOR_YEARS} Jahre eine "
            "Schule in Deutschland. Es gehört deshalb nicht zu den neu zugewanderten Schülerinnen und Schülern "
            "(BASS 13-63 Nr. 3), für die wir einen Schulplatz suchen.",
            "Sie können Ihr Kind selbst an einer Schule anmelden. Legen Sie dort bitte diese Bescheinigung vor. Über die "
            "Aufnahme entscheidet die Schulleitung (§ 46 SchulG NRW).",
        ),
    )


def examination_report(case: Case, installation: Installation, *, contact: str) -> bytes:
    """The report of one child to the Gesundheitsamt: the fields of VO-DV I § 8, a Mitteilung and no order."""
    facts = section_8(case)
    return _letter(
        [case],
        installation,
        contact=contact,
        recipient=tuple(part.strip() for part in installation.examination_office.split(",") if part.strip()),
        subject=f"Meldung zur schulärztlichen Untersuchung, Aktenzeichen {case.reference}",
        paragraphs=(
            f"wir melden Ihnen ein neu zugewandertes Kind, das eine Schule besuchen wird ({LEGAL_BASIS}).",
            "Bitte laden Sie die Familie zur Untersuchung ein. Ergebnisse erbitten wir nicht.",
        ),
        rows=tuple((SECTION_8_LABELS[name], str(value)) for name, value in facts.items()),
    )


@dataclass(frozen=True)
class Invitation:
    """What a letter about an appointment says beside the names: to whom, in which language, and what is enclosed."""

    code: str
    language: str
    encloses: bool


def invitation(
    cases: Sequence[Case], slot: Slot, to: Invitation, installation: Installation, *, contact: str
) -> bytes:
    """Date, time, place and what to bring: German, and on page two in the family's language.

    One letter for each custodian; it holds the address of no other one. Where a sheet is enclosed it says so.
    """
    home = cases[0].pupil.household
    values = {
        "child": _children(cases),
        "date": f"{slot.local_start:%d.%m.%Y}",
        "time": f"{slot.local_start:%H:%M}",
        "place": slot.place or _own_place(installation),
        "phone": _phone(installation),
    }
    occasion = Occasion(
        is_video=slot.kind == Slot.Kind.VIDEO,
        brings_child=_custodian(home, to.code) is not None,
        interpreter=home.needs_interpreter and installation.uses_interpreters,
        encloses=to.encloses,
    )
    texts = [invitations.invitation(code, values, occasion) for code in dict.fromkeys((GERMAN, to.language))]
    return _in_two_languages(cases, to, texts, installation, contact=contact)


def reminder(
    cases: Sequence[Case], missed: Sequence[date], to: Invitation, installation: Installation, *, contact: str
) -> bytes:
    """After no-shows: that the child has to go to school, and that we help. German, and the family's language."""
    dates = ", ".join(_day(day) for day in missed)
    values = {"child": _children(cases), "dates": dates, "phone": _phone(installation)}
    occasion = Occasion(encloses=to.encloses)
    texts = [invitations.reminder(code, values, occasion) for code in dict.fromkeys((GERMAN, to.language))]
    return _in_two_languages(cases, to, texts, installation, contact=contact)


def _in_two_languages(
    cases: Sequence[Case],
    to: Invitation,
    texts: Sequence[LetterText],
    installation: Installation,
    *,
    contact: str,
) -> bytes:
    """The first text on the page with the address, each other one on a page of its own."""
    german, *others = texts
    home = cases[0].pupil.household
    return _letter(
        cases,
        installation,
        contact=contact,
        recipient=(*addressee(cases[0], to.code), *address_of(home, to.code)),
        subject=german.title,
        wording=german,
        following=tuple(others),
        mark=invitations.mark_of(to.language),
    )


def escalation(
    cases: Sequence[Case],
    missed: Sequence[date],
    written: Sequence[date],
    recipient: tuple[str, ...],
    installation: Installation,
    *,
    contact: str,
) -> bytes:
    """To the Schulaufsicht or the Schulträger: that nobody came. Facts only; the KI reports and decides nothing.

    What § 41 (5) SchulG NRW needs: who the child is, who has custody, the dates. No address, no reason, no judgement.
    `written`: the days on which letters went out.
    """
    home = cases[0].pupil.household
    children = [
        f"{one.pupil.given_names} {one.pupil.surname}, geboren am {one.pupil.born_text}" for one in cases
    ]
    since = [one.compulsory_since for one in cases if one.compulsory_since]
    rows = [
        ("Kind" if len(cases) == 1 else "Kinder", "; ".join(children)),
        ("Sorgeberechtigte", "; ".join(_named(one) for one in home.custodians.all())),
        ("Schulpflicht seit", ", ".join(dict.fromkeys(_day(day) for day in since))),
        ("Niemand kam am", ", ".join(_day(day) for day in missed)),
        ("Geschrieben haben wir am", ", ".join(dict.fromkeys(_day(day) for day in written))),
    ]
    return _letter(
        cases,
        installation,
        contact=contact,
        recipient=recipient,
        subject="Mitteilung über nicht wahrgenommene Beratungstermine",
        salutation="Sehr geehrte Damen und Herren,",
        paragraphs=(
            "wir haben die Familie mehrmals zur Beratung über einen Schulplatz eingeladen. Zu den genannten Terminen ist "
            "niemand gekommen. Ob das Kind eine Schule besucht, wissen wir nicht.",
        ),
        rows=tuple((label, value) for label, value in rows if value),
        closing=(
            "Wir teilen Ihnen das mit, damit Sie prüfen können, ob die Schulpflicht erfüllt wird (§ 41 Abs. 5 SchulG NRW). "
            "Ob etwas zu veranlassen ist, entscheiden Sie. Unser Angebot an die Familie bleibt bestehen.",
        ),
    )


def _children(cases: Sequence[Case]) -> str:
    return ", ".join(f"{one.pupil.given_names} {one.pupil.surname}" for one in cases)


def _named(custodian: Custodian) -> str:
    parts = (f"{custodian.given_names} {custodian.surname}".strip(), custodian.institution)
    return ", ".join(part for part in parts if part)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _phone(installation: Installation) -> str:
    """How to reach us: the telephone, or what else there is."""
    return installation.phone or installation.email or installation.controller_name


def _own_place(installation: Installation) -> str:
    parts = (installation.office_name or OFFICE, installation.address)
    return ", ".join(part for part in parts if part)


def _letter(
    cases: Sequence[Case],
    installation: Installation,
    *,
    contact: str,
    recipient: tuple[str, ...],
    subject: str,
    paragraphs: tuple[str, ...] = (),
    salutation: str = "Guten Tag,",
    rows: tuple[tuple[str, str], ...] = (),
    closing: tuple[str, ...] = (),
    wording: LetterText | None = None,
    following: tuple[LetterText, ...] = (),
    mark: str = "",
) -> bytes:
    town = f"{installation.postcode} {installation.town}".strip()
    sender = (installation.controller_name, installation.office_name or OFFICE, installation.street, town)
    references = ", ".join(case.reference for case in cases)
    info = (("Unser Zeichen", references), ("Auskunft gibt", contact), ("Telefon", installation.phone))
    facts = LetterFacts(
        sender_line=" · ".join(part for part in sender if part),
        recipient=recipient,
        info=tuple((label, value) for label, value in info if value),
        date=_day(timezone.localdate()),
        subject=subject,
        salutation=salutation,
        paragraphs=paragraphs,
        rows=rows,
        closing_paragraphs=(*closing, "Mit freundlichen Grüßen"),
        signature=("Im Auftrag", contact),
        reference=references,
        mark=" · ".join(part for part in ("Demo" if installation.is_demo else "", mark) if part),
        wording=wording,
        following=following,
    )
    return letter(facts, stamp=timezone.now())
