"""The words that come back on every page."""

from __future__ import annotations

from typing import assert_never

from caresheet.compose.review_words import is_draft, review_line, review_mark, use_mark
from caresheet.compose.templates import filled
from caresheet.compose.typography import unbroken
from caresheet.languages import language
from caresheet.model import document
from caresheet.model.document import BETWEEN, BOUND
from caresheet.model.edition import Size
from caresheet.model.job import Job
from caresheet.model.layout import RunningItem, RunningItems
from caresheet.model.review import ReviewStatus


def running_line(line: RunningItems, job: Job, status: ReviewStatus) -> document.RunningLine:
    """The words of a running header or footer."""
    words = {item: _words(item, job, status) for item in RunningItem}
    start, center, end = (
        _joined(tuple((item, words[item]) for item in items if words[item]))
        for items in (line.start, line.center, line.end)
    )
    return document.RunningLine(start, center, end)


def _joined(items: tuple[tuple[RunningItem, str], ...]) -> str:
    """The items of one part of a running line. A page number is never alone on a line."""
    joined = ""
    for item, words in items:
        link = BOUND if item is RunningItem.PAGE else BETWEEN
        joined += link + words if joined else words
    return joined


def footer(job: Job, status: ReviewStatus) -> document.RunningLine:
    """The layout's footer. In larger print it is one line: the title in a few words, then whether it is a draft or the
    last day of use, and the page. The rest of the footer is at the end of the handout."""
    if job.edition.size is Size.REGULAR:
        return running_line(job.layout.footer, job, status)
    page = _page(job.labels.page_mark)
    return document.RunningLine(job.handout.running_title, "", BOUND.join((use_mark(status, job.labels), page)))


def _page(label: str) -> str:
    """The page number, which is never broken between lines."""
    return unbroken(filled(label, page=document.PAGE_NUMBER, pages=document.PAGE_COUNT))


def draft_or_edition(job: Job, status: ReviewStatus) -> str:
    """That it is a draft, in one word, or the edition of reviewed words."""
    return job.labels.draft_mark if is_draft(status) else _words(RunningItem.VERSION, job, status)


def edition_mark(job: Job, status: ReviewStatus) -> str:
    """The edition and its review in a few words."""
    return BETWEEN.join((_words(RunningItem.VERSION, job, status), review_mark(job, status)))


def _words(item: RunningItem, job: Job, status: ReviewStatus) -> str:
    match item:
        case RunningItem.TITLE:
            return job.handout.running_title
        case RunningItem.TOPIC:
            return job.topic.title
        case RunningItem.CLINIC:
            return job.clinic.text("name")
        case RunningItem.DOCUMENT:
            return job.name
        case RunningItem.LANGUAGE:
            return language(job.topic.language).name
        case RunningItem.VERSION:
            return filled(job.labels.version, version=job.topic.version)
        case RunningItem.REVIEW:
            return review_line(job, status)
        case RunningItem.PAGE:
            return _page(job.labels.page)
        case _:
            assert_never(item)
