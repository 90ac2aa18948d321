"""Stacking fragments into columns and pages: nothing is lost or cut, and breaks fall where they cost least."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from caresheet.layout.column_breaks import ColumnSpace, cost_of_space, count_fitting, in_columns
from caresheet.layout.fragments import (
    NEVER,
    PENALTY_BETWEEN_ITEMS,
    PENALTY_HEADING,
    PENALTY_KEEP,
    PENALTY_WIDOW_ORPHAN,
    Decoration,
    Fragment,
)
from caresheet.layout.paginator import Paginator, Region
from caresheet.model.look import Margins, Paper
from caresheet.model.page_layout import ARTIFACT, Face, ShapePiece, TextPiece
from caresheet.model.problem import CaresheetError, Position

SHEET = Paper(300.0, 400.0, Margins(40.0, 30.0, 50.0, 30.0))
HERE = Position("layouts/guide.yaml", 9, 1)


def fragment(name: int, height: float, gap: float = 0.0, penalty: int = 0, **more: object) -> Fragment:
    """A fragment with one word: its number."""
    word = TextPiece(0.0, -height, f"{name} ", Face.REGULAR, 1.0, "#000000", 5.0, name)
    return Fragment(height, (word,), gap, penalty, **more)  # type: ignore[arg-type]


def filled(*regions: Region, feet: tuple[float, ...] = (0.0,)) -> Paginator:
    paginator = Paginator(SHEET, HERE, feet)
    for region in regions:
        paginator.add(region)
    return paginator


def region(*fragments: Fragment, columns: int = 1, fresh: bool = False) -> Region:
    return Region(SHEET, columns, 12.0, fragments, fresh=fresh, gap=0.0)


def placed(paginator: Paginator) -> list[tuple[int, float, float, int]]:
    """Page, x, height above the lower edge of the page, and number of each word, in painting order."""
    return [
        (number, piece.x, piece.baseline, piece.tag)
        for number, page in enumerate(paginator.pages)
        for piece in page.pieces
        if isinstance(piece, TextPiece)
    ]


heights = st.floats(4, 120)
penalties = st.sampled_from([0, PENALTY_BETWEEN_ITEMS, PENALTY_WIDOW_ORPHAN, PENALTY_HEADING])
lists_of_fragments = st.lists(st.tuples(heights, st.floats(0, 30), penalties), min_size=1, max_size=60).map(
    lambda raw: tuple(fragment(number, *one) for number, one in enumerate(raw))
)


@given(lists_of_fragments, st.integers(1, 3))
def test_every_fragment_is_placed_once_in_order_inside_the_text_area(
    fragments: tuple[Fragment, ...], columns: int
) -> None:
    """Whatever the penalties, nothing is lost, swapped or pushed over an edge."""
    found = placed(filled(region(*fragments, columns=columns)))
    assert [number for *_, number in found] == list(range(len(fragments)))
    assert [(page, x) for page, x, _, _ in found] == sorted((page, x) for page, x, _, _ in found)
    for _, _, y, number in found:
        assert y >= 50.0 - 0.1
        assert y + fragments[number].height <= 400.0 - 40.0 + 0.1


@given(lists_of_fragments)
def test_a_heading_is_never_left_behind(fragments: tuple[Fragment, ...]) -> None:
    """Fragments that belong together stand together if they fit on one page."""
    found = {number: page for page, _, _, number in placed(filled(region(*fragments)))}
    for number in range(1, len(fragments)):
        free_before = number == 1 or fragments[number - 1].penalty < PENALTY_HEADING
        free_after = number + 1 == len(fragments) or fragments[number + 1].penalty < PENALTY_HEADING
        if fragments[number].penalty == PENALTY_HEADING and free_before and free_after:
            assert found[number - 1] == found[number]


def test_columns_are_balanced() -> None:
    """Text that fits on the page fills its columns to about the same height."""
    found = placed(filled(region(*(fragment(number, 10.0) for number in range(12)), columns=2)))
    assert len({x for _, x, _, _ in found}) == 2
    assert sum(1 for _, x, _, _ in found if x == 30.0) == 6


def test_a_column_break_is_obeyed() -> None:
    """A fragment with a forced break begins a new column, even if there is space left."""
    found = placed(filled(region(fragment(0, 10.0), fragment(1, 10.0, forced=True), fragment(2, 10.0), columns=2)))
    assert [x for _, x, _, _ in found] == [30.0, 156.0, 156.0]


def test_the_gap_before_a_strip_vanishes_at_the_top_of_a_column() -> None:
    """The gap before a block vanishes at the top of a page."""
    found = placed(filled(region(fragment(0, 300.0), fragment(1, 100.0, 25.0))))
    assert found[1][:1] == (1,)
    assert found[1][2] == pytest.approx(400.0 - 40.0 - 100.0)


def test_a_piece_taller_than_the_page_is_a_fault_at_its_line() -> None:
    """A fragment taller than a page is refused at the author's line, never cut off."""
    tall = fragment(0, 311.0, position=Position("content/kettles/en.yaml", 12, 7))
    with pytest.raises(CaresheetError) as caught:
        filled(region(tall))
    (problem,) = caught.value.problems
    assert str(problem).startswith("content/kettles/en.yaml:12:7: does-not-fit")


def test_a_panel_stands_behind_all_its_strips_on_every_page() -> None:
    """A decoration that continues on the next page is drawn on both, around the fragments there."""
    decoration = Decoration(1, 0.0, 240.0, "#eeeeee", "#000000", None, 6.0)
    paginator = filled(region(*(fragment(number, 30.0, decorations=(decoration,)) for number in range(15))))
    assert len(paginator.pages) == 2
    for page in paginator.pages:
        box = next(piece for piece in page.pieces if isinstance(piece, ShapePiece))
        ys = [value for _, values in box.path for value in values[1::2]]
        for piece in page.pieces:
            if isinstance(piece, TextPiece):
                assert min(ys) <= piece.baseline
                assert piece.baseline + 30.0 <= max(ys) + 0.01
        assert page.pieces.index(box) < min(page.pieces.index(p) for p in page.pieces if isinstance(p, TextPiece))


def test_a_table_that_goes_on_repeats_its_heads_as_artifacts() -> None:
    """The head of a table is repeated on the next page as an artifact."""
    head = Fragment(20.0, (TextPiece(0.0, -20.0, "head ", Face.BOLD, 1.0, "#000000", 5.0, ARTIFACT),))
    rows = (fragment(number, 40.0, penalty=PENALTY_BETWEEN_ITEMS, head=(head,)) for number in range(10))
    paginator = filled(region(*rows))
    assert [sum(1 for p in page.pieces if p.tag == ARTIFACT) for page in paginator.pages] == [0, 1]


def test_a_row_taller_than_the_page_is_divided_and_whole() -> None:
    """A very tall table row is split between its lines, and no line is lost."""
    slices = tuple(fragment(number, 20.0) for number in range(40))
    row = Fragment(800.0, tuple(p for one in slices for p in one.pieces), slices=slices)
    found = placed(filled(region(fragment(99, 20.0), row)))
    assert [number for *_, number in found] == [99, *range(40)]
    assert len({page for page, *_ in found}) == 3


def test_a_band_on_turned_paper_gets_its_own_page() -> None:
    """Landscape and portrait never share a page."""
    turned = Region(SHEET.turned(), 1, 0.0, (fragment(1, 20.0),), fresh=True, gap=0.0)
    paginator = filled(region(fragment(0, 20.0)), turned, region(fragment(2, 20.0)))
    assert [(page.paper.width, page.paper.height) for page in paginator.pages] == [(300, 400), (400, 300), (300, 400)]


MOST = 21.6
"""A gap of 12 points that has grown as far as it may."""


# The text area is 310 points tall.
@pytest.mark.parametrize(("tall", "page"), [(150.0, 0), (162.0, 0), (170.0, 1)])
def test_white_gives_way_to_a_tall_piece(tall: float, page: int) -> None:
    """A figure that almost fits is placed, and the gaps above it shrink by up to a quarter."""
    above = [fragment(number, 20.0, 12.0) for number in range(5)]
    found = placed(filled(region(*above, fragment(5, tall, 12.0), fragment(6, 30.0, 12.0))))
    assert [where for where, *_ in found] == [0] * 5 + [page, 1]
    steps = {round(before - after, 1) for (_, _, before, _), (_, _, after, _) in pairwise(found[:5])}
    over = 5 * 20 + tall + 5 * 12 - 310
    assert steps == {20 + (MOST if page else 12.0 if over < 0 else round(12 - over / 5, 1))}


def test_white_does_not_give_way_to_a_line() -> None:
    """Gaps do not shrink to fit just one more line; they grow until the last line is at the foot of the page."""
    found = placed(filled(region(*(fragment(number, 20.0, 12.0) for number in range(12)))))
    assert {round(before - after, 1) for (_, _, before, _), (_, _, after, _) in pairwise(found[:9])} == {32.2}
    assert [page for page, *_ in found] == [0] * 10 + [1, 1]
    assert found[9][2] == pytest.approx(50.0)


def test_white_is_spread_only_where_the_text_goes_on() -> None:
    """The gaps of the last page keep their size, and so do those of columns that are balanced."""
    found = placed(filled(region(*(fragment(number, 20.0, 12.0) for number in range(4)))))
    assert {round(before - after, 1) for (_, _, before, _), (_, _, after, _) in pairwise(found)} == {32.0}
    found = placed(filled(region(*(fragment(number, 20.0, 12.0) for number in range(8)), columns=2)))
    assert {y for _, x, y, _ in found if x == 30.0} == {340.0, 308.0, 276.0, 244.0}


@pytest.mark.parametrize(("forced", "left"), [(False, 4), (True, 8)])
def test_columns_before_a_tall_piece_are_level(forced: bool, left: int) -> None:  # noqa: FBT001
    """Where what follows must stay whole and no column has room for it, the text before it fills all columns to about
    the same height, unless the layout asks for the break."""
    lines = tuple(fragment(number, 20.0) for number in range(1, 9))
    tall = fragment(9, 250.0, forced=forced)
    found = placed(filled(region(fragment(0, 100.0)), region(*lines, tall, columns=2)))
    assert [page for page, *_, number in found if number == 9] == [1]
    first = min(x for _, x, _, _ in found)
    assert len([x for page, x, _, number in found if number and not page and x == first]) == left


@pytest.mark.parametrize(("heights", "tops"), [((60, 60, 40, 40), (0, -57)), ((60, 60, 50, 50), (0, -52))])
def test_a_much_shorter_column_has_wider_gaps(heights: tuple[int, ...], tops: tuple[float, ...]) -> None:
    """Where a column of a short list ends more than 10 mm above the one beside it, its gaps grow, to 6 mm at most; a
    difference of a line is left. The list is as high as its longest column either way."""
    items = tuple(fragment(number, height, 2.0) for number, height in enumerate(heights))
    made = in_columns(items, 2, 100.0)
    words = [piece for piece in made.pieces if isinstance(piece, TextPiece)]
    assert [word.x for word in words] == [0.0, 0.0, 100.0, 100.0]
    found = [word.baseline + height for word, height in zip(words, heights, strict=True)]
    assert found == pytest.approx([0.0, -62.0, *tops], abs=0.1)
    assert made.height == pytest.approx(122.0)


def test_a_list_goes_on_in_the_next_column_of_its_page() -> None:
    """What stays whole may go on in the next column of the same page, if the columns would else differ by more than 40
    mm; on two pages, or where it has no such place, it moves on as a whole."""
    penalty = PENALTY_KEEP + PENALTY_BETWEEN_ITEMS
    short, tall = fragment(0, 100.0), fragment(0, 200.0)

    def kept(count: int, *, beside: int | None) -> list[Fragment]:
        first, *others = (fragment(number, 50.0) for number in range(1, count + 1))
        return [first, *(replace(each, penalty=penalty, beside=beside) for each in others)]

    def places(*fragments: Fragment, columns: int) -> list[tuple[int, float]]:
        return [(page, x) for page, x, _, _ in placed(filled(region(*fragments, columns=columns)))]

    left, right = (0, 30.0), (0, 156.0)
    assert places(short, *kept(4, beside=90), columns=2) == [left, *4 * [right]]
    assert places(short, *kept(6, beside=90), columns=2) == [*3 * [left], *4 * [right]]
    assert places(short, *kept(4, beside=None), columns=2) == [left, right, right, right, right]
    assert places(tall, *kept(4, beside=90), columns=1) == [left] + 4 * [(1, 30.0)]
    many = places(tall, fragment(8, 100.0), fragment(9, 200.0), *kept(4, beside=90), columns=2)
    assert [page for page, _ in many] == [0] * 3 + [1] * 4


def waiting(number: int, height: float) -> Region:
    return replace(region(fragment(number, height)), waits=True)


def test_text_fills_the_page_before_what_waits() -> None:
    """A table that does not fit on its page stands at the top of the next one, and the columns of the text before it
    and after it are filled as one."""
    before = region(*(fragment(number, 20.0) for number in range(12)), columns=2)
    after = region(*(fragment(number, 20.0) for number in range(20, 44)), columns=2)
    paginator = Paginator(SHEET, HERE)
    paginator.add_all([before, waiting(99, 250.0), after])
    found = placed(paginator)
    assert [number for page, *_, number in found if page == 0] == [*range(12), *range(20, 38)]
    assert [number for page, *_, number in found if page == 1] == [99, *range(38, 44)]
    assert [y for page, _, y, number in found if number == 99] == [110.0]


@pytest.mark.parametrize(("height", "pages"), [(100.0, {0}), (305.0, {1})])
def test_what_waits_is_placed_even_if_no_text_follows(height: float, pages: set[int]) -> None:
    """It stands below the text where it fits, and on a page of its own at the end of the handout."""
    paginator = Paginator(SHEET, HERE)
    paginator.add_all([region(*(fragment(number, 20.0) for number in range(12)), columns=2), waiting(99, height)])
    assert {page for page, *_, number in placed(paginator) if number == 99} == pages


def test_what_needs_several_pages_does_not_wait() -> None:
    """What is taller than a page, or asks for a new page inside, begins where it stands, and nothing of it is lost."""
    text = region(*(fragment(number, 20.0) for number in range(12)), columns=2)
    for parts in ((fragment(98, 200.0), fragment(99, 200.0)), (fragment(98, 200.0), fragment(99, 80.0, forced=True))):
        paginator = Paginator(SHEET, HERE)
        paginator.add_all([text, replace(region(*parts), waits=True), text])
        found = [number for *_, number in placed(paginator)]
        assert found == [*range(12), 98, 99, *range(12)]


def test_what_waits_keeps_its_order_and_comes_before_a_new_page() -> None:
    """Of two that wait, the first one stands first; what begins a page stands after both."""
    text = region(*(fragment(number, 20.0) for number in range(12)), columns=2)
    paginator = Paginator(SHEET, HERE)
    paginator.add_all([text, waiting(98, 200.0), waiting(99, 100.0), region(fragment(100, 20.0), fresh=True)])
    assert [(page, number) for page, *_, number in placed(paginator) if number > 90] == [(1, 98), (1, 99), (2, 100)]


def test_a_title_does_not_stand_alone() -> None:
    """Content to keep together begins below the title even if it does not fit there whole; elsewhere it moves on."""
    kept = region(
        fragment(1, 60.0),
        *(fragment(number, 60.0, penalty=PENALTY_KEEP + PENALTY_BETWEEN_ITEMS) for number in range(2, 6)),
    )
    title = Region(SHEET, 1, 0.0, (fragment(0, 50.0),), fresh=False, gap=0.0, ahead=True)
    assert [page for page, *_ in placed(filled(title, kept))] == [0, 0, 0, 0, 0, 1]
    assert [page for page, *_ in placed(filled(replace(title, ahead=False), kept))] == [0, 1, 1, 1, 1, 1]


def test_what_is_taller_than_a_page_does_not_wait_for_the_next_one() -> None:
    """A form that has to be broken anyway begins below the text before it; one that fits on a page moves on whole."""
    for rows, first in ((7, 1), (8, 0)):
        form = (fragment(number, 40.0, penalty=PENALTY_KEEP if number > 1 else 0) for number in range(1, rows + 1))
        found = placed(filled(region(fragment(0, 100.0)), region(*form)))
        assert found[1][0] == first


def test_a_heading_does_not_stand_alone_under_the_title() -> None:
    """Even below the title, a heading is not split from its text."""
    title = Region(SHEET, 1, 0.0, (fragment(0, 250.0),), fresh=False, gap=0.0, ahead=True)
    below = region(fragment(1, 20.0), fragment(2, 60.0, penalty=PENALTY_HEADING))
    assert [page for page, *_ in placed(filled(title, below))] == [0, 1, 1]


def test_white_counts_against_the_page() -> None:
    """The last fragments of a block move to the next page together if that leaves little space empty."""
    before = region(fragment(0, 245.0))
    rows = region(
        fragment(1, 20.0),
        fragment(2, 20.0, penalty=PENALTY_HEADING),
        fragment(3, 20.0, penalty=PENALTY_HEADING),
        fragment(4, 35.0, penalty=PENALTY_WIDOW_ORPHAN),
    )
    assert [page for page, *_ in placed(filled(before, rows))] == [0, 1, 1, 1, 1]


@pytest.mark.parametrize("foot", [0.0, 40.0])
def test_a_foot_is_kept_free(foot: float) -> None:
    """Pages that keep space free at their foot hold less; the pages between them hold as much as others."""
    paginator = filled(region(*(fragment(number, 50.0) for number in range(24))), feet=(foot, 0.0, 0.0))
    found = placed(paginator)
    counts = [sum(1 for page, *_ in found if page == number) for number in range(len(paginator.pages))]
    assert counts == ([6, 6, 6, 6] if foot == 0.0 else [5, 6, 6, 5, 2])
    assert min(y for page, _, y, _ in found if page == 0) >= 50.0 + foot
    assert [paginator.room_on(number) for number in (0, 1, 3, 6)] == [310 - foot, 310, 310 - foot, 310 - foot]


def test_what_floats_stands_at_the_foot_of_an_earlier_page() -> None:
    """A region that does not fit on its page goes to the foot of the first page that has room; the text goes on."""
    strip = region(fragment(9, 80.0))
    text = (region(fragment(0, 200.0)), region(fragment(1, 250.0), fresh=True))
    found = placed(filled(*text, replace(strip, apart=(strip,))))
    assert [(page, y, number) for page, _, y, number in found] == [(0, 160.0, 0), (0, 50.0, 9), (1, 110.0, 1)]


def test_only_the_first_part_floats_if_the_rest_fits() -> None:
    """Where the rest fits on its own page, it stays there; where it does not, everything floats; where there is no
    earlier page with room, everything stands on a new one."""
    fields, rest = region(fragment(8, 80.0)), region(fragment(9, 40.0))
    strip = region(fragment(8, 80.0), fragment(9, 40.0))
    strip = replace(strip, apart=(fields, rest))
    for first, second, pages in ((150.0, 250.0, [0, 1]), (150.0, 290.0, [0, 0]), (290.0, 290.0, [2, 2])):
        text = (region(fragment(0, first)), region(fragment(1, second), fresh=True))
        found = placed(filled(*text, strip))
        assert [page for page, _, _, number in found if number > 1] == pages


def test_what_floats_stays_where_it_fits() -> None:
    """A region moves only if it has to."""
    strip = region(fragment(9, 80.0))
    text = (region(fragment(0, 100.0)), region(fragment(1, 100.0), fresh=True))
    assert placed(filled(*text, replace(strip, apart=(strip,))))[-1][::3] == (1, 9)


BREAKS = st.sampled_from((0, 0, 20, 70, 150, PENALTY_WIDOW_ORPHAN, NEVER))
LINES = st.tuples(st.sampled_from((0.0, 10.0, 20.0, 40.0)), st.sampled_from((0.0, 10.0)), BREAKS).map(
    lambda line: Fragment(line[0], gap=line[1], penalty=line[2])
)
SPACES = st.tuples(st.integers(2, 15), st.sampled_from((150.0, 700.0, 1e9)), st.booleans()).map(
    lambda space: ColumnSpace(space[0] * 10.0, 200.0, space[1], last=space[2])
)


@settings(max_examples=400)
@given(st.lists(LINES, min_size=4, max_size=14).map(tuple), SPACES)
def test_a_column_ends_at_the_break_that_costs_least(fragments: tuple[Fragment, ...], room: ColumnSpace) -> None:
    """Every break that fits has a cost, weighed here one by one: the column ends at the one that costs least, at the
    last of those that cost the same, and has nothing where that costs less. If all of them fit, it takes them all."""
    costs = {0: room.nothing}
    height = 0.0
    for number, each in enumerate(fragments, start=1):
        height += each.height + (each.gap if number > 1 else 0.0)
        after = fragments[number].penalty if number < len(fragments) else 0
        if height <= room.height + 0.01 and after < NEVER:
            costs[number] = cost_of_space(room.height - height, room.whole) + after
    best = len(fragments) if len(fragments) in costs else max(costs, key=lambda number: (-costs[number], number))
    assert count_fitting(fragments, room) == best
