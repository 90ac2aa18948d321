"""Writes src/caresheet/fonts/coverage.json from the fonts: `python tests/rules/write_coverage.py`.

To be run after an update of fontpkg-atkinson-hyperlegible; test_coverage.py fails until it was.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import fontpkg_atkinson_hyperlegible
from reportlab.pdfbase.ttfonts import TTFont

TABLE = Path(__file__).parents[2] / "src" / "caresheet" / "fonts" / "coverage.json"
CUTS = ("Regular", "Bold", "Italic", "BoldItalic")


def covered() -> frozenset[int]:
    """The code points that all four cuts have a glyph for, as ReportLab reads their character maps.

    Control and format characters, noncharacters and combining marks are left out: the fonts map carriage return to a
    space and the soft hyphen to a hyphen, and without shaping an accent would be painted beside its letter.
    """
    folder = Path(fontpkg_atkinson_hyperlegible.ROOT) / "files"
    fonts = (TTFont(cut, str(folder / f"AtkinsonHyperlegible-{cut}.ttf")) for cut in CUTS)
    codes = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))
    return frozenset(code for code in codes if unicodedata.category(chr(code))[0] not in "CM")


def as_ranges(codes: frozenset[int]) -> list[list[int]]:
    """First and last code point of each unbroken run, in order."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def table_text() -> str:
    """The whole file, one range a line so that a change can be reviewed."""
    lines = ",\n".join(f"    {json.dumps(each)}" for each in as_ranges(covered()))
    return f'{{\n  "family": "Atkinson Hyperlegible",\n  "ranges": [\n{lines}\n  ]\n}}\n'


if __name__ == "__main__":
    TABLE.write_text(table_text(), encoding="utf-8", newline="\n")
