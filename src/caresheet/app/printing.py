"""Handing finished handouts to a printer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.profiles import FIELDS
from caresheet.app.publishing import Delivered
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection, choose
from caresheet.app.sources import Sources
from caresheet.delivery.printer import HandOver, PrintOptions, Scaling, Sides, print_out, usual_printer
from caresheet.model.counts import count
from caresheet.model.job import Job
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.review import ReviewState

__all__ = [
    "HandOver",
    "PrintOptions",
    "Printed",
    "Scaling",
    "Sheet",
    "Sides",
    "announcement",
    "print_all",
    "printer_name",
    "sheets",
    "sheets_asked",
]

ALL = "all"
"""The answer that means every language."""
_ACTUAL_SIZE = "print it with Ctrl-P, at 'Actual size' (100 %), not 'Fit to page'"


def printer_name(asked: str | None) -> str | None:
    """The printer that would take a file: the one asked for, else the default one, if the system says which it is."""
    return asked or usual_printer()


class Sheet(Struct, frozen=True):
    """What somebody must know who prints a handout: its language, its paper, whether it is a draft or past its last day
    of use, and which of the clinic's values are lines to write on."""

    name: str
    language: str
    paper: str
    is_draft: bool
    empty: tuple[str, ...]

    @property
    def words(self) -> str:
        """Its paper, and what keeps it from being handed out as it is."""
        empty = f", {self._lines} to write on: {', '.join(self.empty)}" if self.empty else ""
        return f"{self.paper}{', a draft' if self.is_draft else ''}{empty}"

    @property
    def warnings(self) -> Iterator[str]:
        """What to see to before it is handed out."""
        if self.is_draft:
            yield f"{self.name} is a draft: do not use it with patients"
        if self.empty:
            yield f"{self.name} has {self._lines} to fill in by hand: {', '.join(self.empty)}"

    @property
    def _lines(self) -> str:
        return count(len(self.empty), "line")


class Printed(Struct, frozen=True):
    """A file that was handed to the printer, or to the user, and the problems for which neither could be done."""

    file: Delivered
    became: HandOver | None
    problems: tuple[Problem, ...] = ()

    def lines(self, options: PrintOptions) -> Iterator[str]:
        """Where it went, and how many copies."""
        copies = count(options.copies, "copy", "copies")
        if self.became is HandOver.OPENED:
            yield f"{self.file.path}  is open: {_ACTUAL_SIZE}, {copies}"
        elif self.became is HandOver.QUEUED:
            yield f"{self.file.path}  sent to {_where(options)}, {copies}"


class SeveralLanguagesError(RequestError):
    """Handouts in several languages would be printed, and the user has not asked for that."""

    def __init__(self, languages: Sequence[str]) -> None:
        super().__init__(
            f"these handouts are in several languages: {', '.join(languages)}",
            "choose with --lang; to print them all, repeat it for each",
        )
        self.languages = tuple(languages)


def sheets(sources: Sources, wanted: Selection) -> dict[str, Sheet]:
    """The handouts that are wanted and can be composed, by the name of their PDF. Raises CaresheetError, RequestError
    for names that do not exist, and for handouts in several languages where none is named: half of the paper would be
    for nobody."""
    jobs = choose(sources.read_sound_part(languages=wanted.languages_read), wanted)
    found = dict.fromkeys(job.topic.language for job in jobs)
    if len(found) > 1 and not wanted.languages:
        raise SeveralLanguagesError(tuple(found))
    return {f"{job.name}.pdf": sheet for job in jobs if (sheet := _sheet(job))}


def sheets_asked(
    sources: Sources, wanted: Selection, ask: Callable[[Sequence[str]], str] | None
) -> tuple[Selection, dict[str, Sheet]]:
    """What is wanted, and its sheets. Where it is in several languages and none was named, `ask` gets them and ALL, and
    returns one of these; None if nobody can be asked. Raises what `sheets` raises."""
    try:
        return wanted, sheets(sources, wanted)
    except SeveralLanguagesError as error:
        if ask is None:
            raise
        answer = ask((*error.languages, ALL))
        wanted = replace(wanted, languages=error.languages if answer == ALL else (answer,))
    return wanted, sheets(sources, wanted)


def print_all(files: Iterable[Delivered], about: Mapping[str, Sheet], options: PrintOptions) -> Iterator[Printed]:
    """Print one file after another under its handout's title, on its own paper."""
    for file in files:
        try:
            became = print_out(file.path, file.title, about[file.artifact.name].paper, options)
        except CaresheetError as error:
            yield Printed(file, None, error.problems)
        else:
            yield Printed(file, became)


def announcement(files: Sequence[Delivered], about: Mapping[str, Sheet], options: PrintOptions) -> Iterator[str]:
    """What would be printed, on how many pages, and where."""
    for file in files:
        yield f"{file.path}  {count(file.artifact.pages or 0, 'page')}, {about[file.artifact.name].words}"
    pages = sum(file.artifact.pages or 0 for file in files) * options.copies
    each = f"{count(options.copies, 'copy', 'copies')} of {count(len(files), 'handout')}"
    yield f"{each}, {count(pages, 'page')}, would go to {_where(options)}."
    yield "Nothing was sent. To print, give the same command with --send."


def _where(options: PrintOptions) -> str:
    return printer_name(options.printer) or "the system's default printer"


def _sheet(job: Job) -> Sheet | None:
    """None for a handout that cannot be composed; the build reports why."""
    from caresheet.app.pipeline import compose_checked
    from caresheet.model.text import FieldBlank, PrintedText

    try:
        context = compose_checked(job)
    except CaresheetError:
        return None
    runs = (run for text in context.every(PrintedText) for run in text.runs)
    blanks = {run.name for run in runs if isinstance(run, FieldBlank)}
    status = context.composed.review_status
    return Sheet(
        name=job.name,
        language=job.topic.language,
        paper=job.paper,
        is_draft=status.state is not ReviewState.REVIEWED or status.is_past,
        empty=tuple(field.label for field in FIELDS if f"clinic.{field.key}" in blanks),
    )
