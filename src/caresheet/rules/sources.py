"""Claims that can be traced, to sources that are not too old."""

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
        "glossary", "notes", "about",
    )
)  # fmt: skip
"""Roles of sections to write on, to ask or read out from, that explain a word, or that speak of the handout itself."""

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


class _Said(Struct, frozen=True):
    """One text of a topic with what backs it. `claims` is False in forms, lists to tick, and explanations of words."""

    position: Position
    sources: frozenset[str]
    claims: bool


def without_source(case: HandoutContext) -> Iterator[Problem]:
    """Every section and subsection whose printed words can claim something cites at least one source: in a text, or
    under `sources` of a block.

    Which sentence is a claim, and whether the source says so, only a person can tell. Sections to write on and those
    that speak of the handout are not asked (`CLAIM_NOTHING`). A translation cites what its original cites, so it is
    told there.

    Source: PIF TICK, criterion 4 (evidence); CDC Clear Communication Index, item 11 (what authoritative sources know).
    """
    if case.topic.translates is None:
        printed = _printed_places(case)
        for section in case.topic.sections:
            if section.role not in CLAIM_NOTHING:
                yield from _without_source(section, printed)


def _without_source(section: Section, printed: frozenset[Position]) -> Iterator[Problem]:
    """The whole section where nothing in it is cited, else those of its subsections in which nothing is."""
    said = tuple(one for one in _said((section.blocks, section.subsections)) if one.position in printed)
    claims = tuple(one for one in said if one.claims)
    if claims and not any(one.sources for one in said):
        hint = "add [@S1] behind what it backs, or `sources: [S1]` to a block"
        yield Problem(claims[0].position, rules.WITHOUT_SOURCE, f"the section '{section.id}' cites no source", hint)
    else:
        for part in section.subsections:
            yield from _without_source(part, printed)


def unused_source(case: TopicContext) -> Iterator[Problem]:
    """Every source of topic.yaml is cited in at least one language, by a text or by a block.

    Source: PIF TICK, criterion 4 (evidence): what is listed as a source is what the words rest on.
    """
    known = (case.topic, *((case.original,) if case.original else ()), *case.others)
    used = frozenset(name for topic in known for said in _said(topic.sections) for name in said.sources)
    for source in case.topic.sources:
        if source.id not in used:
            message = f"the source '{source.id}' is cited nowhere"
            hint = "cite it where it backs a claim, or take it out"
            yield Problem(source.position, rules.UNUSED_SOURCE, message, hint)


def old_source(case: HandoutContext) -> Iterator[Problem]:
    """No source that the handout cites is older than the limit: by its year, or by the day on which it was seen where
    it gives none.

    A source of a year counts as old once that year is more than the limit of years ago.

    Source: PIF TICK, criterion 4 (evidence that is up to date); the number of years is the project's own.
    """
    limit = case.limits.source_years
    if limit is None:
        return
    cited = _cited(case)
    for source in case.topic.sources:
        if source.id in cited:
            age, since = _age(source, case.today)
            if age > limit:
                message = f"the source '{source.id}' is {age} years old ({since}), more than {limit:g}"
                hint = "cite a newer one, or waive this with the reason why it still stands"
                yield Problem(source.position, rules.OLD_SOURCE, message, hint)


def _age(source: Source, today: date) -> tuple[int, str]:
    """Whole years, and what they are counted from, in words."""
    year = _YEAR.search(source.year)
    if year:
        return today.year - int(year[0]), f"of {year[0]}"
    seen = date.fromisoformat(source.seen)
    before = (today.month, today.day) < (seen.month, seen.day)
    return today.year - seen.year - before, f"without a year, seen on {source.seen}"


def _cited(case: HandoutContext) -> frozenset[str]:
    """The sources of all that the handout prints."""
    printed = _printed_places(case)
    return frozenset(name for said in _said(case.topic.sections) if said.position in printed for name in said.sources)


def _printed_places(case: HandoutContext) -> frozenset[Position]:
    """Where the texts stand, in the topic, that the handout prints."""
    texts = frozenset(text.position for text in case.every(PrintedText))
    return texts | frozenset(figure.position for figure in case.every(document.Figure))


def _said(whole: object, backed: frozenset[str] = frozenset(), *, claims: bool = True) -> Iterator[_Said]:
    """The texts inside a value with what backs them: their own citations, and the sources of the blocks around them.

    Titles claim nothing. A figure counts as a text of its own: it may print without any.
    """
    if isinstance(whole, tuple):
        for part in whole:
            yield from _said(part, backed, claims=claims)
    elif isinstance(whole, Text):
        own = (name for inline in whole.inlines if isinstance(inline, Citation) for name in inline.sources)
        yield _Said(whole.position, backed.union(own), claims)
    elif isinstance(whole, Section):
        yield from _said((whole.blocks, whole.subsections), backed, claims=claims)
    elif isinstance(whole, Block):
        around = backed.union(whole.common.sources)
        if isinstance(whole, Figure):
            yield _Said(whole.common.position, around, claims)
        yield from _said(astuple(whole), around, claims=claims and not _only_asks(whole))
    elif isinstance(whole, Struct):
        yield from _said(astuple(whole), backed, claims=claims)


def _only_asks(block: Block) -> bool:
    """Whether a block is a form, a list to tick, or explains words."""
    if isinstance(block, ItemList):
        return block.kind is ListKind.CHECKLIST
    return isinstance(block, Entries | Log | Definitions)


SOURCES = (without_source, old_source)
TOPIC_SOURCES = (unused_source,)
