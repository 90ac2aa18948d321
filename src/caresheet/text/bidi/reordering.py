"""The order of a line's characters from left to right (UAX 9, 3.4)."""

from __future__ import annotations

from collections.abc import Sequence

from caresheet.text.bidi.classes import ISOLATE_INITIATORS, REMOVED
from caresheet.text.unicode import bidi_class

_WHITE = ISOLATE_INITIATORS | REMOVED | {"WS", "PDI"}
_SEPARATORS = frozenset({"S", "B"})


def line_levels(text: str, levels: Sequence[int], base: int) -> list[int]:
    """The levels of one line, given its text and the levels that its characters have in the paragraph: separators, and
    white space before them and at the end, go back to the level of the paragraph (L1)."""
    own = list(levels)
    at_end = True
    for place in range(len(text) - 1, -1, -1):
        kind = bidi_class(text[place])
        if kind in _SEPARATORS:
            own[place], at_end = base, True
        elif kind not in _WHITE:
            at_end = False
        elif at_end:
            own[place] = base
    return own


def visual_order(levels: Sequence[int]) -> list[int]:
    """The places of a line in visual order, from left to right (L2)."""
    order = list(range(len(levels)))
    lowest_odd = min((level for level in levels if level & 1), default=0)
    if not lowest_odd:
        return order
    for level in range(max(levels), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            stop = start
            while stop < len(order) and levels[order[stop]] >= level:
                stop += 1
            order[start:stop] = reversed(order[start:stop])
            start = stop + 1
    return order
