"""Laying out whole documents: everything is inside the margins, nothing overlaps, and page budgets are kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec.structs import replace
from tests.proof.documents import (
    PROSE,
    composed,
    document,
    everything,
    flow,
    items,
    log,
    look,
    paper,
    references,
    say,
    section,
    table,
    words,
)

from caresheet.layout import lay_out
from caresheet.layout.handout import bounds
from caresheet.model.document import Cell, Document, Entries, Entry, Figure, Row, Table
from caresheet.model.layout import PageBudget
from caresheet.model.page_layout import ARTIFACT, Page, PageLayout, ShapePiece, TextPiece
from caresheet.model.problem import CaresheetError, Position
from caresheet.model.text import TextRun
from caresheet.model.topic import ListKind

HERE = Position("content/kettles/en.yaml", 40, 5)
SHEETS = [("letter", 1), ("letter", 2), ("a4", 1), ("a4", 2), ("a3", 1), ("a3", 3), ("a5", 1)]


def text_pieces(page: Page) -> list[TextPiece]:
    return [piece for piece in page.pieces if isinstance(piece, TextPiece)]


def said(page_layout: PageLayout) -> str:
    """All tagged words in the order of painting."""
    return "".join(p.text for page in page_layout.pages for p in text_pieces(page) if p.tag != ARTIFACT)


def on(sheet: str, *, turned: bool = False, columns: int = 1) -> Document:
    return replace(everything(), look=look(paper(sheet, turned=turned), columns=columns))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("sheet", "columns"), SHEETS)
def test_words_stay_inside_the_margins(sheet: str, columns: int, *, turned: bool) -> None:
    """On every paper, portrait or landscape, content is inside the text area, and running lines are on the page."""
    document = on(sheet, turned=turned, columns=columns)
    for page in lay_out(composed(document)).pages:
        margins = document.look.paper.margins
        for piece in text_pieces(page):
            assert margins.start - 0.1 <= piece.x
            assert piece.x + piece.width <= page.width - margins.end + 0.1
            if piece.tag != ARTIFACT and piece.text.strip() not in document.banner:
                assert margins.bottom - 0.1 <= piece.baseline <= page.height - margins.top + 0.1
            assert 14.0 <= piece.baseline <= page.height - 14.0


@pytest.mark.parametrize("columns", [1, 2])
def test_no_words_stand_on_each_other(columns: int) -> None:
    """The boxes of no two pieces of text on a page overlap."""
    for page in lay_out(composed(on("letter", columns=columns))).pages:
        boxes = [
            (p.x, p.baseline - 0.15 * p.size, p.x + p.width, p.baseline + 0.66 * p.size) for p in text_pieces(page)
        ]
        for index, (left, low, right, high) in enumerate(boxes):
            for other_left, other_low, other_right, other_high in boxes[index + 1 :]:
                assert (
                    right <= other_left + 0.05
                    or other_right <= left + 0.05
                    or high <= other_low + 0.05
                    or other_high <= low + 0.05
                )


def test_a_broken_budget_is_a_fault_where_it_was_promised() -> None:
    """A handout longer than its budget is refused at the line of the budget, and nothing is cut."""
    promise = PageBudget(1, 1, Position("layouts/guide.yaml", 4, 8))
    with pytest.raises(CaresheetError) as caught:
        lay_out(composed(replace(everything(), budget=promise)))
    assert str(caught.value).startswith("layouts/guide.yaml:4:8: over-budget the handout has ")


def test_contents_name_the_pages_where_the_sections_begin() -> None:
    """Each number in the contents list is the page of its heading."""
    page_layout = lay_out(composed(everything()))
    pages = {place.anchor: place.page + 1 for place in page_layout.destinations}
    links = {index: tag.link for index, tag in enumerate(page_layout.tags) if tag.role == "Link"}
    contents = [index + 1 for index, tag in enumerate(page_layout.tags) if tag.role == "TOCI"]
    assert len(contents) == len(everything().sections)
    for reference in contents:
        link = reference + 1
        line = "".join(p.text for p in text_pieces(page_layout.pages[0]) if p.tag == link)
        target = links[link]
        assert target is not None
        assert int(line.split()[-1]) == pages[target.removeprefix("#")]


def test_every_page_says_which_of_how_many_it_is() -> None:
    """The footer counts all pages, so that a lost one is noticed."""
    page_layout = lay_out(composed(everything()))
    for number, page in enumerate(page_layout.pages, start=1):
        running = "".join(p.text for p in text_pieces(page) if p.tag == ARTIFACT)
        assert f"Page {number} of {len(page_layout.pages)}" in running


def test_the_banner_stands_beside_the_title_and_is_read_first() -> None:
    """The first page says in a box beside the title that it is a draft, and a screen reader announces it before."""
    first, *others = lay_out(composed(everything())).pages
    banner = [piece for piece in text_pieces(first) if piece.tag == 1]
    assert " ".join("".join(piece.text for piece in banner).split()) == "Draft: not reviewed"
    assert not any(piece.tag == 1 for page in others for piece in text_pieces(page))
    title = next(piece for piece in text_pieces(first) if piece.text.startswith("Boiling"))
    assert all(piece.x > title.x + title.width for piece in banner)


def test_pages_are_painted_in_reading_order() -> None:
    """On each page, pieces are in the order of their tags, even if a table row was split."""
    long = table(2, length=30)
    for page in lay_out(composed(document(section("Long", long), look=look(paper("a5"))))).pages:
        tags = [piece.tag for piece in page.pieces]
        assert tags == sorted(tags)


def test_paragraphs_leave_no_line_alone() -> None:
    """No page begins or ends with a single line of a longer paragraph."""
    page_layout = lay_out(composed(document(section("Long", *(say(PROSE * 3) for _ in range(30))))))
    for index, tag in enumerate(page_layout.tags):
        if tag.role == "P" and tag.parent > 0:
            lines = [sum(1 for p in text_pieces(page) if p.tag == index) for page in page_layout.pages]
            parts = [count for count in lines if count]
            assert len(parts) == 1 or min(parts) >= 2


def test_headings_stay_with_their_text() -> None:
    """The last words of a page are never a heading."""
    sections = [section(f"Part {number}", say(PROSE * (number % 4 + 1))) for number in range(25)]
    page_layout = lay_out(composed(document(*sections)))
    for page in page_layout.pages:
        last = max(p.tag for p in text_pieces(page))
        assert not page_layout.tags[last].role.startswith("H")


def wide_table(columns: int) -> Table:
    """A table whose heads are one long word each."""
    head = tuple(Cell((words("incomprehensibilities"),), header=True) for _ in range(columns))
    row = Row(tuple(Cell((words(f"cell {number}"),)) for number in range(columns)))
    return Table(words("Wide"), head, (row, row), 0.0, sheet=False, position=Position("content/kettles/en.yaml", 40, 5))


def test_a_table_too_wide_for_the_page_turns_it() -> None:
    """If the longest words fit side by side only on a turned page, the section stands on one."""
    page_layout = lay_out(composed(document(section("Wide", wide_table(5)), look=look(paper("letter")))))
    assert [page.width > page.height for page in page_layout.pages] == [False, True]
    heads = [p for p in text_pieces(page_layout.pages[1]) if p.tag != ARTIFACT and "incompre" in p.text]
    assert len({piece.baseline for piece in heads}) == 1


def test_a_table_too_wide_for_any_page_is_stacked() -> None:
    """If they do not fit on a turned page either, each row is a block of "head: cell" lines, and still a table row."""
    page_layout = lay_out(composed(document(section("Wide", wide_table(9)), look=look(paper("letter")))))
    assert [page.width > page.height for page in page_layout.pages] == [False]
    page = page_layout.pages[0]
    assert len({p.baseline for p in text_pieces(page) if "incompre" in p.text}) == 18
    roles = [tag.role for tag in page_layout.tags]
    assert (roles.count("TR"), roles.count("TH"), roles.count("TD")) == (3, 9, 18)
    heads = [p for p in text_pieces(page) if "incompre" in p.text]
    assert sum(piece.tag != ARTIFACT for piece in heads) == 9


def test_rows_to_write_on_keep_their_height() -> None:
    """The rows of a form keep their height in millimeters at any type size."""
    for body in (11.0, 20.0):
        page_layout = lay_out(composed(document(section("Diary", log(8), turned=True), look=look(body=body))))
        rules = sorted(
            {
                piece.path[0][1][1]
                for page in page_layout.pages
                for piece in page.pieces
                if isinstance(piece, ShapePiece) and len(piece.path) == 2 and piece.path[0][1][1] == piece.path[1][1][1]
            }
        )
        gaps = [after - before for before, after in pairwise(rules)]
        assert sum(1 for gap in gaps if abs(gap - 25.5) < 0.01) >= 7


@pytest.mark.parametrize("heads", [3, 12])
def test_blank_rows_of_a_table_can_be_written_in(heads: int) -> None:
    """A row with nothing after its first cell has the height of a form's row, between lines that part its columns; in
    a table that is stacked, because its words are too wide, each of its cells has a line to write on."""
    filled = Row(tuple(Cell((words("Unbreakable-as-it-is" if heads > 3 else "Tea"),)) for _ in range(heads)))
    begun = Row((filled.cells[0], *(Cell(()) for _ in range(heads - 1))))
    blank = Row(tuple(Cell(()) for _ in range(heads)))
    head = tuple(Cell((words(f"Head{number}"),), header=True) for number in range(heads))
    made = Table(words("Cups"), head, (filled, begun, blank), 0.0, sheet=False, position=Position("kettles.yaml"))
    page_layout = lay_out(composed(document(section("Cups", made))))
    if heads > 3:
        other = lay_out(composed(document(section("Cups", replace(made, rows=(filled,) * 3)))))
        drawn = [
            sum(isinstance(piece, ShapePiece) for page in each.pages for piece in page.pieces) - len(each.pages)
            for each in (page_layout, other)
        ]
        assert drawn[0] - drawn[1] == 2 * heads - 1
        return
    (page,) = page_layout.pages
    boxes = [bounds(piece) for piece in page.pieces if isinstance(piece, ShapePiece) and len(piece.path) == 2]
    across = sorted({round(box[1], 2) for box in boxes if box[2] - box[0] > 100})
    assert [round(after - before, 1) for before, after in pairwise(across)].count(25.5) == 2
    upright = [box for box in boxes if box[2] - box[0] < 1]
    assert len({round(box[0]) for box in upright}) == heads + 1


def test_each_sheet_of_a_form_begins_a_side() -> None:
    """Two logs that ask for a page of their own are two pages."""
    page_layout = lay_out(
        composed(document(section("Intro", say(PROSE)), section("Diary", say(PROSE), log(), log(), turned=True)))
    )
    assert [page.width > page.height for page in page_layout.pages] == [False, True, True]


def test_nested_lists_are_nested_tags() -> None:
    """A list inside a list item is an L inside its LBody, behind the item's own words."""
    inner = items(ListKind.STEPS, "one", "two")
    outer = items(ListKind.BULLETS, "first")
    outer = replace(outer, items=(replace(outer.items[0], nested=inner),))
    tags = lay_out(composed(document(section("Lists", outer)))).tags
    nested = next(tag for tag in reversed(tags) if tag.role == "L")
    body = tags[nested.parent]
    assert body.role == "LBody"
    assert tags.index(nested) - tags.index(body) == 2  # the item's own words stand between them, as a P


def test_nothing_of_a_long_table_is_lost() -> None:
    """A row that is taller than several pages is split, and every word of it is there once."""
    long = Table(
        words("Long"),
        (Cell((words("Left"),), header=True), Cell((words("Right"),), header=True)),
        (Row((Cell((words("Key"),)), Cell((words(PROSE * 60),)))),),
        0.0,
        sheet=False,
        position=Position("x"),
    )
    page_layout = lay_out(composed(document(section("Long", long))))
    assert len(page_layout.pages) > 3
    assert said(page_layout).split().count("kettle") == (PROSE * 60).split().count("kettle")


def test_laying_out_twice_is_the_same() -> None:
    """The same document has the same page layout."""
    made = everything()
    assert lay_out(composed(made)) == lay_out(composed(made))


def test_an_announcement_stands_with_what_it_announces() -> None:
    """A paragraph that ends in a colon is never the last thing on a page."""
    for filler in range(20, 34):
        lines = [say("One line of text.") for _ in range(filler)]
        ask = say("Ask for support from:")
        made = document(section("Help", *lines, ask, items(ListKind.BULLETS, *["someone"] * 6)))
        page_layout = lay_out(composed(made))
        for page in page_layout.pages:
            content = [p for p in text_pieces(page) if p.tag != ARTIFACT]
            assert not content[-1].text.startswith("Ask for support")


def page_of(page_layout: PageLayout, words_: str) -> int:
    """The page with a piece that begins with these words."""
    (page,) = [n for n, page in enumerate(page_layout.pages) for p in text_pieces(page) if p.text.startswith(words_)]
    return page


@pytest.mark.parametrize("before", range(28, 46))
def test_what_a_paragraph_announces_stands_with_it(before: int) -> None:
    """A paragraph that ends in a colon is not left behind by its list, even where numbers of sources follow it."""
    numbers = (TextRun("1", link="#reference-1", raised=True), TextRun("2", link="#reference-2", raised=True))
    announced = section("Then", say("A storm can lead to:", *numbers), items(ListKind.BULLETS, "First thing", "Second"))
    page_layout = lay_out(composed(document(section("Before", *[say("One line.")] * before), announced, references())))
    assert page_of(page_layout, "A storm can lead to:") == page_of(page_layout, "First thing")


@pytest.mark.parametrize("before", range(26, 42))
def test_a_row_to_write_on_is_not_left_behind(before: int) -> None:
    """Two rows of a form are never split between columns."""
    rows = tuple(Entry(words(label), None, 1) for label in ("Social work", "Support line"))
    form = section("Ask", say("Ask for support:"), Entries(boxed=False, entries=rows, position=HERE))
    page_layout = lay_out(composed(document(section("Before", *[say("One line.")] * before), form)))
    assert page_of(page_layout, "Social work") == page_of(page_layout, "Support line")


@pytest.mark.parametrize("before", range(20, 40))
def test_a_table_does_not_begin_with_one_row(before: int) -> None:
    """At least two rows stand below the head before a table continues in the next column."""
    made = document(section("Before", *[say("One line.")] * before), section("Cups", table(6)))
    page_layout = lay_out(composed(made))
    pages = [page_of(page_layout, f"Cup {number}") for number in range(1, 7)]
    assert pages[0] == pages[1]
    assert pages[4] == pages[5]


def test_a_table_taller_than_a_page_fills_the_page_of_its_heading() -> None:
    """A table that no page holds begins below its heading; it would be broken on a new page as well."""
    before = section("Before", *[say("One line.")] * 5)
    page_layout = lay_out(composed(document(before, section("Cups", table(6, length=4)))))
    with_caption = [any("Cups and" in each.text for each in text_pieces(page)) for page in page_layout.pages]
    assert with_caption == [True, True]


@pytest.mark.parametrize("before", [9, 11])
def test_a_tall_last_row_may_stand_alone_below_the_heads(before: int) -> None:
    """A row of several lines does not take the one before it to the next page, where that leaves a hole: what is free
    at the foot of the page has no room for it."""
    rows = tuple(Row((Cell((words(f"Cup{number}"),)), Cell((words(PROSE * 2),)))) for number in range(10, 20))
    long = replace(table(1), head=(Cell((words("Cup"),)), Cell((words("What to do"),))), rows=rows)
    made = document(section("Before", *[say("One line.")] * before), section("Cups", long))
    page_layout = lay_out(composed(made))
    assert [page_of(page_layout, name) for name in ("Cup17", "Cup18", "Cup19")] == [1, 1, 2]
    foot = min(bounds(piece)[1] for piece in text_pieces(page_layout.pages[1]) if piece.tag != ARTIFACT)
    own = [bounds(piece) for piece in text_pieces(page_layout.pages[2]) if piece.tag != ARTIFACT]
    assert foot - made.look.paper.margins.bottom < max(box[3] for box in own) - min(box[1] for box in own)


@pytest.mark.parametrize("before", range(10, 30))
def test_a_form_stays_whole(before: int) -> None:
    """A form that fits on one page is not split."""
    form = replace(log(9), sheet=False)
    page_layout = lay_out(composed(document(section("Before", *[say("One line.")] * before), section("Diary", form))))
    heads = [
        n for n, page in enumerate(page_layout.pages) for p in text_pieces(page) if p.text.startswith("Cups of today")
    ]
    repeated = [p for page in page_layout.pages for p in text_pieces(page) if p.text.startswith("Date")]
    assert len(heads) == len(repeated) == 1


@pytest.mark.parametrize("before", range(10, 30))
def test_a_form_stands_with_the_words_that_lead_up_to_it(before: int) -> None:
    """The paragraph that says how to fill in a form stands on the same page."""
    form = replace(log(9), sheet=False)
    led_up_to = section("Diary", say("Copy it from the clinic."), form)
    page_layout = lay_out(composed(document(section("Before", *[say("One line.")] * before), led_up_to)))
    assert page_of(page_layout, "Copy it from") == page_of(page_layout, "Cups of today")


def test_the_columns_of_a_form_are_wide_enough_to_write_in() -> None:
    """The widths of a form's columns do not follow their heads alone: each has at least half of an equal share."""
    head = tuple(Cell((words(text),), header=True) for text in ("Medicine", "What it is for, and for how long", "When"))
    form = Table(words("Medicines"), head, (Row((Cell(()),) * 3),) * 4, 25.5, sheet=False, position=HERE)
    page_layout = lay_out(composed(document(section("Form", form), look=look(paper("letter")))))
    left = {p.text.strip(): p.x for page in page_layout.pages for p in text_pieces(page)}
    first, second, third = left["Medicine"], left["What it is for, and for how long"], left["When"]
    wide = page_layout.pages[0].width - 2 * 51.0
    assert min(second - first, third - second, wide - (third - first)) > wide / 6


def test_a_stacked_form_sets_short_fields_in_twos() -> None:
    """Two fields that fit share a line, in the order of the columns; a long one has a line of its own."""
    names = ("Date", "Time", "What was said, by whom, and when", "Temperature", *["incomprehensibilities"] * 6)
    head = tuple(Cell((words(text),), header=True) for text in names)
    form = Table(words("Log"), head, (Row((Cell(()),) * len(names)),) * 2, 25.5, sheet=False, position=HERE)
    page_layout = lay_out(composed(document(section("Form", form), look=look(paper("letter"), body=18.0))))
    labels = [p for page in page_layout.pages for p in text_pieces(page) if p.text.startswith(names)]
    first = {p.text.strip().rstrip(":"): p for p in labels[:4]}
    assert first["Date"].baseline == first["Time"].baseline
    assert first["Date"].x < first["Time"].x
    assert first["Time"].baseline > first["What was said, by whom, and when"].baseline > first["Temperature"].baseline
    assert first["Temperature"].x == first["Date"].x


def test_the_words_of_a_loop_stand_behind_its_arrow() -> None:
    """Below a diagram drawn from top to bottom, an arrow like that of the loop stands before its words."""
    drawn = flow()
    wide = replace(drawn, boxes=(*drawn.boxes[:2], replace(drawn.boxes[2], text=words("Descaling-and-rinsing"))))
    narrow = document(section("How", Figure(wide, "Fill, boil, rinse", None, HERE)), look=look(paper("a5"), body=16.0))
    (page, *_) = lay_out(composed(narrow)).pages
    (said_,) = [p for p in text_pieces(page) if p.text.startswith("not enough")]
    paths = [p.path for p in page.pieces if isinstance(p, ShapePiece) and p.fill and p.tag >= 0]
    corners = [[where for step, where in path if step != "h"] for path in paths if len(path) == 5]
    boxes = [(min(xs), min(ys), max(xs), max(ys)) for xs, ys in (zip(*each, strict=True) for each in corners)]
    ((begin, bottom, end, top),) = [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes if 2 > y1 - y0 < x1 - x0]
    assert said_.baseline < bottom < top < said_.baseline + said_.size
    assert begin < end < said_.x


def test_a_list_in_a_stacked_cell_stays_a_list() -> None:
    """A cell with several texts is a list in its row, each text an item with its mark, in order."""
    plain = wide_table(9)
    several = Cell(tuple(words(text) for text in ("First thing", "Second thing")))
    row = replace(plain.rows[0], cells=(several, *plain.rows[0].cells[1:]))
    made = replace(plain, rows=(row, plain.rows[1]))
    page_layout = lay_out(composed(document(section("Wide", made), look=look(paper("letter")))))
    roles = [tag.role for tag in page_layout.tags]
    assert (roles.count("TD"), roles.count("L"), roles.count("LI")) == (18, 1, 2)
    said_ = [p for p in text_pieces(page_layout.pages[0]) if p.text.strip() in {"First thing", "Second thing"}]
    assert [p.text.strip() for p in sorted(said_, key=lambda p: -p.baseline)] == ["First thing", "Second thing"]
    assert [page_layout.tags[p.tag].role for p in said_] == ["LBody", "LBody"]
