"""Critical sections are complete and in full size in every handout."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import astuple

from caresheet.model import document, rules
from caresheet.model.lines import worded_for
from caresheet.model.page_layout import ARTIFACT, PageLayout, WordPiece
from caresheet.model.problem import Problem
from caresheet.model.text import PrintedText, Text, TextRun
from caresheet.model.topic import EVERYONE, Figure, Section
from caresheet.model.walk import iter_structs
from caresheet.rules.context import HandoutContext, PagesContext
from caresheet.rules.page_sections import sections_of_tags
from caresheet.rules.type_sizes import ROUNDING


def critical_left_out(context: HandoutContext) -> Iterator[Problem]:
    """Every critical section of the topic is in every handout for lay readers, with all its words in order.

    Source: the project's own design: no handout may leave out when to call for help. (ISO 7010 and IEC 82079-1:2019,
    7.11 ask the same of safety messages: complete, and where readers need them.)
    """
    for section in context.topic.sections if context.limits.lay else ():
        if section.critical:
            problem = _left_out(context, worded_for(section, context.job.clinic))
            if problem is not None:
                yield problem


def _left_out(context: HandoutContext, section: Section) -> Problem | None:
    printed = tuple(each for each in context.document.sections if _is_same(each, section))
    if printed:
        return _incomplete(section, printed[0])
    name = f"the critical section '{section.id}' (role '{section.role}')"
    layout = context.layout
    if not section.audiences & {layout.audience, EVERYONE}:
        message = f"{name} is not for '{layout.audience}', the audience of the layout '{layout.name}'"
        return Problem(section.position, rules.CRITICAL_LEFT_OUT, message, "write `for: everyone`")
    message = f"the layout '{layout.name}' does not place {name}"
    hint = f"add `- {{role: {section.role}}}` to `place`"
    return Problem(context.placement, rules.CRITICAL_LEFT_OUT, message, hint)


def _is_same(printed: document.Section, section: Section) -> bool:
    return printed.id == section.id and printed.position == section.position


def _incomplete(section: Section, printed: document.Section) -> Problem | None:
    """The first words of the section that the handout does not have in their place."""
    everything = "".join(_squeezed(text) for text in _printed_words(printed))
    reached = 0
    for text, words in _typed_words(section):
        found = everything.find(_squeezed(words), reached)
        if found < 0:
            message = f"the critical section '{section.id}' is incomplete in this handout: '{words.strip()}' is missing"
            hint = "everything in a critical section must be for all its readers"
            return Problem(text.position, rules.CRITICAL_LEFT_OUT, message, hint)
        reached = found + len(_squeezed(words))
    return None


def _printed_words(section: document.Section) -> Iterator[str]:
    for part in iter_structs(section.elements):
        if isinstance(part, PrintedText):
            yield from (run.text for run in part.runs if isinstance(run, TextRun))


def _typed_words(whole: object) -> Iterator[tuple[Text, str]]:
    """The fixed words that authors typed, in reading order: no headings, which a handout may word its own way, and no
    alternative texts, which are not printed."""
    if isinstance(whole, tuple):
        for part in whole:
            yield from _typed_words(part)
    elif isinstance(whole, Text):
        yield from ((whole, run.text) for run in whole.inlines if isinstance(run, TextRun))
    elif isinstance(whole, Section):
        yield from _typed_words((whole.blocks, whole.subsections))
    elif isinstance(whole, Figure):
        yield from _typed_words((whole.drawing, whole.caption))
    elif isinstance(whole, Struct):
        yield from _typed_words(astuple(whole))


def _squeezed(text: str) -> str:
    """Without white space and in one Unicode form, so that fine typography makes no difference."""
    return "".join(unicodedata.normalize("NFC", text).split())


def critical_text_too_small(context: PagesContext) -> Iterator[Problem]:
    """No words of a critical section, including its headings and table cells, are set smaller than the text.

    The number in front of a step is a mark, like the bullets of other lists, and may be smaller. Numbers of sources are
    set in line and in its size.

    Source: the project's own; IEC 82079-1:2019, 7.11 asks that safety messages stand out from their surroundings.
    """
    critical = frozenset(section.id for section in context.handout.topic.sections if section.critical)
    home, body = sections_of_tags(context), context.page_layout.body_size
    reported: set[tuple[str, float]] = set()
    for piece in _words(context.page_layout):
        section = home[piece.tag]
        if section is None or section.id not in critical or piece.size >= body - ROUNDING:
            continue
        if not _numbers_a_step(context.page_layout, piece) and (section.id, piece.size) not in reported:
            reported.add((section.id, piece.size))
            smaller = f"in {piece.size:.3g} pt, smaller than the {body:.3g} pt of the text"
            message = f"the critical section '{section.id}' has words {smaller}: '{piece.text.strip()}'"
            hint = "do not make any heading under `type` smaller than `body`"
            place = context.handout.document.look.origins.of("type")
            yield Problem(place, rules.CRITICAL_TEXT_TOO_SMALL, message, hint)


def _words(page_layout: PageLayout) -> Iterator[WordPiece]:
    """Everything that is read once: no headers and footers, no table headers repeated on the next page."""
    for page in page_layout.pages:
        for piece in page.pieces:
            if isinstance(piece, WordPiece) and piece.tag != ARTIFACT and piece.text.strip():
                yield piece


def _numbers_a_step(page_layout: PageLayout, piece: WordPiece) -> bool:
    return page_layout.tags[piece.tag].role == "Lbl" and piece.text.strip().rstrip(".").isdigit()
