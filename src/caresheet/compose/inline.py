"""Running text: placeholders, citations and glossary references become words and lines to write on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import assert_never

from msgspec.structs import replace

from caresheet.compose.blanks import IN_A_SENTENCE, clinic_blank, patient_blank
from caresheet.compose.context import ComposeContext, reference_anchor, term_anchor
from caresheet.compose.typography import NO_BREAK_SPACE, tidy
from caresheet.compose.values import value_runs
from caresheet.model.layout import Citations, LinkAddresses
from caresheet.model.links import leads_out, printed_address, shows_address
from caresheet.model.text import (
    Citation,
    FieldBlank,
    GlossaryReference,
    Inline,
    Placeholder,
    PrintedText,
    Text,
    TextRun,
)

_COMMA = TextRun(f",{NO_BREAK_SPACE}", raised=True)
"""Between the raised numbers of two sources."""


def printed(context: ComposeContext, text: Text, *, captioned: bool = True) -> PrintedText:
    """The text as it will be printed. `captioned` says whether its blanks are followed by their labels.

    A citation removes the white space before it, so that its number stays with the word that it supports.
    """
    runs: list[TextRun | FieldBlank] = []
    owed = ""
    for inline in _with_addresses(context, text.inlines):
        if isinstance(inline, Citation):
            owed = _without_space(runs) or owed
            numbers = _numbers(context, inline)
            runs.extend((_COMMA, *numbers) if numbers and _ends_with_number(runs) else numbers)
            continue
        for run in _runs(context, inline, captioned=captioned):
            starts_a_word = isinstance(run, FieldBlank) or run.text[:1].isalnum()
            runs.extend((TextRun(owed), run) if owed and starts_a_word else (run,))
            owed = ""
    return PrintedText(tidy(tuple(runs), context.language), text.position)


def _with_addresses(context: ComposeContext, inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """The same, with the address behind the words of each link that leads out of the document: paper has no links. It
    is in the language of the words before it, so that a link stays one link."""
    for link, group in groupby(inlines, key=_link):
        runs = tuple(group)
        yield from runs
        address = _address(context.link_addresses, link, runs) if link and leads_out(link) else ""
        if address:
            language = runs[-1].language if isinstance(runs[-1], TextRun) else None
            yield TextRun(f" ({address})", language=language, link=link, paper_only=True)


def _link(inline: Inline) -> str | None:
    return inline.link if isinstance(inline, TextRun) else None


def _address(how: LinkAddresses, link: str, runs: tuple[Inline, ...]) -> str:
    """What stands behind the words of a link; empty where they show the address themselves."""
    words = "".join(run.text for run in runs if isinstance(run, TextRun))
    if how is LinkAddresses.HIDDEN or shows_address(words, link):
        return ""
    address = printed_address(link)
    return address.partition("/")[0] if how is LinkAddresses.SITE and link.startswith("http") else address


def plain(context: ComposeContext, text: Text) -> str:
    """The text as plain words, for places without formatting."""
    return printed(context, text).plain


def is_only_placeholder(text: Text) -> bool:
    """Whether the text is one placeholder and prints nothing else, so that its blank needs no caption."""
    rest = tuple(
        inline
        for inline in text.inlines
        if not isinstance(inline, Citation) and not (isinstance(inline, TextRun) and not inline.text.strip())
    )
    return len(rest) == 1 and isinstance(rest[0], Placeholder)


def _runs(
    context: ComposeContext, inline: TextRun | Placeholder | GlossaryReference, *, captioned: bool
) -> tuple[TextRun | FieldBlank, ...]:
    match inline:
        case TextRun():
            return (inline,)
        case Placeholder():
            return _filled(context, inline, captioned=captioned and inline.captioned)
        case GlossaryReference():
            link = f"#{term_anchor(inline.term)}" if inline.term in context.terms else None
            return (TextRun(inline.shown, strong=inline.strong, link=link),)
        case _:
            assert_never(inline)


def _filled(context: ComposeContext, placeholder: Placeholder, *, captioned: bool) -> tuple[TextRun | FieldBlank, ...]:
    scope, _, key = placeholder.name.partition(".")
    if scope == "topic":
        return (TextRun(dict(context.topic)[key], strong=placeholder.strong),)
    if scope != "clinic":
        return _blank(context, patient_blank(context, key, captioned=captioned))
    value = context.clinic.value(key)
    if value is None and captioned and placeholder.name in context.called:
        return (replace(clinic_blank(context, key, captioned=False), width=IN_A_SENTENCE),)
    if value is None:
        return _blank(context, clinic_blank(context, key, captioned=captioned))
    return value_runs(context, value, strong=placeholder.strong)


def _blank(context: ComposeContext, blank: FieldBlank) -> tuple[TextRun | FieldBlank, ...]:
    """A line to write on. In a form, its label is printed as words after the field."""
    if not (context.fillable and blank.captioned):
        return (blank,)
    return replace(blank, captioned=False), TextRun(f" ({blank.label})")


def _numbers(context: ComposeContext, citation: Citation) -> tuple[TextRun, ...]:
    if context.citations is not Citations.NUMBERED:
        return ()
    sources = tuple(source for source in dict.fromkeys(citation.sources) if source in context.cited)
    numbers = sorted(context.cited.index(source) + 1 for source in sources)
    runs = (TextRun(str(number), link=f"#{reference_anchor(number)}", raised=True) for number in numbers)
    return tuple(each for run in runs for each in (_COMMA, run))[1:]


def _ends_with_number(runs: list[TextRun | FieldBlank]) -> bool:
    last = runs[-1] if runs else None
    return isinstance(last, TextRun) and last.raised


def _without_space(runs: list[TextRun | FieldBlank]) -> str:
    """Remove the white space at the end, and return it."""
    last = runs[-1] if runs else None
    if not isinstance(last, TextRun):
        return ""
    text = last.text.rstrip()
    runs[-1] = replace(last, text=text)
    return " " if text != last.text else ""
