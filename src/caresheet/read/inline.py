"""Running text: the marks inside a text, read into runs.

The marks are a small safe part of Markdown (strong, emphasis, links, escapes) and four of our own: `{{placeholder}}`,
`[@S1; @S2]`, `[[term|shown words]]` and `[words]{lang=es}`. Anything that looks like another mark is refused, because
it would print as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from caresheet.model import rules
from caresheet.model.problem import Rule
from caresheet.model.text import Citation, Inline, Placeholder, TermUse, Words

LONGEST_TEXT = 10_000
"""Characters of one text. A page of a handout has about 3 000."""

DEEPEST_BRACKETS = 8
"""Brackets inside brackets. A link in a foreign phrase needs two."""

_MARK = re.compile(r"[*\[\]{}\\<>&!#`]")
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong inside a text, which has one place for all of it."""

    rule: Rule
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Runs:
    """What a text holds, and what is wrong with it."""

    inlines: tuple[Inline, ...]
    troubles: tuple[Trouble, ...] = ()


def runs(words: str) -> Runs:
    """The runs of a text. White space of any length counts as one space."""
    text = _SPACE.sub(" ", words).strip(" ")
    if not _MARK.search(text):
        return Runs((Words(text),) if text else ())
    trouble = _unreadable(text)
    if trouble:
        return Runs((), (trouble,))
    from caresheet.read.marks import marked

    return marked(text)


def joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """The runs with neighbours of one look made one."""
    made: list[Inline] = []
    for inline in inlines:
        last = made[-1] if made else None
        if isinstance(inline, Words) and isinstance(last, Words) and replace(last, text="") == replace(inline, text=""):
            made[-1] = replace(last, text=last.text + inline.text)
        elif not isinstance(inline, Words) or inline.text:
            made.append(inline)
    return tuple(made)


def sources_cited(inlines: tuple[Inline, ...]) -> tuple[str, ...]:
    """The ids of all sources that a text cites, in order."""
    return tuple(source for inline in inlines if isinstance(inline, Citation) for source in inline.sources)


def placeholders(inlines: tuple[Inline, ...]) -> tuple[str, ...]:
    """The names of all placeholders in a text, in order."""
    return tuple(inline.name for inline in inlines if isinstance(inline, Placeholder))


def terms_used(inlines: tuple[Inline, ...]) -> tuple[str, ...]:
    """The ids of all glossary terms that a text uses, in order."""
    return tuple(inline.term for inline in inlines if isinstance(inline, TermUse))


def _unreadable(text: str) -> Trouble | None:
    """What must not even reach the Markdown parser: its work grows with the square of such texts."""
    if len(text) > LONGEST_TEXT:
        return Trouble(rules.TOO_LARGE, f"this text has more than {LONGEST_TEXT} characters", "make several of it")
    depth = deepest = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        deepest = max(deepest, depth)
    if deepest > DEEPEST_BRACKETS:
        return Trouble(rules.BAD_MARKUP, f"more than {DEEPEST_BRACKETS} '[' are open at once", "close them")
    return None
