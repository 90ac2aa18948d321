"""The proof of a PDF with values in its boxes: the handout that was proved, and nothing else but these values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from caresheet.model.problem import Position, Problem
from caresheet.outputs.pdf.reader.contents import PageContents
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.proof.elements import normalised
from caresheet.proof.problems import reported
from caresheet.proof.visibility import hidden


def prove_filled(
    position: Position, proved: bytes, filled: bytes, placed: Sequence[Sequence[str]]
) -> tuple[Problem, ...]:
    """Everything in which the filled PDF is not the proved one with these values on each of its pages. No message says
    what a value is: it belongs to a patient."""
    try:
        before, after = read_pdf(proved).pages, read_pdf(filled).pages
    except UnreadablePdfError:
        return reported(position, [(None, "the filled PDF cannot be opened")])
    if not len(before) == len(after) == len(placed):
        return reported(position, [(None, "the filled PDF has another number of pages")])
    pages = zip(before, after, placed, strict=True)
    found = [(None, f"page {number}: {says}") for number, each in enumerate(pages, 1) for says in _wrong(*each)]
    return reported(position, found)


def _wrong(before: PageContents, after: PageContents, placed: Sequence[str]) -> Iterator[str]:
    said, says = _words(before), _words(after)
    if said - says:
        yield "words of the handout are missing"
    if says - said != Counter(map(normalised, placed)):
        yield "what was typed is not what stands there"
    if any(painted.mcid is None and not painted.artifact for painted in after.texts) or after.unmarked:
        yield "something is not tagged"
    if len(list(hidden(after))) > len(list(hidden(before))):
        yield "something is hidden by what was typed, or the other way around"


def _words(page: PageContents) -> Counter[str]:
    return Counter(normalised(painted.text) for painted in page.texts)
