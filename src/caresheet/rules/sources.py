"""Claims that can be traced to sources that are not too old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import astuple

from caresheet.model import document, rules
from caresheet.model.problem import Position, Problem
from caresheet.model.text import Citation, PrintedText, Text
from caresheet.model.topic import Block, Definitions, Entries, Figure, ItemList, ListKind, Log, Section, Source
from caresheet.rules.context import HandoutContext, TopicContext

CLAIM_NOTHING = frozenset(
    (
        "contacts", "log", "packing", "ask-list", "dates", "medicines", "handover", "phone-script",
        "glossary", "identity", "people", "language-help", "notes", "about",
    )
)  # fmt: skip
"""Roles of sections that make no medical claim: to fill in, to read out, to ask from, to explain words, or about the
handout itself."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


class _SourcedText(Struct, frozen=True):
    """One text of a topic with the sources behind it. `claims` is False in forms, checklists and definitions."""

    position: Position
    sources: frozenset[str]
    claims: bool


def without_source(context: HandoutContext) -> Iterator[Problem]:
    """Every section and subsection whose printed words may make a claim cites at least one source, in a text or under
    `sources` of a block.

    Only a person can tell which sentence is a claim, and whether the source supports it. Sections with roles in
    `CLAIM_NOTHING` are left out. A translation cites what its original cites, so only the original is reported.

    Source: PIF TICK, criterion 4 (evidence); CDC Clear Communication Index, item 11 (what authoritative sources know).
    """
    if context.topic.translates is None:
        printed = _printed_positions(context)
        for section in context.topic.sections:
            if section.role not in CLAIM_NOTHING:
                yield from _without_source(section, printed)


def _without_source(section: Section, printed: frozenset[Position]) -> Iterator[Problem]:
    """The whole section if nothing in it is cited, otherwise those of its subsections in which nothing is."""
    texts = tuple(one for one in _texts((section.blocks, section.subsections)) if one.position in printed)
    claims = tuple(one for one in texts if one.claims)
    if claims and not any(one.sources for one in texts):
        hint = "add [@S1] after what it supports, or `sources: [S1]` to a block"
        yield Problem(claims[0].position, rules.WITHOUT_SOURCE, f"the section '{section.id}' cites no source", hint)
    else:
        for part in section.subsections:
            yield from _without_source(part, printed)


def unused_source(context: TopicContext) -> Iterator[Problem]:
    """Every source in topic.yaml is cited in at least one language, by a text or by a block.

    Source: PIF TICK, criterion 4 (evidence): the sources listed are the ones that the text is based on.
    """
    known = (context.topic, *((context.original,) if context.original else ()), *context.others)
    used = frozenset(name for topic in known for text in _texts(topic.sections) for name in text.sources)
    for source in context.topic.sources:
        if source.id not in used:
            message = f"the source '{source.id}' is not cited anywhere"
            hint = "cite it where it supports a claim, or remove it"
            yield Problem(source.position, rules.UNUSED_SOURCE, message, hint)


def old_source(context: HandoutContext) -> Iterator[Problem]:
    """No source that the handout cites is older than the limit, counted from its year of publication, or from the day
    it was last looked up if it has no year.

    Source: PIF TICK, criterion 4 (up-to-date evidence); the number of years is the project's own.
    """
    limit = context.limits.source_years
    if limit is None:
        return
    cited = _cited(context)
    for source in context.topic.sources:
        if source.id in cited:
            age, since = _age(source, context.job.today)
            if age > limit:
                message = f"the source '{source.id}' is {age} years old ({since}), more than {limit:g}"
                hint = "cite a newer source, or waive this rule with the reason why the source still holds"
                yield Problem(source.position, rules.OLD_SOURCE, message, hint)


def _age(source: Source, today: date) -> tuple[int, str]:
    """The age in whole years, and the words that say what it is counted from."""
    year = _YEAR.search(source.year)
    if year:
        return today.year - int(year[0]), f"published in {year[0]}"
    seen = date.fromisoformat(source.seen)
    before = (today.month, today.day) < (seen.month, seen.day)
    return today.year - seen.year - before, f"no year, last seen on {source.seen}"


def _cited(context: HandoutContext) -> frozenset[str]:
    """The sources behind everything that the handout prints."""
    printed = _printed_positions(context)
    texts = (text for text in _texts(context.topic.sections) if text.position in printed)
    return frozenset(name for text in texts for name in text.sources)


def _printed_positions(context: HandoutContext) -> frozenset[Position]:
    """The positions in the topic of the texts that the handout prints."""
    texts = frozenset(text.position for text in context.every(PrintedText))
    return texts | frozenset(figure.position for figure in context.every(document.Figure))


def _texts(whole: object, backed: frozenset[str] = frozenset(), *, claims: bool = True) -> Iterator[_SourcedText]:
    """The texts inside `whole` with their own citations and the sources of the blocks around them.

    Titles claim nothing. Each of two wordings of a line is a text. A figure counts as a text of its own, because it may
    print without one.
    """
    if isinstance(whole, tuple):
        for part in whole:
            yield from _texts(part, backed, claims=claims)
    elif isinstance(whole, Text):
        own = (name for inline in whole.inlines if isinstance(inline, Citation) for name in inline.sources)
        yield _SourcedText(whole.position, backed.union(own), claims)
        yield from _texts(whole.otherwise, backed, claims=claims)
    elif isinstance(whole, Section):
        yield from _texts((whole.blocks, whole.subsections), backed, claims=claims)
    elif isinstance(whole, Block):
        around = backed.union(whole.common.sources)
        if isinstance(whole, Figure):
            yield _SourcedText(whole.common.position, around, claims)
        yield from _texts(astuple(whole), around, claims=claims and not _claims_nothing(whole))
    elif isinstance(whole, Struct):
        yield from _texts(astuple(whole), backed, claims=claims)


def _claims_nothing(block: Block) -> bool:
    """Whether a block is a form, a checklist, or definitions."""
    if isinstance(block, ItemList):
        return block.kind is ListKind.CHECKLIST
    return isinstance(block, Entries | Log | Definitions)
