"""Parses the marks inside a text into runs.

The marks are a small, safe part of Markdown (strong, emphasis, links, escapes) and four of our own: `{{placeholder}}`,
`[@S1; @S2]`, `[[term|shown words]]` and `[words]{lang=es}`. Anything that looks like another mark is refused, because
it would be printed as it is.
"""

from __future__ import annotations

import re

from caresheet.model import rules
from caresheet.model.text import Inline, Placeholder, TextRun
from caresheet.source.characters import single_spaced
from caresheet.source.parsed_text import ParsedText, TextProblem

LONGEST_TEXT = 10_000
"""Characters of one text. A page of a handout has about 3,000."""

DEEPEST_BRACKETS = 8
"""Levels of nested brackets. A link in a foreign phrase needs two."""

_MARK = re.compile(r"[*\[\]{}\\<&#`]")
_PLACEHOLDER = re.compile(r"\{\{ ?([a-z_]+\.[a-z_]+) ?\}\}")


def parse_text(words: str) -> ParsedText:
    """The runs of a text, with white space of any length as one space."""
    text = single_spaced(words)
    if not _MARK.search(text):
        return ParsedText((TextRun(text),) if text else ())
    filled = _PLACEHOLDER.split(text)
    if not any(_MARK.search(between) for between in filled[::2]):
        return ParsedText(_with_placeholders(filled))
    problem = _unreadable(text)
    if problem:
        return ParsedText((), (problem,))
    from caresheet.source.marks import marked

    return marked(text)


def _with_placeholders(filled: list[str]) -> tuple[Inline, ...]:
    """Words alternating with names of placeholders. They do not need the Markdown parser, which takes as long to load
    as a small handout takes to read."""
    inlines: list[Inline] = []
    for index, part in enumerate(filled):
        if index % 2:
            inlines.append(Placeholder(part))
        elif part:
            inlines.append(TextRun(part))
    return tuple(inlines)


def _unreadable(text: str) -> TextProblem | None:
    """The problem of a text that must not reach the Markdown parser, whose time is quadratic for such texts."""
    if len(text) > LONGEST_TEXT:
        return TextProblem(
            rules.FILE_TOO_LARGE, f"this text is longer than {LONGEST_TEXT} characters", "split it into several texts"
        )
    depth = deepest = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        deepest = max(deepest, depth)
    if deepest > DEEPEST_BRACKETS:
        return TextProblem(rules.BAD_MARKUP, f"more than {DEEPEST_BRACKETS} '[' are open at once", "close them")
    return None
