"""Which characters the typeface can print, known without loading a font."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def coverage() -> frozenset[int]:
    """The code points for which every face of the text family has a glyph.

    They are read from `coverage.json`, which `tests/rules/write_coverage.py` writes from the fonts; a test compares it
    with them.
    """
    table = json.loads(files(__name__).joinpath("coverage.json").read_text(encoding="utf-8"))
    return frozenset(code for first, last in table["ranges"] for code in range(first, last + 1))
