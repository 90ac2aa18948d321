"""What a layout causes is told in the layout's file, at the value to change; what an author causes, at the author's."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.layout.kettles import handout, project
from tests.proof.documents import composed, document, look, paper, say, section

from caresheet.layout import lay_out, room_left
from caresheet.model.document import Code, Document, Figure, RunningLine
from caresheet.model.edition import REGULAR, Edition, Size
from caresheet.model.look import Look, Origins, PanelSize
from caresheet.model.problem import CaresheetError, Origin, Position, Problem

PLACES = "citations: hidden\nplace: [{role: warning}, {role: team-call}, {role: action}]\n"
SLIM = "margins: {top: 10mm, right: 12mm, bottom: 10mm, left: 12mm}\n"


def refused(layout: str, edition: Edition = REGULAR, *, clinic: str = "") -> Problem:
    """The one problem that laying out the wall card raises, with this layout file in place of the shipped one."""
    files = {"layouts/wall-card.yaml": f"extends: base\naudience: patient\n{layout}{PLACES}"}
    made, _ = handout(project(layouts=files, clinic=clinic), "wall-card", edition)
    return problem_of(made)


def problem_of(made: Document) -> Problem:
    with pytest.raises(CaresheetError) as caught:
        lay_out(composed(made))
    (problem,) = caught.value.problems
    return problem


def told_at(problem: Problem) -> tuple[str, str]:
    return str(problem.position), problem.rule.name


def test_type_that_is_too_large_is_told_at_its_size() -> None:
    """`type: body` makes lines too short: the problem stands at its value and names the handout."""
    problem = refused("type:\n  leading: '1.3'\n  body: 40pt\n")
    assert told_at(problem) == ("layouts/wall-card.yaml:5:9", "does-not-fit")
    assert problem.handouts == ("kettles-wall-card-en",)
    assert problem.hint == "choose larger paper, smaller type or narrower margins"


def test_margins_that_are_too_wide_are_told_there() -> None:
    """With ordinary type, it is the margins that make lines short, though the layout gives a size as well."""
    problem = refused("type: {body: 12pt}\nmargins: {top: 19mm, right: 76mm, bottom: 20mm, left: 76mm}\n")
    assert told_at(problem) == ("layouts/wall-card.yaml:4:10", "does-not-fit")


def test_what_an_extended_layout_gives_is_told_there() -> None:
    """A value that comes from the layout that is extended is told in that layout's file."""
    files = {"layouts/far.yaml": "extends: base\ntype: {body: 40pt}\n"}
    files["layouts/wall-card.yaml"] = f"extends: far\naudience: patient\n{PLACES}"
    made, _ = handout(project(layouts=files), "wall-card")
    assert told_at(problem_of(made)) == ("layouts/far.yaml:2:14", "does-not-fit")


def test_large_print_is_not_told_at_a_size_it_replaces() -> None:
    """Giant print has its own type size, and another paper its own: the layout's `type` is not to blame for them."""
    problem = refused(f"type: {{body: 12pt}}\n{SLIM}", Edition(Size.GIANT, "a6"))
    assert told_at(problem) == ("layouts/wall-card.yaml:4:10", "does-not-fit")


def test_a_size_that_large_print_keeps_is_told_where_it_is() -> None:
    """A layout's own size above that of giant print stays, and stays to blame."""
    problem = refused("type: {body: 40pt}\n", Edition(Size.GIANT))
    assert told_at(problem) == ("layouts/wall-card.yaml:3:14", "does-not-fit")


def test_panels_larger_than_another_paper_are_told_at_the_panels() -> None:
    """Panels that fit the layout's paper do not fit the one that was asked for."""
    problem = refused("panels: {width: 100mm, height: 120mm}\n", Edition(Size.REGULAR, "a6"))
    assert told_at(problem) == ("layouts/wall-card.yaml:3:9", "does-not-fit")


def origins(*keys: str) -> Origins:
    """A layout that gives these values, each on a line of its own, from line 2."""
    places = (Origin(key, Position("layouts/a.yaml", line, 5)) for line, key in enumerate(keys, start=2))
    return Origins(Position("layouts/a.yaml"), tuple(places))


@pytest.mark.parametrize(("panels", "line"), [(None, 2), (PanelSize(50.0, 150.0), 3)])
def test_columns_too_narrow_for_a_code_are_told_at_the_columns(panels: PanelSize | None, line: int) -> None:
    """A code keeps its size: the columns, or the panels, that are too narrow for it are told."""
    code = Figure(Code(f"https://www.example.org/{'x' * 80}"), "A code", None, Position("content/clinics/a.yaml"))
    slender = replace(look(paper("a6", 42.0), body=1.5), panels=panels, origins=origins("columns", "panels"))
    empty = RunningLine("", "", "")
    made = document(section("Web", code), look=slender, header=empty, footer=empty, banner="", title="W", subtitle="")
    problem = problem_of(made)
    assert (problem.position, problem.handouts) == (Position("layouts/a.yaml", line, 5), ("kettles-guide-en",))
    assert problem.message.startswith("the code for 'https://www.example.org/x")


def narrow(keys: tuple[str, ...]) -> Look:
    return replace(look(paper("a6", 36.0), body=4.0), origins=origins(*keys))


@pytest.mark.parametrize(
    ("keys", "line"), [(("footer", "header"), 3), (("footer", "margins"), 3), (("footer",), 1), (("header.left",), 1)]
)
def test_a_header_that_is_too_long_is_told_at_the_header(keys: tuple[str, ...], line: int) -> None:
    """At its value, else at the margins, else at the start of the layout; never at another value."""
    header = RunningLine("Kettles of the whole world", "and their lids and handles", "in a small kitchen")
    made = document(section("One", say("A word.")), look=narrow(keys), header=header, banner="")
    problem = problem_of(made)
    assert (problem.position, problem.message) == (
        Position("layouts/a.yaml", line, 5 if line > 1 else 1),
        "the page is too narrow for the header",
    )


def test_fit_tells_the_same() -> None:
    """What `fit` asks for raises the same problem at the same place."""
    own = "extends: base\naudience: patient\npages: {max: 1}\ntype: {body: 40pt, floor: 40pt}\n"
    files = {"layouts/wall-card.yaml": f"{own}{PLACES}"}
    made, _ = handout(project(layouts=files), "wall-card")
    with pytest.raises(CaresheetError) as caught:
        room_left(composed(made))
    assert caught.value.problems == (problem_of(made),)


def test_replaced_values_have_no_place() -> None:
    """What is left out is left out with all that stands inside it, and with nothing that only begins alike."""
    whole = origins("type", "type.body", "types", "margins")
    assert [origin.key for origin in whole.without("type").given] == ["types", "margins"]
    assert whole.without() == whole
