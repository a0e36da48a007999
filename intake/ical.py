"""Appointments as iCalendar text (RFC 5545). Pure: events in, bytes out; it knows no family and no database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")
MAX_OCTETS: Final = 75  # of a line, without its end (3.1)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPED: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_LOCAL: Final = "%Y%m%dT%H%M%S"
# The rules of Berlin's summer time since 1996; a calendar has at least one component, and this one is always there.
_ZONE: Final = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE"""


@dataclass(frozen=True)
class Event:
    """One appointment: `uid` stays the same when it moves, `sequence` grows with each change."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    category: str = ""


def calendar(events: Iterable[Event], *, stamp: datetime) -> bytes:
    """The calendar in UTF-8, lines ended by CRLF and folded. `stamp` and all times must know their time zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Einstieg//Termine//DE", "CALSCALE:GREGORIAN"]
    lines += _ZONE.splitlines()
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


def _event(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):{_LOCAL}}Z"
    yield f"DTSTART;TZID=Europe/Berlin:{event.starts_at.astimezone(BERLIN):{_LOCAL}}"
    yield f"DTEND;TZID=Europe/Berlin:{event.ends_at.astimezone(BERLIN):{_LOCAL}}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"SUMMARY:{text(event.summary)}"
    if event.location:
        yield f"LOCATION:{text(event.location)}"
    if event.category:
        yield f"CATEGORIES:{text(event.category)}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def text(value: str) -> str:
    """A value of type TEXT (3.3.11): separators and line ends escaped, other control characters left out."""
    tidy = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[\\;,\n]", lambda found: _ESCAPED[found[0]], tidy)


def _folded(line: str) -> Iterator[bytes]:
    """Pieces of at most 75 octets; each but the first begins with a space, and no character is torn (3.1)."""
    piece, room = b"", MAX_OCTETS
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > room:
            yield piece
            piece = b" "
        piece += octets
    yield piece
