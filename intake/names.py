"""Names of persons: how they are written, how they are found, when two of them may be the same child.

Source: DIN 91379:2022-08, datatype A (names of natural persons) and its search form, which extends ICAO Doc 9303-3.
The search form here goes further than the standard, so that one name written by four offices meets itself. After
the mapping to A-Z it folds

* AE, OE, UE, AA to A, O, U, A: Müller, Mueller and Muller are one token; so are Åse, Aase and Ase;
* J, Y and runs of I to one I: Julia, Yulia, Yuliia and Юлія are one token;
* W to V, and any letter written twice to one: Kovalenko and Kowalenko, Mohammed and Mohamed, Hussein and Husein.

Every folding works from left to right and looks back only, so what is typed first stays a beginning of what was
stored: a prefix of a name always has a search form that begins the name's.

The database column holds ``search_form(...)``, the tokens in order with a space around each: ``" ANA MULER "``.
``column LIKE '% MUL%'`` is thus a search for the beginning of a word, the same on SQLite and PostgreSQL, and needs
no escaping, as a token holds only letters and digits.

What one office writes with two letters and another with three cannot be folded like that: "Sc" would not be a beginning
of "Sh" any more. Such spellings are tried when somebody searches (`spellings`): Шевченко is Shevchenko in a Ukrainian
passport and Schewtschenko in a German register, خليل is Khalil, Halil or Chalil.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year"]

_SPACES = re.compile(r"[\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")

# Signs that look like one of the standard but are not in it; keyboards and word processors write them.
_LOOK_ALIKES = str.maketrans(dict.fromkeys("‘‛ʻʼ", "’") | dict.fromkeys("‐‑‒–—−", "-"))

# DIN 91379, group "bll" (Latin letters), as the inside of a regular expression's class.
_LETTERS = "A-Za-zÀ-ÖØ-öø-žƇƈƏƗƠơƯưƷǍ-ǜǞǟǢ-ǰǴǵǸ-ǿȒȓȘ-țȞȟȧ-ȳəɨʒḂḃḆḇḊ-ḑḗḜ-ḫḯ-ḷḺḻṀ-ṉṒ-ṛṞ-ṣṪ-ṯẀ-ẇẌ-ẗẞẠ-ỹ"
# DIN 91379, group "bnlreq" (non-letters N1).
_SIGNS = " ',.`~¨´·ʹʺʾʿˈˌ’‡-"

# DIN 91379, the defined sequences: base letters, then the marks (hexadecimal) that each of them may carry.
_MARKS = {
    "Aa": "030B",
    "Cc": "0300 0304 0306 0308 0315 0323 0326 0328+0306",
    "Dd": "0302",
    "Ff": "0300 0304",
    "Gg": "0300",
    "Hh": "0304 0326",
    "H": "0331",
    "Jj": "0301",
    "J": "030C",
    "Kk": "0300 0302 0304 0307 0315 031B 0326",
    "Ll": "0302 0325 0325+0304 0326",
    "Mm": "0300 0302 0306 0310",
    "Nn": "0302 0304 0306 0326",
    "Pp": "0300 0304 0315 0323",
    "Rr": "0306 0325 0325+0304",
    "Ss": "0300 0304 031B+0304 0331",
    "Tt": "0300 0304 0315 031B",
    "T": "0308",
    "Uu": "0307",
    "Zz": "0300 0304 0306 0308 0327",
    "Çç": "0306",
    "Ûû": "0304",
    "ÿ": "0301",
    "Čč": "0315 0323",
    "ēō": "030D",
    "Īī": "0301",
    "Žž": "0326 0327",
    "ḲḳṢṣṬṭ": "0304",
    "ẠạỌọ": "0308",
    "Ụụ": "0304 0308",
}


def _mark(code: str) -> str:
    """The combining characters of one entry of `_MARKS`: "0325+0304" -> two characters."""
    return "".join(chr(int(part, 16)) for part in code.split("+"))


SEQUENCES = frozenset(
    {base + _mark(code) for bases, codes in _MARKS.items() for base in bases for code in codes.split()}
    | {"K\u035fH", "K\u035fh", "k\u035fh"}
)
"""The letters of DIN 91379 that Unicode has no single character for (149, in NFC)."""

_ALTERNATIVES = "|".join(sorted(SEQUENCES, key=len, reverse=True))
# A letter followed by a mark that it may not carry is wrong as a whole, hence the look-ahead and the last group.
_PIECES = re.compile(
    rf"(?:{_ALTERNATIVES}|[{_LETTERS}{_SIGNS}])(?![\u0300-\u036f])|(?P<wrong>.[\u0300-\u036f]*)", re.DOTALL
)


def _table(pairs: str) -> dict[str, str]:
    """ "ŁL ÞTH" -> {"Ł": "L", "Þ": "TH"}."""
    return {pair[0]: pair[1:] for pair in pairs.split()}


# Capitals that Unicode does not decompose, as the standard's search form has them.
_LATIN = _table("ÆAE ÐD ĐD ĦH ĸK ŁL ŊN ØOE ŒOE ÞTH ŦT ƇC ƏE ƗI ƷZ ǤG ẞSS")
# Ukrainian as its passports write it (Cabinet of Ministers No. 55/2010), then the letters only Russian has.
# Й, Ї and Ё come here without their marks.
_CYRILLIC = _table(
    "АA БB ВV ГH ҐG ДD ЕE ЄIE ЖZH ЗZ ИI ІI КK ЛL МM НN ОO ПP РR СS ТT УU ФF ХKH ЦTS ЧCH ШSH ЩSHCH ЮIU ЯIA Ь"
    " Ъ ЫI ЭE"
)
# Signs inside a word that people leave out or write in many ways: O'Brien, Zahrāʾ, Avel·lí.
_SILENT = str.maketrans(dict.fromkeys("'’‘‛`´ʹʺʻʼʾʿˈˌ·¨~‡", ""))
_BASE = str.maketrans(_LATIN | _CYRILLIC) | _SILENT

_PLAIN = str.maketrans("JYW", "IIV")
_FOLDS = (
    (re.compile("A[AE]+"), "A"),
    (re.compile("([OU])E+"), r"\1"),
    (re.compile(r"([A-Z])\1+"), r"\1"),
)

# How German and English (and with it most passports) write the same sounds of other scripts, in folded letters.
_TO_ENGLISH = {"SCHTSCH": "SHCH", "TSCH": "CH", "DSCH": "I", "SCH": "SH"}
_TO_GERMAN = {"SHCH": "SCHTSCH", "KH": "CH", "SH": "SCH", "CH": "TSCH"}
_WAYS = (
    (re.compile("|".join(_TO_ENGLISH)), _TO_ENGLISH),
    (re.compile("SHCH|KH|SH|(?<!S)CH"), _TO_GERMAN),
    (re.compile("KH"), {"KH": "H"}),
    (re.compile("(?<!S)CH"), {"CH": "KH"}),
    (re.compile("^C?H"), {"H": "KH", "CH": "H"}),
)

# Parts of names that half the families of a caseload share; alone they say nothing about a person.
_PARTICLES = frozenset(
    {"ABD", "ABDUL", "ABU", "AL", "BEN", "BIN", "DE", "DER", "EL", "IBN", "UL", "VAN", "VON"}
)


class NotAName(ValueError):
    """The text holds characters or combinations outside DIN 91379 datatype A.

    `characters`: each of them once, in order of appearance, with its combining marks.
    """

    def __init__(self, characters: tuple[str, ...]) -> None:
        # The characters stay out of the message: it may reach a log, and they are part of a name.
        super().__init__("characters outside DIN 91379 datatype A")
        self.characters = characters


@dataclass(frozen=True)
class BirthDate:
    """A date of birth and how much of it is known; what is not known counts as 1 (1 January 2014 for "2014")."""

    value: date
    precision: Precision = "day"

    def __str__(self) -> str:
        """As German forms write it: 09.03.2014, 03.2014 or 2014."""
        return self.value.strftime({"day": "%d.%m.%Y", "month": "%m.%Y", "year": "%Y"}[self.precision])

    @property
    def parts(self) -> tuple[int, ...]:
        """What is known, greatest first: (2014, 3, 9), (2014, 3) or (2014,)."""
        known = {"day": 3, "month": 2, "year": 1}[self.precision]
        return (self.value.year, self.value.month, self.value.day)[:known]


@dataclass(frozen=True)
class NameKey:
    """What the duplicate check knows of a person: the search form of all names, and the date of birth."""

    form: str
    born: BirthDate


def fold_spaces(text: str) -> str:
    """`text` with every run of blanks, tabs and line ends as one space, none at the ends.

    Other control characters stay, so that whoever checks the text can refuse them.
    """
    return _SPACES.sub(" ", text).strip(" ")


def normalise(name: str) -> str:
    """`name` as it is stored: NFC, blanks folded, look-alike apostrophes and hyphens as DIN 91379 has them.

    Nothing is left out on the way (Unicode TR 36: deleting characters hides what was there). Names in another
    script are not names in this sense; they have a field of their own.

    Raises NotAName for characters and combinations outside DIN 91379 datatype A, control characters among them.
    """
    text = unicodedata.normalize("NFC", fold_spaces(name).translate(_LOOK_ALIKES))
    wrong = [match["wrong"] for match in _PIECES.finditer(text) if match["wrong"]]
    if wrong:
        raise NotAName(tuple(dict.fromkeys(wrong)))
    return text


def search_form(*names: str) -> str:
    """The tokens of all `names` in A-Z, sorted, each once, a space around each: " ANA MULER "; "" if none.

    Takes any text and never fails, as it also serves what is typed into a search box. Latin and Cyrillic letters
    become A-Z; letters of other scripts stay, in capitals and without marks, so they find only themselves.
    """
    found = sorted({_fold(word) for word in _bare(" ".join(names)).split()})
    return f" {' '.join(found)} " if found else ""


def _bare(text: str) -> str:
    """`text` in capital base letters; whatever is no letter, digit, mark or invisible sign separates words."""
    # The silent signs go first, as some of them decompose into a blank and a mark.
    capitals = unicodedata.normalize("NFKD", text.translate(_SILENT)).upper()
    return "".join(map(_base_character, unicodedata.normalize("NFKD", capitals).translate(_BASE)))


def _base_character(character: str) -> str:
    """The character itself, nothing for a mark or an invisible sign, a space for the rest."""
    if character.isalnum():
        return character
    category = unicodedata.category(character)
    return "" if category == "Cf" or category.startswith("M") else " "


def _fold(token: str) -> str:
    """One spelling for a token in capitals, see the module's head."""
    folded = token.translate(_PLAIN)
    for pattern, replacement in _FOLDS:
        folded = pattern.sub(replacement, folded)
    return folded


def tokens(form: str) -> tuple[str, ...]:
    """The tokens of a search form."""
    return tuple(form.split())


def spellings(token: str) -> tuple[str, ...]:
    """A token as it is typed and as another office may have written it: SCHEVTSCHENKO, SHEVCHENKO. The typed one first."""
    others = (pattern.sub(lambda found, way=way: way[found[0]], token) for pattern, way in _WAYS)  # type: ignore[misc]
    return tuple(dict.fromkeys((token, *others)))


def matches(query_form: str, name_form: str) -> bool:
    """Does every token of the query, in one of its spellings, begin some token of the name? Both are search forms.

    The same as a LIKE for each of `like_patterns`. An empty query matches every name.
    """
    return all(any(f" {one}" in name_form for one in spellings(token)) for token in tokens(query_form))


def like_patterns(query: str) -> list[list[str]]:
    """What the column must contain to match what was typed, one of each list: "Anna Mül" -> [[" ANA"], [" MUL"]].

    For ``filter(column__contains=pattern)``. Empty if nothing searchable was typed: the caller decides whether
    that means all or none.
    """
    return [[f" {one}" for one in spellings(token)] for token in tokens(search_form(query))]


def likely_same(a: NameKey, b: NameKey) -> bool:
    """May both be the same child? For a hint that a person checks, never for merging by itself.

    With the same full date of birth, or the same with day and month swapped, one common token is enough,
    particles ("al", "von") aside. Where the dates agree only as far as they are known, it takes two, or all
    of the shorter name. 1 January counts as "only the year is known", as many papers mean it.
    """
    names = [set(tokens(key.form)) - _PARTICLES for key in (a, b)]
    common = len(names[0] & names[1])
    if not common or not _dates_agree(a.born, b.born):
        return False
    certain = len(_known(a.born)) == len(_known(b.born)) == 3
    return certain or common >= min(2, *map(len, names))


def _known(born: BirthDate) -> tuple[int, ...]:
    """The known parts of a date, 1 January being a year."""
    return born.parts[:1] if born.parts[1:] == (1, 1) else born.parts


def _dates_agree(a: BirthDate, b: BirthDate) -> bool:
    """Equal as far as both are known, or both full with day and month swapped."""
    first, second = _known(a), _known(b)
    shared = min(len(first), len(second))
    swapped = (first[0], *first[:0:-1])
    return first[:shared] == second[:shared] or (shared == 3 and swapped == second)
