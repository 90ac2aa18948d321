"""Reads a further copy of a file that was read before: what is the same in both is not read again.

Why that is as strict as reading all of it:

1. The frames of both files are equal (see `frames`), so every object but the pages' streams is the same to the last
   byte: fonts, structure tree, pages, pictures. What is read from those alone, such as the structure tree, is the same.
2. A page whose stream is the same to the last byte is painted, and read, as before.
3. Any other page is read by PDFium. Where its stream differs from the one before only in the places and the letters of
   texts, these texts are read one by one: their words, box, color, ink and marked content. A place (`Tm`) and letters
   (`Tj`) change nothing that is painted after the next place (ISO 32000-1, 9.4.2-9.4.4); all other operators are the
   same, to the last byte and in the same order. So every other object of the page is the same, too. Whether PDFium
   still finds the same words in them, beside texts that have moved, is asked of the whole page at once. If it does not,
   or if anything else in the stream differs, all of the page is read.
4. The decoder reads each string that differs; the others have the same codes and the same font.
5. Title, metadata, language and the number of pages are read from every file.

A file that is not exactly as caresheet writes it is not recognized, and read whole.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.contents import PdfContents
from caresheet.outputs.pdf.reader.decoder import decoded, in_reading_order, shown_in_fonts
from caresheet.outputs.pdf.reader.font_maps import FontMaps
from caresheet.outputs.pdf.reader.frames import CopyFrame, frame_of
from caresheet.outputs.pdf.reader.painting import Painting
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError, opened
from caresheet.outputs.pdf.reader.read import about_file, loaded
from caresheet.outputs.pdf.reader.syntax import PdfObjects, Reference, UndecodableError, unescaped

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from caresheet.outputs.pdf.reader.contents import PageContents, PaintedText, TaggedElement
    from caresheet.outputs.pdf.reader.decoder import DecodedText, ShownText
    from caresheet.outputs.pdf.reader.font_maps import FontMap
    from caresheet.outputs.pdf.reader.pdfium import Handle, Pdfium

_MOVING = re.compile(rb"^(?:1 0 0 1 -?[\d.]+ -?[\d.]+(?= Tm$)|\((?:[^()\\\n]|\\.)*\)(?= Tj$))", re.MULTILINE)
"""What pages of copies may differ in: the place of a text, and its letters."""
_PAINTS = re.compile(rb"(?: |^)(?:Do Q|(?:[fB]\*?|S))$|\) Tj$", re.MULTILINE)
"""The end of each operator that paints an object."""
_TAKEN = "\0"
"""In the place of words that have been found."""
_TEXT = len(b" Tj")
_FILES = 8
"""So many files are remembered."""

Read = tuple[PdfContents, "DecodedText"]


class _KnownPage(NamedTuple):
    """A page as it was read: its stream, in parts that are the `same` in all copies, and the `operands` between them.
    `orders` are the places in the painting order of those that are letters, None for places. `spans` are where the
    texts are in the words of the whole page."""

    stream: bytes
    same: list[bytes]
    operands: list[bytes]
    orders: list[int | None]
    contents: PageContents
    shown: list[ShownText]
    words: str
    spans: Mapping[int, range]


class Copy(NamedTuple):
    """A copy as it was read, and its pages that are unlike those remembered, by their indexes."""

    contents: PdfContents
    decoded: DecodedText
    unlike: Mapping[int, _KnownPage | None]


class _KnownFile:
    """A file as it was read, page by page."""

    def __init__(self, digest: bytes, numbers: tuple[int, ...], fonts: Sequence[Mapping[str, FontMap]]) -> None:
        self.digest = digest
        self.numbers = numbers
        self.fonts = fonts
        self.trees: tuple[TaggedElement, ...] = ()
        self.pages: list[_KnownPage | None] = []


class FurtherCopies:
    """Files that were read and found to be sound, each by a key that its further copies share. The oldest are
    forgotten."""

    def __init__(self) -> None:
        self._read: OrderedDict[Hashable, tuple[bytes, Read]] = OrderedDict()
        self._files: OrderedDict[Hashable, _KnownFile] = OrderedDict()

    def add(self, key: Hashable, pdf: bytes, read: Read) -> None:
        """Remember a file as it was read. It is taken apart when its first copy comes."""
        if not read[1].is_shaped and not read[0].fields:
            self._files.pop(key, None)
            self._read[key] = (pdf, read)
            self._read.move_to_end(key)
            if len(self._read) > _FILES:
                forgotten, _ = self._read.popitem(last=False)
                self._files.pop(forgotten, None)

    def found_sound(self, key: Hashable, copy: Copy) -> None:
        """Remember the pages of a copy that were unlike those remembered."""
        for index, page in copy.unlike.items():
            self._files[key].pages[index] = page

    def read(self, key: Hashable, pdf: bytes) -> Copy | None:
        """What a copy says; None for a file that is no copy of one that is remembered by this key."""
        if key not in self._read or (frame := frame_of(pdf)) is None:
            return None
        if key not in self._files:
            known = _taken_apart(*self._read[key])
            if known is None:
                return None
            self._files[key] = known
        self._read.move_to_end(key)
        known = self._files[key]
        if known.digest != frame.digest or known.numbers != tuple(frame.streams):
            return None
        try:
            return _copy(known, frame, pdf)
        except (UnreadablePdfError, UndecodableError):
            return None


def _taken_apart(pdf: bytes, read: Read) -> _KnownFile | None:
    """A file as it was read, and what it takes to recognize its copies."""
    contents, frame = read[0], frame_of(pdf)
    if frame is None:
        return None
    objects = PdfObjects(pdf)
    maps = FontMaps(objects)
    pages = list(objects.pages())
    streams = [page.get("Contents") for page in pages]
    numbers = tuple(stream.number for stream in streams if isinstance(stream, Reference))
    if numbers != tuple(frame.streams) or len(numbers) != len(pages) or len(pages) != len(contents.pages):
        return None
    known = _KnownFile(frame.digest, numbers, [maps.named_in(page.get("Resources")) for page in pages])
    known.trees = contents.trees
    with opened(pdf) as (library, document):
        for index, (stream, fonts) in enumerate(zip(frame.streams.values(), known.fonts, strict=True)):
            with loaded(library, document, index) as (_, text_page):
                known.pages.append(_page(stream, contents.pages[index], fonts, library.page_words(text_page)))
    return known


def _page(stream: bytes, contents: PageContents, fonts: Mapping[str, FontMap], words: str) -> _KnownPage | None:
    """A page whose texts can be told from each other; None if they cannot."""
    operands = _MOVING.findall(stream)
    shown = list(shown_in_fonts(stream, fonts))
    spans = _spans(contents.texts, words)
    orders = _orders(stream, contents)
    if spans is None or orders is None or _count(shown) != len(orders) - orders.count(None):
        return None
    return _KnownPage(stream, _MOVING.split(stream), operands, orders, contents, shown, words, spans)


def _count(shown: Sequence[ShownText]) -> int:
    """The number of strings among them."""
    return sum(each.font is not None for each in shown)


def _orders(stream: bytes, contents: PageContents) -> list[int | None] | None:
    """For each operand that may differ, the place in the painting order of what it paints, None for a place of text.
    None for all if PDFium sees other objects than the operators paint."""
    places = {found.end(): order for order, found in enumerate(_PAINTS.finditer(stream))}
    orders = [places.get(found.end() + _TEXT) for found in _MOVING.finditer(stream)]
    texts = [text.order for text in contents.texts if text.text != BLANK]
    return (
        orders if len(places) == contents.objects and [each for each in orders if each is not None] == texts else None
    )


def _spans(texts: Sequence[PaintedText], words: str) -> dict[int, range] | None:
    """The place of each text in the words of its page, which PDFium may read in another order; None if there are other
    words beside them."""
    spans: dict[int, range] = {}
    free, at = words, 0
    for text in texts:
        own = "" if text.text == BLANK else text.text.strip()
        begins = free.find(own, at) if free.find(own, at) >= 0 else free.find(own)
        if begins < 0:
            return None
        at = begins + len(own)
        spans[text.order] = range(begins, at)
        free = f"{free[:begins]}{_TAKEN * len(own)}{free[at:]}"
    return None if free.replace(_TAKEN, "").strip() else spans


def _copy(known: _KnownFile, frame: CopyFrame, pdf: bytes) -> Copy | None:
    pages: list[PageContents] = []
    shown: list[list[tuple[int | None, str]]] = []
    unlike: dict[int, _KnownPage | None] = {}
    with opened(pdf) as (library, document):
        about = about_file(library, document, pdf)
        if about.page_count != len(known.pages) or about.has_form:
            return None
        for index, stream in enumerate(frame.streams.values()):
            before, fonts = known.pages[index], known.fonts[index]
            found = _before(stream, before) or _like(library, document, index, stream, before)
            if found is None:
                contents, words = _read_whole(library, document, index)
                found = contents, list(shown_in_fonts(stream, fonts))
                unlike[index] = _page(stream, contents, fonts, words)
            pages.append(found[0])
            shown.append([(each.mcid, each.text) for each in found[1]])
    whole = PdfContents(about.title, about.metadata_title, about.language, about.tagged, tuple(pages), known.trees)
    return Copy(whole, decoded(shown, is_shaped=False), unlike)


_Said = tuple["PageContents", "Sequence[ShownText]"]


def _before(stream: bytes, before: _KnownPage | None) -> _Said | None:
    """What a page says that has the same stream as before."""
    return (before.contents, before.shown) if before is not None and stream == before.stream else None


def _read_whole(library: Pdfium, document: Handle, index: int) -> tuple[PageContents, str]:
    with loaded(library, document, index) as (page, text_page):
        return Painting(library, page, text_page, None).read(), library.page_words(text_page)


def _like(library: Pdfium, document: Handle, index: int, stream: bytes, before: _KnownPage | None) -> _Said | None:
    """What a page says that differs from that before in texts alone; None if it has to be read whole."""
    if before is None or _MOVING.split(stream) != before.same:
        return None
    operands = _MOVING.findall(stream)
    with loaded(library, document, index) as (page, text_page):
        painting = Painting(library, page, text_page, None)
        texts = painting.texts_again(before.contents, _changed(before, operands))
        if texts is None or not _still_says(before, texts, library.page_words(text_page)):
            return None
    return replace(before.contents, texts=texts), _shown(before, operands)


def _changed(before: _KnownPage, operands: Sequence[bytes]) -> list[int]:
    """The places in the painting order of the texts that differ in letters or place: with each, those that follow it
    without a place of their own."""
    changed: list[int] = []
    differs = False
    for old, new, order in zip(before.operands, operands, before.orders, strict=True):
        if order is None:
            differs = old != new
        else:
            differs = differs or old != new
            if differs:
                changed.append(order)
    return changed


def _still_says(before: _KnownPage, texts: Sequence[PaintedText], words: str) -> bool:
    """Whether the whole page says what it said before, with the words of these texts in their places."""
    expected: list[str] = []
    at = 0
    pairs = zip(before.contents.texts, texts, strict=True)
    changed = [(before.spans[old.order], new.text.strip()) for old, new in pairs if old is not new]
    for span, own in sorted(changed, key=lambda each: each[0].start):
        expected += (before.words[at : span.start], own)
        at = span.stop
    return words == "".join([*expected, before.words[at:]])


def _shown(before: _KnownPage, operands: Sequence[bytes]) -> list[ShownText]:
    """The strings of a page with these operands."""
    pairs = zip(before.operands, operands, before.orders, strict=True)
    strings = ((old, new) for old, new, order in pairs if order is not None)
    found: list[ShownText] = []
    for each in before.shown:
        if each.font is None:
            found.append(each)
            continue
        old, new = next(strings)
        if old != new:
            text = in_reading_order(each.font.text(unescaped(new[1:-1])))
            found.append(each._replace(text=text))
        else:
            found.append(each)
    return found
