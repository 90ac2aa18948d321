"""Running text: as its author typed it, and as it will be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.problem import Position
from caresheet.model.punctuation import ends_itself_inside_quotes
from caresheet.model.value import Value, ValueKind


class TextRun(Struct, frozen=True, tag=True):
    """A run of text in one look.

    `language` is a BCP 47 tag where it differs from the words around it. `link` is an absolute http(s), mailto
    or tel address, or `#anchor` for a place in the same document. `value` is the clinic's value that a printed run
    shows, None for all other words. `paper_only` words stand only where there are pages: the address behind a link.
    `raised` words are the numbers of sources, with the commas between them; plain text has brackets instead.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    language: str | None = None
    link: str | None = None
    value: Value | None = None
    paper_only: bool = False
    raised: bool = False


def in_brackets(run: TextRun) -> str:
    """The words of a run where nothing can be raised: the number of a source in brackets, without a comma."""
    if not run.raised:
        return run.text
    return f"[{run.text}]" if run.link else ""


class Placeholder(Struct, frozen=True, tag=True):
    """A value that the author does not know, such as `clinic.phone` or `patient.infusion_date`. Without `captioned`,
    the words around it already say what it is."""

    name: str
    strong: bool = False
    captioned: bool = True


class Citation(Struct, frozen=True, tag=True):
    """The ids of the sources of the claim before it, in the order typed."""

    sources: tuple[str, ...]


class GlossaryReference(Struct, frozen=True, tag=True):
    """A reference to a glossary term by id, with the words shown for it."""

    term: str
    shown: str
    strong: bool = False


Inline = TextRun | Placeholder | Citation | GlossaryReference


class Text(Struct, frozen=True):
    """One text of the content as its author typed it, parsed into runs.

    A line with two wordings names in `needs` the value that it is for, such as `clinic.phone`; `otherwise` is the
    wording that takes its place where the clinic gives none. A text with one wording has neither.
    """

    inlines: tuple[Inline, ...]
    position: Position
    needs: str = ""
    otherwise: Text | None = None


class FieldBlank(Struct, frozen=True):
    """A visible line to write on, `width` points wide, in the place of the value called `name`.

    `label` says what to write there. With `captioned`, it is printed after the line; without, the words before the
    line already say it. `kind` is the kind of the value, None for a line without one. In a form, a box to tick
    is a blank, too.
    """

    name: str
    label: str
    width: float
    captioned: bool = True
    kind: ValueKind | None = None
    is_check_box: bool = False


Runs = tuple[TextRun | FieldBlank, ...]
"""Words and lines to write on, one after the other."""


def language_of(run: TextRun | FieldBlank) -> str | None:
    """The language of a run, where it differs from the words around it."""
    return run.language if isinstance(run, TextRun) else None


def in_languages(runs: Runs, language: str) -> Iterator[tuple[str, Runs]]:
    """Running text in a language, split at each single space next to words of another one, as in a heading that is in
    both. If all runs of a part name a language, the part is in that of the first, and these runs no longer name it."""
    start = 0
    for place in range(1, len(runs) - 1):
        before, between, after = runs[place - 1 : place + 2]
        is_space = isinstance(between, TextRun) and between.text == " "
        if is_space and (language_of(before) or language_of(after)):
            yield _in_own_language(runs[start:place], language)
            start = place + 1
    yield _in_own_language(runs[start:], language)


def _in_own_language(runs: Runs, around: str) -> tuple[str, Runs]:
    named = [language_of(run) for run in runs]
    own = named[0] if named and all(named) else None
    if own is None:
        return around, runs
    bare = (replace(run, language=None) if language_of(run) == own else run for run in runs)
    return own, tuple(bare)


class PrintedText(Struct, frozen=True):
    """Text with nothing left to look up: only words and lines to write on."""

    runs: Runs
    position: Position

    @property
    def plain(self) -> str:
        """The words without formatting and without addresses of links; a blank counts as its printed label."""
        return "".join(_plain(run) for run in self.runs)


def _plain(run: TextRun | FieldBlank) -> str:
    if isinstance(run, TextRun):
        return "" if run.paper_only else in_brackets(run)
    return f" ({run.label})" if run.captioned else ""


_BEHIND_WORDS = re.compile(r"(?:\s<[^\s<>]+>|[\u2066-\u2069])+\Z")
"""What may follow the last words of plain text: the address to which they lead, and the ends of isolates (UAX 9)."""


def in_a_row(texts: Iterable[str]) -> str:
    """Texts one after the other on a line; a semicolon parts those that end with no mark of their own."""
    said = [text for text in texts if text]
    parted = [text if ends_itself_inside_quotes(_BEHIND_WORDS.sub("", text)) else f"{text};" for text in said[:-1]]
    return " ".join((*parted, *said[-1:]))
