"""Links that say where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.document import Code, Figure
from caresheet.model.links import printed_address, shows_address
from caresheet.model.problem import Problem
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.rules.context import HandoutContext

_ADDRESS = re.compile(r"(https?://|www\.)\S*|[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}(/\S*)?", re.IGNORECASE)
_TARGET = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?([/?#][!-~]*)?", re.ASCII | re.IGNORECASE)
_LONGEST_TARGET = 150


def link_text(context: HandoutContext) -> Iterator[Problem]:
    """The text of a link says where the link leads: it is not "here", and if it is a web address, it is the one that
    the link leads to.

    Source: WCAG 2.1, 2.4.4 with failure F63 (a list of links must make sense by itself); PDF/UA-1 (ISO 14289-1:2014)
    7.18.5 has screen readers use the same words as the description of the link.
    """
    for text in context.every(PrintedText):
        for address, words in _links(text):
            message = _useless(words, address)
            if message:
                yield Problem(text.position, rules.LINK_TEXT, message, "write [what is there](address)")


def _links(text: PrintedText) -> Iterator[tuple[str, str]]:
    """Each link with its whole text, however it is formatted."""
    if not any(isinstance(run, TextRun) and run.link for run in text.runs):
        return
    for address, runs in groupby(text.runs, key=_link):
        if address and not address.startswith("#"):
            words = (run.text for run in runs if isinstance(run, TextRun) and not run.paper_only)
            yield address, "".join(words)


def _link(run: TextRun | FieldBlank) -> str | None:
    return run.link if isinstance(run, TextRun) else None


def _useless(words: str, address: str) -> str:
    """What is wrong with the text of a link that does not say where it leads; empty if it does."""
    shown = words.strip()
    if _ADDRESS.fullmatch(shown) and not (shows_address(shown, address) or _is_site(shown, address)):
        return f"the link text is the address '{shown}', but the link leads to '{address}'"
    if any(map(str.isalpha, shown)) and shown.strip(" .:!»«>").casefold() in _vague_links():
        return f"the link text does not say where the link leads: '{shown}'"
    return "" if shown else f"the link to '{address}' has no text"


@cache
def _vague_links() -> frozenset[str]:
    """Link texts that mean nothing in a list of links, in any language."""
    return frozenset(words for each in languages() for words in each.vague_links)


def _is_site(words: str, address: str) -> bool:
    """Whether words are the name of the site that an address leads to."""
    host = printed_address(address).partition("/")[0].partition("@")[2] or printed_address(address).partition("/")[0]
    return words.casefold().removeprefix("www.") == host.casefold().removeprefix("www.")


def bad_link_in_code(context: HandoutContext) -> Iterator[Problem]:
    """A QR code leads to a web address, and to one that is short enough for phones to read the code.

    Source: ISO/IEC 18004:2015, 7.3.2 and table 7 (more characters make more and smaller squares).
    """
    for figure in context.every(Figure):
        if isinstance(figure.drawing, Code):
            target = figure.drawing.target
            if not _TARGET.fullmatch(target) or len(target) > _LONGEST_TARGET:
                message = f"the layout has a QR code, but the clinic's website is not a short web address: '{target}'"
                hint = f"write it like https://www.example.org, with at most {_LONGEST_TARGET} characters"
                yield Problem(figure.position, rules.BAD_LINK, message, hint)
