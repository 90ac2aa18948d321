"""Lines of running text hold 35 to 75 characters: columns are dropped for that, and shorter lines are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.compose.builders import TODAY
from tests.layout.kettles import handout
from tests.layout.kettles import project as kettles
from tests.projects.merged import ROOT
from tests.proof.documents import PROSE, composed, document, everything, items, look, paper, say, section, table

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.fonts.faces import letter_width, measure
from caresheet.layout import lay_out, room_left
from caresheet.layout.columns import LEAST_LETTERS, column_width, in_readable_columns, letters_in_a_line
from caresheet.model.document import Document
from caresheet.model.edition import Edition, Size
from caresheet.model.layout import Break, PageBudget
from caresheet.model.look import PAPERS, PanelSize
from caresheet.model.page_layout import ARTIFACT, Face, PageLayout, TextPiece
from caresheet.model.problem import CaresheetError, Position
from caresheet.model.text import TextRun
from caresheet.model.topic import ListKind
from caresheet.source import Folder, read_project

SPOKEN = (
    "A kettle is a simple thing, and most of us fill one each morning without a thought. It is worth a look inside all "
    "the same. Hard water leaves a white crust on the element, and the crust makes the kettle slow and loud. Vinegar "
    "takes it off within the hour. Rinse twice afterwards, or the first cup of tea will remind you of a salad."
)


def prose(columns: int, sheet: str, body: float, margin: float = 12.0) -> Document:
    return document(
        section("Words", *[say(SPOKEN)] * 6), look=look(paper(sheet, margin), columns=columns, body=body), subtitle=""
    )


def lines(page_layout: PageLayout, roles: tuple[str, ...] = ("P", "LBody", "Span")) -> list[str]:
    """Every line of paragraphs and list items, put together from its pieces."""
    found: dict[tuple[int, float, int], str] = {}
    for number, page in enumerate(page_layout.pages):
        for piece in page.pieces:
            if isinstance(piece, TextPiece) and piece.tag != ARTIFACT and page_layout.tags[piece.tag].role in roles:
                key = (number, round(piece.baseline, 1), piece.tag)
                found[key] = found.get(key, "") + piece.text
    return [line.rstrip() for line in found.values()]


def columns_of(page_layout: PageLayout) -> int:
    """How many different start edges the lines of running text have."""
    pieces = (p for page in page_layout.pages for p in page.pieces if isinstance(p, TextPiece) and p.tag != ARTIFACT)
    running = (p for p in pieces if page_layout.tags[p.tag].role == "P" and p.size == page_layout.body_size)
    return len({round(p.x) for p in running})


def test_a_typical_character_is_as_wide_as_in_real_text() -> None:
    """The mean advance by OpenType's weights is within 5 % of that of written English, spaces included."""
    written = measure(Face.REGULAR).advance(SPOKEN) / len(SPOKEN)
    assert letter_width(Face.REGULAR) == pytest.approx(written, rel=0.05)
    assert letter_width(Face.BOLD) > letter_width(Face.REGULAR)


@given(st.sampled_from(sorted(PAPERS)), st.integers(1, 3), st.floats(8, 24), st.floats(8, 24))
def test_columns_hold_35_characters_or_give_way(sheet: str, columns: int, body: float, margin: float) -> None:
    """As many columns as are readable are kept, at most the layout's number and at least one."""
    asked = prose(columns, sheet, body, margin)
    kept = in_readable_columns(asked).look
    assert 1 <= kept.columns <= columns
    if kept.columns > 1:
        assert letters_in_a_line(kept) >= LEAST_LETTERS
    if kept.columns < columns:
        assert letters_in_a_line(replace(kept, columns=kept.columns + 1)) < LEAST_LETTERS
    assert letters_in_a_line(kept) == int(column_width(kept) / (letter_width(Face.REGULAR) * body))


def test_two_columns_become_one_on_small_paper() -> None:
    """A layout with two columns has one on A5, even if a section asks for a new column, and two on A4."""
    assert columns_of(lay_out(composed(prose(2, "a4", 12.0)))) == 2
    small = prose(2, "a5", 12.0)
    assert columns_of(lay_out(composed(small))) == 1
    second = replace(section("More", say(SPOKEN)), start=Break.COLUMN)
    assert len(lay_out(composed(replace(small, sections=(*small.sections, second)))).pages) > 1


@pytest.mark.parametrize(("sheet", "body", "letters"), [("a5", 24.0, 33), ("a6", 18.0, 28)])
def test_lines_that_are_too_short_are_refused(sheet: str, body: float, letters: int) -> None:
    """The fault says how many characters there is room for, how many are needed, and what to do; `fit` says the
    same."""
    made = prose(1, sheet, body)
    for ask in (lay_out, room_left):
        with pytest.raises(CaresheetError) as caught:
            ask(composed(with_budget(made)))
        (problem,) = caught.value.problems
        assert str(problem) == (
            f"layouts/kettle.yaml:1:1: does-not-fit at {body:g} pt a line has room for {letters} characters, but "
            "running text needs 35 (in kettles-guide-en) (choose larger paper, smaller type or narrower margins)"
        )


def with_budget(made: Document, sides: int = 9) -> Document:
    return replace(made, budget=PageBudget(1, sides, Position("layouts/guide.yaml", 4, 8)))


def test_giant_print_on_small_paper_is_refused() -> None:
    """A shipped layout on paper that is too small for giant print is refused."""
    made, problems = handout(kettles(), "wall-card", Edition(Size.GIANT, "a6"))
    assert problems == ()
    with pytest.raises(CaresheetError, match="does-not-fit at 24 pt a line has room for"):
        lay_out(composed(made))


def test_type_never_grows_beyond_35_characters() -> None:
    """A short text grows to fill its page only while its lines still hold 35 characters."""
    made = with_budget(prose(2, "a4", 12.0), sides=1)
    growing = replace(made.look, type=replace(made.look.type, floor=10.0, ceiling=40.0))
    page_layout = lay_out(composed(replace(made, look=growing, sections=(section("Words", say(SPOKEN)),))))
    fitted = growing.fitted(page_layout.body_size, 1.0)
    assert page_layout.body_size > 12.0
    assert (
        letters_in_a_line(fitted) >= LEAST_LETTERS > letters_in_a_line(growing.fitted(page_layout.body_size + 0.5, 1.0))
    )


def test_narrow_boxes_are_no_running_text() -> None:
    """Cells, items deep in lists, and the panels of a card may hold fewer characters."""
    deep = items(ListKind.BULLETS, PROSE)
    lay_out(composed(document(section("Table", table(3), deep), look=look(paper("a4"), body=18.0))))
    card = replace(look(paper("a4", 10.0), body=18.0), panels=PanelSize(242.6, 153.1))
    lay_out(composed(document(section("Card", say("Pour slowly.")), look=card, subtitle="")))


@pytest.mark.parametrize("sheet", ["letter", "a4", "a3"])
@pytest.mark.parametrize("body", [10.0, 12.0, 18.0])
def test_no_line_is_longer_than_75_characters(sheet: str, body: float) -> None:
    """However wide the paper is, lines of running text hold at most 75 characters, and texts of a single line 105."""
    whole = composed(replace(everything(), look=look(paper(sheet, turned=True), body=body)))
    found = lines(lay_out(whole))
    texts = {
        "".join(run.text for run in node.text if isinstance(run, TextRun)) for node in whole.structure.root.everything()
    }
    assert 60 < max(len(line) for line in found if line not in texts) <= 75
    assert max(map(len, found)) <= 105


MOST_LINES_ACROSS = 7
"""Lines above and below the signs of the two zones, and the one about interpreters."""


def test_the_explainer_is_set_between_35_and_75() -> None:
    """The shipped explainer: a column has room for 35 characters or more, and no line in columns has more than 75. The
    few short lines of the zones, which stand across the page, may have more."""
    files = Folder(ROOT)
    whole = read_project(files, (files, "content/clinics/example.yaml"))
    for paper_name in ("letter", "a4"):
        edition = Edition(Size.REGULAR, paper_name)
        for job in jobs(whole, layouts=["full-explainer"], edition=edition, today=TODAY):
            made = compose(job).document
            page_layout = lay_out(composed(made))
            assert letters_in_a_line(made.look.fitted(page_layout.body_size, 1.0)) >= 45
            found = lines(page_layout)
            across = [line for line in found if len(line) > 75]
            assert len(across) <= MOST_LINES_ACROSS
            assert max(map(len, found)) <= 96
