"""The boxes, words and arrows that diagrams are made of, drawn as vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.fragments import UnresolvedPiece, translated
from caresheet.layout.labels import spaced
from caresheet.layout.lines import TextStyle, break_lines
from caresheet.model.colors import is_dark
from caresheet.model.page_layout import ShapePiece

if TYPE_CHECKING:
    from caresheet.layout.context import LayoutContext
    from caresheet.model.text import PrintedText

PAD = 7.0
"""The space between the border of a box and its words, in points."""
Point = tuple[float, float]
_STROKE = 1.6
"""The width of lines and borders, in points."""
HEAD = 7.0
"""The length of an arrowhead, in points."""


class DiagramBox(Struct, frozen=True):
    """A placed box of a diagram: its lower start corner and its size, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y + self.height


class Diagram:
    """Collects the pieces of a diagram, all tagged as the figure."""

    def __init__(self, context: LayoutContext, tag: int) -> None:
        self.pieces: list[UnresolvedPiece] = []
        self.tag = tag
        self.palette = context.look.palette
        self.style = context.style(context.body.size, 1.2, context.look.palette.text)
        self.bold = replace(self.style, strong=True)
        dark = is_dark(self.palette.accent)
        self.on_bar = replace(self.bold, color=self.palette.paper if dark else self.palette.text)

    def path(self, path: shapes.Path, *, fill: str | None = None, stroke: str | None = None) -> None:
        self.pieces.append(ShapePiece(path, fill, stroke, _STROKE, self.tag))

    def words(self, text: PrintedText, style: TextStyle, x: float, top: float, width: float) -> float:
        """Centered lines from `top` down; returns their height in points. A drawing has no links to be told apart."""
        lines = break_lines(text, [self.tag] * len(text.runs), style, width)
        for number, line in enumerate(lines):
            shift = x + (width - line.width) / 2
            drawn = (piece for piece in line.pieces if not isinstance(piece, ShapePiece))
            self.pieces += [translated(piece, shift, top - number * style.leading) for piece in drawn]
        self.pieces = [*spaced(tuple(self.pieces))]  # keeps the words of neighboring boxes apart when they are copied
        return len(lines) * style.leading

    def box(
        self, box: DiagramBox, text: PrintedText, style: TextStyle, *, fill: str, stroke: str, radius: float = 6.0
    ) -> None:
        self.path(shapes.rounded(box.x, box.y, box.width, box.height, radius), fill=fill, stroke=stroke)
        tall = height_of_words(text, style, box.width - 2 * PAD)
        top = box.top - (box.height - tall) / 2
        self.words(text, style, box.x + PAD, top, box.width - 2 * PAD)

    def step(self, box: DiagramBox, text: PrintedText) -> None:
        """A box of the chain."""
        self.box(box, text, self.bold, fill=self.palette.paper, stroke=self.palette.text)

    def bar(self, box: DiagramBox, text: PrintedText) -> None:
        """A bar that names a run of boxes, in the accent color."""
        self.box(box, text, self.on_bar, fill=self.palette.accent, stroke=self.palette.accent, radius=0.0)

    def arrow(self, begin: Point, end: Point, *, color: str | None = None) -> None:
        """A straight horizontal or vertical arrow."""
        length = abs(end[0] - begin[0]) + abs(end[1] - begin[1])
        dx, dy = (end[0] - begin[0]) / length, (end[1] - begin[1]) / length
        self.path(shapes.line(*begin, end[0] - dx * HEAD, end[1] - dy * HEAD), stroke=color or self.palette.text)
        self.path(shapes.arrow_head(*end, HEAD, dx, dy), fill=color or self.palette.text)


def height_of_words(text: PrintedText, style: TextStyle, width: float) -> float:
    """The height of the text set `width` points wide, in points."""
    return len(break_lines(text, [0] * len(text.runs), style, width)) * style.leading
