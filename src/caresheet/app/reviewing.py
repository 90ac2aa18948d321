"""Recording that somebody has read the wording of handouts and vouches for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from caresheet.app.requests import RequestError, require_known
from caresheet.app.selection import Selection, jobs, require_sound
from caresheet.compose import as_reviewed, wording_of
from caresheet.delivery import append_review
from caresheet.model.changes import Change, change_lines, changes
from caresheet.model.counts import count
from caresheet.model.days import a_year_after
from caresheet.model.job import Job
from caresheet.model.project import Project
from caresheet.model.review import Review, Reviewer
from caresheet.model.topic import Topic
from caresheet.model.wording import text_units
from caresheet.source.characters import as_read
from caresheet.source.decoding import invisible

LONGEST = 24
"""Months that a review may last at most (PIF TICK asks for 12 to 36, NHS trusts for 24 or fewer)."""


class ReviewTask(Struct, frozen=True):
    """Handouts of one topic in one language to be reviewed on a day, at least one.

    `last` is the last review of the topic in this language; `changes` is what has changed since, without a last review
    nothing.
    """

    handouts: tuple[Job, ...]
    last: Review | None
    changes: tuple[Change, ...]

    @property
    def topic(self) -> Topic:
        """The topic in the language that is reviewed."""
        return self.handouts[0].topic

    @property
    def today(self) -> date:
        """The day of the review."""
        return self.handouts[0].today

    @property
    def usual_due(self) -> date:
        """The usual last day of use: a year from today."""
        return a_year_after(self.today)

    @property
    def latest_due(self) -> date:
        """The latest last day of use that a review may have."""
        return a_year_after(self.usual_due)


def review_task(project: Project, topic: str, language: str, layouts: Collection[str], today: date) -> ReviewTask:
    """The handouts of a topic in a language, or of them those of some layouts, and what changed since the last review.

    Raises RequestError for a name that does not exist, CaresheetError where a file behind the handouts is faulty.
    """
    require_sound(project, Selection(today, (topic,), (), (language,)))
    require_known("topic", (topic,), (each.name for each in project.topics))
    require_known("language", (language,), (job.topic.language for job in jobs(project, topics=[topic], today=today)))
    all_of_it = jobs(project, topics=[topic], languages=[language], today=today)
    require_known("layout", layouts, (job.layout.name for job in all_of_it))
    chosen = jobs(project, topics=[topic], languages=[language], layouts=layouts, today=today)
    reviews = chosen[0].reviews
    last = reviews[-1] if reviews else None
    return ReviewTask(chosen, last, changes(last.said, text_units(chosen[0].topic)) if last else ())


def changes_since(task: ReviewTask) -> Iterator[str]:
    """What is new to whoever reviews: everything, or what changed since the last review."""
    if task.last is None:
        yield f"{task.topic.name} in {task.topic.language} has never been reviewed: all of it is new."
        return
    since = f"since the review by {task.last.reviewer.name} on {task.last.reviewed_on}"
    yield f"{count(len(task.changes), 'change')} {since}"
    yield from (f"  {line}" for line in change_lines(task.changes))


def reviewer_of(name: str, credential: str, organization: str) -> Reviewer:
    """Who reviewed. Raises RequestError if any of it is blank, because a review without it says nothing, or holds a
    character that nobody can see, such as what an arrow key leaves in a prompt: the review could not be read again."""
    given = {"name": name, "credential": credential, "organization": organization}
    tidy = {part: as_read(" ".join(words.split())) for part, words in given.items()}
    for part, words in tidy.items():
        if not words:
            raise RequestError(f"the reviewer's {part} is missing", "a review must say who stands behind it")
        unseen = invisible(words)
        if unseen:
            message = f"the reviewer's {part} has an {unseen} and cannot be read back"
            raise RequestError(message, "type it again, without arrow keys")
    return Reviewer(**tidy)


def due_date(text: str, task: ReviewTask) -> date:
    """The last day of use, from an ISO date. Raises RequestError unless it is after today and at most LONGEST months
    away."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise RequestError(f"'{text}' is not a valid date", f"write it like {task.usual_due}") from error
    if not task.today < day <= task.latest_due:
        hint = f"choose a day after {task.today} and no later than {task.latest_due} ({LONGEST} months)"
        raise RequestError(f"{day} cannot be the last day of use", hint)
    return day


def record_review(task: ReviewTask, reviewer: Reviewer, due: date, root: Path) -> Path:
    """Add the review, with everything that was read, to the end of its file in the project at `root`.

    Returns the file. Raises CaresheetError (not-writable); the file is then as it was.
    """
    topic = task.topic
    handouts = tuple(as_reviewed(job, wording_of(job.topic, job.handout, job.layout)) for job in task.handouts)
    file = f"content/{topic.name}/reviews/{topic.language}.yaml"
    days = (task.today, due)
    append_review(Review.recorded(reviewer, days, topic.version, handouts, text_units(topic), file), root / file)
    return root / file
