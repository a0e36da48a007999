"""Receipt numbers: nobody can guess one, and a mistyped one is noticed.

Fifteen random symbols (75 bit) and a check symbol by the hybrid system of ISO/IEC 7064 with modulus 32, which finds
every single wrong symbol. The alphabet is Crockford's: no I, L, O, U, so that nothing is misread.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 16, 4
_MISREAD = str.maketrans("ILOU", "110V")


def new_number() -> str:
    """A number in groups of four, for example "7K3F-9M2X-4QPD-W0EH"."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH - 1))
    return _grouped(symbols + _check_symbol(symbols))


def read(typed: str) -> str | None:
    """The number somebody typed, in its one spelling; None if it cannot be one."""
    symbols = "".join(c for c in typed.upper() if c.isalnum()).translate(_MISREAD)
    if len(symbols) != _LENGTH or not set(symbols) <= set(ALPHABET):
        return None
    return _grouped(symbols) if _check_symbol(symbols[:-1]) == symbols[-1] else None


def _check_symbol(symbols: str) -> str:
    size = len(ALPHABET)
    product = size
    for symbol in symbols:
        total = (product + ALPHABET.index(symbol)) % size or size
        product = total * 2 % (size + 1)
    return ALPHABET[(size + 1 - product) % size]


def _grouped(symbols: str) -> str:
    return "-".join(symbols[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))
