"""A text after its marks have been parsed."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.problem import Rule
from caresheet.model.text import Citation, GlossaryReference, Inline, Placeholder, TextRun


class TextProblem(Struct, frozen=True):
    """A problem inside a text. Its position is that of the whole text."""

    rule: Rule
    message: str
    hint: str = ""


class ParsedText(Struct, frozen=True):
    """The runs of a text, and what is wrong with it."""

    inlines: tuple[Inline, ...]
    problems: tuple[TextProblem, ...] = ()


def joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """The runs, with neighbors of the same look joined."""
    made: list[Inline] = []
    for inline in inlines:
        last = made[-1] if made else None
        if (
            isinstance(inline, TextRun)
            and isinstance(last, TextRun)
            and replace(last, text="") == replace(inline, text="")
        ):
            made[-1] = replace(last, text=last.text + inline.text)
        elif not isinstance(inline, TextRun) or inline.text:
            made.append(inline)
    return tuple(made)


def sources_cited(inlines: tuple[Inline, ...]) -> tuple[str, ...]:
    """The ids of the sources that a text cites, in order."""
    return tuple(source for inline in inlines if isinstance(inline, Citation) for source in inline.sources)


def placeholders(inlines: tuple[Inline, ...]) -> tuple[str, ...]:
    """The names of the placeholders in a text, in order."""
    return tuple(inline.name for inline in inlines if isinstance(inline, Placeholder))


def terms_used(inlines: tuple[Inline, ...]) -> tuple[str, ...]:
    """The ids of the glossary terms that a text uses, in order."""
    return tuple(inline.term for inline in inlines if isinstance(inline, GlossaryReference))
