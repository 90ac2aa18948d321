"""`caresheet review`: put on record that somebody vouches for the wording."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from caresheet.app.places import near
from caresheet.cli import completion, options
from caresheet.cli.project import project_folder, read
from caresheet.cli.report import show, tell
from caresheet.model.counts import count

_WORDS = {
    "reviewer": "Reviewer's name",
    "credential": "Credential, such as MD or RN",
    "organization": "Organization",
}
"""The question for each detail of the reviewer."""


@click.command()
@click.argument("topic", shell_complete=completion.topics)
@options.language("The language that was reviewed.", required=True)
@options.layouts
@click.option("--reviewer", metavar="NAME", help="Who reviewed the wording. Default: ask.")
@click.option("--credential", metavar="TEXT", help="The reviewer's credential. Default: ask.")
@click.option("--organization", metavar="NAME", help="The reviewer's organization. Default: ask.")
@click.option("--due", metavar="DATE", help="The last day of use. Default: ask.")
@click.option("--yes", is_flag=True, help="Do not ask whether every word was read.")
@options.project
@options.today
def review(
    *,
    topic: str,
    language: str,
    layouts: tuple[str, ...],
    due: str | None,
    yes: bool,
    root: Path | None,
    today: date,
    **who: str | None,
) -> None:
    """Record that a clinician has reviewed the wording of TOPIC in one language.

    Shows what changed since the last review, asks for the reviewer and the last day of use, and adds the review with
    the full wording to content/TOPIC/reviews/TAG.yaml. Any later change of wording makes a handout a draft again.
    """
    from caresheet.app.reviewing import changes_since, due_date, record_review, review_task, reviewer_of

    folder = project_folder(root)
    project = read(folder)
    task = review_task(project, topic, language, layouts, today)
    show(project.problems)
    tell(changes_since(task))
    given = (who[part] for part in _WORDS)
    asked = (click.prompt(words) if said is None else said for words, said in zip(_WORDS.values(), given, strict=True))
    reviewer = reviewer_of(*asked)
    last_day = due_date(due or click.prompt("Last day of use", default=task.usual_due.isoformat()), task)
    if not yes:
        click.confirm(f"Has {reviewer.name} read every word of {count(len(task.handouts), 'handout')}?", abort=True)
    path = record_review(task, reviewer, last_day, folder)
    click.echo(f"{near(path)}: reviewed by {reviewer.name} on {today}, for use until {last_day}")
