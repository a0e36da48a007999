"""A readable name from the three 40-column lines in which the state's directory prints a school's name."""

import re

LINE_LENGTH = 40
# Words that say what kind of school it is, not which one.
GENERIC = re.compile(
    r"(Städt(\.|ische[rs]?)?|Gem\.|Gemeinschaftliche|Gemeinschafts(grund|haupt)schule|Kath(\.|olische)"
    r"|Ev(\.|ang\.|angelische)|Priv(\.|ate[rs]?)|Öffentliche[rs]?|(Grund|Haupt|Real|Sekundar|Gesamt|Förder)schule"
    r"|Gymnasium|Weiterbildungskolleg|Berufskolleg|Klinikschule)"
)
# What follows repeats the form or names the body that runs the school.
DESCRIPTION = re.compile(
    r",\s*(Förder|Evang|Kath|Grund|Haupt|Real|Gymn|Gesamt|Ersatz|staatl)"
    r"|\s[-–]\s*(Primar|Sekundar|Sek)|\s\(|\sin freier Trägerschaft"
)
UNFINISHED = re.compile(r"(,|-|\b(der|des|in|und|für|am))$")
SMALL_WORD = re.compile(r"(der|des|d|die|das|in|und|u|für|f|am|an|im|auf|mit|von|zu)\b")


def readable_name(lines: tuple[str, str, str], town: str) -> str:
    """The shortest part of the official designation that names one school in its town.

    Follows a name over broken lines ("Kosmetik u. Ge-" + "staltung"), drops what only repeats form and
    sponsor, and adds the next line or the town where the first says no more than the form
    ("Städt. Gymnasium" -> "Städt. Gymnasium Bad Laasphe"). Empty if the first line is empty.
    """
    first, *rest = [line.strip() for line in lines]
    name = last = first
    while rest and _goes_on(name, last, rest[0]):
        name, last = _join(name, last, rest[0]), rest.pop(0)
    match = DESCRIPTION.search(name)
    name = name[: match.start()] if match else name
    if name and all(GENERIC.fullmatch(word) for word in name.split()):
        name = f"{name} {_distinction(rest, town)}"
    return name.strip(" ,-")


def _goes_on(name: str, last: str, following: str) -> bool:
    if not following:
        return False
    return bool(UNFINISHED.search(name)) or name.count("'") % 2 == 1 or _is_cut(last, following)


def _is_cut(line: str, following: str) -> bool:
    """Whether a word runs over the end of a full line without a hyphen ("Kaan-Marien" + "born")."""
    full = len(line) >= LINE_LENGTH and line[-1].isalpha()
    return full and following[0].islower() and not SMALL_WORD.match(following)


def _join(name: str, last: str, following: str) -> str:
    if re.search(r"\w-$", name) and following[0].islower() and not SMALL_WORD.match(following):
        return name[:-1] + following
    return name + following if _is_cut(last, following) else f"{name} {following}"


def _distinction(rest: list[str], town: str) -> str:
    following = rest[0] if rest else ""
    return following if following and not DESCRIPTION.match(f" {following}") else town
