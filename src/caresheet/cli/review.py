"""`caresheet review`: put on record that somebody vouches for the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from caresheet.app.requests import require_known
from caresheet.app.sources import find_root, read_folder
from caresheet.cli.diff import change_lines
from caresheet.cli.project import project_option, today_option
from caresheet.cli.report import count, near
from caresheet.model.changes import changes
from caresheet.model.project import Project
from caresheet.model.review import Review, Reviewer
from caresheet.model.topic import Topic
from caresheet.model.wording import text_units

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.model.job import Job

LONGEST = 24
"""Months that a review may stand at most (PIF TICK asks for 12 to 36, NHS trusts for 24 or fewer)."""


@click.command()
@click.argument("topic")
@click.option("--lang", "language", required=True, metavar="TAG", help="The language that was read.")
@click.option("--layout", "layouts", multiple=True, metavar="NAME", help="Only the handouts of this layout; else all.")
@click.option("--reviewer", metavar="NAME", help="Who read the words; asked for where left out.")
@click.option("--credential", metavar="WORDS", help="What qualifies the reviewer; asked for where left out.")
@click.option("--organization", metavar="NAME", help="Whom the reviewer works for; asked for where left out.")
@click.option("--due", metavar="DAY", help="The last day of use; asked for where left out.")
@click.option("--yes", is_flag=True, help="Record without asking whether the words were read.")
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
    """Record that a clinician has read the words of TOPIC in one language.

    Shows what changed since the last review, asks who reviewed and until when, and adds the review, with every word
    that was read, to content/TOPIC/reviews/TAG.yaml. Any later change of wording makes a handout a draft again.
    """
    root = find_root(root)
    project = read_folder(root)
    jobs = _jobs(project, topic, language, layouts, today)
    subject = jobs[0].topic
    _show_changes(project, subject)
    who = Reviewer(*(_asked(words, given) for words, given in _questions(reviewer, credential, organization)))
    last_day = _last_day(due, today)
    if not yes:
        click.confirm(f"Has {who.name} read every word of {count(len(jobs), 'handout')}?", abort=True)
    path = _recorded(root, jobs, who, today, last_day)
    click.echo(f"{near(path)}: reviewed by {who.name} on {today}, to be used until {last_day}")


def _questions(
    reviewer: str | None, credential: str | None, organization: str | None
) -> Sequence[tuple[str, str | None]]:
    return (
        ("Who reviewed it", reviewer),
        ("Credential, such as MD or RN", credential),
        ("Organization", organization),
    )


def _asked(words: str, given: str | None) -> str:
    answer = " ".join((click.prompt(words) if given is None else given).split())
    if not answer:
        message = f"{words}: a review without it says nothing."
        raise click.UsageError(message)
    return answer


def _last_day(given: str | None, today: date) -> date:
    """The last day of use: after today, and not so late that nobody would look again."""
    from caresheet.compose import a_year_after

    usual = a_year_after(today)
    answer = given or click.prompt("Last day of use", default=usual.isoformat())
    try:
        day = date.fromisoformat(answer)
    except ValueError as error:
        message = f"'{answer}' is no day; write it like {usual}."
        raise click.UsageError(message) from error
    latest = a_year_after(usual)
    if not today < day <= latest:
        message = f"The last day of use lies after {today} and not after {latest} ({LONGEST} months)."
        raise click.UsageError(message)
    return day


def _jobs(project: Project, topic: str, language: str, layouts: tuple[str, ...], today: date) -> tuple[Job, ...]:
    from caresheet.app.pipeline import jobs

    require_known("topic", (topic,), (each.name for each in project.topics))
    require_known("language", (language,), (each.language for each in project.topics if each.name == topic))
    chosen = jobs(project, topics=[topic], languages=[language], today=today)
    require_known("layout", layouts, (job.layout.name for job in chosen))
    return tuple(job for job in chosen if not layouts or job.layout.name in layouts)


def _show_changes(project: Project, topic: Topic) -> None:
    reviews = project.reviews_of(topic)
    if not reviews:
        click.echo(f"{topic.name} in {topic.language} was never reviewed: all of it is new.")
        return
    last = reviews[-1]
    found = changes(last.said, text_units(topic))
    click.echo(f"{count(len(found), 'change')} since {last.reviewer.name} reviewed on {last.reviewed_on}")
    for line in change_lines(found):
        click.echo(f"  {line}")


def _recorded(root: Path, jobs: Sequence[Job], who: Reviewer, today: date, due: date) -> Path:
    """Add the review to the end of its file, whole or not at all."""
    from caresheet.compose import as_reviewed, wording_of
    from caresheet.delivery import append_review

    topic = jobs[0].topic
    handouts = tuple(as_reviewed(job, wording_of(job.topic, job.handout, job.layout)) for job in jobs)
    file = f"content/{topic.name}/reviews/{topic.language}.yaml"
    append_review(Review.recorded(who, (today, due), topic.version, handouts, text_units(topic), file), root / file)
    return root / file
