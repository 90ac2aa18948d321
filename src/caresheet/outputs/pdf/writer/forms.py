"""Form fields as widget annotations (ISO 32000-1, 12.7). Each has its element in the structure tree (PDF/UA-1, 7.18.4)
and its own appearance, and none has actions (PDF/A-2, 6.4.1).

The line or box that a field has on paper is painted on the page, so that an empty form prints like the handout.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.fonts.faces import font, font_file, measure, metrics
from caresheet.model.page_layout import ARTIFACT, Face, FieldPiece, ShapePiece
from caresheet.model.value import ValueKind
from caresheet.outputs.pdf.writer.content import escaped, fill_color, stroke_color
from caresheet.outputs.pdf.writer.objects import number_string, text_string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.model.page_layout import Page, PageLayout, Piece, Tag
    from caresheet.model.text import FieldBlank
    from caresheet.outputs.pdf.writer.objects import PdfFile

_LINE_HEIGHT = 1.45
"""The height of a field of one line, as a multiple of the type size: viewers that fit words to the field set them in
about that size."""
_TALL = 2.6
"""A box at least this many times as high as the type size has room for several lines of text."""
_SEVERAL_LINES, _NO_SCROLLING = 1 << 12, 1 << 23
"""Flags of a text field (ISO 32000-1, table 228)."""
_FROM_RIGHT = 2
"""The quadding of text that ends at the right edge of its field (ISO 32000-1, table 222)."""
_FONT = "Typed"
"""The name of the font that typed words are set in."""
_NONSYMBOLIC = 32
"""The flag of fonts whose characters have names (ISO 32000-1, table 123)."""
_FIRST, _LAST = 32, 255
_TICK = ((0.18, 0.52), (0.42, 0.22), (0.84, 0.84))
"""A tick in a square of 1."""


class WidgetArea(Struct, frozen=True):
    """A place to fill in: its box (left, bottom, right and top in points), and what is painted there on paper. `lines`
    says whether its field has room for several lines."""

    page: int
    tag: int
    box: tuple[float, float, float, float]
    piece: FieldPiece | ShapePiece
    lines: bool

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height."""
        left, bottom, right, top = self.box
        return right - left, top - bottom


def widget_areas(page_layout: PageLayout) -> list[WidgetArea]:
    """The places to fill in, page by page in reading order."""
    if not any(tag.field for tag in page_layout.tags):
        return []
    found = [
        (index, piece, blank)
        for index, page in enumerate(page_layout.pages)
        for piece in page.pieces
        if isinstance(piece, FieldPiece | ShapePiece) and (blank := _field_of(piece, page_layout.tags))
    ]
    low = {blank.name for _, piece, blank in found if not _has_lines(piece, blank)}
    return [
        WidgetArea(index, piece.tag, _box(piece, lines=blank.name not in low), piece, blank.name not in low)
        for index, piece, blank in found
    ]


def as_painted(page_layout: PageLayout) -> tuple[Page, ...]:
    """The pages with the lines and boxes of their fields as artifacts: a screen reader reads the fields instead."""
    pages, tags = page_layout.pages, page_layout.tags
    if not any(tag.field for tag in tags):
        return pages
    return tuple(replace(page, pieces=tuple(_painted(page.pieces, tags))) for page in pages)


def _painted(pieces: tuple[Piece, ...], tags: tuple[Tag, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if _field_of(piece, tags) is None:
            yield piece
        elif isinstance(piece, FieldPiece | ShapePiece):
            yield replace(piece, tag=ARTIFACT)


def _field_of(piece: Piece, tags: tuple[Tag, ...]) -> FieldBlank | None:
    return None if piece.tag == ARTIFACT else tags[piece.tag].field


def _box(piece: FieldPiece | ShapePiece, *, lines: bool) -> tuple[float, float, float, float]:
    if isinstance(piece, FieldPiece):
        height = piece.height if lines else min(piece.height, _LINE_HEIGHT * piece.size)
        return piece.x, piece.y, piece.x + piece.width, piece.y + height
    xs = [value for _, values in piece.path for value in values[::2]]
    ys = [value for _, values in piece.path for value in values[1::2]]
    return min(xs), min(ys), max(xs), max(ys)


def _has_lines(piece: FieldPiece | ShapePiece, blank: FieldBlank) -> bool:
    """Whether several lines of text may be typed here: names and numbers have only one."""
    return isinstance(piece, FieldPiece) and blank.kind is ValueKind.TEXT and piece.height >= _TALL * piece.size


class FormWriter:
    """Collects the widgets of a file, and writes them with their fields once all are known. `values` are the contents
    of the fields by their names. Where lines of text start at the right, so do words in a field (`from_right`)."""

    def __init__(
        self, file: PdfFile, tags: tuple[Tag, ...], resources: int, values: Mapping[str, str], *, from_right: bool
    ) -> None:
        self._file = file
        self._tags = tags
        self._resources = resources
        self._values = values
        self._from_right = from_right
        self._fields: dict[str, _WrittenField] = {}

    def add_widget(self, area: WidgetArea, number: int, key: int, page: int) -> None:
        """Add the annotation with the object number `number`; `key` is its key in the parent tree, `page` the object
        number of its page."""
        blank = self._tags[area.tag].field
        if blank is None:
            raise ValueError(f"the element {area.tag} is not a field")
        field = self._fields.setdefault(blank.name, _WrittenField(blank, lines=area.lines))
        own = self._box_to_tick(area) if blank.is_check_box else self._line(area, self._values.get(blank.name, ""))
        rectangle = " ".join(map(number_string, area.box)).encode("ascii")
        head = b"/Type/Annot/Subtype/Widget/Rect[%s]/F 4/P %d 0 R/StructParent %d" % (rectangle, page, key)
        field.widgets.append((number, head + own))

    def write(self) -> int | None:
        """Write the form with all its fields; returns its object number, None if it has no fields. A field with a
        period in its name belongs to a group."""
        if not self._fields:
            return None
        groups: dict[str, list[_WrittenField]] = {}
        for name, field in self._fields.items():
            groups.setdefault(name.rpartition(".")[0], []).append(field)
        roots = " ".join(f"{number} 0 R" for name, fields in groups.items() for number in self._group(name, fields))
        used = self._font()
        return self._file.add(
            f"<</Fields[{roots}]/DR<</Font<</{_FONT} {used} 0 R>>>>/DA(/{_FONT} 0 Tf 0 g)>>".encode("ascii")
        )

    def _group(self, name: str, fields: list[_WrittenField]) -> list[int]:
        parent = self._file.reserve() if name else None
        numbers = [self._written(field, parent) for field in fields]
        if parent is None:
            return numbers
        kids = b" ".join(b"%d 0 R" % number for number in numbers)
        self._file.put(parent, b"<</T%s/Kids[%s]>>" % (text_string(name), kids))
        return [parent]

    def _written(self, field: _WrittenField, parent: int | None) -> int:
        """Write a field; returns its object number. A field with one widget is one object with it, as viewers handle it
        best."""
        own = field.entries(self._values.get(field.blank.name, ""))
        if parent is not None:
            own += b"/Parent %d 0 R" % parent
        if len(field.widgets) == 1:
            ((number, widget),) = field.widgets
            self._file.put(number, b"<<%s%s>>" % (widget, own))
            return number
        number = self._file.reserve()
        for kid, widget in field.widgets:
            self._file.put(kid, b"<<%s/Parent %d 0 R>>" % (widget, number))
        kids = b" ".join(b"%d 0 R" % kid for kid, _ in field.widgets)
        self._file.put(number, b"<<%s/Kids[%s]>>" % (own, kids))
        return number

    def _line(self, area: WidgetArea, value: str) -> bytes:
        """The entries of a text widget: how words are set in it, and how it looks now."""
        piece = area.piece
        if not isinstance(piece, FieldPiece):
            raise TypeError("a text field needs a line")
        size = number_string(piece.size) if area.lines else "0"
        typed = f"/{_FONT} {size} Tf ".encode("ascii") + fill_color(piece.color)
        words = self._words(area, piece, value) if value else b""
        start = b"/Q %d" % _FROM_RIGHT if self._from_right else b""
        return b"/DA(%s)%s/AP<</N %d 0 R>>" % (typed, start, self._appearance(area, b"/Tx BMC\n%sEMC" % words))

    def _words(self, area: WidgetArea, piece: FieldPiece, value: str) -> bytes:
        """A value on one line, in the size of the words around it, or smaller if it is too long."""
        width, height = area.size
        face = metrics(Face.REGULAR)
        high = face.ascent + face.descent
        advance = measure(Face.REGULAR).advance(value)
        size = min(piece.size, height / high, width / advance)
        baseline = face.descent * size + (height - high * size) / (1 if area.lines else 2)
        start = max(0.0, width - advance * size) if self._from_right else 0.0
        parts = [fill_color(piece.color), f"{number_string(start)} {number_string(baseline)} Td".encode("ascii")]
        for name, codes in self._file.encoded(Face.REGULAR, value):
            parts += [f"{name} {number_string(size)} Tf".encode("ascii"), b"(%s) Tj" % escaped(codes)]
        return b"q BT\n%s\nET Q\n" % b"\n".join(parts)

    def _box_to_tick(self, area: WidgetArea) -> bytes:
        """The entries of a check box: how it looks with a tick and without one."""
        width, height = area.size
        steps = [f"{number_string(x * width)} {number_string(y * height)}" for x, y in _TICK]
        path = f"{number_string(width * 0.14)} w 1 J 1 j {steps[0]} m {steps[1]} l {steps[2]} l S"
        color = stroke_color(area.piece.stroke or "#000000") if isinstance(area.piece, ShapePiece) else b""
        ticked = self._appearance(area, b"q %s %s Q" % (color, path.encode("ascii")))
        return b"/AS/Off/AP<</N<</Off %d 0 R/Yes %d 0 R>>>>" % (self._appearance(area, b""), ticked)

    def _appearance(self, area: WidgetArea, data: bytes) -> int:
        box = " ".join(map(number_string, (0.0, 0.0, *area.size)))
        entries = f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources {self._resources} 0 R"
        return self._file.add_stream(entries.encode("ascii"), data)

    def _font(self) -> int:
        """The whole typeface, so that anything in a Western European language can be typed (ISO 32000-1, annex D)."""
        face = font(Face.REGULAR).face
        name = f"/{font_file(Face.REGULAR).stem}"
        program = font_file(Face.REGULAR).read_bytes()
        embedded = self._file.add_stream(b"/Length1 %d" % len(program), program)
        box = " ".join(map(str, face.bbox))
        descriptor = self._file.add(
            f"<</Type/FontDescriptor/FontName{name}/Flags {_NONSYMBOLIC}/FontBBox[{box}]/ItalicAngle 0"
            f"/Ascent {face.ascent}/Descent {face.descent}/CapHeight {face.capHeight}/StemV {face.stemV}"
            f"/FontFile2 {embedded} 0 R>>".encode("ascii")
        )
        letters = (bytes((code,)).decode("cp1252", "replace") for code in range(_FIRST, _LAST + 1))
        widths = " ".join(f"{face.charWidths.get(ord(letter), face.defaultWidth):g}" for letter in letters)
        return self._file.add(
            f"<</Type/Font/Subtype/TrueType/BaseFont{name}/FirstChar {_FIRST}/LastChar {_LAST}/Widths[{widths}]"
            f"/Encoding/WinAnsiEncoding/FontDescriptor {descriptor} 0 R>>".encode("ascii")
        )


class _WrittenField:
    """A field while its widgets are collected, each with its object number and entries. `lines` says whether it has
    room for several lines."""

    def __init__(self, blank: FieldBlank, *, lines: bool) -> None:
        self.blank = blank
        self.lines = lines
        self.widgets: list[tuple[int, bytes]] = []

    def entries(self, value: str) -> bytes:
        """Its name, what a listener hears (/TU), and its value."""
        name = self.blank.name.rpartition(".")[2]
        head = b"/T%s/TU%s" % (text_string(name), text_string(self.blank.label))
        if self.blank.is_check_box:
            return head + b"/FT/Btn/V/Off"
        flags = _SEVERAL_LINES | _NO_SCROLLING if self.lines else 0
        return head + b"/FT/Tx/Ff %d/V%s" % (flags, text_string(value))
