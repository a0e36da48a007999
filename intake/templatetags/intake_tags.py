"""Names behind the codes of the intake's lists, in the language of the page."""

from django import template
from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from intake import catalogues, rules
from intake.models import Case
from privacy.notices import texts
from privacy.notices.collecting import ALREADY_INFORMED, DUE, GATE
from privacy.notices.models import Kind, SheetIssue
from privacy.rights.why import Why, why_field

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


@register.filter
def person_role(code: str) -> str:
    """Who stands behind a person code, without a name: P the child, C1 and C2 the custodians, T1 somebody else."""
    named = {"P": _("Child"), "C1": _("First custodian"), "C2": _("Second custodian")}
    if code in named:
        return named[code]
    return _("Further custodian") if code.startswith("C") else _("Another person")


@register.filter
def why(row: Model, field: str) -> Why:
    """Why this personal field is asked for."""
    return why_field(type(row), field)


_RULES = {**rules.WHY, "gate": GATE, "already_informed": ALREADY_INFORMED}


@register.filter
def why_rule(name: str) -> Why:
    """Why a rule or deadline is as it is."""
    return _RULES[name]


@register.filter
def why_step(case: Case) -> Why:
    """Why the next step is due when it is."""
    if case.is_invited:
        return rules.WHY["appointment"]
    return rules.WHY[case.why_again] if case.is_followed_up else rules.why_step(case.status)


@register.filter
def why_due(issue: SheetIssue) -> Why:
    """Why a sheet is due when it is."""
    return DUE[Kind(issue.kind)]
