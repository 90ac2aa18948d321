"""Every card in every paper and size: read back from its PDF, whole, in its sides, clear of the edges, and legible."""

from __future__ import annotations

import pytest
from tests.layout.card_measures import EVERY, SIDES, measures
from tests.layout.test_zones import BLANK, FILLED, critical_sections, made
from tests.projects.merged import ROOT

from caresheet.model.edition import Edition, Size
from caresheet.model.structure import Role, StructureNode
from caresheet.model.text import TextRun

EDGE = 8.0
FLOORS = {Size.REGULAR: 9.0, Size.LARGE: 14.0, Size.GIANT: 18.0}
"""The smallest type: that of the footer. Numbers of sources, on cards for staff, may have 7.5 points in regular
print."""
CITATIONS = 7.5
HOLES = {"red-flag-card": 25, "staff-triage": 25, "staff-grading": 25, "wall-card": 25}
"""The tallest empty area of 60 mm width on a single side, in millimeters. On the wall card, signs of two words leave
more room next to them; on the sheet of the wallet card, the room around the card does not count."""
TRANSLATED = {path.stem for path in (ROOT / "content/cytokine-storm").glob("*.yaml")} - {"topic", "en", "es"}
IN_LANGUAGES = [
    (Edition(size, paper), language)
    for size, papers in SIDES["red-flag-card"].items()
    for paper in papers
    for language in sorted(TRANSLATED)
]
"""The card in the languages that have no other handouts."""
DEEP = [(Edition(Size.LARGE, "letter"), "zh-Hans"), (Edition(Size.LARGE, "letter"), "ar")]
"""Letters that reach further below their line than Latin ones."""
FIRST = [next(each for each in EVERY if each[0] == layout) for layout in SIDES]
ONCE = [*FIRST, *((layout, edition, "es", FILLED) for layout, edition, *_ in FIRST)]
"""The shortest words and the longest: Spanish, with all that a clinic gives."""


def spoken(item: StructureNode) -> str:
    """The words of an item without its number and without spaces."""
    parts = (each for each in item.everything() if each.role is not Role.ITEM_LABEL)
    return "".join("".join(run.text.split()) for each in parts for run in each.runs if isinstance(run, TextRun))


def check(layout: str, edition: Edition, language: str, clinic: str) -> None:
    found = measures(layout, edition, language, clinic)
    most = SIDES[layout][edition.size][edition.paper or ""]
    assert found.sides <= most
    assert found.edge >= EDGE
    floor = FLOORS[edition.size]
    assert found.smallest >= (min(floor, CITATIONS) if layout.startswith("staff") else floor)
    if found.sides == 1 and layout in HOLES:
        assert found.hole <= HOLES[layout]
    if layout != "staff-grading":
        assert found.gray >= 1.8
        assert found.deuteranope >= 25
    whole, _ = made(layout, language, edition, clinic)
    sides = ["".join(side.split()) for side in found.words]
    for section in critical_sections(whole):
        items = [node for node in section.everything() if node.role is Role.ITEM]
        words = [spoken(item) for item in items]
        assert words
        assert any(all(each in side for each in words) for side in sides), (section.blocks[0], words)


@pytest.mark.parametrize(("layout", "edition", "language", "clinic"), ONCE, ids=lambda value: str(value)[:20])
def test_each_card_once(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """Each card, blank in English and filled in Spanish, keeps its sides, 8 mm of white at its edges and its type
    floors, has no hole, shows two bands that everybody can tell apart, and keeps each critical list on one side."""
    check(layout, edition, language, clinic)


@pytest.mark.long
@pytest.mark.parametrize(("layout", "edition", "language", "clinic"), EVERY, ids=lambda value: str(value)[:20])
def test_every_card(layout: str, edition: Edition, language: str, clinic: str) -> None:
    """The same for every paper and size that is offered, both languages, blank and filled."""
    check(layout, edition, language, clinic)


@pytest.mark.parametrize(
    ("edition", "language"),
    [*DEEP, *(pytest.param(*each, marks=pytest.mark.long) for each in IN_LANGUAGES if each not in DEEP)],
    ids=lambda value: str(value)[:60],
)
def test_the_card_in_every_language(edition: Edition, language: str) -> None:
    """The red-flag card keeps its sides and 8 mm of white at its edges in each language on every paper and in every
    size, whatever the letters of its footer."""
    found = measures("red-flag-card", edition, language, BLANK)
    assert found.sides <= SIDES["red-flag-card"][edition.size][edition.paper or ""]
    assert found.edge >= EDGE


@pytest.mark.parametrize(
    ("language", "paper", "clinic"),
    [
        ("ar", "letter", BLANK),
        *(
            pytest.param(language, paper, clinic, marks=pytest.mark.long)
            for language in sorted(TRANSLATED)
            for paper in ("letter", "a4")
            for clinic in (BLANK, FILLED)
        ),
    ],
)
def test_the_wallet_card_in_every_language(language: str, paper: str, clinic: str) -> None:
    """The wallet card keeps its one side, its type and 8 mm of white at its edges in each language."""
    found = measures("wallet-card", Edition(Size.REGULAR, paper), language, clinic)
    assert found.sides == 1
    assert found.edge >= EDGE
    assert found.smallest >= FLOORS[Size.REGULAR]
