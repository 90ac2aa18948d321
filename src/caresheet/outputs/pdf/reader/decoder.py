"""The text of a PDF without a viewer's guesses: its codes, as the letters that its fonts say they mean.

PDFium reorders lines of mixed direction by its own rules, mirrors brackets and drops joiners. Nothing here is shared
with PDFium or with the writer. Strings come in reading order; within a string glyphs run from left to right, so that a
string with right-to-left letters is read backwards (ISO 32000-1, 9.10 and 14.6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from caresheet.model.direction import has_right_to_left_letters
from caresheet.model.structure import BLANK, MarkedContent
from caresheet.outputs.pdf.reader.font_maps import NO_FONT, FontMap, FontMaps
from caresheet.outputs.pdf.reader.syntax import PdfObjects, hexadecimal, unescaped

_OPERATION = re.compile(
    # The first character is matched before any alternative is tried, so that most of a stream is skipped quickly.
    rb"[/BE<(TqQm](?:"
    rb"(?<=/)(?:MCID\s+(?P<mcid>\d+)\s*>>\s*BDC\b|(?P<font>[^\s()<>\[\]{}/%]+)\s+[\d.+-]+\s+Tf\b)"
    rb"|(?<=\()(?P<literal>(?:[^()\\]++|\\.)*+)\)"
    rb"|(?<=<)(?P<hexadecimal>[0-9A-Fa-f\s]*)>(?!>)"
    rb"|(?<=\bT)(?P<shown>[Jj])\b"
    rb"|(?<=\bB)(?P<opened>DC|MC)\b"
    rb"|(?<=\bE)(?P<closed>MC)\b"
    rb"|(?<=\bq)(?P<saved>\b)|(?<=\bQ)(?P<restored>\b)"
    rb"|(?<=\sm)(?P<line>\s+[\d.-]+\s+[\d.-]+\s+l\s+S\b))",
    re.DOTALL,
)
_POINT = re.compile(rb"([\d.-]+)\s+([\d.-]+)\s+\Z")
_LONGEST_POINT = 64
"""The most bytes of the two numbers before an operator."""
_WRITABLE = 12.0
"""A stroke in marked content at least this long, in points, is a line to write on."""


class DecodedText(Struct, frozen=True):
    """The text of a PDF, letter for letter. `words` has the text of each piece of marked content, with a BLANK for each
    line to write on; `unmarked` has, page by page, the strings outside marked content. `is_shaped` says whether any of
    its fonts keeps glyphs and letters apart (Type0)."""

    words: dict[MarkedContent, str]
    unmarked: tuple[tuple[str, ...], ...]
    is_shaped: bool


def decode(pdf: bytes, spelled: Callable[[str], str] = str) -> DecodedText:
    """The text of a PDF; `spelled` is applied to the letters of each code. Raises UndecodableError."""
    objects = PdfObjects(pdf)
    fonts = FontMaps(objects, spelled)
    pages = []
    for page in objects.pages():
        stream = b"\n".join(objects.data(part) for part in objects.array(page.get("Contents")))
        pages.append(list(shown(stream, fonts.named_in(page.get("Resources")))))
    return decoded(pages, is_shaped=fonts.any_composite)


def decoded(pages: Iterable[Iterable[ShownText]], *, is_shaped: bool) -> DecodedText:
    """The text of a file, page by page as `shown` gives it."""
    found: dict[MarkedContent, str] = {}
    unmarked: list[tuple[str, ...]] = []
    for number, page in enumerate(pages):
        outside: list[str] = []
        for mcid, words, _ in page:
            if mcid is None:
                outside.append(words)
            else:
                content = MarkedContent(number, mcid)
                found[content] = found.get(content, "") + words
        unmarked.append(tuple(outside))
    return DecodedText(found, tuple(unmarked), is_shaped)


class ShownText(NamedTuple):
    """The text of an operator, with the identifier of the marked content around it (None outside marked content) and
    its font (None for a line to write on)."""

    mcid: int | None
    text: str
    font: FontMap | None


def shown(stream: bytes, fonts: Mapping[str, FontMap]) -> Iterator[ShownText]:
    """The text of each operator that shows text, and a BLANK for each line to write on."""
    state = _TextState(fonts)
    for operation in _OPERATION.finditer(stream):
        if operation.lastgroup == "shown":
            yield ShownText(state.marks[-1], in_reading_order(state.text()), state.font)
        elif operation.lastgroup == "line":
            if state.marks[-1] is not None and _is_blank(stream, operation):
                yield ShownText(state.marks[-1], BLANK, None)
        else:
            state.follow(operation)


class _TextState:
    """The state at a point in a content stream: the marked content, the font, and the strings that the next operator is
    going to show."""

    def __init__(self, fonts: Mapping[str, FontMap]) -> None:
        self._fonts = fonts
        self.font, self._saved = NO_FONT, list[FontMap]()
        self._codes: list[bytes] = []
        self.marks: list[int | None] = [None]

    def follow(self, operation: re.Match[bytes]) -> None:
        """Follow an operator that changes the state (ISO 32000-1, 8.4.2, 9.3 and 14.6)."""
        match operation.lastgroup:
            case "mcid":
                self.marks.append(int(operation["mcid"]))
            case "opened":
                self.marks.append(self.marks[-1])
            case "closed" if len(self.marks) > 1:
                self.marks.pop()
            case "font":
                self.font = self._fonts.get(operation["font"].decode("latin-1"), NO_FONT)
            case "saved":
                self._saved.append(self.font)
            case "restored" if self._saved:
                self.font = self._saved.pop()
            case "hexadecimal":
                self._codes.append(hexadecimal(operation["hexadecimal"]))
            case "literal":
                self._codes.append(unescaped(operation["literal"]))
            case _:
                pass

    def text(self) -> str:
        """The letters of the strings so far, which are being shown."""
        codes = b"".join(self._codes)
        self._codes.clear()
        return self.font.text(codes)


def _is_blank(stream: bytes, line: re.Match[bytes]) -> bool:
    """Whether a stroke is a line to write on: horizontal, and long enough."""
    start = _POINT.search(stream, max(0, line.start() - _LONGEST_POINT), line.start())
    if not start:
        return False
    x, y, end, height = (float(number) for number in (*start.groups(), *line["line"].split()[:2]))
    return y == height and abs(end - x) >= _WRITABLE


def in_reading_order(text: str) -> str:
    """The letters of a string in reading order; the file has them in order from left to right."""
    return text[::-1] if has_right_to_left_letters(text) else text
