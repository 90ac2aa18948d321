"""`caresheet diff`: what changed in the wording between two states of a project."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.cli.documents import DocumentCommand, output_option
from caresheet.cli.exits import Exit
from caresheet.cli.project import project_option
from caresheet.cli.report import printable
from caresheet.model.changes import Change, marked
from caresheet.model.counts import count
from caresheet.model.problem import Problem

if TYPE_CHECKING:  # loads the files' room, which --help does not need
    from caresheet.app.comparing import Comparison


def _failure(form: str, problems: tuple[Problem, ...]) -> str:
    """A document that says why nothing was compared."""
    from caresheet.app.comparing import Comparison, comparison_json

    return "" if form != "json" else f"{comparison_json(Comparison((), problems))}\n"


@click.command(cls=DocumentCommand, failure=_failure)
@click.argument("old")
@click.argument("new")
@output_option("json")
@project_option
def diff(*, old: str, new: str, form: str, root: Path | None) -> None:
    """Show what changed in the wording from OLD to NEW, for each reader. Both are folders or git revisions.

    The exit code is 1 if anything changed. Looks, line breaks and clinics' details do not count.
    """
    from caresheet.app.comparing import compare, comparison_json, read_state

    comparison = compare(read_state(old, root), read_state(new, root))
    click.echo(comparison_json(comparison) if form == "json" else _text(comparison))
    if not comparison.is_same:
        sys.exit(Exit.PROBLEMS)


def _text(comparison: Comparison) -> str:
    lines: list[str] = []
    for topic in comparison.topics:
        if topic.changes:
            head = f"{topic.topic} in {topic.language}: {count(len(topic.changes), 'change')}"
            lines += [head, *(f"  {line}" for line in change_lines(topic.changes))]
    return "\n".join(lines) or "no changes in the wording"


def change_lines(changes: tuple[Change, ...]) -> Iterator[str]:
    """Each part of the topic on a line, and below it what changed in it and for whom."""
    for part, inside in groupby(changes, key=lambda change: change.part):
        yield part
        for change in inside:
            yield f"  for {change.audience}: {printable(marked(change))}"
