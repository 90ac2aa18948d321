"""`caresheet diff`: what changed in the wording between two states of a project."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from caresheet.cli import options
from caresheet.cli.documents import DocumentCommand, output_option
from caresheet.cli.exits import Exit
from caresheet.cli.report import tell
from caresheet.model.problem import Problem


def _failure(form: str, problems: tuple[Problem, ...]) -> str:
    """A document that says why nothing was compared."""
    from caresheet.app.comparing import Comparison, comparison_json

    return "" if form != "json" else f"{comparison_json(Comparison((), problems))}\n"


@click.command(cls=DocumentCommand, failure=_failure)
@click.argument("old")
@click.argument("new")
@output_option("json")
@options.project
def diff(*, old: str, new: str, form: str, root: Path | None) -> None:
    """Show what changed in the wording from OLD to NEW, for each reader. Both are folders or git revisions.

    The exit code is 1 if anything changed. Looks, line breaks and clinics' details do not count.
    """
    from caresheet.app.comparing import compare, comparison_json, comparison_lines, read_state

    comparison = compare(read_state(old, root), read_state(new, root))
    if form == "json":
        click.echo(comparison_json(comparison))
    else:
        tell(comparison_lines(comparison))
    if not comparison.is_same:
        sys.exit(Exit.PROBLEMS)
