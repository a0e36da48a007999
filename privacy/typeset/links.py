"""Addresses inside a value that a reader may follow: mail, web and telephone, never anything else."""

import re
from typing import NamedTuple

#: What a link may begin with; the web is always asked for over TLS.
SCHEMES = ("mailto:", "https:", "tel:")
# Only at the beginning of a word: "javascript:a@b.de" is no address.
_START = r"(?<![^\s(<\[„“])"
_MAIL = r"[A-Z0-9][A-Z0-9._+-]{0,63}@(?:[A-Z0-9-]{1,63}\.)+[A-Z]{2,24}(?=[.:!?)\]>”“\"']*(?:[\s,;]|$))"
_ADDRESS = re.compile(rf"{_START}(?:(?P<mail>{_MAIL})|https?://\S+)", re.IGNORECASE | re.ASCII)
_HOST = r"[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63})*(?::\d{1,5})?"
_WEB = re.compile(rf"https?://({_HOST}(?:[/?#][!#-;=?-\[\]_a-z~]*)?)", re.IGNORECASE | re.ASCII)
_TRAILING = ".,;:!?)]}>'\"”“»"
_ABROAD = re.compile(r"(?:\+|00)[1-9][\d ()/–-]*\d", re.ASCII)
_AT_HOME = re.compile(r"0[1-9]\d{1,4}[ /–-]\d[\d /–-]*", re.ASCII)
_DIGITS = range(6, 16)  # of a telephone number (E.164)
_SPOKEN = {"mailto:": "E-Mail an {}", "https:": "Internetseite {}", "tel:": "Anruf unter {}"}


class Part(NamedTuple):
    """A stretch of a value; ``target`` is a URI or "" for plain text."""

    text: str
    target: str


def _telephone(text: str) -> str:
    """``tel:`` URI (RFC 3966) of a value that is nothing but a telephone number, else ""."""
    plain = text.replace("\u00a0", " ")
    if not (_ABROAD.fullmatch(plain) or _AT_HOME.fullmatch(plain)):
        return ""
    digits = re.sub(r"\D", "", plain.replace("(0)", ""))
    if digits.startswith("00"):
        digits = digits[2:]
    elif not plain.startswith("+"):
        digits = "49" + digits[1:]  # a German authority writes German numbers
    return f"tel:+{digits}" if len(digits) in _DIGITS else ""


def _without_trailing(address: str) -> str:
    """The address without the punctuation of the sentence around it; a bracket that it opened stays."""
    while address and address[-1] in _TRAILING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def _target(address: str, mail: str | None) -> str:
    if mail:
        return f"mailto:{mail}"
    found = _WEB.fullmatch(address)
    return f"https://{found[1]}" if found else ""


def parts(text: str) -> list[Part]:
    """``text`` cut into plain stretches and addresses, at least one; joined again they are ``text``.

    A telephone number counts only if it is the whole text; ``http:`` becomes ``https:``. Addresses with letters
    outside ASCII, a user name or another scheme stay text.
    """
    if telephone := _telephone(text):
        return [Part(text, telephone)]
    out, at = [], 0
    for found in _ADDRESS.finditer(text):
        address = found["mail"] or _without_trailing(found[0])
        target = _target(address, found["mail"])
        if not target:
            continue
        start = found.start()
        out += [Part(text[at:start], "")] * (start > at) + [Part(address, target)]
        at = start + len(address)
    return out + [Part(text[at:], "")] * (at < len(text) or not out)


def spoken(part: Part) -> str:
    """German words for what following the link does."""
    scheme = part.target.partition(":")[0] + ":"
    return _SPOKEN.get(scheme, "{}").format(part.text.replace("\u00a0", " "))
