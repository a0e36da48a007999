"""Unicode Bidirectional Algorithm: embedding levels and visual order of one paragraph.

Source: UAX #9, rules X1-X10 with isolates, W1-W7, N0 (paired brackets), N1-N2, I1-I2, L1, L2. Mirroring
(L4) is left to the shaper, which knows whether the font has a mirrored glyph.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from unicodedata import bidirectional, normalize

# Bidi_Paired_Bracket of the UCD: opening and closing bracket in turns.
_PAIRS = (
    "()[]{}\u0f3a\u0f3b"
    "\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309\u230a\u230b\u2329\u232a"
    "\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771\u2772\u2773\u2774\u2775\u27c5\u27c6"
    "\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed\u27ee\u27ef\u2983\u2984\u2985\u2986\u2987\u2988"
    "\u2989\u298a\u298b\u298c\u298d\u2990\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996\u2997\u2998"
    "\u29d8\u29d9\u29da\u29db\u29fc\u29fd\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29\u2e55\u2e56"
    "\u2e57\u2e58\u2e59\u2e5a\u2e5b\u2e5c\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011"
    "\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b\ufe59\ufe5a\ufe5b\ufe5c\ufe5d\ufe5e\uff08\uff09"
    "\uff3b\uff3d\uff5b\uff5d\uff5f\uff60\uff62\uff63"
)
# NFC makes U+2329 and U+3008 the same bracket, as N0 demands.
_CLOSER_OF = {a: normalize("NFC", b) for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
_CLOSERS = frozenset(_PAIRS[1::2])
_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS = frozenset({"LRE", "RLE", "LRO", "RLO"})
_REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})  # by rule X9
_NEUTRAL = frozenset({"S", "WS", "ON", "FSI", "LRI", "RLI", "PDI"})
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"}) | _EMBEDDINGS | _ISOLATES
_MAX_DEPTH = 125
_MAX_BRACKETS = 63
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # numbers count as R in N0-N2


class _Status(NamedTuple):
    level: int
    override: str | None
    isolate: bool


def _class(char: str) -> str:
    found = bidirectional(char) or "L"
    # A paragraph separator inside what the caller calls one paragraph acts like a tabulator.
    return "S" if found == "B" else found


def _classes(text: str) -> list[str]:
    return [_class(c) for c in text]


def _first_strong(classes: Sequence[str], start: int, *, inside_isolate: bool) -> int | None:
    """P2 and P3: 0 or 1 by the first strong character outside isolates, None without one."""
    depth = 0
    for c in classes[start:]:
        if c in _ISOLATES:
            depth += 1
        elif c == "PDI":
            if depth == 0 and inside_isolate:
                return None
            depth = max(0, depth - 1)
        elif depth == 0 and c in ("L", "R", "AL"):
            return 0 if c == "L" else 1
    return None


def base_level(text: str) -> int:
    """Paragraph level by its first strong character: 0 left-to-right, 1 right-to-left (UAX #9, P2-P3)."""
    return _first_strong(_classes(text), 0, inside_isolate=False) or 0


class _Explicit:
    """Rules X1-X8: levels by embeddings and isolates; ``match`` pairs each valid isolate with its PDI."""

    def __init__(self, classes: list[str], base: int) -> None:
        self.classes = classes
        self.levels = [base] * len(classes)
        self.resolved = list(classes)
        self.match: dict[int, int] = {}
        self._stack = [_Status(base, None, False)]
        self._overflow_isolates = 0
        self._overflow_embeddings = 0
        self._opened: list[int] = []
        for i, c in enumerate(classes):
            self._step(i, c)

    def _step(self, i: int, c: str) -> None:
        if c in _EMBEDDINGS:
            self._embed(i, c)
        elif c in _ISOLATES:
            self._open_isolate(i, c)
        elif c == "PDI":
            self._close_isolate(i)
        elif c == "PDF":
            self._close_embedding(i)
        else:
            self._place(i, override=c != "BN")

    def _place(self, i: int, *, override: bool = True) -> None:
        top = self._stack[-1]
        self.levels[i] = top.level
        if override and top.override:
            self.resolved[i] = top.override

    def _next_level(self, *, rtl: bool) -> int | None:
        level = self._stack[-1].level
        level = (level + 1) | 1 if rtl else (level + 2) & ~1
        full = level > _MAX_DEPTH or self._overflow_isolates or self._overflow_embeddings
        return None if full else level

    def _embed(self, i: int, c: str) -> None:
        self._place(i, override=False)
        level = self._next_level(rtl=c in ("RLE", "RLO"))
        if level is not None:
            override = {"RLO": "R", "LRO": "L"}.get(c)
            self._stack.append(_Status(level, override, False))
        elif not self._overflow_isolates:
            self._overflow_embeddings += 1

    def _open_isolate(self, i: int, c: str) -> None:
        self._place(i)
        rtl = c == "RLI" or (c == "FSI" and _first_strong(self.classes, i + 1, inside_isolate=True) == 1)
        level = self._next_level(rtl=rtl)
        if level is None:
            self._overflow_isolates += 1
            return
        self._stack.append(_Status(level, None, True))
        self._opened.append(i)

    def _close_isolate(self, i: int) -> None:
        if self._overflow_isolates:
            self._overflow_isolates -= 1
        elif self._opened:
            self._overflow_embeddings = 0
            while not self._stack[-1].isolate:
                self._stack.pop()
            self._stack.pop()
            self.match[self._opened.pop()] = i
        self._place(i)

    def _close_embedding(self, i: int) -> None:
        self._place(i, override=False)
        if self._overflow_isolates:
            return
        if self._overflow_embeddings:
            self._overflow_embeddings -= 1
        elif not self._stack[-1].isolate and len(self._stack) > 1:
            self._stack.pop()


class _Run:
    """One isolating run sequence (X10): its characters' classes are resolved by W1-W7 and N0-N2."""

    def __init__(self, text: str, resolved: list[str], at: list[int], level: int, sos: str, eos: str) -> None:
        self.chars = [text[i] for i in at]
        self.original = _classes("".join(self.chars))
        self.t = [resolved[i] for i in at]
        self.embedding = "LR"[level & 1]
        self.sos, self.eos = sos, eos

    def resolve(self) -> list[str]:
        """Classes left after all rules: only L, R, EN and AN."""
        self._marks()
        self._arabic_numbers()
        self._separators()
        self._terminators()
        self._latin_numbers()
        for opener, closer in self._bracket_pairs():
            self._bracket(opener, closer)
        self._neutrals()
        return self.t

    def _marks(self) -> None:  # W1
        t = self.t
        for k, c in enumerate(t):
            if c != "NSM":
                continue
            if k == 0:
                t[k] = self.sos
            else:
                after_isolate = self.original[k - 1] in _ISOLATES or self.original[k - 1] == "PDI"
                t[k] = "ON" if after_isolate else t[k - 1]

    def _arabic_numbers(self) -> None:  # W2, W3
        strong = self.sos
        for k, c in enumerate(self.t):
            if c in ("L", "R", "AL"):
                strong = c
            elif c == "EN" and strong == "AL":
                self.t[k] = "AN"
        self.t = ["R" if c == "AL" else c for c in self.t]

    def _separators(self) -> None:  # W4
        t = self.t
        for k in range(1, len(t) - 1):
            before, after = t[k - 1], t[k + 1]
            if before != after:
                continue
            if (t[k] == "ES" and before == "EN") or (t[k] == "CS" and before in ("EN", "AN")):
                t[k] = before

    def _terminators(self) -> None:  # W5, W6
        t, start = self.t, 0
        for c, group in groupby(list(t)):
            end = start + len(list(group))
            if c == "ET" and ((start and t[start - 1] == "EN") or (end < len(t) and t[end] == "EN")):
                t[start:end] = ["EN"] * (end - start)
            start = end
        self.t = ["ON" if c in ("ES", "ET", "CS") else c for c in t]

    def _latin_numbers(self) -> None:  # W7
        strong = self.sos
        for k, c in enumerate(self.t):
            if c in ("L", "R"):
                strong = c
            elif c == "EN" and strong == "L":
                self.t[k] = "L"

    def _bracket_pairs(self) -> list[tuple[int, int]]:  # BD16
        pairs: list[tuple[int, int]] = []
        waiting: list[tuple[str, int]] = []
        for k, char in enumerate(self.chars):
            if self.t[k] != "ON":
                continue
            if char in _CLOSER_OF:
                if len(waiting) == _MAX_BRACKETS:
                    return []
                waiting.append((_CLOSER_OF[char], k))
            elif char in _CLOSERS:
                closer = normalize("NFC", char)
                found = next((s for s in range(len(waiting) - 1, -1, -1) if waiting[s][0] == closer), None)
                if found is not None:
                    pairs.append((waiting[found][1], k))
                    del waiting[found:]
        return sorted(pairs)

    def _bracket(self, opener: int, closer: int) -> None:  # N0
        inner = {_STRONG[c] for c in self.t[opener + 1 : closer] if c in _STRONG}
        if not inner:
            return
        direction = self.embedding
        if direction not in inner:
            before = (_STRONG[c] for c in reversed(self.t[:opener]) if c in _STRONG)
            direction = next(before, self.sos)
        for k in (opener, closer):
            self.t[k] = direction
            k += 1
            while k < len(self.t) and self.original[k] == "NSM":
                self.t[k] = direction
                k += 1

    def _neutrals(self) -> None:  # N1, N2
        t, start = self.t, 0
        for neutral, group in groupby([c in _NEUTRAL for c in t]):
            end = start + len(list(group))
            if neutral:
                before = _STRONG[t[start - 1]] if start else self.sos
                after = _STRONG[t[end]] if end < len(t) else self.eos
                t[start:end] = [before if before == after else self.embedding] * (end - start)
            start = end


def _sequences(kept: list[int], levels: list[int], match: dict[int, int]) -> list[list[int]]:
    """BD13: runs of one level, joined across the isolates they contain."""
    runs = [list(group) for _, group in groupby(kept, key=lambda i: levels[i])]
    by_start = {run[0]: run for run in runs}
    closing = set(match.values())
    out = []
    for run in runs:
        if run[0] in closing:
            continue
        sequence = list(run)
        while sequence[-1] in match:
            sequence += by_start[match[sequence[-1]]]
        out.append(sequence)
    return out


def _implicit(level: int, resolved: str) -> int:  # I1, I2
    if level & 1:
        return level + (resolved != "R")
    return level + {"L": 0, "R": 1}.get(resolved, 2)


def _resolve_runs(text: str, x: _Explicit, base: int) -> list[int]:
    """X10 to I2: the final level of every character that X9 keeps."""
    kept = [i for i, c in enumerate(x.classes) if c not in _REMOVED]
    place = {i: k for k, i in enumerate(kept)}
    levels = list(x.levels)
    for at in _sequences(kept, x.levels, x.match):
        level = x.levels[at[0]]
        first, last = place[at[0]], place[at[-1]]
        before = x.levels[kept[first - 1]] if first else base
        open_end = x.classes[at[-1]] in _ISOLATES or last + 1 == len(kept)
        after = base if open_end else x.levels[kept[last + 1]]
        run = _Run(text, x.resolved, at, level, "LR"[max(before, level) & 1], "LR"[max(after, level) & 1])
        for i, c in zip(at, run.resolve(), strict=True):
            levels[i] = _implicit(level, c)
    return levels


def _reset_spaces(classes: list[str], levels: list[int], base: int) -> None:  # L1
    trailing = True
    for i in range(len(classes) - 1, -1, -1):
        c = classes[i]
        if c == "S":
            levels[i], trailing = base, True
        elif c == "WS" or c in _ISOLATES or c == "PDI":
            if trailing:
                levels[i] = base
        elif c not in _REMOVED:
            trailing = False


@lru_cache(maxsize=4096)
def levels(text: str, base: int | None = None) -> tuple[int | None, ...]:
    """Embedding level per character of one paragraph; None where rule X9 removes the character.

    ``base`` is the paragraph level (0 or 1), by default found by P2-P3. Even levels run left to right.
    """
    classes = _classes(text)
    if base is None:
        base = _first_strong(classes, 0, inside_isolate=False) or 0
    if base == 0 and _RIGHT_TO_LEFT.isdisjoint(classes):
        return tuple(None if c in _REMOVED else 0 for c in classes)
    found = _resolve_runs(text, _Explicit(classes, base), base)
    _reset_spaces(classes, found, base)
    return tuple(None if c in _REMOVED else level for c, level in zip(classes, found, strict=True))


def reorder(line: Sequence[int]) -> list[int]:
    """Indices of a line's items from left to right, given their levels in logical order (UAX #9, L2)."""
    order = list(range(len(line)))
    odd = [level for level in line if level & 1]
    if not odd:
        return order
    for level in range(max(line), min(odd) - 1, -1):
        start = 0
        for high, group in groupby([line[i] >= level for i in order]):
            end = start + len(list(group))
            if high:
                order[start:end] = order[start:end][::-1]
            start = end
    return order
