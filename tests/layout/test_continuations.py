"""What each page says of its neighbors: that a list or table continues, and what the next page begins with."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from tests.layout.test_zones import BLANK, FILLED, made
from tests.proof.documents import composed, document, items, look, paper, say, section, table, words

from caresheet.layout import lay_out
from caresheet.model.composed import Composed
from caresheet.model.document import Document
from caresheet.model.edition import Edition, Size
from caresheet.model.layout import Break
from caresheet.model.page_layout import ARTIFACT, Page, PageLayout, TextPiece
from caresheet.model.structure import Role, StructureNode
from caresheet.model.text import FieldBlank, TextRun
from caresheet.model.topic import ListKind
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.proof.pdf import prove_pdf

CONTINUED, NEXT = "continued, {part} of {parts}", "Next page: {heading}"
EXPLAINER, GUIDE = "full-explainer", "caregiver-guide"


def sentence(number: int) -> str:
    return f"Fill kettle {number} with cold water, and wait until it boils before you pour it out."


def long_list(count: int) -> Document:
    listed = items(ListKind.BULLETS, *(sentence(number) for number in range(count)))
    pages = document(section("Kettles", listed), look=look(paper("a5"), body=12.0), subtitle="")
    return replace(pages, continued=CONTINUED)


def repeated(page: Page) -> list[str]:
    """The words of each line on a page that screen readers skip."""
    lines: dict[float, str] = {}
    for piece in page.pieces:
        if isinstance(piece, TextPiece) and piece.tag == ARTIFACT:
            lines[piece.baseline] = lines.get(piece.baseline, "") + piece.text
    return [lines[height].strip() for height in sorted(lines, reverse=True)]


def sections(whole: Composed) -> list[StructureNode]:
    return [node for node in whole.structure.root.children if node.role is Role.SECTION]


def marks(page_layout: PageLayout) -> list[str]:
    """Every repeated heading with the words after it, page by page."""
    return [line for page in page_layout.pages for line in repeated(page) if "continued" in line]


def test_a_list_carries_its_heading_on() -> None:
    """On every page where a list continues, its heading is repeated, followed by which part of how many it is."""
    whole = composed(long_list(70))
    page_layout = lay_out(whole)
    parts = len(page_layout.pages)
    assert parts > 2
    assert marks(page_layout) == [f"Kettles(continued, {part} of {parts})" for part in range(2, parts + 1)]
    assert prove_pdf(whole, write_pdf(whole, page_layout).data) == ()


def test_a_list_that_is_whole_has_its_heading_once() -> None:
    """Without a continuation nothing is repeated, and the beginning of a list does not say that it continues."""
    assert marks(lay_out(composed(long_list(8)))) == []


def test_a_table_carries_its_caption_on() -> None:
    """Where a table continues, its caption is repeated above its column heads, with the number of the part."""
    pages = document(section("Pots", table(60)), look=look(paper("a5"), body=12.0), subtitle="")
    whole = composed(replace(pages, continued=CONTINUED))
    page_layout = lay_out(whole)
    found = marks(page_layout)
    assert len(found) == len(page_layout.pages) - 1 > 0
    assert found[-1].endswith(f"(continued, {len(found) + 1} of {len(found) + 1})")
    assert prove_pdf(whole, write_pdf(whole, page_layout).data) == ()


def test_words_behind_a_heading_are_no_excuse() -> None:
    """The proof knows which words may be repeated: other words outside the tags are reported."""
    whole = composed(long_list(70))
    page_layout = lay_out(whole)
    other = replace(whole, document=replace(whole.document, continued="goes on, {part} of {parts}"))
    problems = prove_pdf(other, write_pdf(whole, page_layout).data)
    assert any("outside the tags" in problem.message for problem in problems)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [Size.LARGE, Size.GIANT])
def test_a_page_in_larger_print_names_the_next(size: Size, language: str) -> None:
    """In large print every page but the last ends with the heading, or the name, of what the next one begins with; in
    giant print every page that has room for it."""
    whole, page_layout = made(GUIDE, language, Edition(size, "letter"), BLANK)
    label = whole.document.next_page.split("{", maxsplit=1)[0]
    headings = [each.heading.text.plain if each.heading else each.name for each in whole.document.sections]
    found = [next((line for line in repeated(page) if line.startswith(label)), "") for page in page_layout.pages]
    assert found[-1] == ""
    named = [line.removeprefix(label) for line in found if line]
    assert all(any(heading.startswith(name) for heading in headings) for name in named)
    assert len(named) == len(found) - 1 if size is Size.LARGE else len(named) > len(found) / 2


def test_a_section_without_heading_is_named() -> None:
    """Where the next page begins with a section that prints no heading, such as a line of sources, the line says what
    that is called, and not what came before it; the contents have their title."""
    first, bare, last = (replace(section(name, say(name)), start=Break.PAGE) for name in ("One", "Two", "Three"))
    bare = replace(bare, heading=None, name="Sources")
    pages = document(first, bare, last, look=look(paper("a5"), body=12.0), subtitle="", contents=True)
    whole = composed(replace(pages, next_page=NEXT))
    page_layout = lay_out(whole)
    assert prove_pdf(whole, write_pdf(whole, page_layout).data) == ()
    label = NEXT.partition("{")[0]
    found = [[line for line in repeated(page) if line.startswith(label)] for page in page_layout.pages]
    assert found == [["Next page: One"], ["Next page: Sources"], ["Next page: Three"], []]


def test_contents_that_go_on_are_named() -> None:
    """Where the list of contents goes on at the top of a page, the page before it says so, and at least three entries
    stand on each side of the break."""
    for count in range(20, 32):
        sections = (section(f"Part {number}", say("words")) for number in range(count))
        pages = document(*sections, look=look(paper("a5"), body=18.0), subtitle="", contents=True)
        whole = composed(replace(pages, next_page=NEXT))
        page_layout = lay_out(whole)
        entries = whole.structure.part(Role.CONTENTS).blocks[1].blocks
        found = [
            sum(
                any(piece.tag in {each.number for each in entry.everything()} for piece in page.pieces)
                for entry in entries
            )
            for page in page_layout.pages
        ]
        parts = [number for number in found if number]
        assert sum(parts) == count
        assert min(parts) >= 3
        if len(parts) > 1:
            label = NEXT.partition("{")[0]
            first = page_layout.pages[0]
            assert [line for line in repeated(first) if line.startswith(label)] == ["Next page: Contents"]


def test_contents_in_giant_print_are_named_where_there_is_room() -> None:
    """In giant print there is often no room for the line about the next page; then there is none."""
    whole, page_layout = made(EXPLAINER, "en", Edition(Size.GIANT, "letter"), BLANK)
    numbers = {node.number for node in whole.structure.part(Role.CONTENTS).everything()}
    heads = [min(piece.tag for piece in page.pieces if piece.tag != ARTIFACT) for page in page_layout.pages]
    (before,) = (index - 1 for index, head in enumerate(heads) if head in numbers)
    assert [line for line in repeated(page_layout.pages[before]) if line.startswith("Next page")] == []


def test_regular_print_has_no_such_line() -> None:
    """A handout in regular print has few pages, and no line about the next one."""
    assert made(GUIDE, "en", Edition(Size.REGULAR, "letter"), BLANK)[0].document.next_page == ""


@pytest.mark.parametrize("clinic", [BLANK, FILLED])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("paper_name", ["letter", "a4"])
def test_the_first_giant_page_has_the_emergency_signs(paper_name: str, language: str, clinic: str) -> None:
    """The title never stands alone: below it is the whole emergency list."""
    whole, page_layout = made(GUIDE, language, Edition(Size.GIANT, paper_name), clinic)
    section_node = next(node for node in whole.structure.root.children if node.role is Role.SECTION)
    numbers = {node.number for node in section_node.everything()}
    first = {piece.tag for piece in page_layout.pages[0].pieces}
    later = {piece.tag for page in page_layout.pages[1:] for piece in page.pieces}
    assert numbers & first
    assert not numbers & later


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_heading_of_the_sources_is_not_alone(language: str, size: Size) -> None:
    """At least three lines of sources are on the page of their heading."""
    whole, page_layout = made(EXPLAINER, language, Edition(size, "letter"), FILLED)
    title = {"en": "Sources", "es": "Fuentes"}[language]
    (node,) = (
        node
        for node, placed in zip(sections(whole), whole.document.sections, strict=True)
        if placed.heading and placed.heading.text.plain == title
    )
    heading, listed = node.blocks[0], {each.number for each in node.blocks[-1].everything()}
    (page,) = (page for page in page_layout.pages if any(piece.tag == heading.number for piece in page.pieces))
    lines = {round(piece.baseline) for piece in page.pieces if isinstance(piece, TextPiece) and piece.tag in listed}
    assert len(lines) >= 3


def test_numbers_of_parts_are_words_of_their_own() -> None:
    """A label may contain other braces: only the two counts are filled in."""
    pages = replace(long_list(70), continued="{part} {of} {parts}")
    found = [line for page in lay_out(composed(pages)).pages for line in repeated(page)]
    assert any(re.search(r"2 \{of\} \d", line) for line in found)


@pytest.mark.parametrize("next_page", ["", NEXT], ids=["regular", "larger print"])
def test_sources_and_blanks_of_a_heading_are_not_repeated(next_page: str) -> None:
    """The number of a source in a heading, and a line to write on in a caption, are not repeated with them."""
    blank = FieldBlank("clinic.name", "clinic name", 60.0)
    heading = words("Kettles", TextRun("1", raised=True), " of ", blank, " here")
    listed = items(ListKind.BULLETS, *(sentence(number) for number in range(40)))
    tall = replace(table(60), caption=heading)
    both = [section("Kettles", listed), section("Tables", tall)]
    both[0] = replace(both[0], heading=replace(both[0].heading, text=heading))
    pages = document(*both, look=look(paper("a5"), body=12.0), subtitle="")
    made = replace(pages, continued=CONTINUED, next_page=next_page)
    whole = composed(made)
    assert prove_pdf(whole, write_pdf(whole, lay_out(whole)).data) == ()


def test_a_list_in_any_script_carries_its_heading_on() -> None:
    """Where shaped words and numbers are painted one by one, as in Arabic, the words after a repeated heading are
    still recognized."""
    pages = replace(long_list(30), language="ar", continued="تابع، {part} من {parts}")
    whole = composed(pages)
    assert prove_pdf(whole, write_pdf(whole, lay_out(whole)).data) == ()


@pytest.mark.parametrize("paper_name", ["letter", "a4"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_form_that_continues_has_three_rows_on_each_side(paper_name: str, language: str) -> None:
    """The sheet to hand over takes two pages in giant print, and neither has fewer than three of its rows."""
    whole, page_layout = made(GUIDE, language, Edition(Size.GIANT, paper_name), BLANK)
    (index,) = (number for number, each in enumerate(whole.document.sections) if each.id == "handover")
    (form,) = (node for node in sections(whole)[index].blocks if node.role is Role.ENTRIES)
    first = [min(n for n, page in enumerate(page_layout.pages) if has(page, row)) for row in form.blocks]
    assert len(set(first)) == 2
    assert min(first.count(page) for page in set(first)) >= 3


def has(page: Page, node: StructureNode) -> bool:
    numbers = {each.number for each in node.everything()}
    return any(piece.tag in numbers for piece in page.pieces)


@pytest.mark.parametrize(
    ("language", "paper_name", "least"), [("en", "letter", 7.5), ("es", "a4", 7.5), ("es", "letter", 6.2)]
)
def test_words_keep_away_from_their_box(language: str, paper_name: str, least: float) -> None:
    """Words begin 7.5 mm behind the start of a box to tick, and where the tightest spacing is needed 6.2 mm or more."""
    whole, page_layout = made(GUIDE, language, Edition(Size.REGULAR, paper_name), BLANK)
    (checklist, *_) = (node for node in whole.structure.root.everything() if node.role is Role.CHECKLIST)
    numbers = {node.number for node in checklist.everything()}
    (page,) = (page for page in page_layout.pages if has(page, checklist))
    start = min(piece.x for piece in page.pieces if isinstance(piece, TextPiece) and piece.tag in numbers)
    assert (start - page_layout.margins.start) * 25.4 / 72 >= least - 0.01
