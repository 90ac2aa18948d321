"""Links say where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.document import Code, Figure
from caresheet.model.problem import Problem
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.rules.context import HandoutContext

_ADDRESS = re.compile(r"(https?://|www\.)\S*|[\w-]+(\.[\w-]+)+/\S*", re.IGNORECASE)

_TARGET = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?([/?#][!-~]*)?", re.ASCII | re.IGNORECASE)
_LONGEST_TARGET = 150


def link_text(case: HandoutContext) -> Iterator[Problem]:
    """A link's words tell where it leads: no web address, which is spelt out aloud, and no "here".

    Source: WCAG 2.1, 2.4.4 with failures F63 and F84 (a list of links must make sense by itself); PDF/UA-1
    (ISO 14289-1:2014) 7.18.5 has the same words read as the link's description.
    """
    for text in case.every(PrintedText):
        for address, words in _links(text):
            fault = _fault(words, address)
            if fault:
                yield Problem(text.position, rules.LINK_TEXT, fault, "write [what is there](address)")


def _links(text: PrintedText) -> Iterator[tuple[str, str]]:
    """Each link with all its words, however many looks they have."""
    if not any(isinstance(run, TextRun) and run.link for run in text.runs):
        return
    for address, runs in groupby(text.runs, key=_link):
        if address and not address.startswith("#"):
            yield address, "".join(run.text for run in runs if isinstance(run, TextRun))


def _link(run: TextRun | FieldBlank) -> str | None:
    return run.link if isinstance(run, TextRun) else None


def _fault(words: str, address: str) -> str:
    said = words.strip()
    if _ADDRESS.fullmatch(said) or (address.startswith("http") and _same_address(said, address)):
        return f"the link's words are a bare address: '{said}'"
    if said.strip(" .:!»«>").casefold() in _vague_links():
        return f"the link's words do not say where it leads: '{said}'"
    return "" if said else f"the link to '{address}' has no words"


@cache
def _vague_links() -> frozenset[str]:
    """Link texts that mean nothing in a list of links, in any language."""
    return frozenset(words for each in languages() for words in each.vague_links)


def _same_address(words: str, address: str) -> bool:
    bare = re.sub(r"^https?://(www\.)?", "", address.casefold()).rstrip("/")
    return words.casefold().removeprefix("www.").rstrip("/") == bare


def code_target(case: HandoutContext) -> Iterator[Problem]:
    """A code to scan leads to a web address, and one that is short enough for a code that cameras read.

    Source: ISO/IEC 18004:2015, 7.3.2 and table 7 (more letters make more and smaller squares).
    """
    for figure in case.every(Figure):
        if isinstance(figure.drawing, Code):
            target = figure.drawing.target
            if not _TARGET.fullmatch(target) or len(target) > _LONGEST_TARGET:
                message = f"the layout asks for a code, but the clinic's website is no short web address: '{target}'"
                hint = f"write it like https://www.example.org, with at most {_LONGEST_TARGET} letters"
                yield Problem(figure.position, rules.BAD_LINK, message, hint)
