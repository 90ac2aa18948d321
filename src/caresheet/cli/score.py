"""`caresheet score`: how hard the handouts are to read, and what can be said before people score them."""

from __future__ import annotations

import shutil
import sys

import click
from msgspec.structs import replace

from caresheet.app.selection import choose, missing
from caresheet.cli.documents import DocumentCommand, output_option
from caresheet.cli.exits import exit_code
from caresheet.cli.progress import progress
from caresheet.cli.project import read
from caresheet.cli.report import show
from caresheet.cli.selection import Wanted, selecting
from caresheet.model.problem import Problem


def _failure(form: str, problems: tuple[Problem, ...]) -> str:
    """The report for a program when nothing could be scored: it lists the problems."""
    from caresheet.app.scoring import ScoreReport, scores_json

    return "" if form != "json" else f"{scores_json(ScoreReport((), pages=False, problems=problems))}\n"


@click.command(cls=DocumentCommand, failure=_failure)
@selecting
@click.option("--pages", is_flag=True, help="Also lay out the pages and judge them.")
@output_option("json")
def score(*, wanted: Wanted, pages: bool, form: str) -> None:
    """Show reading grades by section, and pre-scores of PEMAT-P, the CDC Clear Communication Index and SAM.

    Each of their items passes, fails, does not apply, or needs a person.
    """
    from caresheet.app.scoring import score as scored
    from caresheet.app.scoring import scores_json, scores_text

    project = read(wanted.root, wanted.clinic)
    chosen, absent = choose(project, wanted.handouts), missing(project, wanted.handouts)
    show(project.problems)
    report = scored(project, chosen, pages=pages, progress=progress(label="Scoring handouts"))
    report = replace(report, problems=project.problems)
    if form == "json":
        click.echo(scores_json(report))
    else:
        click.echo(scores_text(report, shutil.get_terminal_size().columns))
    sys.exit(exit_code(len(chosen), len(chosen) + len(absent)))
