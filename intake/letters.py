"""Letters to families and about them. They hold name and address and are kept nowhere; the event of opening one names the case."""

from django.utils import timezone

from intake import rules
from intake.disclosure import LEGAL_BASIS, SECTION_8_LABELS, section_8
from intake.models import Case
from privacy.models import Installation
from privacy.typeset import LetterFacts, letter

OFFICE = "Kommunales Integrationszentrum"


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
    """The letter by DIN 5008 to one person of the case, to the address of the household. Always German."""
    return _letter(
        case,
        installation,
        contact=contact,
        recipient=addressee(case, code),
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

    The KI certifies what it was told and decides nothing (decision 3). Always German: schools read it.
    """
    child = case.pupil
    return _letter(
        case,
        installation,
        contact=contact,
        recipient=("An die Sorgeberechtigten von", f"{child.given_names} {child.surname}"),
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
        case,
        installation,
        contact=contact,
        recipient=tuple(part.strip() for part in installation.examination_office.split(",") if part.strip()),
        to_family=False,
        subject=f"Meldung zur schulärztlichen Untersuchung, Aktenzeichen {case.reference}",
        paragraphs=(
            f"wir melden Ihnen ein neu zugewandertes Kind, das eine Schule besuchen wird ({LEGAL_BASIS}).",
            "Bitte laden Sie die Familie zur Untersuchung ein. Ergebnisse erbitten wir nicht.",
        ),
        rows=tuple((SECTION_8_LABELS[name], str(value)) for name, value in facts.items()),
    )


def _letter(
    case: Case,
    installation: Installation,
    *,
    contact: str,
    recipient: tuple[str, ...],
    subject: str,
    paragraphs: tuple[str, ...],
    rows: tuple[tuple[str, str], ...] = (),
    to_family: bool = True,
) -> bytes:
    town = f"{installation.postcode} {installation.town}".strip()
    sender = (installation.controller_name, installation.office_name or OFFICE, installation.street, town)
    info = (("Unser Zeichen", case.reference), ("Auskunft gibt", contact), ("Telefon", installation.phone))
    facts = LetterFacts(
        sender_line=" · ".join(part for part in sender if part),
        recipient=(*recipient, *(case.pupil.household.address_lines if to_family else ())),
        info=tuple((label, value) for label, value in info if value),
        date=f"{timezone.localdate():%d.%m.%Y}",
        subject=subject,
        salutation="Guten Tag,",
        paragraphs=paragraphs,
        rows=rows,
        closing_paragraphs=("Mit freundlichen Grüßen",),
        signature=("Im Auftrag", contact),
        reference=case.reference,
        mark="Demo" if installation.is_demo else "",
    )
    return letter(facts, stamp=timezone.now())
