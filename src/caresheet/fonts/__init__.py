"""What the typefaces can print, known without loading them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def coverage() -> frozenset[int]:
    """The code points that every cut of the text family has a glyph for.

    Read from `coverage.json`, which `tests/check/write_coverage.py` writes from the fonts and a test keeps true.
    """
    table = json.loads(files(__name__).joinpath("coverage.json").read_text(encoding="utf-8"))
    return frozenset(code for first, last in table["ranges"] for code in range(first, last + 1))
