"""Whether somebody vouches for what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.composed import Composed
from caresheet.model.job import Job
from caresheet.model.problem import Position, Problem
from caresheet.model.review import Review, ReviewState, ReviewStatus
from caresheet.model.wording import TextUnit, fingerprint, text_units
from caresheet.rules.context import TopicContext

_SHOWN = 48
"""Letters of a changed text that a message quotes."""
_AGAIN = "have it reviewed again: caresheet review"
CALLED = ("emergency", "after_hours_phone")
"""What must be known before a clinic's paper tells anyone to call."""


def unreviewed(job: Job, composed: Composed) -> Iterator[Problem]:
    """Nobody vouches for the words of a handout.

    Source: PIF TICK, criterion 1 (an approval process); NHS Identity Guidelines, patient information.
    """
    status = composed.review_status
    if status.state is ReviewState.DRAFT:
        yield _unreviewed(job, status.review, composed.wording)


def review_ending(job: Job, status: ReviewStatus) -> Iterator[Problem]:
    """Nobody vouches for a handout today, or not for much longer.

    Source: PIF TICK, criteria 7 and 10 (review date, reassessment); NHS Identity Guidelines, patient information.
    """
    if status.is_past:
        yield _past(job, status)
    elif status.state is ReviewState.REVIEWED and status.review is not None:
        days = job.layout.limits.review_notice_days
        if days is not None and job.today + timedelta(days=days) > status.due:
            message = f"the review of {status.review.reviewed_on} ends on {status.due}"
            yield Problem(status.review.position, rules.REVIEW_SOON, message, _AGAIN)


def emergency_numbers(clinic: Clinic) -> Iterator[Problem]:
    """A clinic's numbers for an emergency and for the night are filled in: asked of what leaves the house.

    Source: PEMAT-P items 20 and 23; the project's own: nobody can write on an e-mail, and few do on a printed sheet.
    """
    for key in CALLED:
        if clinic.value(key) is None:
            message = f"the clinic's profile has no `{key}`"
            yield Problem(clinic.place(key), rules.EMERGENCY_NUMBERS, message, f"write it behind `{key}:`")


def outdated_translation(case: TopicContext) -> Iterator[Problem]:
    """A translation that says which wording it renders renders the one that is there.

    Source: CHECKS, translation parity; 45 CFR 92.201(c)(3) asks for qualified human review of translations.
    """
    translates = case.topic.translates
    if translates is None or case.original is None or not translates.hash:
        return
    now = fingerprint(text_units(case.original))
    if now != translates.hash:
        message = f"{translates.language}.yaml has changed since this translation was made"
        hint = f"bring the words up to date, then write hash: {now}"
        yield Problem(translates.position, rules.OUTDATED_TRANSLATION, message, hint)


def _unreviewed(job: Job, review: Review | None, said: tuple[TextUnit, ...]) -> Problem:
    if review is None:
        message = f"no review of '{job.topic.language}' is on record, so that every page of it says DRAFT"
        return Problem(job.topic.position, rules.NOT_REVIEWED, message, "record one with: caresheet review")
    by = f"{review.reviewer.name} reviewed on {review.reviewed_on}"
    known = frozenset((unit.part, unit.words) for unit in review.said)
    new = next((each for each in said if (each.part, each.words) not in known), None)
    if new is not None:
        shown = new.words if len(new.words) <= _SHOWN else f"{new.words[:_SHOWN]}…"
        message = f"'{shown}' is not what {by}: what prints it is a draft again"
        return Problem(new.position, rules.NOT_REVIEWED, message, _AGAIN)
    reviewed = review.of(job.layout.name)
    if reviewed and job.topic.translates and reviewed.words == fingerprint(said):
        message = f"the wording that this translates is not what it was when {by}"
        return Problem(job.topic.translates.position, rules.NOT_REVIEWED, message, _AGAIN)
    message = f"the layout '{job.layout.name}' drops, adds or moves sections that {by}"
    return Problem(_places(job), rules.NOT_REVIEWED, message, _AGAIN)


def _past(job: Job, status: ReviewStatus) -> Problem:
    if status.state is ReviewState.REVIEWED and status.review is not None:
        message = f"the review of {status.review.reviewed_on} ended on {status.due}"
        return Problem(status.review.position, rules.PAST_REVIEW, message, _AGAIN)
    message = f"the facts were checked on {job.topic.facts_checked}: nothing shall be used after {status.due}"
    hint = "check them against their sources, and write the day behind `facts_checked:`"
    return Problem(Position(f"content/{job.topic.name}/topic.yaml"), rules.PAST_REVIEW, message, hint)


def _places(job: Job) -> Position:
    return job.layout.placements[0].position if job.layout.placements else job.layout.position
