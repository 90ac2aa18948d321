"""Settings that change nothing are told at their place, and those that do something are not."""

from __future__ import annotations

import pytest
from tests.rules.ropes import EN, LAYOUT, found, section, words

from caresheet.model import rules
from caresheet.model.edition import Edition, Size
from caresheet.model.problem import Position, Severity

PULL = section("'Pull.'")
PANELS = """\
orientation: landscape
margins: {top: 15mm, right: 5mm, bottom: 19mm, left: 5mm}
panels: {width: 85mm, height: 54mm}
"""
SHEET = "audience: sailor\ncitations: hidden\n"


def told(layout: str, texts: str = "", edition: Edition | None = None) -> list[tuple[Position | None, str]]:
    """What the rule says of a layout."""
    files = {EN: texts or words(PULL), LAYOUT: SHEET + layout}
    problems = found(rules.IGNORED_SETTING, files, pages=True, edition=edition or Edition())
    assert all(problem.rule.severity is Severity.WARNING and problem.hint for problem in problems)
    return [(problem.position, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "layout",
    [
        "place: [rest]\n",
        "columns: 2\nplace: [{role: signs, start: column}]\n",
        "columns: 2\nplace: [{role: signs, wide: yes}]\n",
        "margins: {top: 15mm, bottom: 15mm}\nplace: [rest]\n",
        "margins: {top: 8mm}\nheader: {left: [], right: []}\nplace: [rest]\n",
        f"{PANELS}place: [{{role: signs, start: page}}]\n",
    ],
)
def test_what_does_something(layout: str) -> None:
    """Columns with room, margins that hold a line, and sections that start a column or a panel are as asked for."""
    assert told(layout) == []


@pytest.mark.parametrize(
    ("layout", "line", "column", "message"),
    [
        ("columns: 3\nplace: [rest]\n", 3, 10, "the layout asks for 3 columns, and the text has 2"),
        ("columns: 2\npaper: a6\nplace: [rest]\n", 3, 10, "the layout asks for 2 columns, and the text has 1"),
        (f"columns: 2\n{PANELS}place: [rest]\n", 3, 10, "the text has 1: panels have one"),
        ("margins: {top: 5mm}\nplace: [rest]\n", 3, 16, "the top margin is 15 mm, not 5 mm"),
        ("margins: {top: 2mm}\nheader: {left: [], right: []}\nplace: [rest]\n", 3, 16, "cannot print closer to"),
        ("margins: {bottom: 2mm}\nplace: [rest]\n", 3, 19, "mm, not 2 mm, because the footer needs the room"),
        ("place: [{role: signs, start: column}]\n", 3, 9, "start: column changes nothing"),
        ("columns: 2\nplace: [{role: signs, start: column, wide: yes}]\n", 4, 9, "start: column changes nothing"),
        (f"{PANELS}place: [{{role: signs, start: column}}]\n", 6, 9, "start: column changes nothing"),
        (f"{PANELS}place: [{{role: signs, orientation: portrait}}]\n", 6, 9, "orientation changes nothing here"),
    ],
)
def test_what_changes_nothing(layout: str, line: int, column: int, message: str) -> None:
    """A setting that cannot be followed is told at its own line of the layout."""
    ((position, said),) = told(layout)
    assert position == Position(LAYOUT, line, column)
    assert message in said


def test_larger_print_is_not_judged() -> None:
    """Large print and other paper have fewer columns by themselves."""
    layout = "columns: 2\nplace: [{role: signs, start: column}]\n"
    assert told(layout, edition=Edition(Size.GIANT)) == told(layout, edition=Edition(paper="a6")) == []


def test_a_title_for_a_section_elsewhere() -> None:
    """A handout's own title for a section that it does not print is told in the topic."""
    two = words(PULL, section("'Let go.'", name="two", role="about")).replace(
        "title: 'Ropes and knots'}}", "title: 'Ropes and knots', titles: {one: 'First', two: 'Last'}}}"
    )
    assert told("place: [rest]\n", two) == []
    ((position, message),) = told("place: [{role: signs}]\nleave_out: [about]\n", two)
    assert position is not None
    assert position.file == EN
    assert "the section 'two'" in message


def test_an_entry_for_contents_elsewhere() -> None:
    """An entry for a list of contents that the handout does not have, or that does not have its section, is told in the
    topic."""
    whole = words(PULL, section("'Let go.'", name="two", role="about")).replace(
        "title: 'Ropes and knots'}}", "title: 'Ropes and knots', contents: {one: 'First', two: 'Last'}}}"
    )
    assert told("contents: yes\nplace: [rest]\n", whole) == []
    ((position, message),) = told("place: [{role: signs}, contents, rest]\n", whole)
    assert position is not None
    assert (position.file, whole.splitlines()[position.line - 1][position.column - 1 :][:7]) == (EN, "'First'")
    assert "do not list the section 'one'" in message
    for _, message in (both := told("place: [rest]\n", whole)):
        assert "this handout has no list of contents" in message
    assert len(both) == 2
