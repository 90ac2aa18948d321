"""The boxes, words and arrows that diagrams are made of, drawn as vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.fragments import UnresolvedPiece, translated
from caresheet.layout.labels import label_pieces, spaced, width_of
from caresheet.layout.lines import TextStyle, break_lines
from caresheet.layout.text_lines import below_each_other, height_of_lines
from caresheet.model.colors import is_dark
from caresheet.model.page_layout import DrawingPiece, ShapePiece

if TYPE_CHECKING:
    from caresheet.layout.context import LayoutContext
    from caresheet.model.document import FlowBox
    from caresheet.model.text import PrintedText
    from caresheet.model.topic import SvgPicture

PAD = 7.0
"""The space between the border of a box and its words, in points."""
Point = tuple[float, float]
_STROKE = 1.6
"""The width of lines and borders, in points."""
_RADIUS, _SIDE = 0.72, 2.4
"""The radius of the disc behind a number, and the side of a pictogram, as multiples of the type size."""
_DISC_PAD = 4.0
"""The space around a disc, in points."""
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
        for down, line in below_each_other(lines):
            shift = x + (width - line.width) / 2
            drawn = (piece for piece in line.pieces if not isinstance(piece, ShapePiece))
            self.pieces += [translated(piece, shift, top - down) for piece in drawn]
        self.pieces = [*spaced(tuple(self.pieces))]  # keeps the words of neighboring boxes apart when they are copied
        return height_of_lines(lines)

    def box(
        self, box: DiagramBox, text: PrintedText, style: TextStyle, *, fill: str, stroke: str, radius: float = 6.0
    ) -> None:
        self.path(shapes.rounded(box.x, box.y, box.width, box.height, radius), fill=fill, stroke=stroke)
        tall = height_of_words(text, style, box.width - 2 * PAD)
        top = box.top - (box.height - tall) / 2
        self.words(text, style, box.x + PAD, top, box.width - 2 * PAD)

    def step(self, place: DiagramBox, box: FlowBox, number: int, *, stacked: bool) -> None:
        """Draw a box of the chain. A pictogram and the number of its box stand above the words or, in a stack, before
        them."""
        if box.pictogram is None:
            self.box(place, box.text, self.bold, fill=self.palette.paper, stroke=self.palette.text)
            return
        outline = shapes.rounded(place.x, place.y, place.width, place.height, 6.0)
        self.path(outline, fill=self.palette.paper, stroke=self.palette.text)
        radius, side = self.bold.size * _RADIUS, self.bold.size * _SIDE
        disc = place.x + _DISC_PAD + radius
        if stacked:
            middle = place.y + place.height / 2
            self._number(number, (disc, middle))
            self._picture(box.pictogram, (disc + radius + _DISC_PAD, middle - side / 2), side)
        else:
            self._number(number, (disc, place.top - _DISC_PAD - radius))
            x = max(place.middle - side / 2, disc + radius + 1.0)
            self._picture(box.pictogram, (x, place.top - PAD - side), side)
        inner = self.width_inside(box, place.width, stacked=stacked)
        tall = height_of_words(box.text, self.bold, inner)
        free = place.height if stacked else place.height - PAD - side
        self.words(box.text, self.bold, place.x + place.width - PAD - inner, place.y + (free + tall) / 2, inner)

    def width_inside(self, box: FlowBox, width: float, *, stacked: bool) -> float:
        """The width for the words in a box of that width, in points."""
        before = 2 * _DISC_PAD + (2 * _RADIUS + _SIDE) * self.bold.size if box.pictogram and stacked else 0.0
        return width - before - 2 * PAD

    def height_of_step(self, box: FlowBox, width: float, *, stacked: bool) -> float:
        """The height that a box of that width needs, in points."""
        tall = height_of_words(box.text, self.bold, self.width_inside(box, width, stacked=stacked))
        side = self.bold.size * _SIDE if box.pictogram else 0.0
        return (max(tall, side) if stacked else tall + (side + PAD if side else 0.0)) + 2 * PAD

    def _number(self, number: int, middle: Point) -> None:
        """A white number on a black disc."""
        white = replace(self.bold, color=self.palette.paper)
        x, y = middle
        self.path(shapes.circle(x, y, white.size * _RADIUS), fill=self.palette.text)
        words = str(number)
        baseline = y - white.metrics.cap_height * white.size / 2
        self.pieces += label_pieces(words, white, x - width_of(words, white) / 2, baseline, self.tag)

    def _picture(self, picture: SvgPicture, corner: Point, side: float) -> None:
        """A pictogram in the middle of its square, whose lower start corner is given."""
        drawing = picture.drawing
        scale = side / max(drawing.width, drawing.height)
        width, tall = drawing.width * scale, drawing.height * scale
        x, y = corner[0] + (side - width) / 2, corner[1] + (side - tall) / 2
        self.pieces.append(DrawingPiece(x, y, width, tall, drawing, self.palette.text, self.tag))

    def bar(self, box: DiagramBox, text: PrintedText) -> None:
        """A bar that names a run of boxes, in the accent color."""
        self.box(box, text, self.on_bar, fill=self.palette.accent, stroke=self.palette.accent, radius=0.0)

    def arrow(self, begin: Point, end: Point, *, color: str | None = None) -> None:
        """A straight horizontal or vertical arrow. Its shaft is a filled shape: a line would be taken for one to write
        on."""
        length = abs(end[0] - begin[0]) + abs(end[1] - begin[1])
        dx, dy = (end[0] - begin[0]) / length, (end[1] - begin[1]) / length
        (x0, y0), (x1, y1) = begin, (end[0] - dx * HEAD, end[1] - dy * HEAD)
        aside, up = -dy * _STROKE / 2, dx * _STROKE / 2
        shaft = ((x0 + aside, y0 + up), (x1 + aside, y1 + up), (x1 - aside, y1 - up), (x0 - aside, y0 - up))
        self.path(shapes.polygon(*shaft), fill=color or self.palette.text)
        self.path(shapes.arrow_head(*end, HEAD, dx, dy), fill=color or self.palette.text)


def height_of_words(text: PrintedText, style: TextStyle, width: float) -> float:
    """The height of the text set `width` points wide, in points."""
    return height_of_lines(break_lines(text, [0] * len(text.runs), style, width))
