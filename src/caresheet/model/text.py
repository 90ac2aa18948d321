"""Running text: what an author types between the marks of a block, and what of it will be printed."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.problem import Position
from caresheet.model.value import Value


class TextRun(Struct, frozen=True):
    """A run of words in one look.

    `language` is a BCP 47 tag where it differs from the words around it. `link` is an absolute http(s), mailto
    or tel address, or `#anchor` for a place in the same document. `value` is the clinic's value that a printed run
    shows, None for all other words.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    language: str | None = None
    link: str | None = None
    value: Value | None = None


class Placeholder(Struct, frozen=True):
    """A value that the author does not know: `clinic.phone` or `patient.infusion_date`."""

    name: str
    strong: bool = False


class Citation(Struct, frozen=True):
    """The sources of the claim before it, by id, in the order typed."""

    sources: tuple[str, ...]


class GlossaryReference(Struct, frozen=True):
    """A glossary term by id, with the words shown in its place."""

    term: str
    shown: str
    strong: bool = False


Inline = TextRun | Placeholder | Citation | GlossaryReference


class Text(Struct, frozen=True):
    """One text of the content as its author typed it, read into runs."""

    inlines: tuple[Inline, ...]
    position: Position


class FieldBlank(Struct, frozen=True):
    """A visible line to write on, `width` points wide, that stands for the value called `name`.

    `label` says in words what belongs there. `captioned` prints that label behind the line; it is False where
    the words before the line already say it.
    """

    name: str
    label: str
    width: float
    captioned: bool = True


class PrintedText(Struct, frozen=True):
    """Text with nothing left to look up: words and lines to write on."""

    runs: tuple[TextRun | FieldBlank, ...]
    position: Position

    @property
    def plain(self) -> str:
        """The words alone, without looks; a blank counts as its printed label."""
        return "".join(
            run.text if isinstance(run, TextRun) else (f" ({run.label})" if run.captioned else "") for run in self.runs
        )
