"""A handout's review in words: the banner, the running line, the imprint of a panel."""

from __future__ import annotations

from datetime import date

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
    return _joined(_reviewed(status, labels), unbroken(_dated(labels.use_until, status.due, labels)))


def review_mark(status: ReviewStatus, labels: Labels) -> str:
    """The same where there is little room, with days as ISO 8601 writes them."""
    review = status.review if status.state is ReviewState.REVIEWED else None
    state = labels.reviewed_mark.replace("{date}", review.reviewed_on.isoformat()) if review else labels.draft_mark
    past = labels.past_review if status.is_past else ""
    return _joined(state, past, labels.use_until_mark.replace("{date}", status.due.isoformat()))


def _reviewed(status: ReviewStatus, labels: Labels) -> str:
    review = status.review
    if status.state is ReviewState.DRAFT or review is None:
        return labels.draft
    words = _dated(labels.reviewed, review.reviewed_on, labels)
    for place, value in (
        ("name", review.reviewer.name),
        ("credential", review.reviewer.credential),
        ("organization", review.reviewer.organization),
    ):
        words = words.replace(f"{{{place}}}", value)
    return _joined(words, labels.past_review if status.is_past else "")


def _dated(words: str, day: date, labels: Labels) -> str:
    shown = labels.date.replace("{month}", labels.months[day.month - 1])
    shown = shown.replace("{day}", str(day.day)).replace("{year}", f"{day.year:04}")
    return words.replace("{date}", shown)


def _joined(*words: str) -> str:
    return BETWEEN.join(each for each in words if each)
