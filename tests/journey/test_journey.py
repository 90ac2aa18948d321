"""Whatever is typed: it becomes handouts that are proved and accessible, or is refused with a place to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import outloud
import pytest
from tests.journey.journeys import artifacts, collisions, journey, judged, misplaced
from tests.journey.mistakes import MISTAKES, sound
from tests.journey.projects import Project, drawn, for_each_project, typed_plainly
from tests.standards.validators import STANDARDS, TOLERATED, Finding, verapdf

from caresheet.model import rules
from caresheet.model.problem import Problem

PARTS = (range(100, 112), range(112, 124))
"""Two batches of projects, so that two processes can share the work."""
LEAST_SHARE = 0.6
JUDGED = range(300, 308)
FEW = 25
"""How many handouts the validators judge."""
OF_THE_MATERIAL = {
    "TAG-002": "running lines and repeated heads are artifacts; drawn from the middle of a text, they seem to be prose",
    "TBL-010": "a table of a single row has more heads than cells",
}
"""Findings of outloud that follow from what is drawn; that no word is lost to an artifact is what the proof proves."""


@pytest.mark.parametrize("batches", PARTS, ids=("first", "second"))
def test_it_is_built_or_refused_with_a_place(batches: range, count: Callable[[str], None]) -> None:
    """A project of any shape is built and proved, or all that is said against it names a line of its files. Nothing
    else is raised, no words stand on others, a mistake is never built, and at least six of ten projects are built."""
    outcomes: list[bool] = []

    def judge(project: Project) -> None:
        found = journey(project)
        assert found.artifacts or found.problems
        assert [str(problem) for problem in found.problems if misplaced(problem, project)] == []
        assert rules.PROOF_FAILED.name not in found.rules, found.problems[0]
        assert [said for artifact in found.artifacts for said in collisions(artifact.data)] == []
        if project.mistake:
            mistake = MISTAKES[project.mistake]
            assert found.problems, "a mistake was built"
            assert mistake.late or mistake.rule in found.rules
        outcomes.append(bool(found.artifacts))

    for_each_project(batches, judge)
    share = sum(outcomes) / len(outcomes)
    count(f"{share:.0%} of {len(outcomes)} generated projects build")
    assert len(outcomes) > 7 * len(batches)
    assert share >= LEAST_SHARE


@pytest.mark.parametrize("batches", PARTS, ids=("first", "second"))
def test_it_is_judged_with_a_place(batches: range) -> None:
    """Whatever a project says, the rules about its words raise nothing, and name a line of its files."""
    found: list[Problem] = []

    def judge(project: Project) -> None:
        problems = judged(project)
        assert [str(problem) for problem in problems if misplaced(problem, project)] == []
        found.extend(problems)

    for_each_project(batches, judge)
    assert len({problem.rule for problem in found}) > 20


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_by_its_rule(name: str) -> None:
    """A project that is built is refused after each mistake, by the rule for it and at a line of its files."""
    draft = sound()
    MISTAKES[name].spoil(draft)
    project = typed_plainly(draft, name)
    found = journey(project)
    assert MISTAKES[name].rule in found.rules
    assert [str(problem) for problem in found.problems if misplaced(problem, project)] == []


def test_without_a_mistake() -> None:
    """The project to which the mistakes are made is built without them."""
    assert len(journey(typed_plainly(sound())).artifacts) == 1


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Finished handouts of generated projects, as files."""
    folder = tmp_path_factory.mktemp("journey")
    files: list[Path] = []
    for project in drawn(JUDGED):
        for artifact in journey(project).artifacts:
            path = folder / f"{len(files):02}-{artifact.name}"
            path.write_bytes(artifact.data)
            files.append(path)
    assert len(files) >= FEW
    return tuple(files[:FEW])


def errors_heard(path: Path) -> list[str]:
    """The errors that outloud finds, but for what is tolerated for a reason."""
    result = outloud.check(str(path))
    assert result.error is None, result.error
    return [
        f"{finding.rule}: {finding.message}"
        for finding in result.sorted_findings()
        if finding.severity == "error" and finding.rule not in {*TOLERATED, *OF_THE_MATERIAL}
    ]


def test_generated_handouts_are_heard(shelf: tuple[Path, ...]) -> None:
    """Outloud finds no error in generated handouts but what is tolerated for a reason."""
    assert {path.name: errors_heard(path) for path in shelf} == {path.name: [] for path in shelf}


def test_generated_handouts_conform(
    needs_verapdf: None,  # noqa: ARG001 - it skips
    shelf: tuple[Path, ...],
) -> None:
    """VeraPDF finds nothing in generated handouts, by PDF/UA-1 and by PDF/A-2a."""
    verdicts: dict[Path, tuple[Finding, ...]] = verapdf(shelf)
    assert STANDARDS == ("2a", "ua1")
    assert verdicts == dict.fromkeys(shelf, ())


def test_generated_handouts_are_made_the_same_twice() -> None:
    """The same project gives the same bytes when it is read and made a second time."""
    built = [(project, made) for project in drawn(JUDGED) if (made := journey(project).artifacts)]
    assert len(built) > 15
    for project, made in built:
        assert artifacts(project.files, project.edition) == made
