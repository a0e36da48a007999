"""The letter that sheets are posted with. It holds name and address and is kept nowhere."""

from django.utils import timezone

from intake import rules
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
    town = f"{installation.postcode} {installation.town}".strip()
    sender = (installation.controller_name, installation.office_name or OFFICE, installation.street, town)
    info = (("Unser Zeichen", case.reference), ("Auskunft gibt", contact), ("Telefon", installation.phone))
    facts = LetterFacts(
        sender_line=" · ".join(part for part in sender if part),
        recipient=(*addressee(case, code), *case.pupil.household.address_lines),
        info=tuple((label, value) for label, value in info if value),
        date=f"{timezone.localdate():%d.%m.%Y}",
        subject=f"Informationen zum Datenschutz, Aktenzeichen {case.reference}",
        salutation="Guten Tag,",
        paragraphs=(
            "wir suchen einen Schulplatz und haben dafür Daten aufgeschrieben. Das Blatt in diesem Brief erklärt, was "
            "mit den Daten geschieht und welche Rechte Sie haben.",
            "Bitte unterschreiben Sie die Empfangsbestätigung und schicken Sie sie zurück, oder bringen Sie sie zum "
            "nächsten Termin mit. Die Unterschrift bestätigt nur den Empfang.",
        ),
        rows=(),
        closing_paragraphs=("Mit freundlichen Grüßen",),
        signature=("Im Auftrag", contact),
        reference=case.reference,
        mark="Demo" if installation.is_demo else "",
    )
    return letter(facts, stamp=timezone.now())
