"""`caresheet merge`: one handout for everyone on a list, each copy proved; no copy is made without --write."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.app.sources import read_folder
from caresheet.app.workers import cores
from caresheet.cli import completion
from caresheet.cli.exits import exit_code
from caresheet.cli.progress import progress
from caresheet.cli.project import (
    clinic_option,
    language_option,
    paper_option,
    project_and_clinic,
    project_option,
    size_option,
    today_option,
)
from caresheet.cli.report import near, printable, show, warn
from caresheet.model.counts import count
from caresheet.model.edition import Edition, Size

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.merging import MergePlan

NAMED = 3
"""How many files are named; the others are only counted."""


@click.command()
@click.argument("topic", shell_complete=completion.topics)
@click.option("--layout", metavar="NAME", required=True, shell_complete=completion.layouts, help="Which handout.")
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="The list (CSV, .xlsx): a row per person, a column per field, such as patient.name; also language, size.",
)
@language_option("The language, unless the row says so. Default: the one the topic was written in.")
@size_option("The print size, unless the row says so.")
@paper_option
@clinic_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder for the copies. Default: the project's build/people/ folder.",
)
@click.option(
    "--name-by", "named_by", metavar="COLUMN", default="", help="Name each file by this column, not a number."
)
@click.option("--write", "write_them", is_flag=True, help="Make the copies. Without it, only show what would be made.")
@click.option(
    "--together", is_flag=True, help="Make one PDF of all copies, for the printer, with a bookmark for each person."
)
@click.option("--draft", is_flag=True, help="Preview a handout that is not reviewed. Its copies cannot be made.")
@click.option(
    "--jobs", type=click.IntRange(1, 999), metavar="NUMBER", help="How many processes to use. Default: one per core."
)
@click.option("--cluster", metavar="ADDRESS", help="Use the workers of a Dask cluster, such as tls://host:8786.")
@click.option("--quiet", "-q", is_flag=True, help="Print only problems.")
@today_option
@project_option
def merge(
    *,
    topic: str,
    layout: str,
    people: Path,
    language: str | None,
    size: str,
    paper: str | None,
    clinic: str | None,
    out: Path | None,
    named_by: str,
    write_them: bool,
    together: bool,
    draft: bool,
    jobs: int | None,
    cluster: str | None,
    quiet: bool,
    today: date,
    root: Path | None,
) -> None:
    """Make a handout of TOPIC for everyone on a list: one PDF per person.

    Without --write, only a picture of the first page is made. Only you can read the copies, and nothing about a person
    is kept anywhere else. If the command was interrupted, run it again: it makes what is missing.
    """
    from caresheet.app.merging import Merge, plan_merge, read_list

    _require_possible(draft=write_them and draft, together=bool(together and cluster))
    folder, profile = project_and_clinic(root, clinic)
    project = read_folder(folder, profile)
    show(project.problems)
    edition = Edition(Size(size), paper)
    plan = plan_merge(project, Merge(today, topic, layout, language, edition, draft, named_by), read_list(people))
    for column in plan.unprinted:
        warn(f"this handout has no line for {column}")
    place = out or near(folder / "build" / "people")
    if write_them:
        how = (jobs or cores(), together, cluster)
        sys.exit(_write(plan, place, how, quiet=quiet))
    _preview(plan, place, draft=draft, quiet=quiet)


def _require_possible(*, draft: bool, together: bool) -> None:
    if draft:
        raise click.UsageError("A draft is never made for patients: --draft only shows the first page.")
    if together:
        raise click.UsageError("Copies that are put together are made on this machine: leave out --cluster.")


def _preview(plan: MergePlan, folder: Path, *, draft: bool, quiet: bool) -> None:
    from caresheet.app.merging import write_preview

    path = write_preview(plan, folder)
    if not quiet:
        click.echo(f"{_amount(plan)}, to {folder}: {_listed(plan.names)}")
        click.echo(f"The first page of the first copy: {path}")
        then = "A draft is never made for patients." if draft else "To make the copies, add --write."
        click.echo(f"Nothing else was written. {then}")


def _write(plan: MergePlan, folder: Path, how: tuple[int, bool, str | None], *, quiet: bool) -> int:
    from caresheet.app.binding import write_bound
    from caresheet.app.merging import Became, write_copies

    watched, now, (processes, together, cluster) = progress(quiet=quiet, label="Making copies"), time.time(), how
    if cluster:
        from caresheet.app.clustering import write_copies_on

        result = write_copies_on(cluster, plan, folder, now, watched)
    else:
        result = (write_bound if together else write_copies)(plan, folder, now, processes, watched)
    show(result.problems)
    made, kept, renewed = (result.named(became) for became in (Became.MADE, Became.KEPT, Became.RENEWED))
    if renewed:
        warn(f"made anew, because they did not say what their rows say now: {_listed(renewed)}")
    if result.unclaimed:
        warn(f"still in {folder}, but for nobody on this list: {_listed(result.unclaimed)}")
    if not quiet:
        files = f"{count(len(result.outcomes), 'file')}: " if together else ""
        click.echo(
            f"{_amount(plan)}, in {folder}: {files}{len(made)} made, {len(kept)} there already, {len(renewed)} renewed"
        )
    return exit_code(len(made) + len(kept) + len(renewed), len(result.outcomes))


def _amount(plan: MergePlan) -> str:
    return f"{count(len(plan.people), 'copy', 'copies')}, {count(plan.pages, 'page')}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return printable(f"{', '.join(names[:NAMED])}{more}")
