"""The rules about figures, tables, lines and colors of large print."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.compose.builders import LAYOUT as LAYOUT_PLACE
from tests.compose.builders import LIMITS, LOOK, layout, printed, topic
from tests.rules.judged import context, document
from tests.rules.ropes import EN, ES, LAYOUT, found, line_of, section, sheet, words

from caresheet.model import rules
from caresheet.model.document import Cell, Row, Table
from caresheet.model.edition import Edition, Size
from caresheet.model.layout import Layout
from caresheet.model.problem import Position, Problem
from caresheet.rules.contrasts import large_print_contrast
from caresheet.rules.tables import table_columns

HERE = Position("content/knots/en.yaml", 30, 5)
FLOW = """
figure:
  flow:
    boxes: [{id: a, text: 'Pull'}, {id: b, text: 'It holds'}]
  alt: '%s'
  caption: '%s'
"""


def figure(alt: str, caption: str = "How a knot holds") -> str:
    return section("'See. [@S1; @S2]'", FLOW % (alt, caption))


# --- figures --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("letters", "said"), [(150, []), (151, ["the figure's `alt` has 151 characters, more than 150"])]
)
def test_long_alternatives_are_told(letters: int, said: list[str]) -> None:
    """An alternative text with one letter more than the limit is told where its words stand, not where the figure
    begins."""
    text = words(figure("Two boxes, joined by an arrow. ".ljust(letters, "x")))
    problems = found(rules.ALT_LENGTH, {EN: text})
    assert [problem.message for problem in problems] == said
    assert [problem.position for problem in problems] == [Position(EN, line_of(text, "alt:"), 16) for _ in problems]


def test_the_limit_is_the_layouts() -> None:
    """A layout may let alternative texts be longer, or not ask at all."""
    text = words(figure("Two boxes, joined by an arrow. " * 6))
    assert len(found(rules.ALT_LENGTH, {EN: text})) == 1
    assert found(rules.ALT_LENGTH, {EN: text, LAYOUT: sheet("limits: {everyone: {alt_letters: 300}}\n")}) == []
    assert found(rules.ALT_LENGTH, {EN: text, LAYOUT: sheet("limits: {everyone: {alt_letters: none}}\n")}) == []


def test_both_languages_are_told() -> None:
    """A translation's own alternative text is judged at its own place."""
    short, long = words(figure("Two boxes, joined.")), words(figure("Dos cuadros unidos. " * 8), translates=True)
    (problem,) = found(rules.ALT_LENGTH, {EN: short, ES: long})
    assert problem.position == Position(ES, line_of(long, "alt:"), 16)


@pytest.mark.parametrize(
    ("block", "count"),
    [
        ("{figure: {flow: {boxes: [{id: a, text: 'A'}, {id: b, text: 'B'}]}, alt: 'Two boxes.'}}", 1),
        (
            "{figure: {flow: {boxes: [{id: a, text: 'A'}, {id: b, text: 'B'}]}, alt: 'Two boxes.', caption: 'Why'}}",
            0,
        ),
        (
            "{figure: {flow: {boxes: [{id: a, text: 'A'}, {id: b, text: 'B'}]}, alt: 'Two boxes.'}, sources: [S1, S2]}",
            1,
        ),
    ],
)
def test_figures_without_a_caption_are_told(block: str, count: int) -> None:
    """A figure without words below it is told where it begins; the number of its source alone is no caption."""
    text = words(section("'See. [@S1; @S2]'", block))
    problems = found(rules.FIGURE_CAPTION, {EN: text, LAYOUT: sheet("citations: numbered\n")})
    assert [problem.message for problem in problems] == ["the figure has no caption"] * count
    assert all(problem.position == Position(EN, line_of(text, "{figure"), 9) for problem in problems)


# --- tables ---------------------------------------------------------------------------------------------------------
def table(columns: int, *, empty: bool = False) -> Table:
    cells = tuple(Cell(() if empty else (printed("x"),)) for _ in range(columns))
    head = tuple(Cell((printed("Head"),), header=True) for _ in range(columns))
    return Table(printed("Knots"), head, (Row(cells),), 28.0 if empty else 0.0, sheet=False, position=HERE)


def judged_table(element: Table, by: Layout | None = None) -> list[Problem]:
    made = by or layout()
    return list(table_columns(context(document(element, by=made), topic(), made)))


def test_wide_tables_are_told() -> None:
    """Four columns are enough for lay readers; the fifth is told where the table stands."""
    assert judged_table(table(4)) == []
    (problem,) = judged_table(table(5))
    assert (problem.rule, problem.position) == (rules.TABLE_COLUMNS, HERE)
    assert problem.message == "the table has 5 columns, more than 4"


def test_staff_and_forms_may_have_more_columns() -> None:
    """Tables for staff are not judged, nor are forms to write on."""
    assert judged_table(table(9), replace(layout(), limits=replace(LIMITS, lay=False))) == []
    assert judged_table(table(9, empty=True)) == []
    assert judged_table(table(9), replace(layout(), limits=replace(LIMITS, table_columns=None))) == []


# --- lines and colors ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("leading", "said"),
    [("1.15", []), ("1.14", ["`type.leading` is 1.14, below 1.15"]), ("1", ["`type.leading` is 1, below 1.15"])],
)
def test_tight_lines_are_told(leading: str, said: list[str]) -> None:
    """A leading under the limit is told where the layout gives it."""
    problems = found(rules.LINE_SPACING, {LAYOUT: sheet(f"type: {{leading: '{leading}'}}\n")})
    assert [problem.message for problem in problems] == said
    assert all(problem.position == Position(LAYOUT, 2, 17) for problem in problems)


@pytest.mark.parametrize(("size", "count"), [(Size.REGULAR, 0), (Size.LARGE, 1), (Size.GIANT, 1)])
def test_large_print_needs_more_contrast(size: Size, count: int) -> None:
    """The same color is well in regular print, and told once, with its weakest ground, in large and in giant print."""
    colors = "palette: {muted: '#404040', accent: '#5a5a5a'}\n"
    problems = found(rules.LARGE_PRINT_CONTRAST, {LAYOUT: sheet(colors)}, edition=Edition(size))
    assert [problem.position for problem in problems] == [Position(LAYOUT, 2, 37)] * count
    for problem in problems:
        assert "`accent` on the paper (#5a5a5a on #ffffff) has a contrast of 6.89:1" in problem.message
        assert problem.hint == "make #5a5a5a darker"


def large(**colors: str) -> list[str]:
    """What is said of a layout that is never set under 18 points."""
    palette = replace(LOOK.palette, **colors)
    by = replace(layout(), look=replace(LOOK, palette=palette, type=replace(LOOK.type, body=20.0, floor=18.0)))
    case = context(document(by=by), topic(), by)
    assert all(problem.position == LAYOUT_PLACE for problem in large_print_contrast(case))
    return [problem.message for problem in large_print_contrast(case)]


def test_large_type_is_large_print_by_any_name() -> None:
    """A poster that is never set under 18 points is judged as large print; 7:1 passes, and is not rounded up to."""
    well = {"accent_tint": "#ffffff", "call": "#5a3000", "note": "#1f4e8c", "stop": "#8a0010", "accent": "#0b4f6c"}
    assert large(**well) == []
    assert large(**well, muted="#595959") == []  # 7.00:1
    assert large(**well, muted="#5a5a5a") == [
        "`muted` on the paper (#5a5a5a on #ffffff) has a contrast of 6.89:1; large print needs 7:1"
    ]
