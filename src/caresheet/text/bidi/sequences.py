"""Isolating run sequences (UAX 9, X9, X10, BD7 and BD13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from caresheet.text.bidi.classes import ISOLATE_INITIATORS, REMOVED, direction_at
from caresheet.text.bidi.explicit import Explicit


class RunSequence(NamedTuple):
    """The places of characters of one level that are resolved together. `start` and `end` are the directions at the two
    ends (sos and eos)."""

    places: list[int]
    level: int
    start: str
    end: str


def run_sequences(original: Sequence[str], explicit: Explicit, base: int) -> Iterator[RunSequence]:
    """Every isolating run sequence of a paragraph. An isolate's contents are left out of the sequence around it."""
    levels, ends = explicit.levels, explicit.ends
    kept = [place for place, own in enumerate(original) if own not in REMOVED]
    order = {place: index for index, place in enumerate(kept)}
    runs = [list(run) for _, run in groupby(kept, key=levels.__getitem__)]
    by_start = {run[0]: run for run in runs}
    continued = {end for end in ends.values() if end in by_start}
    for run in runs:
        if run[0] in continued:
            continue
        places = list(run)
        while (end := ends.get(places[-1])) is not None and end in by_start:
            places += by_start[end]
        level = levels[places[0]]
        before = order[places[0]] - 1
        after = order[places[-1]] + 1
        unended = original[places[-1]] in ISOLATE_INITIATORS
        level_before = levels[kept[before]] if before >= 0 else base
        level_after = levels[kept[after]] if after < len(kept) and not unended else base
        yield RunSequence(places, level, direction_at(max(level, level_before)), direction_at(max(level, level_after)))
