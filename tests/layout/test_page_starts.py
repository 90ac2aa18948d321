"""A handout that is over budget because sections begin pages of their own says so, and the remedy works."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from tests.compose.builders import TODAY
from tests.layout.kettles import project
from tests.proof.documents import composed, document, look, paper, say, section

from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.layout import lay_out
from caresheet.model.layout import Break, PageBudget
from caresheet.model.problem import CaresheetError, Position
from caresheet.model.rules import OVER_BUDGET

GUIDE = """extends: base
audience: patient
kind: guide
citations: hidden
pages: {max: MAX}
place:
  - {role: warning, style: alarm}
  - {role: team-call, style: call START}
  - {role: action START}
  - {role: handover}
"""
START = ", start: page"
SENTENCE = "Fill the kettle with cold water, and wait until it boils before you pour it out into the cups. "


def fault(layout: str) -> str:
    """The problem of the layout in a project, as it is told; empty if there is none."""
    made = project(layouts={"layouts/wall-card.yaml": layout})
    (job,) = jobs(made, layouts=["wall-card"], today=TODAY)
    try:
        lay_out(compose(job))
    except CaresheetError as raised:
        (problem,) = raised.problems
        assert problem.rule == OVER_BUDGET
        return f"{problem.message} [{problem.hint}]"
    return ""


def without_starts(layout: str, said: str) -> str:
    """The layout after what the hint says: `start: page` is deleted in each place that it names."""
    lines = layout.splitlines()
    (places,) = re.findall(r"delete `start: page` \((.*?)\)", said)
    for number in re.findall(r"wall-card\.yaml:(\d+)", places):
        lines[int(number) - 1] = lines[int(number) - 1].replace(START, "")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("most", "named"), [(2, "'Should you call us?'"), (1, "'Should you call us?', 'What should")])
def test_the_page_start_is_named_and_the_remedy_works(most: int, named: str) -> None:
    """The message names the section that begins a page, or all of them if the handout only fits without any; after the
    remedy, to the letter, it fits."""
    layout = GUIDE.replace("MAX", str(most)).replace(" START", START)
    said = fault(layout)
    assert f"it would fit if {named}" in said
    assert fault(without_starts(layout, said)) == ""


def test_a_text_that_is_too_long_is_to_be_shorter() -> None:
    """If the handout would be too long without page starts, too, they are not named."""
    made = (section(name, say(SENTENCE * 60), start=Break.PAGE) for name in ("One", "Two"))
    pages = document(
        *made, look=look(paper("a5"), body=12.0), budget=PageBudget(1, 2, Position("layouts/x.yaml", 4, 8))
    )
    with pytest.raises(CaresheetError, match="over-budget") as raised:
        lay_out(composed(pages))
    assert "did not begin" not in str(raised.value)
    assert "start: page" not in (raised.value.problems[0].hint or "")


def test_a_handout_that_fits_may_begin_pages() -> None:
    """Within the budget nothing is said of page starts."""
    made = replace(section("One", say(SENTENCE)), start=Break.PAGE)
    pages = document(section("Zero", say(SENTENCE)), made, budget=PageBudget(1, 2, Position("layouts/x.yaml", 4, 8)))
    assert len(lay_out(composed(pages)).pages) == 2
