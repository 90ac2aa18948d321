"""What the desk calls papers, readers and handouts."""

from __future__ import annotations

from caresheet.web.wording import DeskWords


def handout_name(layout: str) -> str:
    """What a handout is called, from the name of its layout: `red-flag-card` is the Red-flag card."""
    *before, last = layout.split("-")
    words = f"{'-'.join(before)} {last}" if before else last
    return f"{words[:1].upper()}{words[1:]}"


def reader_name(words: DeskWords, audience: str) -> str:
    """For whom a handout is; a reader that the desk does not know by the name that the project has for him."""
    return words.entries.get(f"reader.{audience}", audience)


def paper_name(paper: str) -> str:
    """A paper as it is written on its package: Letter, A4."""
    return paper.upper() if paper[1:].isdecimal() else paper.capitalize()
