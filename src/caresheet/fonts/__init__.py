"""Which characters the typeface can print, known without loading a font."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

DRAWN_AS = {"\N{NON-BREAKING HYPHEN}": "-"}
"""Characters without a glyph of their own, each with the character whose glyph is painted for it and which a reader of
the PDF finds. They behave differently where lines break."""


@cache
def coverage() -> frozenset[int]:
    """The code points that can be printed, because every face of the text family has a glyph for them.

    They are read from `coverage.json`, which `tests/rules/write_coverage.py` writes from the fonts; a test compares it
    with them.
    """
    table = json.loads(Path(__file__).with_name("coverage.json").read_text(encoding="utf-8"))
    own = (code for first, last in table["ranges"] for code in range(first, last + 1))
    return frozenset((*own, *map(ord, DRAWN_AS)))
