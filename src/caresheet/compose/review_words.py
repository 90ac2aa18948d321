"""A handout's review in words: the banner, the running line, the imprint of a panel.

Only reviewed words name a day of last use: a draft is not to be used on any day.
"""

from __future__ import annotations

import re

from caresheet.compose.dates import long_date
from caresheet.compose.templates import filled
from caresheet.compose.typography import unbroken
from caresheet.languages import ENGLISH, is_english
from caresheet.model.document import BETWEEN
from caresheet.model.job import Job
from caresheet.model.labels import Labels
from caresheet.model.review import Review, ReviewState, ReviewStatus
from caresheet.model.text import TextRun

_IN_ENGLISH = re.compile(r"DRAFT: do not use with patients\b\.?|Translation not reviewed\b\.?|(?<!\w)DRAFT(?!\w)")
"""The words that labels files repeat in English until a native speaker has reviewed them."""


def banner(job: Job, status: ReviewStatus) -> str:
    """The notice at the head of every page; empty while a review is valid. On a card it is in the card's own language
    only: the corner of each face has an English word, and the face for staff an English sentence."""
    draft = job.labels.draft if _standing(status) is None else ""
    if job.layout.look.panels:
        draft = " ".join(_IN_ENGLISH.sub("", draft).split()) or draft
    return _joined(draft, _past(status, job.labels))


def in_its_languages(words: str, language: str) -> tuple[TextRun, ...]:
    """Words around the sections in this language, as runs: an unreviewed labels file repeats its warnings in English,
    and those words are read aloud as English."""
    if is_english(language):
        return (TextRun(words),)
    runs: list[TextRun] = []
    at = 0
    for found in _IN_ENGLISH.finditer(words):
        runs += (TextRun(words[at : found.start()]), TextRun(found[0], language=ENGLISH))
        at = found.end()
    return tuple(run for run in (*runs, TextRun(words[at:])) if run.text)


def review_line(job: Job, status: ReviewStatus) -> str:
    """Who reviewed the words, and their last day of use: paper cannot tell that it has passed, but its reader can. A
    draft says that it is one."""
    review, labels = _standing(status), job.labels
    if review is None:
        return _draft(job)
    reviewer = review.reviewer
    words = filled(
        labels.reviewed,
        date=long_date(review.reviewed_on, labels),
        name=reviewer.name,
        credential=reviewer.credential,
        organization=reviewer.organization,
    )
    until = unbroken(filled(labels.use_until, date=long_date(status.due, labels)))
    return _joined(words, _past(status, labels), until)


def review_mark(job: Job, status: ReviewStatus) -> str:
    """The same where there is no room for the reviewer."""
    review, labels = _standing(status), job.labels
    if review is None:
        return _joined(_draft(job), _past(status, labels))
    words = filled(labels.reviewed_mark, date=long_date(review.reviewed_on, labels))
    return _joined(words, _past(status, labels), filled(labels.use_until_mark, date=long_date(status.due, labels)))


def use_mark(status: ReviewStatus, labels: Labels) -> str:
    """The last day of use, or that nobody may use a draft: in one word where the sentence, which the banner says, is
    repeated in English."""
    if _standing(status) is None:
        return labels.draft_mark if labels.are_draft else labels.draft
    return _joined(_past(status, labels), filled(labels.use_until_mark, date=long_date(status.due, labels)))


def is_draft(status: ReviewStatus) -> bool:
    """Whether no review of exactly these words stands."""
    return _standing(status) is None


def _standing(status: ReviewStatus) -> Review | None:
    """The review of exactly these words; None for a draft."""
    return status.review if status.state is ReviewState.REVIEWED else None


def _draft(job: Job) -> str:
    """The words for a draft; in a translation, they add that no one has reviewed the translation."""
    labels = job.labels
    return f"{labels.draft} {labels.draft_translation}" if job.topic.translates else labels.draft


def _past(status: ReviewStatus, labels: Labels) -> str:
    return labels.past_review if status.is_past else ""


def _joined(*words: str) -> str:
    return BETWEEN.join(each for each in words if each)
