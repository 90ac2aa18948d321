"""A whole build that was done before: what it read, what it made, what it said."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from msgspec import Struct

from caresheet.cache.trace import Step
from caresheet.model import rules
from caresheet.model.problem import Position, Problem

_RULES = {rule.id: rule for rule in rules.ALL}


class Line(Struct, frozen=True):
    """One handout of a build: the key of its PDF, what else its parcel says, and its entry in the manifest as text."""

    key: str
    name: str
    title: str
    language: str
    pages: int
    inputs: tuple[str, ...]
    account: str


class Run(Struct, frozen=True):
    """A build from the day `since` (inclusive) to the day `until` (exclusive): as long as no review ends, none is due
    soon, and every file answers as it did, it would make the same and say the same."""

    steps: tuple[Step, ...]
    since: date
    until: date
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    def is_of(self, today: date) -> bool:
        """Whether the day lies between those on which a review changes its state."""
        return self.since <= today < self.until


def run_to(run: Run) -> bytes:
    """The build for the shelf."""
    whole = {
        "steps": [[step.tree, step.path, step.sha256] for step in run.steps],
        "since": run.since.isoformat(),
        "until": run.until.isoformat(),
        "lines": [
            [line.key, line.name, line.title, line.language, line.pages, list(line.inputs), line.account]
            for line in run.lines
        ],
        "problems": [
            [_place(problem.position), problem.rule.id, problem.message, problem.hint, problem.handouts]
            for problem in run.problems
        ],
    }
    return json.dumps(whole, ensure_ascii=False).encode("utf-8", "surrogatepass")


def run_from(data: bytes) -> Run:
    """What `run_to` made."""
    whole: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    return Run(
        steps=tuple(Step(*step) for step in whole["steps"]),
        since=date.fromisoformat(whole["since"]),
        until=date.fromisoformat(whole["until"]),
        lines=tuple(
            Line(key, name, title, language, pages, tuple(inputs), account)
            for key, name, title, language, pages, inputs, account in whole["lines"]
        ),
        problems=tuple(
            Problem(Position(*place) if place else None, _RULES[rule], message, hint, tuple(handouts))
            for place, rule, message, hint, handouts in whole["problems"]
        ),
    )


def _place(position: Position | None) -> list[str | int] | None:
    return [position.file, position.line, position.column] if position else None
