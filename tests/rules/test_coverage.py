"""The table of characters that can be printed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.rules.write_coverage import CUTS, TABLE, covered, table_text

from caresheet.fonts import coverage


def test_the_table_is_up_to_date() -> None:
    """The table says what the fonts say. After an update of the font package, run tests/rules/write_coverage.py."""
    assert TABLE.read_text(encoding="utf-8") == table_text()


def test_the_loader_reads_the_whole_table() -> None:
    """What the program takes for printable is what all four cuts have a glyph for, and what is painted as another."""
    assert coverage() == covered() | {0x2011}
    assert len(CUTS) == 4


@pytest.mark.parametrize("character", "aZ0é¿ñ°·–“”’…•≥×µ€\u00a0")
def test_what_a_handout_needs_is_there(character: str) -> None:
    """Letters of English and Spanish, quotation marks, dashes and the signs that caresheet sets itself."""
    assert ord(character) in coverage()


@pytest.mark.parametrize("character", "→\u0304\u00ad\u200b中\t\n\r\u0000")
def test_what_the_typeface_lacks_is_not(character: str) -> None:
    """Arrows, accents of their own, invisible characters, other scripts and control characters cannot be printed."""
    assert ord(character) not in coverage()


def test_the_loader_loads_no_font() -> None:
    """Checking characters does not load the page engine or the fonts."""
    code = "import sys, caresheet.fonts as f; f.coverage(); print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "caresheet.fonts" in modules
    assert {"reportlab", "fontpkg_atkinson_hyperlegible", "fontTools", "PIL"} & set(modules) == set()
