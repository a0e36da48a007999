"""One row of the school directory: checks every cell and says in one sentence what is wrong. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from schools.exchange.codes import form_codes
from schools.exchange.names import readable_name

# The longest text per field; the columns of the database are as wide (a test compares them).
WIDTHS = {
    "name": 150,
    "short_name": 80,
    "authority_name": 150,
    "street": 80,
    "town": 60,
    "phone": 40,
    "email": 100,
    "homepage": 200,
}
# Bounds of NRW in ETRS89 / UTM 32N (EPSG:25832), metres, with a margin.
EASTINGS = range(275_000, 535_000)
NORTHINGS = range(5_570_000, 5_830_000)
STATUS_KEYS = frozenset("01234569")
CLOSES_ON_DATE = "0"
DATE_FORMATS = {r"\d{8}": "%Y%m%d", r"\d{2}\.\d{2}\.\d{4}": "%d.%m.%Y", r"\d{4}-\d{2}-\d{2}": "%Y-%m-%d"}


class BadRow(ValueError):
    """This row cannot be used; the message is a sentence for the person who imports."""


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """A school as the directory describes it, every value checked.

    `number` is the six-digit Schulnummer, `form` the two-digit key of schulformen.csv, `ags` the
    eight-digit municipality key. `easting` and `northing` are metres in EPSG:25832, both or neither.
    `operating_status` is the state's key (key_schulbetriebsschluessel); its date is `closes_on` for key 0
    and `operating_since` for every other key. `pupils` is rounded to 5 (IT.NRW), `social_index` is 1
    (least burdened) to 9; both are None where the file does not say.
    """

    number: str
    name: str
    short_name: str
    form: str
    is_public: bool
    authority_number: str | None
    authority_name: str
    ags: str
    street: str
    postcode: str
    town: str
    phone: str
    email: str
    homepage: str
    easting: int | None
    northing: int | None
    operating_status: str
    operating_since: date | None
    closes_on: date | None
    pupils: int | None
    social_index: int | None


def parse_row(cells: Mapping[str, str]) -> SchoolRow:
    """Turn the cells of one row, keyed by our field names, into a SchoolRow.

    The literal "null" and blanks count as empty, 0;0 as no coordinates. Raises BadRow.
    """
    cell = {field: _clean(value) for field, value in cells.items()}
    number = _matching(cell["number"], r"\d{6}", "the Schulnummer {!r} is not six digits")
    town = _text(cell, "town", required=True)
    easting, northing = _point(cell["easting"], cell["northing"], cell.get("epsg", ""))
    status = _one_of(cell["operating_status"], STATUS_KEYS, "the operating key {!r} is unknown")
    dated = _date(cell["operating_date"])
    return SchoolRow(
        number=number,
        name=_name(cell, town),
        short_name=_text(cell, "short_name"),
        form=_one_of(cell["form"], _form_keys(), "the school form {!r} is unknown"),
        is_public=_one_of(cell["ownership"], frozenset("12"), "the Rechtsform {!r} is neither 1 nor 2")
        == "1",
        authority_number=_authority_number(cell["authority_number"]),
        authority_name=_text(cell, "authority_name"),
        ags=_matching(cell["ags"], r"\d{8}", "the municipality key {!r} is not eight digits"),
        street=_text(cell, "street"),
        postcode=_matching(cell["postcode"], r"\d{5}", "the postcode {!r} is not five digits"),
        town=town,
        phone=_phone(cell),
        email=_email(cell, number),
        homepage=_homepage(_text(cell, "homepage")),
        easting=easting,
        northing=northing,
        operating_status=status,
        operating_since=None if status == CLOSES_ON_DATE else dated,
        closes_on=dated if status == CLOSES_ON_DATE else None,
        pupils=_whole(cell.get("pupils", ""), range(20_000), "the number of pupils {!r} is not a number"),
        social_index=_whole(cell.get("social_index", ""), range(1, 10), "the Sozialindex {!r} is not 1 to 9"),
    )


def _clean(value: str) -> str:
    text = " ".join(value.split())
    if not text.isprintable():
        raise BadRow("a cell contains control characters")
    return "" if text.casefold() == "null" else text


def _text(cell: Mapping[str, str], field: str, *, required: bool = False) -> str:
    text = cell.get(field, "")
    if required and not text:
        raise BadRow(f"the {field} is missing")
    if len(text) > WIDTHS[field]:
        raise BadRow(f"the {field.replace('_', ' ')} is longer than {WIDTHS[field]} characters")
    return text


def _matching(text: str, pattern: str, complaint: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise BadRow(complaint.format(text))
    return text


def _one_of(text: str, allowed: frozenset[str], complaint: str) -> str:
    if text not in allowed:
        raise BadRow(complaint.format(text))
    return text


def _whole(text: str, allowed: range, complaint: str) -> int | None:
    if not text:
        return None
    number = int(_matching(text, r"\d{1,6}", complaint))
    if number not in allowed:
        raise BadRow(complaint.format(text))
    return number


def _form_keys() -> frozenset[str]:
    return frozenset(form.key for form in form_codes())


def _name(cell: Mapping[str, str], town: str) -> str:
    name = readable_name((cell["name_1"], cell["name_2"], cell["name_3"]), town)
    return _text({"name": name}, "name", required=True)


def _authority_number(text: str) -> str | None:
    return _matching(text, r"\d{1,6}", "the Traegernummer {!r} is not a number") if text else None


def _phone(cell: Mapping[str, str]) -> str:
    return _text({"phone": " ".join(filter(None, (cell.get("area_code", ""), cell["phone"])))}, "phone")


def _email(cell: Mapping[str, str], number: str) -> str:
    # Every school in NRW has its Schulmail address under its number, whether the file names it or not.
    text = _text(cell, "email") or f"{number}@schule.nrw.de"
    return _matching(text, r"[\w.+-]+@[\w-]+(\.[\w-]+)+", "the e-mail address {!r} is not valid")


def _homepage(text: str) -> str:
    """A web address that is safe to link to: http or https, else empty."""
    address = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_web = parts.scheme.lower() in {"http", "https"} and "." in parts.netloc and " " not in address
    return address if is_web and len(address) <= WIDTHS["homepage"] else ""


def _metres(text: str) -> int:
    return round(
        float(_matching(text, r"\d{1,8}([.,]\d+)?", "the coordinate {!r} is not a number").replace(",", "."))
    )


def _point(easting: str, northing: str, epsg: str) -> tuple[int, int] | tuple[None, None]:
    if not easting and not northing:
        return None, None
    point = _metres(easting), _metres(northing)
    if point == (0, 0):
        return None, None
    if epsg.upper().removeprefix("EPSG:") not in {"", "25832"}:
        raise BadRow(f"the coordinate system {epsg!r} is not EPSG:25832")
    if point[0] not in EASTINGS or point[1] not in NORTHINGS:
        raise BadRow(f"the coordinates {easting};{northing} are not in NRW")
    return point


def _date(text: str) -> date | None:
    if not text:
        return None
    for pattern, form in DATE_FORMATS.items():
        if re.fullmatch(pattern, text, re.ASCII):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day has no time zone
            except ValueError:
                break
    raise BadRow(f"the date {text!r} is not a calendar day")
