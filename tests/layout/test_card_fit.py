"""A card on its side: what promises one side stands on one, and tight spacing still reads well."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from itertools import pairwise

import pytest
from tests.compose.builders import TODAY
from tests.layout.test_zones import BLANK, FILLED, critical_sections, made, shipped

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.layout.handout import bounds
from caresheet.model.edition import Edition, Size
from caresheet.model.page_layout import PageLayout, ShapePiece, TextPiece
from caresheet.model.structure import Role, StructureNode
from caresheet.source import read_project

PAPERS = [Edition(Size.REGULAR, paper) for paper in ("letter", "a4")]
GIANT = [Edition(Size.GIANT, paper) for paper in ("letter", "a4")]


def lines_of(page_layout: PageLayout, node: StructureNode) -> list[str]:
    """The lines in which the words of an element are set, from the top of its page."""
    numbers = {each.number for each in node.everything()}
    lines: dict[tuple[int, float], str] = defaultdict(str)
    for number, page in enumerate(page_layout.pages):
        for piece in page.pieces:
            if isinstance(piece, TextPiece) and piece.tag in numbers:
                lines[number, -round(piece.baseline, 1)] += piece.text
    return [words for _, words in sorted(lines.items())]


def items(layout: str, language: str, edition: Edition, clinic: str) -> list[tuple[PageLayout, StructureNode]]:
    whole, page_layout = made(layout, language, edition, clinic)
    return [
        (page_layout, node)
        for section in critical_sections(whole)
        for node in section.everything()
        if node.role is Role.ITEM
    ]


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("edition", PAPERS)
def test_the_red_flag_card_has_one_side(edition: Edition, language: str, clinic: str) -> None:
    """On letter and A4, in both languages, as a form and with all that a clinic can say, its code among it."""
    _, page_layout = made("red-flag-card", language, edition, clinic)
    assert len(page_layout.pages) == 1


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("edition", GIANT)
def test_giant_print_has_each_list_on_a_side_of_its_own(edition: Edition, language: str, clinic: str) -> None:
    """Who holds the first side holds the whole red list; the team's list is on the second, whole, too."""
    whole, page_layout = made("red-flag-card", language, edition, clinic)
    for side, section in enumerate(critical_sections(whole)):
        numbers = {each.number for each in section.everything()}
        found = {
            number for number, page in enumerate(page_layout.pages) for piece in page.pieces if piece.tag in numbers
        }
        assert found == {side}


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("edition", PAPERS)
def test_circles_of_steps_never_touch(edition: Edition, language: str, clinic: str) -> None:
    """However tight the steps are set, there is white between the circles of their numbers."""
    _, page_layout = made("red-flag-card", language, edition, clinic)
    circles = [
        bounds(piece)
        for piece in page_layout.pages[0].pieces
        if isinstance(piece, ShapePiece)
        and page_layout.tags[piece.tag].role == "Lbl"
        and piece.fill == "#000000"
        and piece.tag >= 0
    ]
    tops = sorted((box[3], box[1]) for box in circles)
    assert len(tops) == 4
    assert all(above[1] - below[0] >= 0.5 for below, above in pairwise(tops))


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_stands_alone_at_the_end_of_a_sign(language: str) -> None:
    """The last line of a sign has two words at least, where a second one fits."""
    for page_layout, node in items("red-flag-card", language, PAPERS[0], FILLED):
        *before, last = lines_of(page_layout, node)
        assert not before or " " in last.strip(), last


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("edition", PAPERS)
def test_the_triage_card_has_one_side(edition: Edition, language: str, clinic: str) -> None:
    """Four questions in one row, two zones, what else to know and the sources: one side on letter and A4."""
    whole, page_layout = made("staff-triage", language, edition, clinic)
    assert len(page_layout.pages) == 1
    section = next(node for node in whole.structure.root.children if node.role is Role.SECTION)
    rows = {
        round(piece.baseline)
        for node in section.everything()
        if node.role is Role.ITEM
        for piece in page_layout.pages[0].pieces
        if isinstance(piece, TextPiece) and piece.tag in {each.number for each in node.everything()}
    }
    assert len(rows) == 1


def test_black_is_one_ink() -> None:
    """Words, pictograms and lines in black are DeviceGray 0: a press prints them with black ink alone, and no black is
    mixed of three colors."""
    files = shipped(BLANK)
    whole = read_project(files, (files, f"content/clinics/{BLANK}.yaml"))
    (job,) = jobs(whole, layouts=["red-flag-card"], languages=["en"], today=TODAY)
    pdf = render(job).handout.artifact("pdf").data
    streams = b"".join(
        zlib.decompress(found[1])
        for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
        if found[1][:1] == b"\x78"
    )
    assert b"0 g" in streams
    assert not re.search(rb"\b0 0 0 (rg|RG)\b", streams)
