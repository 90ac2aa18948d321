"""PDFium's functions with Python's types around them. PDFium is not thread-safe: `opened` keeps others waiting.

The functions are documented in PDFium's public headers (fpdfview.h, fpdf_edit.h, fpdf_structtree.h, fpdf_text.h).
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from itertools import groupby
from threading import Lock
from typing import TYPE_CHECKING
from unicodedata import normalize

from caresheet.model.direction import has_right_to_left_letters
from caresheet.outputs.pdf.reader.contents import Rectangle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Handle = object
    """A pointer to one of PDFium's own objects."""

_LOCK = Lock()
_LINE_TO, _MOVE_TO = 0, 2
"""Kinds of path segments (fpdf_edit.h, FPDF_SEGMENT_*)."""
_PLACES = 2
"""Letters are sorted by their positions in points, rounded to this many decimal places."""
_WIDE = 2
"""Bytes of a unit of UTF-16, which is half a character beyond U+FFFF."""
_ZERO = 2
"""Bytes of the null character that ends a text."""


class UnreadablePdfError(Exception):
    """PDFium cannot open the bytes as a PDF."""


class Pdfium:
    """The library, loaded once per process, with buffers for what it returns."""

    def __init__(self) -> None:
        import pypdfium2_raw as raw

        raw.FPDF_InitLibrary()
        self.raw = raw
        self._grow(4096)
        self._numbers = [ctypes.c_float() for _ in range(4)]
        self._color = [ctypes.c_uint() for _ in range(4)]
        self._integer = ctypes.c_int()
        self._matrix = raw.FS_MATRIX()

    def _grow(self, size: int) -> None:
        buffer = ctypes.create_string_buffer(size)
        self._size = size
        self._bytes = memoryview(buffer)
        self._wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))

    def _text(self, ask: Callable[..., int], *arguments: object) -> str:
        """What a function writes into a buffer as UTF-16; it returns the number of bytes, with the null character."""
        length = ask(*arguments, self._wide, self._size)
        if length <= _ZERO:
            return ""
        if length > self._size:
            self._grow(length)
            ask(*arguments, self._wide, self._size)
        return str(self._bytes[: length - _ZERO], "utf-16-le", "replace")

    def language(self, document: Handle) -> str:
        return self._text(self.raw.FPDFCatalog_GetLanguage, document)

    def information(self, document: Handle, key: bytes) -> str:
        """An entry of the information dictionary."""
        return self._text(self.raw.FPDF_GetMetaText, document, key)

    def role(self, element: Handle) -> str:
        return self._text(self.raw.FPDF_StructElement_GetType, element)

    def alternative(self, element: Handle) -> str:
        return self._text(self.raw.FPDF_StructElement_GetAltText, element)

    def element_language(self, element: Handle) -> str:
        return self._text(self.raw.FPDF_StructElement_GetLang, element)

    def attribute(self, element: Handle, name: bytes) -> str:
        return self._text(self.raw.FPDF_StructElement_GetStringAttribute, element, name)

    def words(self, thing: Handle, text_page: Handle) -> str:
        """The characters of a text object."""
        return self._text(self.raw.FPDFTextObj_GetText, thing, text_page)

    def page_words(self, text_page: Handle) -> str:
        """The characters of a whole page, in PDFium's order."""
        count = self.raw.FPDFText_CountChars(text_page)
        if (count + 1) * _WIDE > self._size:
            self._grow((count + 1) * _WIDE)
        written = self.raw.FPDFText_GetText(text_page, 0, count, self._wide)
        return str(self._bytes[: max(0, written - 1) * _WIDE], "utf-16-le", "replace")

    def painted_words(self, text_page: Handle) -> Callable[[Handle], str]:
        """Tells the characters of any text object of a page, without those that PDFium has added."""
        raw, found = self.raw, dict[int | None, list[str]]()
        for index in range(raw.FPDFText_CountChars(text_page)):
            if raw.FPDFText_IsGenerated(text_page, index) != 1:
                letter = chr(raw.FPDFText_GetUnicode(text_page, index))
                found.setdefault(_address(raw.FPDFText_GetTextObject(text_page, index)), []).append(letter)
        return lambda thing: paired("".join(found.get(_address(thing), ())))

    def placed_words(self, text_page: Handle) -> Callable[[Handle], str]:
        """Tells the characters of any text object of a page in the order of their positions: from the right in an
        object with right-to-left letters. PDFium's own order of lines with both directions is ignored; so is, on a page
        with right-to-left letters, its order of the letters that are in one place (`in_one_place`)."""
        raw, found = self.raw, dict[int | None, list[tuple[float, str]]]()
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(raw.FPDFText_CountChars(text_page)):
            if raw.FPDFText_IsGenerated(text_page, index) != 1:
                raw.FPDFText_GetCharOrigin(text_page, index, x, y)
                letter = chr(raw.FPDFText_GetUnicode(text_page, index))
                owner = _address(raw.FPDFText_GetTextObject(text_page, index))
                found.setdefault(owner, []).append((round(x.value, _PLACES), letter))
        turned = any(has_right_to_left_letters(letter) for letters in found.values() for _, letter in letters)
        return lambda thing: _by_place(found.get(_address(thing), []), turned=turned)

    def letters(self, thing: Handle, text_page: Handle) -> list[tuple[str, Rectangle]]:
        """The characters of a text object, each with its box."""
        raw = self.raw
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        wanted = _address(thing)
        found = []
        for index in range(raw.FPDFText_CountChars(text_page)):
            if _address(raw.FPDFText_GetTextObject(text_page, index)) == wanted:
                raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
                box = Rectangle(left.value, bottom.value, right.value, top.value)
                found.append((chr(raw.FPDFText_GetUnicode(text_page, index)), box))
        return found

    def mark_names(self, thing: Handle) -> list[str]:
        """The tags of the marked content around an object, outermost first."""
        marks = (self.raw.FPDFPageObj_GetMark(thing, i) for i in range(self.raw.FPDFPageObj_CountMarks(thing)))
        return [self._mark_name(mark) for mark in marks]

    def drawing(self, thing: Handle) -> int | None:
        """The number of the drawing that the artifact around an object is, None if it is not one."""
        value = self._integer
        for index in range(self.raw.FPDFPageObj_CountMarks(thing)):
            if self.raw.FPDFPageObjMark_GetParamIntValue(self.raw.FPDFPageObj_GetMark(thing, index), b"Drawing", value):
                return value.value
        return None

    def _mark_name(self, mark: Handle) -> str:
        length = ctypes.c_ulong()
        if not self.raw.FPDFPageObjMark_GetName(mark, self._wide, self._size, length):
            return ""
        return str(self._bytes[: max(0, length.value - 2)], "utf-16-le", "replace")

    def bounds(self, thing: Handle) -> Rectangle:
        """The bounding box of an object on its page; all zero where it has no extent."""
        left, bottom, right, top = self._numbers
        if not self.raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            return Rectangle(0.0, 0.0, 0.0, 0.0)
        return Rectangle(left.value, bottom.value, right.value, top.value)

    def stroke_bounds(self, path: Handle) -> Rectangle:
        """The bounding box of a stroked path, to the outer edges of its lines: half their width beyond the path.

        PDFium's own box reaches a whole width beyond it (CFX_Path::GetBoundingBoxForStrokePath).
        """
        box, half = self.bounds(path), self.stroke_width(path) / 2
        return Rectangle(box.left + half, box.bottom + half, box.right - half, box.top - half)

    def fill_color(self, thing: Handle) -> tuple[int, int, int, int]:
        """Red, green, blue and opacity, each up to 255."""
        red, green, blue, opacity = self._color
        if not self.raw.FPDFPageObj_GetFillColor(thing, red, green, blue, opacity):
            return 0, 0, 0, 255
        return red.value, green.value, blue.value, opacity.value

    def stroke_color(self, thing: Handle) -> tuple[int, int, int, int]:
        """Red, green, blue and opacity, each up to 255."""
        red, green, blue, opacity = self._color
        if not self.raw.FPDFPageObj_GetStrokeColor(thing, red, green, blue, opacity):
            return 0, 0, 0, 255
        return red.value, green.value, blue.value, opacity.value

    def stroke_width(self, thing: Handle) -> float:
        width = self._numbers[0]
        return float(width.value) if self.raw.FPDFPageObj_GetStrokeWidth(thing, width) else 0.0

    def draw_mode(self, path: Handle) -> tuple[bool, bool]:
        """Whether a path is filled, and whether it is stroked."""
        stroked = self._integer
        mode = ctypes.c_int()
        self.raw.FPDFPath_GetDrawMode(path, mode, stroked)
        return bool(mode.value), bool(stroked.value)

    def segments(self, path: Handle) -> list[tuple[int, float, float]]:
        """A path's segments on its page: kind (see FPDF_SEGMENT_*), x, y. A figure that is closed ends where it
        begins."""
        raw, matrix = self.raw, self._matrix
        raw.FPDFPageObj_GetMatrix(path, matrix)
        a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
        found: list[tuple[int, float, float]] = []
        start = (0.0, 0.0)
        for index in range(raw.FPDFPath_CountSegments(path)):
            segment = raw.FPDFPath_GetPathSegment(path, index)
            kind, x, y = self._segment(segment)
            start = (x, y) if kind == _MOVE_TO else start
            found.append((kind, x, y))
            if raw.FPDFPathSegment_GetClose(segment) and (x, y) != start:
                found.append((_LINE_TO, *start))
        return [(kind, a * x + c * y + e, b * x + d * y + f) for kind, x, y in found]

    def clip_points(self, thing: Handle) -> list[list[tuple[int, float, float]]]:
        """The clipping paths of an object."""
        clip = self.raw.FPDFPageObj_GetClipPath(thing)
        count = self.raw.FPDFClipPath_CountPaths(clip) if clip else 0
        return [
            [
                self._segment(self.raw.FPDFClipPath_GetPathSegment(clip, index, number))
                for number in range(self.raw.FPDFClipPath_CountPathSegments(clip, index))
            ]
            for index in range(max(0, count))
        ]

    def _segment(self, segment: Handle) -> tuple[int, float, float]:
        x, y = self._numbers[:2]
        self.raw.FPDFPathSegment_GetPoint(segment, x, y)
        return self.raw.FPDFPathSegment_GetType(segment), x.value, y.value


def _by_place(letters: list[tuple[float, str]], *, turned: bool) -> str:
    backwards = has_right_to_left_letters("".join(letter for _, letter in letters))
    ordered = sorted(letters, key=lambda letter: -letter[0] if backwards else letter[0])
    places = ("".join(letter for _, letter in group) for _, group in groupby(ordered, key=lambda letter: letter[0]))
    return paired("".join(_in_one_place(place, backwards=backwards) if turned else place for place in places))


def _in_one_place(letters: str, *, backwards: bool) -> str:
    spelled = in_one_place(letters)
    return spelled[::-1] if backwards and not has_right_to_left_letters(letters) else spelled


def in_one_place(letters: str) -> str:
    """The letters that share one place, in an order that does not depend on the reader. In lines with right-to-left
    letters, PDFium reverses all others, and reads the slash of fractions (U+2044) as `/`."""
    if has_right_to_left_letters(letters):
        return letters
    return "".join(sorted(normalize("NFKD", paired(letters)).replace("\u2044", "/")))


def paired(letters: str) -> str:
    """A text with its characters beyond U+FFFF in one piece: PDFium returns each as two halves. A half on its own
    becomes U+FFFD."""
    return letters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _address(handle: Handle) -> int | None:
    """The address by which two handles are compared."""
    return ctypes.cast(handle, ctypes.c_void_p).value  # type: ignore[arg-type]  # every handle is a pointer


_loaded: list[Pdfium] = []


@contextmanager
def opened(pdf: bytes) -> Iterator[tuple[Pdfium, Handle]]:
    """The library and a document, until it is closed. Raises UnreadablePdfError for bytes that PDFium cannot open."""
    with _LOCK:
        library = _pdfium()
        document: Handle = library.raw.FPDF_LoadMemDocument64(pdf, len(pdf), None)
        if not document:
            raise UnreadablePdfError
        try:
            yield library, document
        finally:
            library.raw.FPDF_CloseDocument(document)


def _pdfium() -> Pdfium:
    """The library; the first call loads it."""
    if not _loaded:
        _loaded.append(Pdfium())
    return _loaded[0]
