"""Where a column ends: the break with the least cost, found by weighing penalties against empty space."""

from __future__ import annotations

from itertools import takewhile
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout.fragments import NEVER, PENALTY_BETWEEN_LINES, PENALTY_HEADING, PENALTY_KEEP, Fragment, height_of
from caresheet.layout.stacks import stacked
from caresheet.model.look import POINTS_PER_MM

ROUNDING = 0.01
"""Lengths that differ by less than this are taken as equal, in points."""
COST_OF_EMPTY_COLUMN = 700
"""The cost of leaving a whole column empty: weighs empty space at its end against the penalty of a break."""
HOLE = 22 * POINTS_PER_MM
"""The tallest space that is left empty at the end of a column without need, in points."""
LEVEL = 20 * POINTS_PER_MM
"""The most by which the heights of two columns of a page differ without need, in points."""
_UNEVEN_FOR_LISTS = 40 * POINTS_PER_MM
"""The same where a list would have to go on in the next column, in points."""
_COST_OF_HOLE = 250
"""The additional cost of a taller space: ending a column inside a paragraph costs less."""
_COST_OF_SQUEEZING = 100
"""The cost of reducing gaps: worth it to save a seventh of a column, as before a figure, but not for a line of text."""
_MOST_STRETCH = 0.8
"""The most by which a gap grows, as a share of itself, in a column that does not reach the foot of its page."""
_UNEVEN = 10 * POINTS_PER_MM
"""The most by which one of the columns in a fragment ends above the longest without wider gaps, in points."""
_WIDEST_GAP = 6 * POINTS_PER_MM
"""The widest that a gap grows in such a column, in points."""
_TALL_ROW = 0.5
"""A table row taller than this share of a column may be split to fill the column before it."""


class ColumnSpace(Struct, frozen=True):
    """What is left of a column: its height, its height on an empty page (`whole`), the cost of leaving it empty
    (`nothing`), the share of its gaps that may be removed (`give`), and whether it is the `last` column of its page."""

    height: float
    whole: float
    nothing: float
    give: float = 0.0
    last: bool = True


def with_slices(fragments: tuple[Fragment, ...], room: float, whole: float, *, fresh: bool) -> tuple[Fragment, ...]:
    """The fragments, with the first one that does not fit replaced by its slices if it is tall enough to be split."""
    height = 0.0
    for index, fragment in enumerate(fragments):
        height += fragment.height + (fragment.gap if index else 0.0)
        if height > room:
            tall = fragment.height + height_of(fragment.head) > whole
            worth = fragment.height > whole * _TALL_ROW or (fresh and index == 0)
            if not fragment.slices or not (tall or worth):
                return fragments
            return (*fragments[:index], *_as_slices(fragment), *fragments[index + 1 :])
    return fragments


def _as_slices(fragment: Fragment) -> tuple[Fragment, ...]:
    first, *others = fragment.slices
    lead = Fragment(
        first.height,
        first.pieces,
        fragment.gap,
        fragment.penalty,
        fragment.decorations,
        fragment.anchor,
        fragment.head,
        position=fragment.position,
        title=fragment.title,
    )
    rest = [
        Fragment(s.height, s.pieces, 0.0, s.penalty, s.decorations, None, fragment.head, position=fragment.position)
        for s in others
    ]
    return (lead, *rest)


def cost_of_space(height: float, whole: float) -> float:
    """The cost of leaving a height empty at the end of a column that is `whole` high, in points."""
    return COST_OF_EMPTY_COLUMN * height / whole + (_COST_OF_HOLE if height > HOLE else 0)


def count_fitting(fragments: tuple[Fragment, ...], room: ColumnSpace) -> int:
    """How many fragments the column takes: up to the break with the least cost, which is its penalty plus the cost of
    the space left over (TeXbook, chapter 15). 0 if leaving the column empty costs less."""
    heights, ended = _heights_fitting(fragments, room)
    if ended and heights[-1] <= room.height + ROUNDING:
        return len(heights)
    best, best_cost = 0, room.nothing
    for index in reversed(range(len(heights))):
        if index + 1 < len(fragments) and fragments[index + 1].penalty >= NEVER:
            continue
        tight = heights[index] > room.height + ROUNDING
        badness = _COST_OF_SQUEEZING if tight else cost_of_space(room.height - heights[index], room.whole)
        if badness > best_cost and not tight:
            break  # every break before it leaves more space, and no penalty is less than nothing
        cost = badness + _penalty_after(fragments, index, room)
        if cost < best_cost or (cost == best_cost and not best):
            best, best_cost = index + 1, cost
    return best


def _heights_fitting(fragments: tuple[Fragment, ...], room: ColumnSpace) -> tuple[list[float], bool]:
    """The height down to the foot of each fragment that the column has room for, up to a break that is asked for; and
    whether they end at one, or at the last fragment."""
    heights: list[float] = []
    height = white = 0.0
    for fragment in fragments:
        if heights:
            if fragment.forced and fragment.penalty < NEVER:
                return heights, True
            height, white = height + fragment.gap, white + fragment.gap
        height += fragment.height
        if height - white * room.give > room.height + ROUNDING:
            return heights, False
        heights.append(height)
    return heights, bool(heights)


def _penalty_after(fragments: tuple[Fragment, ...], index: int, room: ColumnSpace) -> int:
    """The penalty for ending a column after a fragment. It is lower where what is kept whole goes on in the next column
    of the page and ends there."""
    if index + 1 == len(fragments) or fragments[index + 1].forced:
        return 0
    following = fragments[index + 1]
    if room.last or following.beside is None:
        return following.penalty
    kept = takewhile(lambda each: each.penalty >= PENALTY_KEEP, fragments[index + 2 :])
    fits = height_of((following, *kept)) <= room.height + ROUNDING
    return following.beside if fits else following.penalty


def _squeezed(fragments: tuple[Fragment, ...], room: float) -> tuple[Fragment, ...]:
    """The fragments with their gaps reduced until they fit."""
    over = height_of(fragments) - room
    if len(fragments) < 2 or over <= ROUNDING:
        return fragments
    share = 1 - over / fsum(fragment.gap for fragment in fragments[1:])
    return tuple(replace(fragment, gap=fragment.gap * share) for fragment in fragments)


def stretched(fragments: tuple[Fragment, ...], room: float) -> tuple[Fragment, ...]:
    """The fragments with larger gaps, so that their column ends at the foot of its page or closer to it."""
    gaps = fsum(fragment.gap for fragment in fragments[1:])
    if not gaps:
        return fragments
    share = 1 + min(max(room - height_of(fragments), 0.0) / gaps, _MOST_STRETCH)
    return tuple(replace(fragment, gap=fragment.gap * share) for fragment in fragments)


def _continued(fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """What continues in a new column: below its table's head, if it has one."""
    if not fragments or not fragments[0].head:
        return fragments
    return (*fragments[0].head, replace(fragments[0], penalty=PENALTY_HEADING), *fragments[1:])


def continued_on_page(fragments: tuple[Fragment, ...]) -> tuple[Fragment, ...]:
    """The fragments that continue on a new page, below the heading of their list if they are in the middle of one."""
    if not fragments or not fragments[0].title:
        return fragments
    first = replace(fragments[0], penalty=PENALTY_HEADING, title=())
    return (*fragments[0].title, first, *fragments[1:])


def filled(
    fragments: tuple[Fragment, ...], spaces: list[ColumnSpace]
) -> tuple[list[tuple[Fragment, ...]], tuple[Fragment, ...]]:
    """What each column takes, and what is left after the last one."""
    columns: list[tuple[Fragment, ...]] = []
    for space in spaces:
        if fragments:
            count = count_fitting(fragments, space)
            columns.append(_squeezed(fragments[:count], space.height))
            fragments = _continued(fragments[count:]) if count else fragments
    return columns, fragments


def leveled(columns: list[tuple[Fragment, ...]], room: float, whole: float) -> tuple[list[tuple[Fragment, ...]], float]:
    """What stands in the columns of a page, and the height that they reach: where one is much shorter than another,
    because what follows must stay whole, all of them are made about the same height, and reach as far down as their
    gaps allow. Tables stay as they are."""
    heights = [height_of(taken) for taken in columns]
    every = tuple(fragment for taken in columns for fragment in taken)
    if len(columns) < 2 or max(heights) - min(heights) <= LEVEL or any(each.head for each in every):
        return columns, room
    if not fit_columns(every, len(columns), room, whole):
        return columns, room
    height = balanced_height(every, len(columns), room, whole)
    cost = cost_of_space(height, whole)
    last = len(columns) - 1
    spaces = [ColumnSpace(height, whole, cost, last=column == last) for column in range(len(columns))]
    level = filled(every, spaces)[0]
    return level, max(height, min(room, *map(_most_stretched, level)))


def _most_stretched(fragments: tuple[Fragment, ...]) -> float:
    """The height of a column with its gaps as wide as they may become."""
    return height_of(fragments) + _MOST_STRETCH * fsum(fragment.gap for fragment in fragments[1:])


def fit_columns(fragments: tuple[Fragment, ...], columns: int, height: float, whole: float) -> bool:
    """Whether the fragments fit in that many columns of that height."""
    for column in range(columns):
        if not fragments:
            return True
        space = ColumnSpace(height, whole, cost_of_space(height, whole), last=column == columns - 1)
        count = count_fitting(fragments, space)
        fragments = _continued(fragments[count:]) if count else fragments
    return not fragments


def balanced_height(fragments: tuple[Fragment, ...], columns: int, room: float, whole: float) -> float:
    """The least height at which the fragments fit in the columns, if they fit at the height `room`."""
    low, high = 0.0, room
    while high - low > 1.0:
        middle = (low + high) / 2
        low, high = (low, middle) if fit_columns(fragments, columns, middle, whole) else (middle, high)
    return high


def balanced(
    fragments: tuple[Fragment, ...], columns: int, room: float, whole: float
) -> tuple[tuple[Fragment, ...], float]:
    """The fragments, and the least height at which they fit in the columns. Lists stay whole where the columns then
    differ by 40 mm or less; else they may go on in the next column."""
    kept = tuple(each if each.beside is None else replace(each, beside=None) for each in fragments)
    if kept != fragments and fit_columns(kept, columns, room, whole):
        height = balanced_height(kept, columns, room, whole)
        space = ColumnSpace(height, whole, cost_of_space(height, whole))
        heights = [height_of(column) for column in filled(kept, [space] * columns)[0]]
        if max(heights) - min(heights) <= _UNEVEN_FOR_LISTS:
            return kept, height
    return fragments, balanced_height(fragments, columns, room, whole)


def _spread(fragments: tuple[Fragment, ...], height: float) -> tuple[Fragment, ...]:
    """The fragments of a column with wider gaps if it is much shorter than `height`, so that it ends there or closer to
    it."""
    spare = height - height_of(fragments)
    most = [max(_WIDEST_GAP - fragment.gap, 0.0) if fragment.gap else 0.0 for fragment in fragments[1:]]
    if spare <= _UNEVEN or not any(most):
        return fragments
    share = min(spare / fsum(most), 1.0)
    wider = (replace(each, gap=each.gap + share * more) for each, more in zip(fragments[1:], most, strict=True))
    return (fragments[0], *wider)


def _in_one_column(fragment: Fragment) -> Fragment:
    """The fragment in the column of the line before it."""
    is_inside = PENALTY_BETWEEN_LINES <= fragment.penalty < PENALTY_KEEP
    return replace(fragment, penalty=PENALTY_KEEP) if is_inside else fragment


def with_whole_items(fragments: tuple[Fragment, ...], columns: int) -> tuple[Fragment, ...]:
    """The fragments with each item and paragraph in one column, if the columns are at most a line taller for it."""
    whole = height_of(fragments)
    kept = tuple(map(_in_one_column, fragments))
    taller = balanced_height(kept, columns, whole, whole) - balanced_height(fragments, columns, whole, whole)
    return kept if taller <= max(each.height for each in fragments) + ROUNDING else fragments


def in_columns(fragments: tuple[Fragment, ...], columns: int, step: float) -> Fragment:
    """The fragments side by side in columns of about the same height, which begin `step` points apart, as one fragment
    that never breaks. The gaps of a much shorter column are wider, so that less is empty below it."""
    whole = height_of(fragments)
    height = balanced_height(fragments, columns, whole, whole)
    room = ColumnSpace(height, whole, cost_of_space(height, whole), last=False)
    parts: list[tuple[Fragment, ...]] = []
    for column in range(columns):
        count = len(fragments) if column == columns - 1 else count_fitting(fragments, room) if fragments else 0
        parts.append(fragments[:count])
        fragments = fragments[count:]
    depth = max(map(height_of, parts))
    stacks = [stacked(_spread(part, depth), column * step, 0.0) for column, part in enumerate(parts)]
    pieces = tuple(piece for stack in stacks for piece in stack.pieces)
    return Fragment(depth, pieces, anchors=tuple(anchor for stack in stacks for anchor in stack.anchors))
