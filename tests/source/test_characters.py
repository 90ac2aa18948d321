"""Characters pasted from word processors: what is read in their place, wherever they are typed."""

from __future__ import annotations

import unicodedata

import pytest
from tests.source.trees import CLINIC, problems, read, small

from caresheet.fonts import coverage
from caresheet.model.text import Text, TextRun
from caresheet.model.walk import iter_structs
from caresheet.source.characters import STAND_INS, as_read

ENGLISH = "content/walking/en.yaml"
PASTED = {
    "5\u202fmg": "5\u00a0mg",
    "5\u2009mg, 5\u200amg, 5\u2003mg": "5 mg, 5 mg, 5 mg",
    "10\u2007000": "10\u00a0000",
    "COVID\u201019": "COVID-19",
    "COVID\u201119": "COVID\u201119",
    "bar\u2060code, bar\u200bcode, bar\u00adcode": "barcode, barcode, barcode",
    "\ufb01ve o\ufb03ces \ufb02oat": "five offices float",
    "38.5\u2103 (101.3\u2109)": "38.5°C (101.3°F)",
    "5\u2032 10\u2033": "5' 10\"",
    "O\u02bcBrien": "O’Brien",
    "\uf0b7 Wet": "• Wet",
    "1\u20122\u20153": "1–2—3",
    "Caf\u0065\u0301, \u212b, \u2126": "Café, Å, Ω",
    "\u00a9\ufe0f": "©",
}
KEPT = ("2⅓", "10⁹/L", "H₂O", "→", "✓", "№ 5", "\u200f", "ｱ", "c̄")


@pytest.mark.parametrize("typed", PASTED)
def test_stand_ins(typed: str) -> None:
    """A character with an exact stand-in is read as that, in a text, in a title and in a clinic's value."""
    words = typed.replace("'", "''")
    tree = small({CLINIC: f"name: '{words}'\n"})
    tree[ENGLISH] = tree[ENGLISH].decode().replace("It does you good.", f"'{words}'").encode()
    tree[ENGLISH] = tree[ENGLISH].decode().replace("title: Walking", f"title: '{words}'", 1).encode()
    project = read(tree)
    texts = [part for part in iter_structs(project.topics[0].sections) if isinstance(part, Text)]
    assert (TextRun(PASTED[typed]),) in [text.inlines for text in texts]
    assert project.topics[0].title == PASTED[typed]
    assert project.clinic.text("name") == PASTED[typed]


@pytest.mark.parametrize("typed", KEPT)
def test_what_has_no_exact_stand_in(typed: str) -> None:
    """What a plain character would change the meaning of is not replaced: 10⁹ is not 109."""
    assert as_read(typed) == typed


def test_stand_ins_can_be_printed() -> None:
    """Every stand-in can be printed, and has no stand-in itself."""
    for typed, read_as in STAND_INS.items():
        assert unicodedata.normalize("NFC", read_as) == read_as == as_read(read_as)
        assert {ord(letter) for letter in read_as} <= coverage()
        assert ord(typed) not in coverage()


def test_soft_hyphens_are_remembered() -> None:
    """A text whose soft hyphens are left out is remembered, so that its author can be told."""
    tree = small()
    tree[ENGLISH] = tree[ENGLISH].decode().replace("It does", "It\u00ad does").encode()
    assert problems(tree) == ()
    (position,) = read(tree).topics[0].soft_hyphens
    assert position.file == ENGLISH
