"""Pages as they are set: how large the type is, and how full the pages are."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.document import Section
from caresheet.model.look import Look
from caresheet.model.page_layout import (
    ARTIFACT,
    DrawingPiece,
    FieldPiece,
    Page,
    PageLayout,
    PicturePiece,
    Piece,
    Tag,
    TextPiece,
)
from caresheet.model.problem import Problem
from caresheet.rules.context import PagesContext
from caresheet.rules.looks import LARGE_PRINT
from caresheet.rules.page_places import homes

_ROUNDING = 0.01
"""Points."""
_SUMMARIES = frozenset({"summary", "key-points"})
_UNDER_BASELINE = 0.25
"""The share of a line's height that lies under its baseline."""

Span = tuple[float, float]
"""From one height or place to another, in points."""


def critical_small(case: PagesContext) -> Iterator[Problem]:
    """No words of a critical section, headings and table cells included, are set smaller than the text.

    The number in front of a step is a mark, like the shapes in front of other items, and may be smaller. Numbers of
    sources stand in the line and in its size.

    Source: the project's own; IEC 82079-1:2019, 7.11 asks that safety messages stand out from what is around them.
    """
    critical = frozenset(section.id for section in case.case.topic.sections if section.critical)
    home, body = homes(case), case.page_layout.body_size
    told: set[tuple[str, float]] = set()
    for piece in _words(case.page_layout):
        section = home[piece.tag]
        if section is None or section.id not in critical or piece.size >= body - _ROUNDING:
            continue
        if not _numbers_a_step(case.page_layout, piece) and (section.id, piece.size) not in told:
            told.add((section.id, piece.size))
            smaller = f"in {piece.size:.3g} pt, smaller than the {body:.3g} pt of the text"
            message = f"the critical section '{section.id}' has words {smaller}: '{piece.text.strip()}'"
            hint = "let no heading under `type` be smaller than `body`"
            yield Problem(case.case.document.look.origins.of("type"), rules.CRITICAL_TEXT_TOO_SMALL, message, hint)


def _words(page_layout: PageLayout) -> Iterator[TextPiece]:
    """Everything that is read once: no running lines, no heads of a table that are said again."""
    for page in page_layout.pages:
        for piece in page.pieces:
            if isinstance(piece, TextPiece) and piece.tag != ARTIFACT and piece.text.strip():
                yield piece


def _numbers_a_step(page_layout: PageLayout, piece: TextPiece) -> bool:
    return page_layout.tags[piece.tag].role == "Lbl" and piece.text.strip().rstrip(".").isdigit()


def small_body(case: PagesContext) -> Iterator[Problem]:
    """The text is not set smaller than the limit, whatever size its page budget leaves it.

    Source: RNIB Clear Print Guidelines, "Text size" (12 points at least, better 14); CMS Toolkit, 6.4.
    """
    limit, size = case.case.limits.body, case.page_layout.body_size
    if limit is not None and size < limit - _ROUNDING:
        message = f"the text is set in {size:.4g} pt, under {limit:g} pt"
        hint = "say it in fewer words, give it more pages, or raise `type: floor`"
        yield case.case.at_layout(rules.SMALL_BODY_TEXT, message, hint, "type.floor", "type.body")


class _Filled(Struct, frozen=True):
    """A page by its number from 1: the percentage of its columns' height at which something stands, and how far down
    the last of it stands, as a percentage of the text area."""

    number: int
    share: float
    used: float


def page_fill(case: PagesContext) -> Iterator[Problem]:
    """No page is crammed nor nearly empty, and the last one is not wasted on a few lines.

    A page is as full as the share of the height of its columns at which words, pictures or drawings stand; white
    between lines of one text counts with them. Sheets of panels are not judged, nor pages that hold only what the page
    budget does not count, such as forms.

    Source: SAM (Doak, Doak and Root), layout; CMS Toolkit, 6.8 and 6.9 (white space); the percentages are the project's
    own.
    """
    if case.case.document.look.panels is not None:
        return
    pages = _judged_pages(case)
    limits, where = case.case.limits, case.case.layout.position
    least = limits.last_page_fill if len(pages) > 1 else None
    for page in pages:
        named = f"page {page.number} of '{case.case.document.identifier}' is {page.share:.3g}% full"
        if limits.page_fill_max is not None and page.share > limits.page_fill_max:
            hint = "say it in fewer words, give it more pages, or more white under `spacing`"
            yield Problem(where, rules.PAGE_FILL, f"{named}, more than {limits.page_fill_max:g}%", hint)
        is_judged_as_last = least is not None and page is pages[-1]
        if limits.page_fill_min is not None and page.share < limits.page_fill_min and not is_judged_as_last:
            hint = "let what follows begin on it: shorter blocks, no `start: page`, no `keep`, or smaller type"
            yield Problem(where, rules.PAGE_FILL, f"{named}, less than {limits.page_fill_min:g}%", hint)
    if least is not None and pages[-1].used < least:
        last = f"the last page of '{case.case.document.identifier}' is used down to {pages[-1].used:.3g}%"
        hint = "say a little less, so that it fits the page before, or a little more"
        yield Problem(where, rules.PAGE_FILL, f"{last}, less than {least:g}%", hint)


def _judged_pages(case: PagesContext) -> tuple[_Filled, ...]:
    """The pages that hold anything which the page budget counts."""
    home, look = homes(case), case.case.document.look
    pages = ((number, _content(case, page, home), page) for number, page in enumerate(case.page_layout.pages, start=1))
    return tuple(_filled(number, page, content, look) for number, content, page in pages if content)


def _content(case: PagesContext, page: Page, home: tuple[Section | None, ...]) -> tuple[Piece, ...]:
    """What stands on a page without what runs on every one, if any of it is counted: title and contents always are."""
    tags = case.page_layout.tags
    pieces = tuple(piece for piece in page.pieces if piece.tag != ARTIFACT and _role_below_root(tags, piece.tag) != "P")
    standing = (home[piece.tag] for piece in pieces)
    return pieces if any(section is None or section.counted for section in standing) else ()


def _role_below_root(tags: tuple[Tag, ...], tag: int) -> str:
    """The structure type of what a tag stands in, right below the whole document: running lines are paragraphs."""
    while tags[tag].parent > 0:
        tag = tags[tag].parent
    return tags[tag].role


def _filled(number: int, page: Page, content: tuple[Piece, ...], look: Look) -> _Filled:
    margins = look.paper.margins
    bottom, top = margins.bottom, page.height - margins.top
    boxes = tuple(_box(piece, look.type.leading) for piece in content)
    columns = tuple(_columns(page, look))
    covered = fsum(
        length
        for column in columns
        for length in _lengths([upright for across, upright in boxes if _meet(across, column)], (bottom, top))
    )
    lowest = min(upright[0] for _, upright in boxes)
    share = covered / (len(columns) * (top - bottom))
    return _Filled(number, 100 * share, 100 * (top - lowest) / (top - bottom))


def _columns(page: Page, look: Look) -> Iterator[Span]:
    """The columns of a page, from the left; one on a page that is turned."""
    paper = look.paper
    count = look.columns if abs(page.width - paper.width) < 1 else 1
    step = (page.width - paper.margins.start - paper.margins.end + look.gutter) / count
    for number in range(count):
        left = paper.margins.start + number * step
        yield left, left + step - look.gutter


def _box(piece: Piece, leading: float) -> tuple[Span, Span]:
    """What a piece covers from left to right and from below; a line of words with the white that parts it from the
    next."""
    if isinstance(piece, TextPiece):
        height = piece.size * leading
        foot = piece.baseline - height * _UNDER_BASELINE
        return (piece.x, piece.x + piece.width), (foot, foot + height)
    if isinstance(piece, PicturePiece | DrawingPiece):
        return (piece.x, piece.x + piece.width), (piece.y, piece.y + piece.height)
    if isinstance(piece, FieldPiece):
        return (piece.x, piece.x + piece.width), (piece.y, piece.y)
    xs = [value for _, values in piece.path for value in values[::2]]
    ys = [value for _, values in piece.path for value in values[1::2]]
    return (min(xs), max(xs)), (min(ys), max(ys))


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _lengths(spans: list[Span], area: Span) -> Iterator[float]:
    """How much of an area spans cover together, piece by piece; where they overlap counts once."""
    reached, end = area
    for low, high in sorted(spans):
        start, stop = max(low, reached), min(high, end)
        if stop > start:
            yield stop - start
            reached = stop


def summary(case: PagesContext) -> Iterator[Problem]:
    """A handout for lay readers that counts more than one side has a section of the role `summary` or `key-points`. In
    large print, a card of one side takes more and is as short as before.

    Source: PEMAT-P, item 11 (a summary, but for what is very short); CDC Clear Communication Index, item 10; SAM.
    """
    look = case.case.document.look
    if not case.case.limits.lay or case.page_layout.counted < 2 or look.panels or look.type.floor >= LARGE_PRINT:
        return
    roles = {section.id: section.role for section in case.case.topic.sections}
    if not _SUMMARIES & {roles.get(section.id, "") for section in case.case.document.sections}:
        message = f"'{case.case.document.identifier}' has {case.page_layout.counted} sides and no summary"
        hint = "place a section of the role 'summary' or 'key-points'"
        yield Problem(case.case.layout.position, rules.MISSING_SUMMARY, message, hint)


SET_PAGES = (critical_small, small_body, page_fill, summary)
