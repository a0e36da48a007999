"""What is recorded about families, item by item, as the information sheet names it to them.

Models declare the item of each personal field beside the field, disclosure lists name the items they pass on. The
sheet's lists of data and of recipients are made of both, so it cannot say anything else than what the program does.
The words for each item in each language stand in the sheets' text files, table [items].
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


class Category(StrEnum):
    """Categories of data as the Art. 13/14 sheet and the Art. 30 record name them."""

    PUPIL = "pupil"
    FAMILY = "family"
    EDUCATION = "education"
    PROCESS = "process"


class Item(StrEnum):
    """One kind of information. The order is that of the sheet."""

    NAMES = "names"
    BIRTH = "birth"
    SEX = "sex"
    NATIONALITY = "nationality"
    ARRIVAL = "arrival"
    CUSTODIANS = "custodians"
    ADDRESS = "address"
    CONTACT = "contact"
    SIBLINGS = "siblings"
    WISHES = "wishes"
    LANGUAGES = "languages"
    LITERACY = "literacy"
    GERMAN = "german"
    SCHOOLING = "schooling"
    REFERRAL = "referral"
    TALKS = "talks"
    RECOMMENDATION = "recommendation"
    REQUESTS = "requests"
    ASSIGNMENT = "assignment"
    ADMISSION = "admission"
    YEAR_GROUP = "year_group"
    SCHOOL_FORM = "school_form"
    GERMAN_SUPPORT = "german_support"
    LEVEL_BAND = "level_band"
    MUNICIPALITY = "municipality"
    SIBLING_THERE = "sibling_there"


@dataclass(frozen=True)
class Meaning:
    """Why an item is asked for, on what ground, and whether a place can be found without it (Art. 13 (2) (e) GDPR)."""

    category: Category
    why: Any
    norm: str
    is_necessary: bool = False


_COUNSELLING: Final = "§ 8 TIntG, § 3 DSG NRW"
_SECTION_7: Final = "§ 7 Abs. 2 VO-DV I, § 120 Abs. 5 SchulG NRW"

MEANINGS: Final[dict[Item, Meaning]] = {
    Item.NAMES: Meaning(Category.PUPIL, _("The child is called by its own name, at the KI and at school."), _SECTION_7, True),
    Item.BIRTH: Meaning(Category.PUPIL, _("The age decides on year group and Schulpflicht; the school must enter it."), "§§ 34, 35, 37, 38 SchulG NRW, § 7 Abs. 2 VO-DV I", True),
    Item.SEX: Meaning(Category.PUPIL, _("The school enters it in its register."), _SECTION_7, True),
    Item.NATIONALITY: Meaning(Category.PUPIL, _("The school enters it in its register."), _SECTION_7, True),
    Item.ARRIVAL: Meaning(Category.PUPIL, _("From it follows since when the child must go to school, and how long it has waited."), "§ 34 Abs. 1, 6 SchulG NRW", True),
    Item.CUSTODIANS: Meaning(Category.FAMILY, _("They decide for the child and are informed; the school must know them."), "§ 42 Abs. 4, § 123 SchulG NRW, § 7 Abs. 2 VO-DV I", True),
    Item.ADDRESS: Meaning(Category.FAMILY, _("The way to school is counted from it, and letters must arrive."), _SECTION_7, True),
    Item.CONTACT: Meaning(Category.FAMILY, _("Without a phone or an e-mail nobody can be invited or told of a place."), _SECTION_7, True),
    Item.SIBLINGS: Meaning(Category.FAMILY, _("Siblings can go to the same school, if the family wants that."), "§ 1 Abs. 2 APO-S I"),
    Item.LANGUAGES: Meaning(Category.EDUCATION, _("Talks and letters are in a language that the family understands; German support builds on it."), "Art. 12 Abs. 1 DSGVO, BASS 13-63 Nr. 3", True),
    Item.LITERACY: Meaning(Category.EDUCATION, _("Who does not read and write Latin script yet may need a literacy group first."), "BASS 13-63 Nr. 3 (3.4)"),
    Item.GERMAN: Meaning(Category.EDUCATION, _("It decides on the kind of German support."), "BASS 13-63 Nr. 3", True),
    Item.SCHOOLING: Meaning(Category.EDUCATION, _("Year group and school form follow from the years at school; the receiving school needs them."), "§ 37 SchulG NRW, § 7 Abs. 2 VO-DV I", True),
    Item.REFERRAL: Meaning(Category.PROCESS, _("From who reported the child follows which information the family is owed, and by when."), "Art. 13, Art. 14 Abs. 2 Buchst. f DSGVO"),
    Item.TALKS: Meaning(Category.PROCESS, _("What matters for the school place is told once and not again."), _COUNSELLING),
    Item.WISHES: Meaning(Category.FAMILY, _("The family's wishes count when schools are proposed; they are voluntary."), "§ 46 Abs. 1 SchulG NRW, § 1 Abs. 2 APO-S I"),
    Item.RECOMMENDATION: Meaning(Category.PROCESS, _("The KI recommends; the Schulaufsicht assigns, the school head admits."), _COUNSELLING),
    Item.REQUESTS: Meaning(Category.PROCESS, _("Which school was asked what, and what it answered, must be open to the family."), "§ 120 Abs. 5 SchulG NRW, Art. 15 Abs. 1 Buchst. c DSGVO"),
    Item.ASSIGNMENT: Meaning(Category.PROCESS, _("It is the decision of the Schulaufsicht, entered by the KI."), "§ 46 Abs. 7 SchulG NRW"),
    Item.ADMISSION: Meaning(Category.PROCESS, _("Until the school confirms the first day, the KI keeps watch over the Schulpflicht."), "§ 7 Abs. 1 VO-DV I"),
    Item.YEAR_GROUP: Meaning(Category.EDUCATION, _("The school can only answer if it knows the year group."), _SECTION_7),
    Item.SCHOOL_FORM: Meaning(Category.EDUCATION, _("The school can only answer if it knows the school form."), "§ 120 Abs. 5 SchulG NRW"),
    Item.GERMAN_SUPPORT: Meaning(Category.EDUCATION, _("The school can only answer if it knows the kind of German support."), "BASS 13-63 Nr. 3"),
    Item.LEVEL_BAND: Meaning(Category.EDUCATION, _("A rough level is enough for the answer and singles nobody out."), "Art. 5 Abs. 1 Buchst. c DSGVO"),
    Item.MUNICIPALITY: Meaning(Category.FAMILY, _("The municipality is enough for the answer; the address follows after acceptance."), "Art. 5 Abs. 1 Buchst. c DSGVO"),
    Item.SIBLING_THERE: Meaning(Category.FAMILY, _("A sibling at the school is a reason to admit the child."), "§ 1 Abs. 2 APO-S I"),
}  # fmt: skip
#: What a school is told before it accepts: derived, so that it singles nobody out (decision 6).
DERIVED: Final = frozenset(
    {
        Item.YEAR_GROUP,
        Item.SCHOOL_FORM,
        Item.GERMAN_SUPPORT,
        Item.LEVEL_BAND,
        Item.MUNICIPALITY,
        Item.SIBLING_THERE,
    }
)
#: What the family itself is asked for; the rest arises in the course of the case.
ASKED: Final = tuple(
    item for item in Item if MEANINGS[item].category != Category.PROCESS and item not in DERIVED
)
