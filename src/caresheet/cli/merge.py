"""`caresheet merge`: one handout for everyone on a list, each copy proved; no copy is made without --write."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from caresheet.app.places import near
from caresheet.cli import completion, options
from caresheet.cli.exits import Exit, exit_code
from caresheet.cli.progress import progress
from caresheet.cli.project import project_and_clinic, read
from caresheet.cli.report import show, tell, warn


@click.command()
@click.argument("topic", shell_complete=completion.topics)
@click.option("--layout", metavar="NAME", required=True, shell_complete=completion.layouts, help="Which handout.")
@click.option(
    "--people",
    type=options.FILE,
    metavar="FILE",
    required=True,
    help="The list (CSV, .xlsx): a row per person, a column per field, such as patient.name; also language, size.",
)
@options.language("The language, unless the row says so. Default: the one the topic was written in.")
@options.bilingual
@options.size("The print size, unless the row says so.")
@options.paper
@options.ink
@options.clinic
@options.out("copies", "build/people/")
@click.option(
    "--name-by", "named_by", metavar="COLUMN", default="", help="Name each file by this column, not a number."
)
@click.option("--write", "write_them", is_flag=True, help="Make the copies. Without it, only show what would be made.")
@click.option(
    "--together", is_flag=True, help="Make one PDF of all copies, for the printer, with a bookmark for each person."
)
@click.option("--draft", is_flag=True, help="Preview a handout that is not reviewed. Its copies cannot be made.")
@options.jobs
@click.option("--cluster", metavar="ADDRESS", help="Use the workers of a Dask cluster, such as tls://host:8786.")
@options.quiet
@options.today
@options.project
def merge(*, root: Path | None, clinic: str | None, out: Path | None, quiet: bool, **given: Any) -> None:  # noqa: ANN401 - click
    """Make a handout of TOPIC for everyone on a list: one PDF per person.

    Without --write, only a picture of the first page is made. Only you can read the copies, and nothing about a person
    is kept anywhere else. If the command was interrupted, run it again: it makes what is missing.
    """
    from caresheet.app.merge_orders import MergeOrder, carry_out

    order = MergeOrder(**given)
    folder, profile = project_and_clinic(root, clinic)
    project = read(folder, profile)
    show(project.problems)
    plan = order.plan(project)
    warn(*(f"this handout has no line for {column}" for column in plan.unprinted))
    watched = progress(quiet=quiet, label="Making copies")
    try:
        report = carry_out(order, plan, out or near(folder / "build" / "people"), time.time(), watched)
    except KeyboardInterrupt:
        click.echo(err=True)  # so that the warning does not stand behind ^C
        warn("stopped by Ctrl-C; run the same command again: it makes what is missing")
        sys.exit(Exit.INTERRUPTED)
    show(report.problems)
    warn(*report.warnings)
    tell(() if quiet else report.lines)
    sys.exit(exit_code(report.done, report.wanted))
