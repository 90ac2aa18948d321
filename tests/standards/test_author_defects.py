"""What an author could do against the standards is refused at the author's line, before there is a PDF to validate."""

from __future__ import annotations

import pytest
from tests.compose.builders import TODAY
from tests.projects.merged import Memory, wound_care
from tests.standards.handouts import CLINIC

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.problem import CaresheetError, Problem, Severity
from caresheet.source import read_project

TEXT = "content/wound-care/en.yaml"
ALT = "'Three bands, one below the other: a thin dark one, a thick one with a gap where the wound is, and a pale one.'"


def refusals(file: str, old: str, new: str) -> tuple[Problem, ...]:
    """What is said of the test topic with one change in one of its files."""
    files = dict(wound_care().files)
    before = files[file].decode("utf-8")
    assert before.count(old) == 1
    files[file] = before.replace(old, new).encode("utf-8")
    changed = Memory(files)
    problems: list[Problem] = []
    try:
        for job in jobs(read_project(changed, (changed, CLINIC)), today=TODAY):
            render(job)
    except CaresheetError as error:
        problems.extend(error.problems)
    return tuple(problems)


DEFECTS = {
    "alternative missing (7.3-1)": (TEXT, f"alt: {ALT}", "", "missing-key"),
    "alternative empty (7.3-1)": (TEXT, ALT, "''", "empty-value"),
    "alternative says nothing (7.3-1)": (TEXT, ALT, "'image'", "alt-text"),
    "alternative is a file name (7.3-1)": (TEXT, ALT, "'layers.png'", "alt-text"),
    "rows of different width (7.2-43)": (TEXT, ", ['dry wounds', 'a first cover'], 'every day']", "]", ""),
    "column without a head (7.5-1)": (TEXT, "['Dressing', 'Good for',", "['Dressing', '',", "empty-value"),
    "character without a glyph (7.21.7-2)": (TEXT, "'Dressings compared'", "'Dressings 漢 compared'", "no-glyph"),
    "character for private use (6.2.11.7.3-1)": (TEXT, "'Dressings compared'", "'Dressings \ue000 compared'", ""),
    "one address as a link to another": (
        TEXT,
        "[how skin is built](https://example.org/skin)",
        "[https://example.org/bones](https://example.org/skin)",
        "link-text",
    ),
    "address that runs something": (TEXT, "(https://example.org/skin)", "(javascript:alert)", "bad-link"),
    "language that is none (7.2-29)": (TEXT, "{lang=es}", "{lang=Spanish_language}", ""),
}
"""Each with the standard's rule it would break, the file, what is changed, and the rule of ours that refuses it (empty
where more than one may)."""


@pytest.mark.parametrize(("file", "old", "new", "rule"), DEFECTS.values(), ids=DEFECTS.keys())
def test_author_defect_is_refused(file: str, old: str, new: str, rule: str) -> None:
    """The defect is a fault with a place in the file that was changed."""
    found = [
        problem
        for problem in refusals(file, old, new)
        if problem.rule.severity is Severity.FAULT and problem.position is not None and problem.position.file == file
    ]
    assert found
    assert not rule or rule in {problem.rule.name for problem in found}


def test_without_defect() -> None:
    """The test topic itself is refused nothing."""
    assert refusals(TEXT, "'Dressings compared'", "'Dressings compared'") == ()
