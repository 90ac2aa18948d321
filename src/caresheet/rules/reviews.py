"""Whether a clinician stands behind what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from caresheet.model import rules
from caresheet.model.days import days_after
from caresheet.model.problem import Position, Problem
from caresheet.model.review import Review, ReviewState
from caresheet.model.topic import Topic
from caresheet.model.wording import fingerprint
from caresheet.rules.context import HandoutContext

_SHOWN = 48
"""Characters of a changed text that a message quotes."""
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_AGAIN = "have it reviewed again: caresheet review"


def not_reviewed(context: HandoutContext) -> Iterator[Problem]:
    """A clinician has reviewed every word of a handout.

    Source: PIF TICK, criterion 1 (an approval process); NHS Identity Guidelines, patient information.
    """
    status = context.composed.review_status
    are_draft = context.job.labels.are_draft
    if are_draft:
        yield _draft_labels(context)
    if status.state is ReviewState.DRAFT and not (are_draft and _has_reviewed_words(context)):
        yield _no_review(context) if status.review is None else _changed_since(context, status.review)


def _draft_labels(context: HandoutContext) -> Problem:
    """The problem that the words that the program prints itself are still a draft."""
    language, labels = context.topic.language, context.job.labels
    position = Position(labels.files[0]) if labels.files else context.topic.position
    message = f"no native speaker has reviewed the words that caresheet prints itself in '{language}'"
    hint = f"have one correct them in labels/{language}.yaml, and write there: draft_words: no"
    return Problem(position, rules.NOT_REVIEWED, message, hint)


def _has_reviewed_words(context: HandoutContext) -> bool:
    """Whether the last review is of exactly the words of the topic that the handout prints."""
    review = context.composed.review_status.review
    reviewed = review.of(context.layout.name) if review else None
    return reviewed is not None and reviewed.words == fingerprint(context.composed.wording)


def _no_review(context: HandoutContext) -> Problem:
    topic = context.topic
    message = f"there is no review of '{topic.language}' on record, so every page says that it is a draft"
    return Problem(topic.position, rules.NOT_REVIEWED, message, "record one with: caresheet review")


def _changed_since(context: HandoutContext, review: Review) -> Problem:
    """What the handout says or leaves out that the review did not see."""
    name, day = review.reviewer.name, review.reviewed_on
    wording, translates = context.composed.wording, context.topic.translates
    known = frozenset((unit.part, unit.words) for unit in review.said)
    new = next((each for each in wording if (each.part, each.words) not in known), None)
    if new is not None:
        shown = new.words if len(new.words) <= _SHOWN else f"{new.words[:_SHOWN]}…"
        message = f"'{shown}' is not what {name} reviewed on {day}, so the handouts that print it are drafts again"
        return Problem(new.position, rules.NOT_REVIEWED, message, _AGAIN)
    reviewed = review.of(context.layout.name)
    if reviewed and translates and reviewed.words == fingerprint(wording):
        message = f"the original of this translation has changed since {name} reviewed it on {day}"
        return Problem(translates.position, rules.NOT_REVIEWED, message, _AGAIN)
    message = f"the layout '{context.layout.name}' adds, moves or leaves out sections that {name} reviewed on {day}"
    return Problem(context.placement, rules.NOT_REVIEWED, message, _AGAIN)


def past_review(context: HandoutContext) -> Iterator[Problem]:
    """A handout is not used after the review date, or, unless it is reviewed, a year after its facts were checked.

    Source: PIF TICK, criteria 7 and 10 (review date, reassessment); NHS Identity Guidelines, patient information.
    """
    status, topic = context.composed.review_status, context.topic
    if not status.is_past:
        return
    if status.state is ReviewState.REVIEWED and status.review is not None:
        message = f"the review of {status.review.reviewed_on} expired on {status.due}"
        yield Problem(status.review.position, rules.PAST_REVIEW, message, _AGAIN)
    else:
        message = f"the facts were checked on {topic.facts_checked}: do not use anything after {status.due}"
        hint = "check the facts against their sources, and write the date after `facts_checked:`"
        yield Problem(topic.facts_position, rules.PAST_REVIEW, message, hint)


def future_date(context: HandoutContext) -> Iterator[Problem]:
    """No day on which something was done is after today: the facts checked, a source seen or published, a review.

    Source: PIF TICK, criteria 4 and 7: what is said to have been checked has been checked.
    """
    topic, today = context.topic, context.job.today
    for position, what, day in _days(topic, context.job.reviews):
        if day > today:
            message = f"{what} on {day}, which is after today, {today}"
            yield Problem(position, rules.FUTURE_DATE, message, "write the day on which it was done")


def _days(topic: Topic, reviews: tuple[Review, ...]) -> Iterator[tuple[Position | None, str, date]]:
    """Every day on which something was done, with its position and what it was."""
    yield topic.facts_position, "the facts were checked", date.fromisoformat(topic.facts_checked)
    for source in topic.sources:
        yield source.position, f"the source '{source.id}' was seen", date.fromisoformat(source.seen)
        for year in _YEAR.findall(source.year):
            yield source.position, f"the source '{source.id}' was published", date(int(year), 1, 1)
    for review in reviews:
        yield review.position, f"{review.reviewer.name} reviewed this", review.reviewed_on


def review_soon(context: HandoutContext) -> Iterator[Problem]:
    """A review does not expire within the days that the layout allows for the next one.

    Source: PIF TICK, criteria 7 and 10 (review date, reassessment).
    """
    status, days = context.composed.review_status, context.limits.review_notice_days
    if status.is_past or status.state is not ReviewState.REVIEWED or status.review is None or days is None:
        return
    if days_after(context.job.today, days) > status.due:
        message = f"the review of {status.review.reviewed_on} expires on {status.due}"
        yield Problem(status.review.position, rules.REVIEW_SOON, message, _AGAIN)
