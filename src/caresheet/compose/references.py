"""Where the facts come from: a numbered list, or one line of publishers."""

from __future__ import annotations

import re
from collections import Counter
from typing import assert_never

from caresheet.compose.context import ComposeContext, reference_anchor
from caresheet.compose.templates import counted, filled
from caresheet.model import document
from caresheet.model.layout import Citations, Placement
from caresheet.model.problem import Position
from caresheet.model.text import PrintedText, TextRun
from caresheet.model.topic import ListKind, Source

REFERENCES = "references"
"""The id of the section that the program adds; no section of a topic holds sources."""

_NAMED_PUBLISHERS = 4
_LONGEST_ADDRESS = 30
"""Characters of an address that somebody might still type off a sheet of paper."""
_WHOLE = ("doi.org/", "pmc.ncbi.nlm.nih.gov/")
"""Where addresses are identifiers, which are of no use in parts."""


def reference_sections(
    context: ComposeContext, placement: Placement, sources: tuple[Source, ...]
) -> tuple[document.Section, ...]:
    """The sources that the handout cites, at the place the layout gives them; nothing where it cites none."""
    by_id = {source.id: source for source in sources}
    cited = tuple(by_id[name] for name in context.cited if name in by_id)
    if not cited:
        return ()
    match context.citations:
        case Citations.NUMBERED:
            heading = _heading(context, placement.position)
            return (_section(context, placement, heading, _numbered(context, cited, placement.position)),)
        case Citations.SHORT:
            return (_section(context, placement, None, _publishers(context, cited, placement.position)),)
        case Citations.HIDDEN:
            return ()
        case _:
            assert_never(context.citations)


def _section(
    context: ComposeContext, placement: Placement, heading: document.Heading | None, element: document.Element
) -> document.Section:
    return document.Section(
        id=REFERENCES,
        heading=heading,
        elements=(element,),
        style=placement.style,
        start=placement.start,
        wide=placement.wide,
        turned=placement.turned,
        position=placement.position,
        name="" if heading else context.labels.references,
    )


def _heading(context: ComposeContext, position: Position) -> document.Heading:
    return document.Heading(2, PrintedText((TextRun(context.labels.references),), position), REFERENCES)


def _numbered(context: ComposeContext, cited: tuple[Source, ...], position: Position) -> document.ItemList:
    """The label's full stop tells it from a step: a reference's number is never drawn in a circle."""
    items = tuple(
        document.Item(f"{number}.", _reference(source, context.language), anchor=reference_anchor(number))
        for number, source in enumerate(cited, start=1)
    )
    return document.ItemList(ListKind.STEPS, items, position)


def _reference(source: Source, language: str) -> PrintedText:
    """Publisher, year, title and address. The title carries the link; the address is there for who reads on paper."""
    spoken = source.language if source.language != language else ""
    publisher = f"{source.organization}, {source.year}" if source.year else source.organization
    stop = "" if source.title.endswith((".", "?", "!")) else "."
    title = TextRun(source.title, link=source.url, language=spoken or None)
    words = (TextRun(f"{publisher}. "), title, TextRun(f"{stop} {_address(source.url)}"))
    return PrintedText(words, source.position)


def _address(url: str) -> str:
    """The address as one would type it. Of a long one its site and its last part, by which a search finds it."""
    short = re.sub(r"^https?://(www\.)?", "", url).removesuffix("/")
    if len(short) <= _LONGEST_ADDRESS or short.startswith(_WHOLE):
        return short
    site, _, path = short.partition("/")
    return f"{site}/…/{path.rpartition('/')[2]}" if "/" in path else short


def _publishers(context: ComposeContext, cited: tuple[Source, ...], position: Position) -> document.Paragraph:
    """The publishers cited most, and how many others there are: one line that still can be read."""
    cites = Counter(source.organization for source in cited)
    named = [organization for organization, _ in cites.most_common(_NAMED_PUBLISHERS)]
    words = ", ".join(named)
    if others := len(cites) - len(named):
        said = counted(context.labels.and_others, context.labels.language, others)
        words = filled(said, publishers=words, count=str(others))
    return document.Paragraph(PrintedText((TextRun(filled(context.labels.based_on, publishers=words)),), position))
