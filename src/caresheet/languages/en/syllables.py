"""English syllables: a table made from CMU's pronouncing dictionary puts right what syllapy gets wrong.

Words that CMU does not know, such as names of drugs, are counted by syllapy alone.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def count(word: str) -> int:
    """The syllables of a word in lower case, as CMU pronounces it first."""
    known = _exceptions().get(word)  # "isn't" and "nurse's" are there, too
    if known is not None:
        return known
    import syllapy

    return int(syllapy.count(word.replace("'", "")))


@cache
def _exceptions() -> dict[str, int]:
    """The words that syllapy counts wrongly. Each line is a count and the words that have it."""
    lines = files(__package__).joinpath("syllables.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines if not line.startswith("#"))
    return {word: int(count) for count, *words in rows for word in words}
