"""Personal copies of one handout: written once, with a place for each value in the streams of its pages.

A value changes nothing but the stream of its page, because its box keeps its size and its element keeps its marked
content. So a copy is the same file with different streams at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.model.drawing import LineStyle
from caresheet.model.page_layout import Face, FieldPiece
from caresheet.outputs.pdf.writer.content import ContentStream, escaped, fill_color, stroke_color
from caresheet.outputs.pdf.writer.deflated import packed, stored, zlib_stream
from caresheet.outputs.pdf.writer.document import paint_into
from caresheet.outputs.pdf.writer.objects import PdfFile, UnfinishedFile, number_string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from caresheet.model.document import Document
    from caresheet.model.page_layout import Page, PageLayout, Piece, Tag, TextPiece
    from caresheet.model.topic import Picture
    from caresheet.outputs.pdf.writer.type0 import Type0Fonts

PageValues = tuple["TextPiece | None", ...]
"""For each field of a page, in painting order, the value that is set there, or None for a line to write on."""


class PersonalPage(Struct, frozen=True):
    """A page with fields: its index, the object number of its stream, what is painted before, between and after the
    fields (`around` them, and the same `packed`), and the fields with the `rules` to write on."""

    index: int
    stream: int
    around: tuple[bytes, ...]
    packed: tuple[bytes, ...]
    fields: tuple[FieldPiece, ...]
    rules: tuple[bytes, ...]

    @classmethod
    def of(cls, index: int, stream: int, around: Sequence[bytes], fields: Sequence[FieldPiece]) -> PersonalPage:
        """The page, with all that is the same in every copy worked out."""
        return cls(index, stream, tuple(around), tuple(map(packed, around)), tuple(fields), tuple(map(_rule, fields)))

    def painted(self, values: PageValues, letters: Letters) -> bytes:
        """The stream with these values, compressed. The lines of fields with a value are artifacts at its end."""
        plain, out, rules = [self.around[0]], [self.packed[0]], []
        for place, (value, rule) in enumerate(zip(values, self.rules, strict=True), start=1):
            own = rule if value is None else letters.painted(value)
            if value is not None:
                rules.append(rule)
            plain += (own, self.around[place])
            out += (stored(own), self.packed[place])
        if rules:
            end = b"".join((b"/Artifact BMC\n", *rules, b"EMC\n"))
            plain.append(end)
            out.append(stored(end))
        return zlib_stream(out, b"".join(plain))


class Letters(Struct, frozen=True):
    """The resource name of the font, and the code in it, of every character that a value may have."""

    codes: dict[str, tuple[str, bytes]]

    def painted(self, piece: TextPiece) -> bytes:
        """A value in its own graphics state, so that nothing after it is painted differently."""
        parts: list[tuple[str, bytes]] = []
        for letter in piece.text:
            name, code = self.codes[letter]
            if parts and parts[-1][0] == name:
                parts[-1] = (name, parts[-1][1] + code)
            else:
                parts.append((name, code))
        x, y, size = map(number_string, (piece.x, piece.baseline, piece.size))
        words = b"".join(
            f"{name} {size} Tf\n".encode("ascii") + b"(" + escaped(codes) + b") Tj\n" for name, codes in parts
        )
        matrix = f"1 0 0 1 {x} {y} Tm\n".encode("ascii")
        return b"q\n" + fill_color(piece.color) + b"\nBT\n" + matrix + words + b"ET\nQ\n"


class PersonalPdf(Struct, frozen=True):
    """A handout from which copies are made."""

    file: UnfinishedFile
    pages: tuple[PersonalPage, ...]
    letters: Letters

    def copy(self, values: Sequence[PageValues]) -> bytes:
        """The whole file with the values of each page that has fields. The same values give the same bytes."""
        streams = [(page.stream, page.painted(own, self.letters)) for page, own in zip(self.pages, values, strict=True)]
        return self.file.closed(streams)

    @property
    def blank(self) -> bytes:
        """The file without any value: every field is a line to write on."""
        return self.copy([(None,) * len(page.fields) for page in self.pages])


def personal_pdf(document: Document, page_layout: PageLayout, alphabet: Iterable[str]) -> PersonalPdf:
    """The handout with a place for a value wherever one of its patient's fields is. `alphabet` has every character that
    a value may have: all of them are in the fonts of every copy, so that no copy gives away what others need.

    Raises ValueError if a piece has no valid tag, which is a bug in layout.
    """
    file = PdfFile()
    streams: list[_FieldStream] = []

    def stream_of(
        file: PdfFile, tags: tuple[Tag, ...], pictures: Mapping[Picture, str], fonts: Type0Fonts
    ) -> ContentStream:
        streams.append(_FieldStream(file, tags, pictures, fonts))
        return streams[-1]

    painted = paint_into(file, document, page_layout, stream_of)
    letters = Letters({letter: file.encoded(Face.REGULAR, letter)[0] for letter in sorted({*alphabet, " "})})
    pages = tuple(
        PersonalPage.of(index, painted.contents[index], stream.around, stream.fields)
        for index, stream in enumerate(streams)
        if stream.fields
    )
    return PersonalPdf(file.unfinished(painted.catalog, painted.info, [page.stream for page in pages]), pages, letters)


class _FieldStream(ContentStream):
    """Collects what is painted `around` the fields, and leaves the fields out."""

    def __init__(
        self, file: PdfFile, tags: tuple[Tag, ...], pictures: Mapping[Picture, str], fonts: Type0Fonts
    ) -> None:
        super().__init__(file, tags, pictures, fonts)
        self.around: list[bytes] = []
        self.fields: list[FieldPiece] = []

    def paint(self, page: Page) -> bytes:
        """The parts of the stream that are the same in every copy."""
        super().paint(page)
        self._end_part()
        return b"".join(self.around)

    def _paint(self, piece: Piece) -> None:
        if isinstance(piece, FieldPiece) and piece.is_personal:
            self._text_mode(on=False)
            self._set_line(LineStyle())
            self._end_part()
            self.fields.append(piece)
        else:
            super()._paint(piece)

    def _end_part(self) -> None:
        self.around.append(b"\n".join([*self._out, b""]))
        self._out.clear()


def _rule(field: FieldPiece) -> bytes:
    """A line to write on in its own graphics state, which begins with solid lines."""
    (_, start), (_, end) = field.rule.path
    width, *numbers = map(number_string, (field.line_width, *start, *end))
    path = f"{width} w\n{numbers[0]} {numbers[1]} m {numbers[2]} {numbers[3]} l S\nQ\n"
    return b"q\n" + stroke_color(field.color) + b"\n" + path.encode("ascii")
