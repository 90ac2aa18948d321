"""What a sheet of panels says besides its text."""

from __future__ import annotations

from msgspec.structs import replace

from caresheet.compose.running import draft_or_edition, edition_mark
from caresheet.languages import language
from caresheet.model import document
from caresheet.model.document import BETWEEN
from caresheet.model.job import Job
from caresheet.model.look import PanelSize
from caresheet.model.review import ReviewStatus


def with_advice(header: document.RunningLine, job: Job) -> document.RunningLine:
    """The header, with what to do with a sheet of panels in its middle. In larger print, none is folded like a fan."""
    panels, labels = _panels(job), job.labels
    if panels is None:
        return header
    if panels.fan:
        return document.RunningLine(labels.check_bar, "", labels.fan)
    return replace(header, center=BETWEEN.join(words for words in (header.center, labels.cut) if words))


def face_mark(job: Job, status: ReviewStatus) -> str:
    """What stands on each face of a card that is folded like a fan: that it is a draft, else its edition."""
    panels = _panels(job)
    return draft_or_edition(job, status) if panels and panels.fan else ""


def cover_mark(job: Job) -> str:
    """What stands on the cover of such a card: its language as its owner and as staff call it, Español (Spanish)."""
    panels = _panels(job)
    if not panels or not panels.fan:
        return ""
    known = language(job.topic.language)
    return known.name if known.english_name in {"", known.name} else f"{known.name} ({known.english_name})"


def _panels(job: Job) -> PanelSize | None:
    """The panels of the handout in its edition: larger print has others than the layout."""
    return job.edition.look(job.layout).panels


def imprint(job: Job, status: ReviewStatus) -> str:
    """The edition and its review for each panel, which loses the sheet's footer; nothing without panels."""
    return "" if job.layout.look.panels is None else edition_mark(job, status)
