"""Pages as they are set: how full they are, and whether there are so many that they need a summary."""

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
    PicturePiece,
    Piece,
    Tag,
    WordPiece,
)
from caresheet.model.problem import Problem
from caresheet.rules.context import PagesContext
from caresheet.rules.page_sections import sections_of_tags
from caresheet.rules.type_sizes import LARGE_PRINT

_SUMMARIES = frozenset({"summary", "key-points"})
_BELOW_BASELINE = 0.25
"""The share of a line's height that is below its baseline."""

Span = tuple[float, float]
"""From one height or place to another, in points."""


class _FilledArea(Struct, frozen=True):
    """A page by its number from 1. `share` is the percentage of the height of its columns that is covered; `used` is
    how far down the lowest content reaches, as a percentage of the text area."""

    number: int
    share: float
    used: float


def page_fill(context: PagesContext) -> Iterator[Problem]:
    """No page is crammed or nearly empty, and the last page is not spent on a few lines. All crammed pages of a handout
    are told together.

    A page is as full as the share of the height of its columns that words, pictures or drawings cover; the white
    between the lines of a text counts as covered. Sheets of panels are not judged, nor pages with only what the page
    budget does not count, such as forms.

    Source: SAM (Doak, Doak and Root), layout; CMS Toolkit, 6.8 and 6.9 (white space); the percentages are the project's
    own.
    """
    handout = context.handout
    if handout.document.look.panels is not None:
        return
    pages = _judged_pages(context)
    limits, place = handout.limits, handout.layout.position
    least = limits.last_page_fill if len(pages) > 1 else None
    crammed = tuple(
        page for page in pages if limits.page_fill_max is not None and round(page.share) > limits.page_fill_max
    )
    if crammed:
        message = f"{_named(crammed)} of '{handout.name}' {_full(crammed)}, more than {limits.page_fill_max:g}%"
        hint = "use fewer words, allow more pages, or add white space under `spacing`"
        yield Problem(place, rules.PAGE_FILL, message, hint)
    for page in pages:
        named = f"page {page.number} of '{handout.name}' is {page.share:.3g}% full"
        is_judged_as_last = least is not None and page is pages[-1]
        if limits.page_fill_min is not None and page.share < limits.page_fill_min and not is_judged_as_last:
            hint = "let what follows start on it: use shorter blocks, no `start: page`, no `keep`, or smaller type"
            yield Problem(place, rules.PAGE_FILL, f"{named}, less than {limits.page_fill_min:g}%", hint)
    if least is not None and pages[-1].used < least:
        last = f"the last page of '{handout.name}' is used down to {pages[-1].used:.3g}%"
        hint = "shorten the text so that it fits on the page before, or add to it"
        yield Problem(place, rules.PAGE_FILL, f"{last}, less than {least:g}%", hint)


def _named(pages: tuple[_FilledArea, ...]) -> str:
    """Pages by their numbers: `page 3`, or `pages 1, 2 and 5`."""
    *others, last = (str(page.number) for page in pages)
    return f"pages {', '.join(others)} and {last}" if others else f"page {last}"


def _full(pages: tuple[_FilledArea, ...]) -> str:
    most = f"{max(page.share for page in pages):.0f}% full"
    return f"are up to {most}" if len(pages) > 1 else f"is {most}"


def _judged_pages(context: PagesContext) -> tuple[_FilledArea, ...]:
    """The pages with anything that the page budget counts."""
    home, look = sections_of_tags(context), context.handout.document.look
    pages = (
        (number, _content(context, page, home), page) for number, page in enumerate(context.page_layout.pages, start=1)
    )
    return tuple(_filled(number, page, content, look) for number, content, page in pages if content)


def _content(context: PagesContext, page: Page, home: tuple[Section | None, ...]) -> tuple[Piece, ...]:
    """What is on a page, without headers and footers, if any of it is counted. The title and the contents always
    are."""
    tags = context.page_layout.tags
    pieces = tuple(piece for piece in page.pieces if piece.tag != ARTIFACT and _role_below_root(tags, piece.tag) != "P")
    standing = (home[piece.tag] for piece in pieces)
    return pieces if any(section is None or section.counted for section in standing) else ()


def _role_below_root(tags: tuple[Tag, ...], tag: int) -> str:
    """The structure type of what a tag is in, right below the whole document: headers and footers are paragraphs."""
    while tags[tag].parent > 0:
        tag = tags[tag].parent
    return tags[tag].role


def _filled(number: int, page: Page, content: tuple[Piece, ...], look: Look) -> _FilledArea:
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
    return _FilledArea(number, 100 * share, 100 * (top - lowest) / (top - bottom))


def _columns(page: Page, look: Look) -> Iterator[Span]:
    """The columns of a page, from the left; a rotated page has one."""
    paper = look.paper
    count = look.columns if abs(page.width - paper.width) < 1 else 1
    step = (page.width - paper.margins.start - paper.margins.end + look.gutter) / count
    for number in range(count):
        left = paper.margins.start + number * step
        yield left, left + step - look.gutter


def _box(piece: Piece, leading: float) -> tuple[Span, Span]:
    """What a piece covers from left to right and from bottom to top; a line of words includes the white space up to the
    next line."""
    if isinstance(piece, WordPiece):
        height = piece.size * leading
        foot = piece.baseline - height * _BELOW_BASELINE
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
    """How much of an area the spans cover together, piece by piece; overlaps count once."""
    reached, end = area
    for low, high in sorted(spans):
        start, stop = max(low, reached), min(high, end)
        if stop > start:
            yield stop - start
            reached = stop


def missing_summary(context: PagesContext) -> Iterator[Problem]:
    """A guide or explainer for lay readers of more than one counted page has a section with the role `summary` or
    `key-points`. In large print, a handout of one page takes more and is as short as before.

    Source: PEMAT-P, item 11 (a summary, unless the material is very short); CDC Clear Communication Index, item 10;
    SAM.
    """
    handout, counted = context.handout, context.page_layout.counted
    look = handout.document.look
    if not handout.needs.summary or counted < 2 or look.panels or look.type.floor >= LARGE_PRINT:
        return
    roles = {section.id: section.role for section in handout.topic.sections}
    if not _SUMMARIES & {roles.get(section.id, "") for section in handout.document.sections}:
        message = f"'{handout.name}' has {counted} pages and no summary"
        hint = "place a section with the role 'summary' or 'key-points'"
        yield Problem(handout.layout.position, rules.MISSING_SUMMARY, message, hint)
