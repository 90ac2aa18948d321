"""Page budgets are kept by spacing, then by type size, never by losing a word; if not, authors are told what to do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.proof.documents import composed, document, items, log, look, paper, say, section

from caresheet.layout import lay_out, room_left
from caresheet.model.document import Document
from caresheet.model.layout import PageBudget
from caresheet.model.look import Look
from caresheet.model.page_layout import ARTIFACT, PageLayout, ShapePiece, TextPiece
from caresheet.model.problem import CaresheetError, Position
from caresheet.model.topic import ListKind

PROMISE = Position("layouts/guide.yaml", 4, 8)


def elastic(*, tightest: float = 0.7, loosest: float = 1.5, floor: float = 10.0, ceiling: float = 16.0) -> Look:
    """A look on A5 with a body size of 12 pt that may change to keep a budget."""
    plain = look(paper("a5"), body=12.0)
    return replace(
        plain,
        type=replace(plain.type, floor=floor, ceiling=ceiling),
        spacing=replace(plain.spacing, tightest=tightest, loosest=loosest),
    )


def promised(words: int, maximum: int = 1, minimum: int = 1, **limits: float) -> Document:
    """A handout of `words` words in paragraphs of 40, with this page budget."""
    paragraphs = [
        say(" ".join(f"word{n}" for n in range(start, min(start + 40, words)))) for start in range(0, words, 40)
    ]
    return document(
        section("Words", *paragraphs), look=elastic(**limits), budget=PageBudget(minimum, maximum, PROMISE), subtitle=""
    )


def said(page_layout: PageLayout) -> list[str]:
    pieces = (
        p for page in page_layout.pages for p in page.pieces if isinstance(p, TextPiece) and p.text.startswith("word")
    )
    return "".join(piece.text if piece.text.endswith(" ") else f"{piece.text} " for piece in pieces).split()


@settings(max_examples=60, deadline=None)
@given(st.integers(60, 420))
def test_no_word_is_lost_and_no_budget_broken(words: int) -> None:
    """Around the limit, a handout either fits with every word and within its limits, or is refused."""
    made = promised(words)
    room = room_left(composed(made))
    assert room is not None
    if room < 0:
        with pytest.raises(CaresheetError, match="over-budget"):
            lay_out(composed(made))
        return
    page_layout = lay_out(composed(made))
    assert said(page_layout) == [f"word{n}" for n in range(words)]
    assert len(page_layout.pages) == 1
    assert 10.0 <= page_layout.body_size <= 16.0
    assert 0.7 <= page_layout.looseness <= 1.5


@pytest.mark.parametrize("margin", [30.0, 45.0, 60.0])
def test_what_is_over_is_what_must_go(margin: float) -> None:
    """A handout is over its page by what must be cut, whatever is left free above a block that moved as a whole: on a
    page that much higher, and a line, it fits. The message names the handout."""
    made = promised(420)
    limits = elastic(tightest=1.0, loosest=1.0, floor=12.0, ceiling=12.0)
    margins = replace(limits.paper.margins, bottom=margin)
    made = replace(made, look=replace(limits, paper=replace(limits.paper, margins=margins)))
    missing = -(room_left(composed(made)) or 0.0)
    line = limits.type.body * limits.type.leading
    with pytest.raises(CaresheetError, match=r"\(in [a-z-]+\)"):
        lay_out(composed(made))
    assert (room_left(composed(_higher(made, missing + line))) or 0.0) >= 0
    assert (room_left(composed(_higher(made, missing - 2 * line))) or 0.0) < 0


def _higher(made: Document, more: float) -> Document:
    paper = made.look.paper
    return replace(made, look=replace(made.look, paper=replace(paper, height=paper.height + more)))


@settings(max_examples=60, deadline=None)
@given(st.integers(60, 600), st.integers(1, 40))
def test_room_falls_as_words_are_added(words: int, more: int) -> None:
    """What `fit` reports never rises when a text gets longer."""
    before, after = room_left(composed(promised(words))), room_left(composed(promised(words + more)))
    assert before is not None
    assert after is not None
    assert after <= before + 0.01


def test_spacing_is_spent_before_type() -> None:
    """As text is added, spacing shrinks to its limit while type keeps its size; only then does type shrink."""
    seen: list[tuple[float, float]] = []
    for words in range(150, 400, 3):
        try:
            page_layout = lay_out(composed(promised(words, ceiling=12.0, loosest=1.0)))
        except CaresheetError:
            break
        seen.append((page_layout.body_size, page_layout.looseness))
    assert (12.0, 1.0) in seen
    assert any(size == 12.0 and loose < 1.0 for size, loose in seen)
    assert any(size < 12.0 for size, _ in seen)
    first_small = next(index for index, (size, _) in enumerate(seen) if size < 12.0)
    assert all(size == 12.0 for size, _ in seen[:first_small])


def test_a_short_text_fills_its_page() -> None:
    """If there is space left, type and spacing grow, up to the layout's ceilings."""
    page_layout = lay_out(composed(promised(60)))
    assert page_layout.body_size == 16.0
    assert page_layout.looseness > 1.0


def test_filling_pages_takes_no_further_page() -> None:
    """Type and spacing grow on the pages that the text needs, not onto further pages of the budget."""
    plain = lay_out(composed(promised(150, maximum=1, ceiling=12.0, loosest=1.0)))
    roomy = lay_out(composed(promised(150, maximum=9)))
    assert len(plain.pages) == len(roomy.pages) == 1
    assert len(lay_out(composed(promised(150, maximum=9, minimum=2))).pages) == 2


def test_a_last_page_of_a_few_lines_is_saved() -> None:
    """Where the last page would hold a line or two, spacing shrinks until they fit on the page before, with type
    unchanged. Where even the tightest spacing does not save it, it stays, and spacing too."""
    saved = 0
    for words in range(300, 340, 4):
        loose = lay_out(composed(promised(words, maximum=9, ceiling=12.0, loosest=1.0, tightest=1.0)))
        tight = lay_out(composed(promised(words, maximum=9, ceiling=12.0, loosest=1.0)))
        assert tight.body_size == 12.0
        assert said(tight) == [f"word{n}" for n in range(words)]
        if len(tight.pages) < len(loose.pages):
            saved += 1
            assert (len(loose.pages), len(tight.pages)) == (3, 2)
            assert tight.looseness < 1.0
        else:
            assert tight.looseness == 1.0
    assert saved


def test_millimetres_never_change() -> None:
    """Rows to write on are as tall at the smallest type as at the largest."""
    heights: set[float] = set()
    for maximum in (1, 2):
        made = document(
            section("Diary", replace(log(8), sheet=False), *([say("A line.")] * 8)),
            look=elastic(),
            budget=PageBudget(1, maximum, PROMISE),
        )
        page_layout = lay_out(composed(made))
        rules = sorted(
            {
                round(piece.path[0][1][1], 2)
                for piece in page_layout.pages[0].pieces
                if isinstance(piece, ShapePiece) and len(piece.path) == 2 and piece.path[0][1][1] == piece.path[1][1][1]
            }
        )
        heights |= {round(after - before, 1) for before, after in pairwise(rules) if after - before > 20}
    assert 25.5 in heights


def test_what_does_not_count_does_not_count() -> None:
    """Forms may take as many pages as they need, beyond the budget."""
    form = replace(section("Diary", log(6), log(6), turned=True), counted=False)
    made = document(section("Words", say("A word.")), form, look=elastic(), budget=PageBudget(1, 1, PROMISE))
    page_layout = lay_out(composed(made))
    assert (len(page_layout.pages), page_layout.counted) == (3, 1)


def test_an_author_is_told_by_how_much_and_where() -> None:
    """The problem stands at the budget and gives lines, millimeters, and the longest blocks with their positions."""
    long = items(ListKind.BULLETS, *["one more thing to remember about kettles"] * 90)
    made = document(section("Long", say("Short."), long), look=elastic(), budget=PageBudget(1, 1, PROMISE))
    with pytest.raises(CaresheetError) as caught:
        lay_out(composed(made))
    (problem,) = caught.value.problems
    assert problem.position == PROMISE
    assert "its layout allows at most 1" in problem.message
    assert " mm)" in problem.message
    assert str(long.items[0].text.position) in problem.message


def test_too_few_sides_are_a_fault() -> None:
    """One page does not keep a budget of at least two."""
    with pytest.raises(CaresheetError) as caught:
        lay_out(composed(promised(10, maximum=3, minimum=2)))
    assert "under-budget" in str(caught.value)


def test_running_lines_do_not_shrink() -> None:
    """The footer has the same size in a tight handout and in a loose one."""
    sizes = {
        piece.size
        for words in (60, 300)
        for page in lay_out(composed(promised(words, maximum=2))).pages
        for piece in page.pieces
        if isinstance(piece, TextPiece) and (piece.tag == ARTIFACT or "Version" in piece.text)
    }
    assert sizes == {8.0}
