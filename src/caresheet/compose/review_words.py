"""A handout's review in words: the banner, the running line, the imprint of a panel."""

from __future__ import annotations

from datetime import date

from caresheet.compose.templates import filled
from caresheet.compose.typography import unbroken
from caresheet.model.labels import Labels
from caresheet.model.review import ReviewState, ReviewStatus

BETWEEN = "\u00a0\u00b7 "


def banner(status: ReviewStatus, labels: Labels) -> str:
    """What heads every page; nothing where a review stands and is not past."""
    draft = labels.draft if status.state is ReviewState.DRAFT else ""
    return _joined(draft, labels.past_review if status.is_past else "")


def review_line(status: ReviewStatus, labels: Labels) -> str:
    """Whether and by whom the words were reviewed, and the day after which nobody shall use them: paper does not know
    the day, but who holds it does."""
    return _joined(_reviewed(status, labels), unbroken(filled(labels.use_until, date=_written(status.due, labels))))


def review_mark(status: ReviewStatus, labels: Labels) -> str:
    """The same where there is little room, with days as ISO 8601 writes them."""
    review = status.review if status.state is ReviewState.REVIEWED else None
    state = filled(labels.reviewed_mark, date=review.reviewed_on.isoformat()) if review else labels.draft_mark
    past = labels.past_review if status.is_past else ""
    return _joined(state, past, filled(labels.use_until_mark, date=status.due.isoformat()))


def _reviewed(status: ReviewStatus, labels: Labels) -> str:
    review = status.review
    if status.state is ReviewState.DRAFT or review is None:
        return labels.draft
    reviewer, day = review.reviewer, _written(review.reviewed_on, labels)
    words = filled(
        labels.reviewed,
        date=day,
        name=reviewer.name,
        credential=reviewer.credential,
        organization=reviewer.organization,
    )
    return _joined(words, labels.past_review if status.is_past else "")


def _written(day: date, labels: Labels) -> str:
    return filled(labels.date, day=str(day.day), month=labels.months[day.month - 1], year=f"{day.year:04}")


def _joined(*words: str) -> str:
    return BETWEEN.join(each for each in words if each)
