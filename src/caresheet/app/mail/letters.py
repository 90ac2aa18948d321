"""Making the letter that carries a handout."""

from __future__ import annotations

from msgspec import Struct

from caresheet.app.judging import Judgement, judge_handout, not_made
from caresheet.app.pipeline import compose_checked, prepare, write
from caresheet.cache import Cache
from caresheet.model.artifact import RenderedHandout
from caresheet.model.document import BETWEEN_LANGUAGES
from caresheet.model.job import Job
from caresheet.model.labels import Labels
from caresheet.model.message import Letter, LetterWords
from caresheet.model.problem import CaresheetError
from caresheet.model.review import ReviewState
from caresheet.rules import HandoutContext

_FORMATS = ("pdf", "txt", "html")


class JudgedLetter(Struct, frozen=True):
    """The letter of a handout, None if it cannot be made, and the judgement of the handout."""

    letter: Letter | None
    judgement: Judgement


def make_letter(job: Job, cache: Cache | None = None) -> JudgedLetter:
    """The letter with a handout as PDF, as plain text and as an HTML page. Nothing is raised for what is wrong with the
    handout: the judgement has it."""
    try:
        prepared = prepare(compose_checked(job), _FORMATS, cache)
        handout = write(prepared).handout
    except CaresheetError as error:
        return JudgedLetter(None, not_made(job, error.problems))
    context = prepared.context
    return JudgedLetter(_letter(context, handout), judge_handout(context, prepared.pages.problems))


def _letter(context: HandoutContext, handout: RenderedHandout) -> Letter:
    job, pdf = context.job, handout.artifact("pdf")
    is_draft = context.composed.review_status.state is ReviewState.DRAFT
    return Letter(
        fingerprint=pdf.fingerprint,
        subject=BETWEEN_LANGUAGES.join(dict.fromkeys(each.labels.mail_subject for each in job.versions)),
        words=tuple(_words(each.labels, is_draft=is_draft) for each in job.versions),
        file_name=job.labels.mail_file,
        text=handout.artifact("txt").data.decode(),
        html=handout.artifact("html").data.decode(),
        pdf=pdf.data,
        pages=pdf.pages or 0,
        is_draft=is_draft,
    )


def _words(labels: Labels, *, is_draft: bool) -> LetterWords:
    warning = labels.mail_draft if is_draft else ""
    return LetterWords(labels.language, labels.mail_opening, labels.mail_closing, warning)
