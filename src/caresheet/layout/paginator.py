"""Stacking fragments into columns and columns into pages."""

from __future__ import annotations

from collections import deque
from itertools import takewhile
from math import ceil, fsum, inf
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from caresheet.layout.column_breaks import (
    ROUNDING,
    ColumnSpace,
    balanced,
    balanced_height,
    continued_on_page,
    cost_of_space,
    filled,
    fit_columns,
    leveled,
    stretched,
    with_slices,
)
from caresheet.layout.fragments import (
    PENALTY_HALF_EMPTY,
    PENALTY_HEADING,
    Fragment,
    UnresolvedPiece,
    height_of,
    unbroken_runs,
)
from caresheet.layout.stacks import Stack, stacked
from caresheet.model.counts import count
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.page_layout import Destination
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import DOES_NOT_FIT

if TYPE_CHECKING:
    from caresheet.model.look import Paper
    from caresheet.model.problem import Position

_GIVE = 0.25
"""The share of the gaps in a column that may be removed so that one more fragment fits."""

_MOSTLY_EMPTY = 0.5
"""A page of which more than this share is left empty is avoided, if tighter spacing can do it."""
ROOM_FOR_TEXT = 25 * POINTS_PER_MM
"""A page with less room than this is not filled with the text after a region that waits for the next page."""


class Region(Struct, frozen=True):
    """Fragments that flow through the same columns of the same paper.

    `gutter` is the space between columns and `gap` the space above the region, in points. `fresh` asks for a new page
    before it; `counted` is False if the page budget does not count it. A region `ahead` of the text is a title or a
    strip below it: a page that holds nothing else is treated as empty when the next region is placed. `below` is the
    height, gap included, that the next region needs on the same page if this one is its heading. `apart` is the same
    region in one or two parts: if it does not fit on its page, its first part, or all of it, floats to the foot of an
    earlier page. A region that `waits` stands at the top of the next page if it does not fit, and the text after it
    fills the page before it.
    """

    paper: Paper
    columns: int
    gutter: float
    fragments: tuple[Fragment, ...]
    fresh: bool
    gap: float
    counted: bool = True
    ahead: bool = False
    below: float = 0.0
    apart: tuple[Region, ...] = ()
    waits: bool = False


def flowing_together(regions: list[Region]) -> list[Region]:
    """The regions, with neighbors in the same columns of the same paper merged, so that text flows from one to the
    next."""
    merged: list[Region] = []
    for region in regions:
        last = merged[-1] if merged else None
        if last and region.columns > 1 and not region.fresh and _kind(last) == _kind(region):
            merged[-1] = replace(last, fragments=(*last.fragments, *region.fragments))
        else:
            merged.append(region)
    return merged


def _kind(region: Region) -> tuple[int, Paper, bool]:
    return region.columns, region.paper, region.counted


class PageBuilder(Struct):
    """A page that is still being filled."""

    paper: Paper
    y: float
    """Where the next region begins, in points above the lower edge of the page."""
    made: list[UnresolvedPiece] = field(default_factory=list)
    stacks: list[Stack] = field(default_factory=list)
    counted: bool = False
    has_text: bool = False
    """Whether it holds more than regions ahead of the text."""
    foot: float = 0.0
    """Space kept free above the lower margin, in points, for the imprint of a panel."""

    @property
    def pieces(self) -> list[UnresolvedPiece]:
        """Everything on it, in painting order; once they are asked for, nothing more is placed."""
        for stack in self.stacks:
            self.made += stack.pieces
        self.stacks.clear()
        return self.made

    @property
    def used(self) -> float:
        """The height of the filled part of the text area, in points."""
        return self.paper.height - self.paper.margins.top - self.y

    @property
    def bottom(self) -> float:
        """The bottom of the text area, in points above the lower edge of the page."""
        return self.paper.margins.bottom + self.foot


class Paginator:
    """Fills pages with regions, one after the other.

    `feet` is the space that each page keeps free at its foot, in points. If pages are panels, it has one entry for each
    panel of a sheet; if not, a single one. `line` is the distance of two lines of text, in points.
    `lone_title` allows a page with nothing but the title. `emptiest` is the tallest space left at the foot of a column
    of text that goes on, in points; in a single column, where much must stay whole, only one of more than half a page
    counts.
    """

    def __init__(
        self,
        paper: Paper,
        position: Position,
        feet: tuple[float, ...] = (0.0,),
        line: float = 14.0,
        *,
        lone_title: bool = False,
    ) -> None:
        self.pages: list[PageBuilder] = []
        self.emptiest = 0.0
        self.destinations: list[Destination] = []
        self._position = position
        self._feet = feet
        self._line = line
        self._lone_title = lone_title or len(feet) > 1
        self._ahead: deque[Region] = deque()
        self._waiting: list[Region] = []
        self._turn(paper)

    @property
    def counted(self) -> list[PageBuilder]:
        """The pages that the page budget counts."""
        return [page for page in self.pages if page.counted]

    @property
    def on_a_side(self) -> int:
        """How many pages one side of the paper holds: more than one if they are panels."""
        return len(self._feet)

    def room_on(self, number: int) -> float:
        """The height in points of the text area of page `number`, from 0; the page need not exist yet."""
        paper = self.pages[min(number, len(self.pages) - 1)].paper
        return paper.text_height - self._feet[number % len(self._feet)]

    def add_all(self, regions: list[Region]) -> None:
        """Place regions below each other, on as many pages as they need.

        Raises CaresheetError (does-not-fit) if one of their fragments is taller than a page.
        """
        self._ahead = deque(regions)
        while self._ahead:
            self.add(self._ahead.popleft())
        self._place_waiting()

    def add(self, region: Region) -> None:
        """Place a region below the last one, on as many pages as it needs.

        Raises CaresheetError (does-not-fit) if one of its fragments is taller than a page.
        """
        if region.fresh or self.pages[-1].paper != region.paper:
            self._place_waiting()
        page = self.pages[-1]
        if self._floats(page, region):
            return
        if page.has_text and self._waits(page, region, page.y - page.bottom):
            self._waiting.append(region)
            return
        if not _is_empty(page) and (region.fresh or page.paper != region.paper or self._parts_heading(page, region)):
            if not region.fresh and page.paper == region.paper:
                self._leave(page)
            page = self._next_page(region.paper)
        elif _is_empty(page):
            page.paper, page.y = region.paper, region.paper.height - region.paper.margins.top
        gap = 0.0 if _is_empty(page) else region.gap
        page.y -= gap
        self._refuse_too_tall(region.fragments, self._whole(page))
        rest = region.fragments
        while rest:
            rest = self._with_text_ahead(region, rest)
            before, rest = rest, self._fill(region, rest)
            if rest and rest == before:
                self._refuse_lone_title(rest)
                page.y += gap  # nothing was placed below it
            if rest:
                self._leave(page)
                page = self._next_page(region.paper)
                gap = 0.0 if _is_empty(page) else region.gap
                page.y -= gap
                rest = continued_on_page(rest)

    def _leave(self, page: PageBuilder) -> None:
        """Remember the space left on a page of text that goes on, if it is more than half of it."""
        left = page.y - page.bottom
        if page.counted and left > self._whole(page) * _MOSTLY_EMPTY:
            self.emptiest = max(self.emptiest, left)

    def _with_text_ahead(self, region: Region, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
        """The fragments, followed by the text after the next region if that waits for the next page: then the columns
        of both texts are filled as one."""
        page = self.pages[-1]
        if region.columns == 1 or len(self._ahead) < 2:
            return fragments
        wide, text = self._ahead[0], self._ahead[1]
        room, whole = page.y - page.bottom, self._whole(page)
        if text.fresh or _kind(text) != _kind(region) or not fit_columns(fragments, region.columns, room, whole):
            return fragments
        left = room - balanced_height(fragments, region.columns, room, whole)
        if not self._waits(page, wide, left):
            return fragments
        self._waiting.append(self._ahead.popleft())
        return (*fragments, *self._ahead.popleft().fragments)

    def _place_waiting(self) -> None:
        """Place the regions that wait for the next page, if any do."""
        if self._waiting:
            self._next_page(self._waiting[0].paper)

    def _waits(self, page: PageBuilder, region: Region, room: float) -> bool:
        """Whether a region waits for the next page: it fits there whole, but not in the room left on this one, which
        has room for some of the text after it. Regions that wait keep their order."""
        needed = [each.gap + height_of(each.fragments) for each in (*self._waiting, region)]
        fits = not self._waiting and page.paper == region.paper and needed[0] <= room + ROUNDING
        whole = fsum(needed) <= self._whole(page) and not any(each.forced for each in region.fragments)
        return region.waits and whole and not fits and room > ROOM_FOR_TEXT

    def _next_page(self, paper: Paper) -> PageBuilder:
        """A new page, below the regions that have waited for it."""
        page, waiting = self._turn(paper), self._waiting
        self._waiting = []
        for region in waiting:
            page.y -= 0.0 if _is_empty(page) else region.gap
            self._fill(region, region.fragments)
        return page

    def _floats(self, page: PageBuilder, region: Region) -> bool:
        """Place a region, or its first part, at the foot of an earlier page if its own is too full for it; returns
        whether it was placed."""
        if not region.apart or _holds(page, region):
            return False
        for first, *rest in (region.apart, (replace(region, apart=()),)):
            number = next((number for number, each in enumerate(self.pages[:-1]) if _holds(each, first)), None)
            if number is not None and all(_holds(page, each) for each in rest):
                earlier = self.pages[number]
                top = earlier.bottom + height_of(first.fragments)
                earlier.y = self._place(earlier, first.fragments, earlier.paper.margins.start, top, number)
                for each in rest:
                    self.add(each)
                return True
        return False

    def _parts_heading(self, page: PageBuilder, region: Region) -> bool:
        """Whether a heading would be left at the foot of the page, parted from the text below it."""
        needed = height_of(region.fragments) + region.below
        lacking = region.gap + needed > page.y - page.bottom + ROUNDING
        return region.below > 0 and lacking and needed <= self._whole(page)

    def _turn(self, paper: Paper) -> PageBuilder:
        foot = self._feet[len(self.pages) % len(self._feet)]
        self.pages.append(PageBuilder(paper, paper.height - paper.margins.top, foot=foot))
        return self.pages[-1]

    def _fill(self, region: Region, fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
        """Place what fits on the current page; returns the rest."""
        page = self.pages[-1]
        whole = self._whole(page)
        room = page.y - page.bottom
        fragments = with_slices(fragments, room, whole, fresh=_is_empty(page))
        give = _GIVE
        if region.columns > 1 and fit_columns(fragments, region.columns, room, whole):
            give = 0.0
            fragments, room = balanced(fragments, region.columns, room, whole)
        width = (page.paper.width - page.paper.margins.start - page.paper.margins.end + region.gutter) / region.columns
        top, lowest, nothing = page.y, page.y, _cost_of_nothing(page, room, whole)
        kept = _first_kept(fragments)
        if height_of(kept) > whole:  # it never fits on one page: its cheapest break comes on the next one, too
            nothing += min((fragment.penalty for fragment in kept[1:]), default=0)
        spaces = [
            ColumnSpace(room, whole, nothing, give, last=column == region.columns - 1)
            for column in range(region.columns)
        ]
        columns, fragments = filled(fragments, spaces)
        reach = room
        if fragments and not fragments[0].forced:
            columns, reach = leveled(columns, room, whole)
        for column, taken in enumerate(columns):
            start = page.paper.margins.start + column * width
            shown = stretched(taken, reach) if fragments else taken
            bottom = self._place(page, shown, start, top)
            lowest = min(lowest, bottom)
            if fragments and region.columns > 1:
                self.emptiest = max(self.emptiest, bottom - top + room)
        page.y = lowest
        page.counted = page.counted or (region.counted and lowest < top)
        page.has_text = page.has_text or (lowest < top and not region.ahead)
        return fragments

    def _whole(self, page: PageBuilder) -> float:
        """The height of a column on an empty page of that paper, in points."""
        return page.paper.text_height - max(self._feet)

    def _refuse_lone_title(self, fragments: tuple[Fragment, ...]) -> None:
        """A title may have a page to itself only where that is allowed, such as the cover of a folded card."""
        page = self.pages[-1]
        if not self._lone_title and not page.has_text and not _is_empty(page):
            run = unbroken_runs(fragments)[0]
            over = height_of(run) - (page.y - page.bottom)
            if over > ROUNDING:
                self._refuse(run, over)

    def _refuse_too_tall(self, fragments: tuple[Fragment, ...], whole: float) -> None:
        for run in unbroken_runs(fragments):
            first = run[0]
            slices = first.slices if len(run) == 1 else ()
            tall = max(height_of((part,)) for part in slices) if slices else height_of(run)
            over = tall + height_of(first.head) - whole
            if over > ROUNDING:
                self._refuse(run, over)

    def _refuse(self, run: list[Fragment], over: float) -> None:
        lines = max(ceil(over / self._line), 1)
        message = f"this must stay on one page, and it is {count(lines, 'line')}"
        room = "larger panels or smaller type" if self.on_a_side > 1 else "larger paper or smaller margins"
        hint = f"make it shorter, or choose {room}"
        millimeters = f"({ceil(over / POINTS_PER_MM)} mm) too tall for its page"
        problem = Problem(run[0].position or self._position, DOES_NOT_FIT, f"{message} {millimeters}", hint)
        raise CaresheetError((problem,))

    def _place(
        self, page: PageBuilder, fragments: tuple[Fragment, ...], start: float, top: float, number: int | None = None
    ) -> float:
        """Place fragments below each other from `top`, `start` points from the start edge; returns where they end.
        `number` is that of the page, if it is not the last one."""
        stack = stacked(fragments, start, top)
        number = len(self.pages) - 1 if number is None else number
        self.destinations += [Destination(anchor, number, height) for anchor, height in stack.anchors]
        if stack.paints:
            page.stacks.append(stack)
        return stack.bottom


def _holds(page: PageBuilder, region: Region) -> bool:
    """Whether a region fits below the text of a page."""
    needed = region.gap + height_of(region.fragments)
    return page.has_text and page.paper == region.paper and needed <= page.y - page.bottom + ROUNDING


def _first_kept(fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """The first fragment, and those after it that are kept together with it."""
    return (*fragments[:1], *takewhile(lambda each: each.penalty >= PENALTY_HALF_EMPTY, fragments[1:]))


def _is_empty(page: PageBuilder) -> bool:
    return not page.stacks and page.y >= page.paper.height - page.paper.margins.top - ROUNDING


def _cost_of_nothing(page: PageBuilder, room: float, whole: float) -> float:
    """The cost of leaving the rest of the column empty: infinite on an empty page, high below a lone title."""
    if _is_empty(page):
        return inf
    return cost_of_space(room, whole) if page.has_text else PENALTY_HEADING
