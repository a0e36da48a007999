"""What the Gesundheitsamt is told, where the KI reports to it: the list of VO-DV I § 8, and nothing else ever."""

from typing import Any, Final

from intake import catalogues
from intake.models import Case, Household
from privacy.notices import sheets
from privacy.rights.items import Item

LEGAL_BASIS: Final = "§ 54 Abs. 4 SchulG NRW, § 8 VO-DV I"

# Field by field as the law lists them, with the words of the letter (always German: an office reads it).
SECTION_8_LABELS: Final = {
    "surname": "Nachname",
    "given_names": "Vornamen",
    "born_on": "Geburtsdatum",
    "place_of_birth": "Geburtsort",
    "country_of_birth": "Geburtsland",
    "sex": "Geschlecht",
    "contact": "Anschrift und Telefon",
    "parents": "Sorgeberechtigte",
}
SECTION_8_ITEMS: Final = {
    **dict.fromkeys(("surname", "given_names"), (Item.NAMES,)),
    **dict.fromkeys(("born_on", "place_of_birth", "country_of_birth"), (Item.BIRTH,)),
    "sex": (Item.SEX,),
    "contact": (Item.ADDRESS, Item.CONTACT),
    "parents": (Item.CUSTODIANS, Item.CONTACT),
}
_SEX: Final = {"w": "weiblich", "m": "männlich", "d": "divers", "x": "ohne Angabe"}


def section_8(case: Case) -> dict[str, Any]:
    """The fields of VO-DV I § 8 that are known, in its order; a custodian who is not informed yet is left out."""
    child, home = case.pupil, case.pupil.household
    uninformed = set(sheets.open_for(case.reference).values_list("person_code", flat=True))
    parents = [one for one in home.custodians.all() if one.code not in uninformed]
    facts = {
        "surname": child.surname,
        "given_names": child.given_names,
        "born_on": child.born_text,
        "place_of_birth": child.place_of_birth,
        "country_of_birth": _country(child.country_of_birth),
        "sex": _SEX.get(child.sex, ""),
        "contact": ", ".join(filter(None, (*open_address(home), home.phone))),
        "parents": "; ".join(
            ", ".join(filter(None, (one.full_name, one.institution, one.phone, one.email))) for one in parents
        ),
    }
    return {name: value for name, value in facts.items() if value}


def open_address(home: Household) -> list[str]:
    """The address, unless somebody there keeps it from another custodian, who may ask an office what it was told."""
    return [] if home.address_is_protected else home.address_lines


def _country(code: str) -> str:
    return catalogues.nationality(code).name_de if code else ""
