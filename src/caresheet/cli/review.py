"""`caresheet review`: put on record that somebody vouches for the wording."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.app.sources import read_folder
from caresheet.cli import completion
from caresheet.cli.diff import change_lines
from caresheet.cli.project import language_option, project_folder, project_option, today_option
from caresheet.cli.report import near, show
from caresheet.model.counts import count

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.reviewing import ReviewTask


@click.command()
@click.argument("topic", shell_complete=completion.topics)
@language_option("The language that was reviewed.", required=True)
@click.option(
    "--layout",
    "layouts",
    multiple=True,
    metavar="NAME",
    shell_complete=completion.layouts,
    help="Only handouts with this layout.",
)
@click.option("--reviewer", metavar="NAME", help="Who reviewed the wording. Default: ask.")
@click.option("--credential", metavar="TEXT", help="The reviewer's credential. Default: ask.")
@click.option("--organization", metavar="NAME", help="The reviewer's organization. Default: ask.")
@click.option("--due", metavar="DATE", help="The last day of use. Default: ask.")
@click.option("--yes", is_flag=True, help="Do not ask whether every word was read.")
@project_option
@today_option
def review(
    *,
    topic: str,
    language: str,
    layouts: tuple[str, ...],
    reviewer: str | None,
    credential: str | None,
    organization: str | None,
    due: str | None,
    yes: bool,
    root: Path | None,
    today: date,
) -> None:
    """Record that a clinician has reviewed the wording of TOPIC in one language.

    Shows what changed since the last review, asks for the reviewer and the last day of use, and adds the review with
    the full wording to content/TOPIC/reviews/TAG.yaml. Any later change of wording makes a handout a draft again.
    """
    from caresheet.app.reviewing import due_date, record_review, review_task, reviewer_of

    root = project_folder(root)
    project = read_folder(root)
    task = review_task(project, topic, language, layouts, today)
    show(project.problems)
    _show_changes(task)
    who = reviewer_of(
        reviewer if reviewer is not None else click.prompt("Reviewer's name"),
        credential if credential is not None else click.prompt("Credential, such as MD or RN"),
        organization if organization is not None else click.prompt("Organization"),
    )
    last_day = due_date(due or click.prompt("Last day of use", default=task.usual_due.isoformat()), task)
    if not yes:
        click.confirm(f"Has {who.name} read every word of {count(len(task.handouts), 'handout')}?", abort=True)
    path = record_review(task, who, last_day, root)
    click.echo(f"{near(path)}: reviewed by {who.name} on {today}, for use until {last_day}")


def _show_changes(task: ReviewTask) -> None:
    if task.last is None:
        click.echo(f"{task.topic.name} in {task.topic.language} has never been reviewed: all of it is new.")
        return
    since = f"since the review by {task.last.reviewer.name} on {task.last.reviewed_on}"
    click.echo(f"{count(len(task.changes), 'change')} {since}")
    for line in change_lines(task.changes):
        click.echo(f"  {line}")
