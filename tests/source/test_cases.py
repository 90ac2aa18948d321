"""Bad input announces its own problems: each file in cases/ says what must be told of it, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.source.trees import HERE, problems, small

CASES = sorted((HERE / "cases").glob("*.yaml"))
EXPECT = re.compile(
    r"^# expect (?:(?P<file>\S+):)?(?P<line>\d+):(?P<column>\d+) (?P<rule>[a-z0-9-]+)(?: (?P<says>.+))?$"
)
IN_PLACE_OF = re.compile(r"^# in place of (?P<path>\S+)$", re.MULTILINE)


def case_path(text: str) -> str:
    """The file of the small project that a case stands for."""
    match = IN_PLACE_OF.search(text)
    return match["path"] if match else "content/walking/en.yaml"


def expected(text: str, path: str) -> list[tuple[str, str]]:
    """What a case says of itself: place and rule, and words that the message or the hint must hold."""
    found = [match for line in text.splitlines() if (match := EXPECT.match(line))]
    return [(f"{m['file'] or path}:{m['line']}:{m['column']} {m['rule']}", m["says"] or "") for m in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """Exactly the announced problems are told: file, line, column, rule and words."""
    text = case.read_bytes().decode("utf-8")
    path = case_path(text)
    wanted = expected(text, path)
    assert wanted, "a case that announces nothing proves nothing"
    found = problems(small({path: text}))
    assert [f"{problem.position} {problem.rule.name}" for problem in found] == [place for place, _ in wanted]
    for problem, (_, says) in zip(found, wanted, strict=True):
        assert says in str(problem)


def test_small_project_is_sound() -> None:
    """What the cases break is sound before."""
    assert problems(small()) == ()


def test_cases_cover_the_rules_of_reading() -> None:
    """Every rule that a YAML file alone can break has a case."""
    there = {place.rpartition(" ")[2] for case in CASES for place, _ in expected(case.read_text("utf-8"), "")}
    assert there >= {
        "yaml-alias", "bad-link", "bad-markup", "control-character", "critical-varies", "duplicate-id", "duplicate-key",
        "empty-value", "missing-key", "invalid-yaml", "unquoted-asterisk", "unquoted-braces", "unquoted-hash",
        "unquoted-fold", "unquoted-dash", "unquoted-colon", "yaml-tag", "too-deep", "unknown-key", "unknown-name",
        "unknown-placeholder", "unknown-source", "unknown-term", "wrong-type", "wrong-value", "extends-loop",
    }  # fmt: skip
