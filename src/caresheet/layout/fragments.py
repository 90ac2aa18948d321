"""The vertical list: fragments that are stacked into columns, and the penalty for a break between two of them.

The model is TeX's (Knuth, The TeXbook, chapter 15): boxes, glue that vanishes at the top of a column, and penalties.
Every penalty but NEVER is finite, so content taller than a page is broken at the least bad place and never cut off.
What is never broken and taller than a page is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.glyphs import TypeSetting
from caresheet.model.page_layout import GlyphPiece, Piece, ShapePiece, TextPiece

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caresheet.model.problem import Position

NO_PENALTY = 0
"""Between two blocks."""
PENALTY_BETWEEN_ITEMS = 20
"""Between two items or rows of one block."""
PENALTY_BETWEEN_LINES = 70
"""Between two lines of one paragraph: as much as a tenth of a column, 25 mm of a usual page, left empty."""
PENALTY_BETWEEN_COLUMNS = 90
"""Between two items of a list that stays on one page, if the second begins the next column: as much as an eighth of a
column left empty."""
PENALTY_AFTER_INTRO = 150
"""Between a table or a form and the paragraph before it, which says what it is for."""
PENALTY_WIDOW_ORPHAN = 400
"""After the first or before the last line of a paragraph: a single line would be left alone."""
PENALTY_HALF_EMPTY = 500
"""Inside a list, a table or a form that is split only if about half a column or more would otherwise be empty."""
PENALTY_KEEP = 1200
"""Inside an element that its author wants in one piece."""
PENALTY_HEADING = 4000
"""Between a heading, a caption or a table's head and what it belongs to."""
NEVER = 1_000_000_000
"""Where no column ever ends: inside a list of a critical section, and between the list and its heading."""


class PageReference(Struct, frozen=True):
    """The number of the page that `anchor` will stand on, to be set flush against `end` once it is known."""

    end: float
    baseline: float
    anchor: str
    size: float
    color: str
    tag: int
    setting: TypeSetting


class ContinuedMark(Struct, frozen=True):
    """The words after a repeated heading. Their `{part}` and `{parts}` are filled in once the parts with the same `key`
    are counted; the first repeated heading starts the second part. Words that run in the opposite direction from their
    page are then mirrored `between` two edges."""

    x: float
    baseline: float
    key: int
    words: str
    size: float
    color: str
    setting: TypeSetting
    between: tuple[float, float] | None = None


UnresolvedPiece = Piece | PageReference | ContinuedMark
"""What a fragment holds: pieces, and page numbers and counts of parts that are not known yet."""


class Decoration(Struct, frozen=True):
    """The background and border behind a run of fragments (CSS: box decoration).

    Lengths are points. `start` is measured from the start edge of the column. `padding` is the space inside the border.
    Fragments with the same `key` share one decoration. `bar` is the color of a thick line along its start edge.
    """

    key: int
    start: float
    width: float
    fill: str | None
    border: str | None
    bar: str | None
    padding: float


class Fragment(Struct, frozen=True):
    """A piece of a column that is never split, such as one line or one table row.

    Pieces are placed relative to the fragment's upper start corner, with y pointing up, so content has negative y.
    `gap` is the space before the fragment; it vanishes at the top of a column. `penalty` is the cost of a break before
    it, and `beside` that of a break between two columns of one page, if that is less. `head` is repeated above it when
    it begins a column, and `title` when it begins a page. `slices` are smaller fragments with the same content, used
    when the fragment is too tall for the column. `forced` asks for a break before it.
    `anchors` are those of what stands inside it, each with its height from the top.
    """

    height: float
    pieces: tuple[UnresolvedPiece, ...] = ()
    gap: float = 0.0
    penalty: int = NO_PENALTY
    decorations: tuple[Decoration, ...] = ()
    anchor: str | None = None
    head: tuple[Fragment, ...] = ()
    slices: tuple[Fragment, ...] = ()
    forced: bool = False
    position: Position | None = None
    anchors: tuple[tuple[str, float], ...] = ()
    title: tuple[Fragment, ...] = ()
    beside: int | None = None

    @property
    def every_anchor(self) -> tuple[tuple[str, float], ...]:
        """Its own anchor and those inside it, each with its height from the top, which is 0 or less."""
        return (((self.anchor, 0.0),) if self.anchor else ()) + self.anchors


def translated(piece: UnresolvedPiece, dx: float, dy: float) -> UnresolvedPiece:
    """The same piece, moved by (`dx`, `dy`) points."""
    if isinstance(piece, PageReference):
        return replace(piece, end=piece.end + dx, baseline=piece.baseline + dy)
    if isinstance(piece, ContinuedMark):
        edges = (piece.between[0] + dx, piece.between[1] + dx) if piece.between else None
        return replace(piece, x=piece.x + dx, baseline=piece.baseline + dy, between=edges)
    if isinstance(piece, TextPiece):
        return TextPiece(
            piece.x + dx,
            piece.baseline + dy,
            piece.text,
            piece.face,
            piece.size,
            piece.color,
            piece.width,
            piece.tag,
        )
    if isinstance(piece, GlyphPiece):
        return replace(piece, x=piece.x + dx, baseline=piece.baseline + dy)
    if isinstance(piece, ShapePiece):
        path = tuple(
            (operator, tuple(value + (dy if index % 2 else dx) for index, value in enumerate(values)))
            for operator, values in piece.path
        )
        return ShapePiece(path, piece.fill, piece.stroke, piece.line_width, piece.tag, piece.upright)
    return replace(piece, x=piece.x + dx, y=piece.y + dy)


def lowered(fragment: Fragment, distance: float) -> Fragment:
    """The fragment with `distance` points of space above its pieces."""
    pieces = tuple(translated(piece, 0.0, -distance) for piece in fragment.pieces)
    return replace(fragment, height=fragment.height + distance, pieces=pieces)


def height_of(fragments: Iterable[Fragment]) -> float:
    """The height of a stack of fragments in points, without the gap before the first one."""
    total = 0.0
    for index, fragment in enumerate(fragments):
        total += fragment.height + (fragment.gap if index else 0.0)
    return total


def kept_together(fragments: list[Fragment]) -> list[Fragment]:
    """The same fragments with PENALTY_KEEP added between them, up to PENALTY_HEADING."""
    return fragments[:1] + [
        replace(
            fragment,
            penalty=min(fragment.penalty + PENALTY_KEEP, max(fragment.penalty, PENALTY_HEADING)),
            beside=None,
        )
        for fragment in fragments[1:]
    ]


def breakable(fragment: Fragment) -> Fragment:
    """The fragment without what keeps it together with the one before, for columns that stand side by side in one
    frame."""
    extra = next((most for most in (PENALTY_KEEP, PENALTY_HALF_EMPTY) if most <= fragment.penalty < PENALTY_HEADING), 0)
    return replace(fragment, penalty=fragment.penalty - extra)


def rather_parted(fragment: Fragment) -> Fragment:
    """The fragment of something kept together, which is parted before it rather than leave half a column empty."""
    if not PENALTY_KEEP <= fragment.penalty < PENALTY_HEADING:
        return fragment
    return replace(fragment, penalty=fragment.penalty - PENALTY_KEEP + PENALTY_HALF_EMPTY)


def glued(fragments: list[Fragment]) -> list[Fragment]:
    """The same fragments, kept together in every column that is tall enough, even where columns share a frame."""
    return fragments[:1] + [replace(each, penalty=max(each.penalty, PENALTY_HEADING)) for each in fragments[1:]]


def never_broken(fragments: list[Fragment]) -> list[Fragment]:
    """The same fragments with no break between them."""
    return fragments[:1] + [replace(fragment, penalty=NEVER) for fragment in fragments[1:]]


def unbroken_runs(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """The fragments in runs between which a break is possible."""
    runs: list[list[Fragment]] = []
    for fragment in fragments:
        if runs and fragment.penalty >= NEVER:
            runs[-1].append(fragment)
        else:
            runs.append([fragment])
    return runs


def with_gap(fragments: list[Fragment], *, gap: float, penalty: int | None = None) -> list[Fragment]:
    """The same fragments with at least `gap` points before the first one, and its penalty set if one is given."""
    if not fragments:
        return fragments
    first = fragments[0]
    first = replace(first, gap=max(gap, first.gap), penalty=first.penalty if penalty is None else penalty)
    return [first, *fragments[1:]]


def with_padding(fragments: list[Fragment], decorations: tuple[Decoration, ...], padding: float) -> list[Fragment]:
    """The fragments with `padding` points of decorated space above and below them."""
    space = Fragment(padding, decorations=decorations)
    return [space, *with_gap(fragments, gap=0.0, penalty=PENALTY_HEADING), replace(space, penalty=PENALTY_HEADING)]
