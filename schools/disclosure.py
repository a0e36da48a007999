"""What a school may know, and when. Two lists, in the code beside their law; nothing else ever leaves.

Before acceptance (decision 6): what a school needs to say yes or no, nobody's name.
After acceptance: exactly the set of VO-DV I § 7 (2): name, first name, birth name; date, place and country of birth;
sex; nationality; contact; parents' names and contact; date of first enrolment; class or grade; school attendance.
(The pupil number it also names is given by the school.)
"""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from intake.catalogues import municipality, nationality
from intake.disclosure import open_address
from intake.models import Case, Custodian, Pupil
from privacy.notices import sheets
from privacy.rights.items import Item
from schools.models import DazOffering

LEGAL_BASIS: Final = "§ 120 Abs. 5 SchulG NRW, § 7 Abs. 2 VO-DV I"

MINIMUM_LABELS: Final = {
    "grade": _("grade"),
    "school_form": _("school form"),
    "support": _("German support"),
    "level": _("level of German"),
    "municipality": _("municipality"),
    "sibling_at_school": _("sibling at your school"),
}
SECTION_7_2_LABELS: Final = {
    "surname": _("surname"),
    "given_names": _("given names"),
    "birth_name": _("birth name"),
    "born_on": _("date of birth"),
    "place_of_birth": _("place of birth"),
    "country_of_birth": _("country of birth"),
    "sex": _("sex"),
    "nationality": _("nationality"),
    "contact": _("address and phone"),
    "parents": _("custodians and how to reach them"),
    "first_enrolled": _("year of first enrolment"),
    "grade": _("grade"),
    "attendance": _("years at school so far"),
}
# Which items of the information sheet these fields are: its line of recipients is made of them.
MINIMUM_ITEMS: Final = {
    "grade": Item.YEAR_GROUP,
    "school_form": Item.SCHOOL_FORM,
    "support": Item.GERMAN_SUPPORT,
    "level": Item.LEVEL_BAND,
    "municipality": Item.MUNICIPALITY,
    "sibling_at_school": Item.SIBLING_THERE,
}
SECTION_7_2_ITEMS: Final = {
    **dict.fromkeys(("surname", "given_names", "birth_name"), (Item.NAMES,)),
    **dict.fromkeys(("born_on", "place_of_birth", "country_of_birth"), (Item.BIRTH,)),
    "sex": (Item.SEX,),
    "nationality": (Item.NATIONALITY,),
    "contact": (Item.ADDRESS, Item.CONTACT),
    "parents": (Item.CUSTODIANS, Item.CONTACT, Item.ADDRESS),
    **dict.fromkeys(("first_enrolled", "attendance"), (Item.SCHOOLING,)),
    "grade": (Item.YEAR_GROUP,),
}
# The level of German in bands, so that a request does not single a child out.
_BANDS: Final = {
    **dict.fromkeys(("A1-", "A1", "A1+", "A1/A2"), "A0-A1"),
    **dict.fromkeys(("A2", "A2+", "A2/B1"), "A2"),
    "": "",
}


def minimum(case: Case, offering: DazOffering, *, grade: int, sibling: bool) -> dict[str, Any]:
    """What the school learns with the request (decision 6)."""
    return {
        "grade": grade,
        "school_form": offering.school.get_form_display(),
        "support": offering.support,
        "level": band_of(case.pupil.german_level),
        "municipality": municipality(case.pupil.household.municipality).name,
        "sibling_at_school": sibling,
    }


def band_of(level: str) -> str:
    """The band that stands for a level of German outside the KI; "" while the level is not known."""
    return _BANDS.get(level, "B1+")


def section_7_2(case: Case, *, grade: int) -> dict[str, Any]:
    """What the school learns once it has accepted (VO-DV I § 7 (2)); empty entries are left out.

    A custodian who has not been informed yet is left out too (Art. 13, 14 (3) (c) GDPR). So is an address that is kept
    from another custodian, who may ask the school for the pupil's record: the school reaches that parent by telephone
    or through the KI. The law names contact, not the address (assumed: to be confirmed by the officer).
    """
    child: Pupil = case.pupil
    home = child.household
    uninformed = set(sheets.open_for(case.reference).values_list("person_code", flat=True))
    facts = {
        "surname": child.surname,
        "given_names": child.given_names,
        "birth_name": child.birth_name,
        "born_on": _birth(child),
        "place_of_birth": child.place_of_birth,
        "country_of_birth": _country(child.country_of_birth),
        "sex": child.sex,  # the code: whoever accepted may have worked in English
        "nationality": ", ".join(filter(None, map(_country, (child.nationality, child.second_nationality)))),
        "contact": ", ".join(filter(None, (*open_address(home), home.phone))),
        "parents": [_custodian(one) for one in home.custodians.all() if one.code not in uninformed],
        "first_enrolled": child.first_enrolled_year,
        "grade": grade,
        "attendance": child.years_attended,
    }
    return {name: value for name, value in facts.items() if value not in ("", None, [])}


def _birth(child: Pupil) -> str:
    pattern = {"day": "%d.%m.%Y", "month": "%m.%Y", "year": "%Y"}[child.birth_precision]
    return child.born_on.strftime(pattern)


def _country(code: str) -> str:
    return nationality(code).name_de if code else ""


def _custodian(custodian: Custodian) -> str:
    own_address = [] if custodian.is_protected else custodian.address_lines
    parts = (custodian.full_name, custodian.institution, custodian.phone, custodian.email, *own_address)
    return ", ".join(part for part in parts if part)
