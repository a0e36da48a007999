"""Codes into sentences: the reasons of a ranking, and what a school was told.

Each code of `schools.matching` has one sentence; a test compares the tables with the types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.catalogues import german_levels, municipality
from intake.models import Pupil, Support
from schools.disclosure import MINIMUM_LABELS, SECTION_7_2_LABELS
from schools.matching import (
    DEFAULT_WEIGHTS,
    Excluded,
    Option,
    Reason,
    ReasonCode,
    Rejection,
    RejectionCode,
    UnknownCode,
)
from schools.models import DazOffering, School, SchoolForm
from schools.ranking import Ranked

REASONS: Final[dict[ReasonCode, Any]] = {
    "WAY": _("%(way_m)s to school (straight line × %(factor)s)"),
    "WAY_UNKNOWN": _("way not known"),
    "SCHOOL_LOCATION_UNKNOWN": _("place of the school not known, counted as %(assumed_m)s"),
    "WITHIN_TRANSPORT_THRESHOLD": _("nearer than %(threshold_m)s (SchfkVO)"),
    "BEYOND_TRANSPORT_THRESHOLD": _("further than %(threshold_m)s: travel costs are to be checked (SchfkVO)"),
    "SIBLING": _("a sibling is at this school"),
    "SCHOOL_WISHED": _("the family wishes this school"),
    "FORM_WISHED": _("school form as wished or recommended: %(form)s"),
    "FORM_NOT_WISHED": _("another school form than wished or recommended: %(form)s"),
    "OWN_MUNICIPALITY": _("in the family's municipality: %(municipality)s"),
    "OTHER_MUNICIPALITY": _("in another municipality: %(municipality)s"),
    "LEVEL_FITS": _("level of German fits: %(level)s (places for %(band)s)"),
    "LEVEL_UNKNOWN": _("level of German not known (places for %(band)s)"),
    "LITERACY_OFFERED": _("teaches reading and writing from the start"),
    "LITERACY_NOT_OFFERED": _("no first literacy teaching"),
    "LAST_PLACE": _("the last free place of %(capacity)s"),
    "FREE_PLACES": _("%(free)s of %(capacity)s places free"),
    "MANY_NEWCOMERS": _(
        "has taken many already: %(per_1000)s newcomers in 1,000 pupils, county %(county_per_1000)s"
    ),
    "PRIVATE_DECIDES_ITSELF": _("private school: it decides itself"),
}
REJECTIONS: Final[dict[RejectionCode, Any]] = {
    "NO_OFFERING": _("offers no places for newcomers today"),
    "FORM_FOR_STAGE": _("%(form)s does not teach this age"),
    "NOT_ACCEPTING": _("takes no requests at present"),
    "ROOM_FULL": _("the whole school is full"),
    "TOO_FAR": _("too far: %(way_m)s, at most %(limit_m)s"),
    "GRADE_BAND": _("places only for grades %(from)s to %(to)s, not for %(grade)s"),
    "LEVEL_TOO_LOW": _("level of German %(level)s is too low (places for %(band)s)"),
    "LEVEL_TOO_HIGH": _("level of German %(level)s is too high (places for %(band)s)"),
    "LITERACY_NEEDED": _("no first literacy teaching, which this pupil needs"),
    "LITERACY_ONLY": _("places only for first literacy, which this pupil does not need"),
    "FULL": _("all %(capacity)s places are taken"),
}
UNKNOWNS: Final[dict[UnknownCode, Any]] = {
    "NO_LOCATION": _("Where the family lives is not known: ways could not be compared."),
    "APPROXIMATE_LOCATION": _("The home is known only by municipality: ± %(error)s on every way."),
    "SCHOOL_WITHOUT_LOCATION": _("Where some schools stand is not known: they count as far away."),
    "LEVEL_UNKNOWN": _("The level of German is not known: places for certain levels are shown all the same."),
}
EFFECTS: Final = {
    "for": ("success", _("in favour:")),
    "against": ("warning", _("against:")),
    "info": ("info", _("to know:")),
}
_METRES: Final = ("way_m", "assumed_m", "threshold_m", "limit_m")
FIRST_SHOWN: Final = 10  # further schools are folded away: nobody compares sixty


@dataclass(frozen=True)
class Line:
    """One reason as shown: an icon, the word for the ear, the sentence."""

    icon: str
    effect: Any
    text: str


@dataclass(frozen=True)
class OptionShown:
    """One possible offering as shown. `rank` counts from 1."""

    rank: int
    key: str
    school: School
    offering: DazOffering
    reasons: list[Line]
    has_sibling: bool

    @property
    def is_folded(self) -> bool:
        """Whether it stands below the fold."""
        return self.rank > FIRST_SHOWN


@dataclass(frozen=True)
class ExcludedShown:
    """A school that is not possible, with the rules it fails."""

    school: School
    failed: list[str]


def options_shown(ranked: Ranked) -> list[OptionShown]:
    """The options in their order."""
    return [_option(rank, option, ranked) for rank, option in enumerate(ranked.ranking.options, start=1)]


def _option(rank: int, option: Option, ranked: Ranked) -> OptionShown:
    return OptionShown(
        rank=rank,
        key=option.offering,
        school=ranked.schools[option.school],
        offering=ranked.offerings[option.offering],
        reasons=[reason_line(reason) for reason in option.reasons],
        has_sibling=any(reason.code == "SIBLING" for reason in option.reasons),
    )


def excluded_shown(ranked: Ranked) -> list[ExcludedShown]:
    """The other schools, each with every rule that its nearest offering fails."""
    return [_excluded(excluded, ranked) for excluded in ranked.ranking.excluded]


def _excluded(excluded: Excluded, ranked: Ranked) -> ExcludedShown:
    failed = [rejection_text(rejection) for rejection in excluded.rejections]
    return ExcludedShown(ranked.schools[excluded.school], failed)


def unknowns_shown(ranked: Ranked) -> list[str]:
    """What is not known and could change the order."""
    error = kilometres(ranked.ranking.uncertainty_m or 0)
    return [str(UNKNOWNS[code]) % {"error": error} for code in ranked.ranking.unknown]


def reason_line(reason: Reason) -> Line:
    """A reason in words."""
    icon, effect = EFFECTS[reason.effect]
    return Line(icon, effect, str(REASONS[reason.code]) % _values(reason.detail))


def rejection_text(rejection: Rejection) -> str:
    """A failed rule in words."""
    return str(REJECTIONS[rejection.code]) % _values(rejection.detail)


def kilometres(metres: int) -> str:
    """1234 -> "1.2 km", with the decimal sign of the language."""
    return f"{number_format(metres / 1000, 1)} km"


def _values(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail of a code, ready to be put into its sentence."""
    values = dict(detail)
    values.update({name: kilometres(detail[name]) for name in _METRES if name in detail})
    if "way_m" in detail:
        values["way_m"] = gettext("about %(way)s") % {"way": values["way_m"]}
        values["factor"] = number_format(DEFAULT_WEIGHTS.detour_percent / 100, 1)
    if "form" in detail:
        values["form"] = SchoolForm(detail["form"]).label
    if "municipality" in detail:
        values["municipality"] = _place(detail["municipality"])
    if "level" in detail:
        values["level"] = level_name(detail["level"] or "")
        values["band"] = level_band(detail["from"] or "", detail["to"] or "")
    return values


def _place(ags: str) -> str:
    try:
        return municipality(ags).name
    except KeyError:
        return gettext("outside the Kreis")


def level_name(code: str) -> str:
    """A level of German by its name; "not known" without one."""
    names = {level.code: level.name for level in german_levels()}
    return names.get(code, code) if code else gettext("not known")


def level_band(low: str, high: str) -> str:
    """From which level to which; either end may be open."""
    if low and high:
        return gettext("%(low)s to %(high)s") % {"low": level_name(low), "high": level_name(high)}
    if low:
        return gettext("%(low)s and above") % {"low": level_name(low)}
    return gettext("up to %(high)s") % {"high": level_name(high)} if high else gettext("every level")


# --- What a school was told


def minimum_rows(minimum: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Label and value of what a school knows before it accepts, in the order of the list in `disclosure`."""
    return [(label, _told(name, minimum[name])) for name, label in MINIMUM_LABELS.items() if name in minimum]


def disclosed_rows(disclosed: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Label and value of the § 7 (2) VO-DV I set, in the order of the law."""
    return [
        (label, _told(name, disclosed[name]))
        for name, label in SECTION_7_2_LABELS.items()
        if name in disclosed
    ]


def _told(name: str, value: Any) -> str:
    """A value of a snapshot as shown; snapshots hold codes, so that they have no language."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return "; ".join(value)
    if name == "support":
        return str(Support(value).label)
    if name == "sex":
        return str(Pupil.Sex(value).label)
    return str(value) if value not in ("", None) else gettext("not known")
