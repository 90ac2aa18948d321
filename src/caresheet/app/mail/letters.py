"""Handouts as letters."""

from __future__ import annotations

from msgspec import Struct

from caresheet.app.judging import Judgement, judge_handout, not_made
from caresheet.app.pipeline import Checked, compose_checked, render_checked
from caresheet.cache import Cache
from caresheet.model.artifact import RenderedHandout
from caresheet.model.job import Job
from caresheet.model.message import Letter
from caresheet.model.problem import CaresheetError
from caresheet.model.review import State

_FORMATS = ("pdf", "txt", "html")


class Mail(Struct, frozen=True):
    """A handout as the letter that carries it, None where it cannot be made, and how it was judged."""

    letter: Letter | None
    judgement: Judgement


def make_mail(job: Job, cache: Cache | None = None) -> Mail:
    """A handout as the letter that carries it: its PDF, and its words as plain text and as a page of HTML. Nothing is
    raised for what is wrong with it."""
    try:
        checked = compose_checked(job)
        rendered = render_checked(checked, _FORMATS, cache)
    except CaresheetError as error:
        return Mail(None, not_made(job, error.problems))
    return Mail(_letter(checked, rendered.handout), judge_handout(checked, rendered.page_problems))


def _letter(checked: Checked, handout: RenderedHandout) -> Letter:
    words, pdf = checked.job.labels, handout.artifact("pdf")
    return Letter(
        fingerprint=pdf.fingerprint,
        language=handout.language,
        subject=words.mail_subject,
        opening=words.mail_opening,
        closing=words.mail_closing,
        warning=words.mail_draft if checked.composed.review_status.state is State.DRAFT else "",
        file_name=words.mail_file,
        text=handout.artifact("txt").data.decode(),
        html=handout.artifact("html").data.decode(),
        pdf=pdf.data,
    )
