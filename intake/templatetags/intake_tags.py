"""Names behind the codes of the intake's lists, in the language of the page."""

from django import template
from django.utils.translation import get_language

from intake import catalogues
from privacy.notices import texts

register = template.Library()


def _name(find: object, code: str) -> str:
    if not code:
        return ""
    try:
        return str(find(code).name(get_language() or "de"))  # type: ignore[operator]
    except KeyError:
        return code


@register.filter
def country(code: str) -> str:
    """The name of the state behind a Destatis key."""
    return _name(catalogues.nationality, code)


@register.filter
def language_name(code: str) -> str:
    """The name of the language behind an ISO 639 code."""
    return _name(catalogues.language, code)


@register.filter
def german_level(code: str) -> str:
    """The level of German as it is said: A1- is "Pre-A1"."""
    return next((level.name for level in catalogues.german_levels() if level.code == code), code)


@register.filter
def sheet_language(code: str) -> str:
    """A sheet's language by its own name."""
    return texts.available()[code].name if code in texts.available() else code
