"""Running text: the marks inside a text, read into runs.

The marks are a small safe part of Markdown (strong, emphasis, links, escapes) and four of our own: `{{placeholder}}`,
`[@S1; @S2]`, `[[term|shown words]]` and `[words]{lang=es}`. Anything that looks like another mark is refused, because
it would print as it stands.
"""

from __future__ import annotations

import re

from caresheet.model import rules
from caresheet.model.text import Inline, Placeholder, TextRun
from caresheet.source.runs import Runs, Trouble

LONGEST_TEXT = 10_000
"""Characters of one text. A page of a handout has about 3 000."""

DEEPEST_BRACKETS = 8
"""Brackets inside brackets. A link in a foreign phrase needs two."""

_MARK = re.compile(r"[*\[\]{}\\<&#`]")
_PLACEHOLDER = re.compile(r"\{\{ ?([a-z_]+\.[a-z_]+) ?\}\}")
_SPACE = re.compile(r"[ \t\r\n]+")


def runs(words: str) -> Runs:
    """The runs of a text. White space of any length counts as one space."""
    text = _SPACE.sub(" ", words).strip(" ")
    if not _MARK.search(text):
        return Runs((TextRun(text),) if text else ())
    filled = _PLACEHOLDER.split(text)
    if not any(_MARK.search(between) for between in filled[::2]):
        return Runs(_with_placeholders(filled))
    trouble = _unreadable(text)
    if trouble:
        return Runs((), (trouble,))
    from caresheet.source.marks import marked

    return marked(text)


def _with_placeholders(filled: list[str]) -> tuple[Inline, ...]:
    """Words and, after each, the name of a placeholder. They are no Markdown, which takes as long to load as to read
    all the rest of a small handout."""
    inlines: list[Inline] = []
    for index, part in enumerate(filled):
        if index % 2:
            inlines.append(Placeholder(part))
        elif part:
            inlines.append(TextRun(part))
    return tuple(inlines)


def _unreadable(text: str) -> Trouble | None:
    """What must not even reach the Markdown parser: its work grows with the square of such texts."""
    if len(text) > LONGEST_TEXT:
        return Trouble(
            rules.FILE_TOO_LARGE, f"this text is longer than {LONGEST_TEXT} characters", "split it into several texts"
        )
    depth = deepest = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        deepest = max(deepest, depth)
    if deepest > DEEPEST_BRACKETS:
        return Trouble(rules.BAD_MARKUP, f"more than {DEEPEST_BRACKETS} '[' are open at once", "close them")
    return None
