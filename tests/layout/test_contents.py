"""The strip of contents of the explainer, as it is laid out: on the first side, below the zones."""

from __future__ import annotations

from functools import cache
from itertools import groupby, product

import pytest
from msgspec.structs import replace
from tests.compose.builders import TODAY
from tests.layout.kettles import handout, project
from tests.layout.test_zones import BLANK, FILLED, critical_sections, made, pages_of, shipped
from tests.proof.documents import composed

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.layout.handout import bounds
from caresheet.model.composed import Composed
from caresheet.model.edition import Edition, Size
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import PageLayout, TextPiece
from caresheet.model.structure import Role, StructureNode
from caresheet.model.text import TextRun
from caresheet.source import read_project

TALLEST = 30 * POINTS_PER_MM
LETTERS = 9.5
strips = pytest.mark.parametrize(
    ("language", "paper", "clinic"), list(product(("en", "es"), ("letter", "a4"), (BLANK, FILLED)))
)


def boxes(page_layout: PageLayout, node: StructureNode, page: int) -> list[tuple[float, float, float, float]]:
    numbers = {each.number for each in node.everything()}
    return [bounds(piece) for piece in page_layout.pages[page].pieces if piece.tag in numbers]


@strips
def test_the_strip_is_below_the_zones(language: str, paper: str, clinic: str) -> None:
    """The contents stand on the first side, below the zones and their steps, and take no more than 30 mm; its type is
    9.5 pt, each entry is one line, and the lines stand in three columns of five."""
    whole, page_layout = made("full-explainer", language, Edition(Size.REGULAR, paper), clinic)
    strip = whole.structure.part(Role.CONTENTS)
    assert pages_of(page_layout, strip) == {0}
    own = boxes(page_layout, strip, 0)
    assert max(top for _, _, _, top in own) - min(low for _, low, _, _ in own) <= TALLEST
    for section in critical_sections(whole):
        assert pages_of(page_layout, section) == {0}
        assert min(low for _, low, _, _ in boxes(page_layout, section, 0)) > max(top for _, _, _, top in own)
    _, listed = strip.blocks
    starts = [lines_of(page_layout, entry) for entry in listed.blocks]
    assert all(len({line.baseline for line in lines}) == 1 for lines in starts)
    assert all(line.size == LETTERS for lines in starts for line in lines)
    columns = [len(list(group)) for _, group in groupby(lines[0].x for lines in starts)]
    assert columns == [5, 5, 5]


def lines_of(page_layout: PageLayout, node: StructureNode) -> list[TextPiece]:
    numbers = {each.number for each in node.everything()}
    return [piece for piece in page_layout.pages[0].pieces if isinstance(piece, TextPiece) and piece.tag in numbers]


@strips
def test_every_entry_leads_to_its_section(language: str, paper: str, clinic: str) -> None:
    """An entry is a link to the heading of a section, and ends with the number of the side where that is; the order is
    that of the text, and every section below the strip belongs to one."""
    whole, page_layout = made("full-explainer", language, Edition(Size.REGULAR, paper), clinic)
    _, listed = whole.structure.part(Role.CONTENTS).blocks
    pages = {place.anchor: place.page + 1 for place in page_layout.destinations}
    order = [section.heading.anchor for section in whole.document.sections if section.heading]
    links = [{run.link for run in entry.text if isinstance(run, TextRun)} for entry in listed.blocks]
    targets = [str(link).removeprefix("#") for (link,) in links]
    assert sorted(targets, key=order.index) == targets
    assert targets[0] == order[3]
    for entry, target in zip(listed.blocks, targets, strict=True):
        words = "".join(piece.text for piece in lines_of(page_layout, entry))
        assert int(words.split()[-1]) == pages[target]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_strip_is_heard_as_a_list(language: str) -> None:
    """A listener hears a heading and a list of contents with its entries, after the zones and before the summary."""
    whole, _ = made("full-explainer", language, Edition(), BLANK)
    assert whole.document.contents
    heading, listed = whole.structure.part(Role.CONTENTS).blocks
    assert (heading.role, listed.role) == (Role.HEADING_2, Role.CONTENTS_LIST)
    assert [entry.role for entry in listed.blocks] == [Role.CONTENTS_ENTRY] * 15
    parts = [node.role for node in whole.structure.root.children if node.role in {Role.SECTION, Role.CONTENTS}]
    assert parts.index(Role.CONTENTS) == whole.document.contents.behind >= 3


@cache
def with_headings(paper: str) -> tuple[Composed, PageLayout]:
    """The explainer without entries of its own: its list has all headings and is too tall for the first side."""
    files = shipped(BLANK)
    whole = read_project(files, (files, f"content/clinics/{BLANK}.yaml"))
    (job,) = jobs(whole, layouts=["full-explainer"], languages=["en"], edition=Edition(paper=paper), today=TODAY)
    composed = compose(replace(job, handout=replace(job.handout, contents=())))
    return composed, lay_out(composed)


def test_a_strip_without_room_begins_the_next_side() -> None:
    """A list that does not fit below the zones stands at the top of the second side, and the zones keep their room."""
    whole, page_layout = with_headings("letter")
    strip = whole.structure.part(Role.CONTENTS)
    assert len(strip.blocks[1].blocks) > 20
    assert pages_of(page_layout, strip) == {1}
    assert all(pages_of(page_layout, section) == {0} for section in critical_sections(whole))


@pytest.mark.parametrize(("size", "paper"), [(Size.LARGE, "letter"), (Size.GIANT, "letter"), (Size.REGULAR, "a5")])
def test_the_contents_stand_elsewhere_in_other_editions(size: Size, paper: str) -> None:
    """In larger print and on small paper, whose zones fill sides of their own, the same entries stand after them: on
    the side of the last one or on the next."""
    whole, page_layout = made("full-explainer", "en", Edition(size, paper), BLANK)
    strip = whole.structure.part(Role.CONTENTS)
    last = max(max(pages_of(page_layout, section)) for section in critical_sections(whole))
    assert min(pages_of(page_layout, strip)) - last in {0, 1}
    assert last > 0
    assert len(strip.blocks[1].blocks) == 15


@pytest.mark.parametrize("place", ["[rest, contents]", "[contents, {role: warning, style: bare}]"])
def test_contents_of_nothing_are_left_out(place: str) -> None:
    """Where no section with a heading follows the list of contents, there is none."""
    keys = "extends: base\naudience: patient\ncitations: hidden\nstyles: {bare: {heading: none}}\n"
    document, _ = handout(project(layouts={"layouts/wall-card.yaml": f"{keys}place: {place}\n"}), "wall-card")
    assert document.contents is None
    assert len(lay_out(composed(document)).pages) == 1
