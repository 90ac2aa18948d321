"""What the desk calls papers, readers and handouts."""

from __future__ import annotations

from caresheet.app.own_names import own_name
from caresheet.web.wording import DeskWords


def handout_name(layout: str) -> str:
    """The name of a handout, from that of its layout: `red-flag-card` becomes Red-flag card."""
    *before, last = layout.split("-")
    words = f"{'-'.join(before)} {last}" if before else last
    return f"{words[:1].upper()}{words[1:]}"


def reader_name(words: DeskWords, audience: str) -> str:
    """The audience of a handout in words, or its name in the project if the desk has no words for it."""
    return words.known(f"reader.{audience}") or audience


def second_name(words: DeskWords, language: str) -> str:
    """A second language by its own name; without one, that there is only one language."""
    return own_name(language) if language else words("sheet.one_language")


def paper_name(paper: str) -> str:
    """A paper as it is written on its packaging: Letter, A4."""
    return paper.upper() if paper[1:].isdecimal() else paper.capitalize()
