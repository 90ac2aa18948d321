"""The small things by which a page is read without effort: what belongs together stands together, and no mark looks
like another."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.layout.test_fields import NAME
from tests.proof.documents import (
    PALETTE,
    PLAIN,
    PROSE,
    composed,
    document,
    items,
    log,
    look,
    paper,
    say,
    section,
    table,
    words,
)

from caresheet.layout import lay_out
from caresheet.layout.handout import bounds
from caresheet.model.document import Document, Entries, Entry, RunningLine, Table
from caresheet.model.look import POINTS_PER_MM, SectionStyle
from caresheet.model.page_layout import FieldPiece, Page, ShapePiece, TextPiece
from caresheet.model.problem import Position
from caresheet.model.topic import ListKind

HERE = Position("content/kettles/en.yaml", 1, 1)


def first_page(made: Document) -> Page:
    return lay_out(composed(made)).pages[0]


def said(page: Page, start: str) -> TextPiece:
    """The first piece of text that begins so."""
    return next(piece for piece in page.pieces if isinstance(piece, TextPiece) and piece.text.startswith(start))


def rules(page: Page, color: str) -> list[tuple[float, float]]:
    """The height and the width of every line across the page in a color."""
    shapes = (each for each in page.pieces if isinstance(each, ShapePiece) and each.stroke == color)
    boxes = ((bounds(each), each.line_width) for each in shapes)
    return [(box[1], width) for box, width in boxes if box[2] - box[0] > 300 and box[3] - box[1] < 3]


def test_words_keep_clear_of_the_bar_beside_them() -> None:
    """In a section with a bar along its edge, heading and list begin as far from the bar as words do from a border."""
    style = SectionStyle("summary", PLAIN.heading, PALETTE.accent, PALETTE.accent_tint, None, bar=PALETTE.accent)
    page = first_page(document(section("In short", items(ListKind.BULLETS, "One", "Two"), say(PROSE), style=style)))
    bar = next(each for each in page.pieces if isinstance(each, ShapePiece) and each.fill == PALETTE.accent)
    end = bounds(bar)[2]
    for start in ("In short", "Fill the kettle"):
        assert said(page, start).x == pytest.approx(end + 3 * POINTS_PER_MM, abs=0.1)


def test_a_text_that_fits_on_one_line_is_not_broken() -> None:
    """Lines of running text hold 75 characters, but a text of up to 100 stays on one line where the page is as wide."""
    text = "Copy this from the list of your clinic. Ask the team about anything that is not clear to you."
    made = document(section("One", say(text), say(f"{text} {text}")), look=look(paper("a4", turned=True)))
    lines = [piece for piece in first_page(made).pieces if isinstance(piece, TextPiece) and piece.size == 11.0]
    assert lines[1].text.rstrip() == text
    assert max(len(line.text.rstrip()) for line in lines[2:]) <= 75


@pytest.mark.parametrize("title", ["Kettles", "Kettles that boil more water than anybody needs"])
def test_a_subtitle_is_beside_the_draft_box_only_where_it_must_be(title: str) -> None:
    """Below a title of two lines, which is taller than the draft box, the subtitle takes the whole width."""
    subtitle = "For everyone who boils water, in the kitchen or out"
    made = document(section("One", say("Words.")), title=title, subtitle=subtitle, look=look(paper("a5")))
    page = first_page(replace(made, banner="Draft. Do not use with patients."))
    whole = said(page, "For everyone").text.rstrip() == subtitle
    assert whole == (title != "Kettles")


@pytest.mark.parametrize("value", [None, "12 River Road"])
def test_a_label_does_not_seem_to_belong_to_the_line_above_it(value: str | None) -> None:
    """Words right below a line to write on keep their distance from it: a label too long for its line, and one whose
    value is printed."""
    label = "Home" if value else "Whom should we call at any time of the day or the night if we find that you are out"
    entries = (Entry(words("Name"), words(NAME), 1), Entry(words(label), words(value) if value else None, 1))
    page = first_page(document(section("Form", Entries(boxed=False, entries=entries, position=HERE))))
    line = next(piece for piece in page.pieces if isinstance(piece, FieldPiece))
    below = said(page, label[:4])
    assert line.y - (below.baseline + 0.7 * below.size) > 7.0


def test_a_question_at_the_head_of_a_column_gets_no_colon() -> None:
    """Where a table is set as labels with their cells, a head that ends with a mark of its own keeps it."""
    form = log()
    asked = ("Chills?", "Date", "incomprehensibilities", *["incomprehensible"] * 6)
    head = tuple(replace(form.head[0], texts=(words(text),)) for text in asked)
    rows = tuple(replace(row, cells=row.cells[:1] * len(asked)) for row in form.rows)
    wide = Table(form.caption, head, rows, form.row_height, sheet=False, position=HERE)
    page = first_page(document(section("Log", wide), look=look(paper("letter"), body=18.0)))
    assert said(page, "Chills").text.rstrip() == "Chills?"
    assert said(page, "Date").text.rstrip() == "Date:"


def test_a_table_ends_where_it_began() -> None:
    """A table to read has a heavy rule above its heads and below its last row; a form has its frame on all sides."""
    read = sorted(rules(first_page(document(section("One", table(4)))), PALETTE.accent))
    assert len(read) == 3
    assert {width for _, width in read} == {1.4}
    form = rules(lay_out(composed(document(section("One", log(3))))).pages[-1], PALETTE.line)
    assert len(form) == 4 + 1  # its top, three rows, and the line above the footer


def test_dots_lead_to_a_page_number() -> None:
    """In the contents, what joins an entry and its page is no line: that would be one to write on."""
    page = first_page(document(section("One", say(PROSE)), section("Two", say(PROSE)), contents=True))
    strokes = [each for each in page.pieces if isinstance(each, ShapePiece) and each.stroke == PALETTE.line]
    leaders = [each for each in strokes if each.line_width == 0.8]
    assert len(leaders) == 2
    assert all(sum(step == "m" for step, _ in each.path) > 20 for each in leaders)


def test_what_the_end_of_a_footer_says_takes_the_room_that_the_start_leaves() -> None:
    """A long text at the end of a footer, such as a draft in two languages, is not broken at half of the page."""
    end = "Do not use with patients. " * 7
    made = document(section("One", say(PROSE)), footer=RunningLine("Pots", "", end.strip()), look=look(paper("a4")))
    page = first_page(made)
    foot = [piece for piece in page.pieces if isinstance(piece, TextPiece) and piece.baseline < 60]
    start, *ends = sorted(foot, key=lambda piece: piece.x)
    assert start.text.strip() == "Pots"
    assert len({round(piece.baseline) for piece in foot}) == 2
    assert min(piece.x for piece in ends) > start.x + start.width


@pytest.mark.parametrize("count", range(26, 36))
def test_no_entry_of_the_contents_stands_alone_on_a_page(count: int) -> None:
    """Contents that go on keep three entries on each side of the break."""
    sections = [section(f"Chapter {number}", say("Words.")) for number in range(count)]
    made = document(*sections, contents=True, subtitle="", look=look(paper("a5"), body=11.0))
    pages = lay_out(composed(made)).pages
    entries = [
        sum(piece.text.startswith("Chapter") and piece.size == 11.0 for piece in texts)
        for texts in ([each for each in page.pieces if isinstance(each, TextPiece)] for page in pages)
    ]
    assert sum(entries) == count
    assert all(on_page == 0 or on_page >= 3 for on_page in entries)
