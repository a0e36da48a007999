"""What can be chosen: the lists of the field in the language of the page."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake import catalogues

Choices = list[tuple[str, Any]]
EMPTY: Choices = [("", "–")]
NOTES_HINT = _(
    "Only what the school place needs. Nothing about health, disability, religion or residence status."
)


def _language() -> str:
    return get_language() or "de"


def nationality_choices() -> Choices:
    found = [(one.code, one.name(_language())) for one in catalogues.nationalities() if one.is_current]
    return EMPTY + sorted(found, key=lambda choice: choice[1].casefold())


def country_choices() -> Choices:
    found = [(one.code, one.name(_language())) for one in catalogues.nationalities() if one.is_country]
    return EMPTY + sorted(found, key=lambda choice: choice[1].casefold())


def language_choices() -> Choices:
    found = [(one.code, one.name(_language())) for one in catalogues.languages()]
    return EMPTY + sorted(found, key=lambda choice: choice[1].casefold())


def municipality_choices() -> Choices:
    return EMPTY + [(one.ags, one.name) for one in catalogues.municipalities()]


def level_choices() -> Choices:
    return [("", _("not known yet"))] + [(one.code, one.name) for one in catalogues.german_levels()]
