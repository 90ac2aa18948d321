"""Values in the boxes of their fields. A box keeps its size, so nothing else on the page moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts import coverage
from caresheet.fonts.faces import letter_width, measure, metrics
from caresheet.fonts.setting import line_metrics
from caresheet.model.direction import Direction
from caresheet.model.glyphs import TypeSetting
from caresheet.model.page_layout import ARTIFACT, Face, FieldPiece, GlyphPiece, TextPiece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from caresheet.fonts.metrics import FontMetrics
    from caresheet.model.document import Document
    from caresheet.model.glyphs import FontInstance
    from caresheet.model.page_layout import Page, PageLayout, Piece, WordPiece

_STEP = 0.5
"""The step by which a value is made smaller until it fits, in points."""


class ValueSizes(Struct, frozen=True):
    """The type size of values in points: that of the text if it fits, and never below the `floor`, the smallest type in
    the handout. If `from_right`, lines start at the right, and so does a value in its box. `setting` is that of the
    handout, for values that need other fonts."""

    full: float
    floor: float
    from_right: bool = False
    setting: TypeSetting = TypeSetting()

    @property
    def descent(self) -> float:
        """How far the words of the handout reach below their baseline, as a multiple of the type size."""
        return line_metrics(self.setting, strong=False, emphasis=False).descent

    @classmethod
    def of(cls, document: Document, page_layout: PageLayout) -> ValueSizes:
        """The sizes for a handout that is laid out."""
        floor = min(document.look.type.running, page_layout.body_size)
        setting = document.look.setting(document.language)
        return cls(page_layout.body_size, floor, document.direction is Direction.RIGHT_TO_LEFT, setting)


def set_value(field: FieldPiece, text: str, sizes: ValueSizes) -> tuple[WordPiece, ...] | None:
    """The value on one line in its box, in the largest size that fits; None if even the smallest does not fit.

    It has a space on either side, so that it is never read as part of a neighboring word. Raises MissingGlyphError if
    no font has its letters.
    """
    if not is_in_text_family(text):
        return _set_shaped(field, text, sizes)
    piece = set_in_text_family(field, text, sizes)
    return (piece,) if piece else None


def is_in_text_family(text: str) -> bool:
    """Whether a value can be set letter by letter in the text family, in any handout."""
    return coverage().issuperset(map(ord, text))


def set_in_text_family(field: FieldPiece, text: str, sizes: ValueSizes) -> TextPiece | None:
    """The same for a value in letters of the text family."""
    words, own = f" {text} ", metrics(Face.REGULAR)
    advance = measure(Face.REGULAR).advance(words)
    size = _size(field, sizes, _largest(field, sizes, own), advance)
    if size is None:
        return None
    x, width = _start(field, sizes, advance * size), advance * size
    return TextPiece(x, _baseline(field, size, sizes), words, Face.REGULAR, size, field.color, width, field.tag)


def _set_shaped(field: FieldPiece, text: str, sizes: ValueSizes) -> tuple[GlyphPiece, ...] | None:
    from caresheet.text.values import shaped_value

    value = shaped_value(f" {text} ", sizes.setting)
    own = _tallest(value.fonts)
    size = _size(field, sizes, _largest(field, sizes, own), value.width)
    if size is None:
        return None
    start, baseline = _start(field, sizes, value.width * size), _baseline(field, size, sizes)
    return tuple(
        GlyphPiece(start + x * size, baseline, run, size, field.color, width * size, field.tag)
        for x, width, run in value.runs
    )


def _tallest(fonts: Iterable[FontInstance]) -> FontMetrics:
    """The metrics of a line with room for all these fonts."""
    from caresheet.fonts.opened import opened

    first, *others = (opened(font).metrics for font in fonts)
    return first.with_room_for(*others)


def _size(field: FieldPiece, sizes: ValueSizes, largest: float, advance: float) -> float | None:
    """The largest size in which a value of this width fits; None if there is none."""
    size = largest
    while size >= sizes.floor:
        if advance * size <= field.width:
            return size
        size = sizes.floor if sizes.floor < size < sizes.floor + _STEP else size - _STEP
    return None


def _start(field: FieldPiece, sizes: ValueSizes, width: float) -> float:
    return field.x + field.width - width if sizes.from_right else field.x


def _largest(field: FieldPiece, sizes: ValueSizes, font: FontMetrics) -> float:
    """The largest size that the height of the box allows."""
    return min(sizes.full, field.height / (font.ascent + sizes.descent / 2))


def _baseline(field: FieldPiece, size: float, sizes: ValueSizes) -> float:
    """The baseline of a value, level with that of words next to an inline blank, whatever fonts both are set in."""
    return field.y + sizes.descent * size / 2


def letters_that_fit(field: FieldPiece, sizes: ValueSizes) -> int:
    """About how many letters fit in the box at the smallest type size; 0 if the box is not tall enough for them."""
    if _largest(field, sizes, metrics(Face.REGULAR)) < sizes.floor:
        return 0
    return max(int(field.width / (letter_width(Face.REGULAR) * sizes.floor)) - 2, 0)


def with_values(page_layout: PageLayout, values: Mapping[str, str], sizes: ValueSizes) -> PageLayout:
    """The pages with these values in their boxes, if they fit. The lines of filled boxes stay as artifacts, at the end
    of their page."""
    return replace(page_layout, pages=tuple(_filled(page, values, sizes) for page in page_layout.pages))


def _filled(page: Page, values: Mapping[str, str], sizes: ValueSizes) -> Page:
    pieces: list[Piece] = []
    rules: list[Piece] = []
    for piece in page.pieces:
        if isinstance(piece, FieldPiece) and piece.is_personal and piece.name in values:
            words = set_value(piece, values[piece.name], sizes)
            if words is not None:
                rules.append(replace(piece.rule, tag=ARTIFACT))
                pieces += words
                continue
        pieces.append(piece)
    return replace(page, pieces=(*pieces, *rules)) if rules else page


def boxes_too_small(page_layout: PageLayout, values: Mapping[str, str], sizes: ValueSizes) -> Iterator[FieldPiece]:
    """The first box that is too small for its value, for every field with such a box."""
    told = set[str]()
    for page in page_layout.pages:
        for piece in page.pieces:
            if isinstance(piece, FieldPiece) and piece.is_personal and piece.name not in told:
                text = values.get(piece.name)
                if text is not None and set_value(piece, text, sizes) is None:
                    told.add(piece.name)
                    yield piece
