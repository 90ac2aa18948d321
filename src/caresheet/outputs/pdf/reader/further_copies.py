"""Reads a further copy of a file that was read before: what is the same in both is not read again.

Why that is as strict as reading all of it:

1. The frames of both files are equal (see `frames`), so every object but the pages' streams is the same to the last
   byte: fonts, structure tree, pages, pictures. What is read from those alone, such as the structure tree, is the same.
2. A page whose stream is the same to the last byte is painted, and read, as before.
3. Any other page is read by PDFium. Where its stream differs from the one before only in the places and the letters of
   texts, these texts are read one by one: their words, box, color, ink and marked content. A place (`Tm`) and letters
   (`Tj`) change nothing that is painted after the next place (ISO 32000-1, 9.4.2-9.4.4); all other operators are the
   same, to the last byte and in the same order. So every other object of the page is the same, too. The words that
   PDFium finds on the whole page are compared as well, because texts that have moved may change how it reads those next
   to them. If these differ, or anything else in the stream does, all of the page is read.
4. The decoder reads each string that differs; the others have the same codes and the same font.
5. Title, metadata, language and the number of pages are read from every file.

A file that is not exactly as caresheet writes it is not recognized, and read whole.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.contents import PdfContents
from caresheet.outputs.pdf.reader.decoder import decoded, in_reading_order, shown
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

_PLACE = re.compile(rb"1 0 0 1 -?[\d.]+ -?[\d.]+ Tm")
_LETTERS = re.compile(rb"\((?:[^()\\]|\\.)*\) Tj")
"""The lines in which pages of copies may differ: the place of a text, and its letters."""
_PAINTS = (b" Do Q", b" f", b" f*", b" B", b" B*", b" S", b") Tj")
"""The ends of lines that paint an object."""
_TAKEN = "\0"
"""Stands in place of words that have been found."""
_FILES = 8
"""How many files are remembered."""

Read = tuple[PdfContents, "DecodedText"]


class _KnownPage(NamedTuple):
    """A page as it was read: its stream in lines, and what they paint.

    `texts` has, for each line with the place of a text or with its letters, the places in the painting order of the
    texts that depend on it. `strings` has, for each line with letters, the place of its string among those `shown`.
    `spans` are where the texts are in the words of the whole page."""

    stream: bytes
    lines: list[bytes]
    texts: Mapping[int, tuple[int, ...]]
    strings: Mapping[int, int]
    contents: PageContents
    shown: list[ShownText]
    words: str
    spans: Mapping[int, range]


class Copy(NamedTuple):
    """A copy as it was read. `changed` has the places in the painting order of the texts of each page that are not as
    they were before, None for a page that was read whole; `unlike` has these pages by their indexes. `frame` is the
    SHA-256 of its frame."""

    contents: PdfContents
    decoded: DecodedText
    changed: tuple[frozenset[int] | None, ...]
    unlike: Mapping[int, _KnownPage | None]
    frame: bytes


class _KnownFile(NamedTuple):
    """A file as it was read. `digest` is the SHA-256 of its frame; `numbers` and `fonts` have, page by page, the object
    number of the stream and the fonts by their names; a page is None if its copies have to be read whole."""

    digest: bytes
    numbers: tuple[int, ...]
    fonts: Sequence[Mapping[str, FontMap]]
    trees: tuple[TaggedElement, ...]
    pages: list[_KnownPage | None]


class FurtherCopies:
    """Files that were read and found to be sound, each by a key that its further copies share. The oldest are
    forgotten."""

    def __init__(self) -> None:
        self._read: OrderedDict[Hashable, tuple[bytes, Read]] = OrderedDict()
        self._files: dict[Hashable, _KnownFile] = {}
        self._one_at_a_time = Lock()

    def add(self, key: Hashable, pdf: bytes, read: Read) -> None:
        """Remember a file as it was read. It is taken apart when its first copy comes."""
        if read[1].is_shaped or read[0].fields:
            return
        with self._one_at_a_time:
            self._files.pop(key, None)
            self._read[key] = (pdf, read)
            self._read.move_to_end(key)
            if len(self._read) > _FILES:
                forgotten, _ = self._read.popitem(last=False)
                self._files.pop(forgotten, None)

    def found_sound(self, key: Hashable, copy: Copy) -> None:
        """Remember the pages of a copy that were unlike those remembered."""
        with self._one_at_a_time:
            if key in self._files and self._files[key].digest == copy.frame:
                for index, page in copy.unlike.items():
                    self._files[key].pages[index] = page

    def read(self, key: Hashable, pdf: bytes) -> Copy | None:
        """What a copy says; None for a file that is not a copy of the one remembered by this key."""
        with self._one_at_a_time:
            if key not in self._read or (frame := frame_of(pdf)) is None:
                return None
            known = self._files.get(key) or _taken_apart(*self._read[key])
            if known is None:
                return None
            self._files[key] = known
            self._read.move_to_end(key)
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
    fonts = [maps.named_in(page.get("Resources")) for page in pages]
    known: list[_KnownPage | None] = []
    with opened(pdf) as (library, document):
        for index, stream in enumerate(frame.streams.values()):
            with loaded(library, document, index) as (_, text_page):
                known.append(_page(stream, contents.pages[index], fonts[index], library.page_words(text_page)))
    return _KnownFile(frame.digest, numbers, fonts, contents.trees, known)


def _page(stream: bytes, contents: PageContents, fonts: Mapping[str, FontMap], words: str) -> _KnownPage | None:
    """A page with which the same page of a copy can be compared. None if its texts cannot be matched with the lines of
    its stream, with the strings shown there, or with the words of the page."""
    lines, strings = stream.split(b"\n"), list(shown(stream, fonts))
    spans, texts = _spans(contents.texts, words), _texts(lines, contents)
    letters = [number for number, line in enumerate(lines) if _LETTERS.fullmatch(line)]
    places = [place for place, each in enumerate(strings) if each.font is not None]
    if spans is None or texts is None or len(letters) != len(places):
        return None
    return _KnownPage(stream, lines, texts, dict(zip(letters, places, strict=True)), contents, strings, words, spans)


def _texts(lines: Sequence[bytes], contents: PageContents) -> dict[int, tuple[int, ...]] | None:
    """The `texts` of a _KnownPage. A place holds until the next one. None if PDFium sees other objects than the lines
    paint."""
    texts: dict[int, tuple[int, ...]] = {}
    found: list[int] = []
    order, since = 0, list[int]()
    for number, line in enumerate(lines):
        if _PLACE.fullmatch(line):
            since = []
        if _PLACE.fullmatch(line) or _LETTERS.fullmatch(line):
            texts[number] = ()
            since.append(number)
        if line.endswith(b" Tj"):
            found.append(order)
            texts |= {each: (*texts[each], order) for each in since}
        order += line.endswith(_PAINTS)
    same = found == [text.order for text in contents.texts if text.text != BLANK]
    return texts if same and order == contents.objects else None


def _spans(texts: Sequence[PaintedText], words: str) -> dict[int, range] | None:
    """The place of each text in the words of its page, which PDFium may read in another order. None if the page has
    other words, too."""
    spans: dict[int, range] = {}
    free, at = words, 0
    for text in texts:
        own = "" if text.text == BLANK else text.text.strip()
        begins = free.find(own, at)
        if begins < 0:
            begins = free.find(own)
        if begins < 0:
            return None
        at = begins + len(own)
        spans[text.order] = range(begins, at)
        free = f"{free[:begins]}{_TAKEN * len(own)}{free[at:]}"
    return None if free.replace(_TAKEN, "").strip() else spans


def _copy(known: _KnownFile, frame: CopyFrame, pdf: bytes) -> Copy | None:
    pages: list[_CopiedPage] = []
    unlike: dict[int, _KnownPage | None] = {}
    with opened(pdf) as (library, document):
        about = about_file(library, document, pdf)
        if about.page_count != len(known.pages) or about.has_form:
            return None
        for index, stream in enumerate(frame.streams.values()):
            before, fonts = known.pages[index], known.fonts[index]
            page = _before(stream, before) or _like(library, document, index, stream, before)
            if page is None:
                contents, words = _read_whole(library, document, index)
                page = _CopiedPage(contents, list(shown(stream, fonts)), None)
                unlike[index] = _page(stream, contents, fonts, words)
            pages.append(page)
    sides = tuple(page.contents for page in pages)
    whole = PdfContents(about.title, about.metadata_title, about.language, about.tagged, sides, known.trees)
    text = decoded([page.shown for page in pages], is_shaped=False)
    return Copy(whole, text, tuple(page.changed for page in pages), unlike, frame.digest)


class _CopiedPage(NamedTuple):
    """What a page of a copy says, and which texts have changed (see Copy)."""

    contents: PageContents
    shown: Sequence[ShownText]
    changed: frozenset[int] | None


def _before(stream: bytes, before: _KnownPage | None) -> _CopiedPage | None:
    """What a page says, if its stream is the same as before; otherwise None."""
    if before is None or stream != before.stream:
        return None
    return _CopiedPage(before.contents, before.shown, frozenset())


def _read_whole(library: Pdfium, document: Handle, index: int) -> tuple[PageContents, str]:
    with loaded(library, document, index) as (page, text_page):
        return Painting(library, page, text_page, None).read(), library.page_words(text_page)


def _like(
    library: Pdfium, document: Handle, index: int, stream: bytes, before: _KnownPage | None
) -> _CopiedPage | None:
    """What a page says, if only the places and the letters of its texts have changed; None if it has to be read
    whole."""
    lines = stream.split(b"\n")
    if before is None or len(lines) != len(before.lines):
        return None
    pairs = enumerate(zip(before.lines, lines, strict=True))
    news = {number: new for number, (old, new) in pairs if old != new}
    if not all(_may_differ(before, number, line) for number, line in news.items()):
        return None
    changed = frozenset(order for number in news for order in before.texts[number])
    with loaded(library, document, index) as (page, text_page):
        texts = Painting(library, page, text_page, None).texts_again(before.contents, sorted(changed))
        if texts is None or not _still_says(before, texts, library.page_words(text_page)):
            return None
    return _CopiedPage(replace(before.contents, texts=texts), _shown(before, news), changed)


def _may_differ(before: _KnownPage, number: int, line: bytes) -> bool:
    """Whether a line may stand in the place of the one before: place for place, letters for letters."""
    kind = _LETTERS if number in before.strings else _PLACE
    return number in before.texts and kind.fullmatch(line) is not None


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


def _shown(before: _KnownPage, news: Mapping[int, bytes]) -> list[ShownText]:
    """The strings of a page with these new lines."""
    found = before.shown.copy()
    for number in news.keys() & before.strings.keys():
        place = before.strings[number]
        old = found[place]
        if old.font is not None:
            codes = unescaped(news[number][1 : -len(b") Tj")])
            found[place] = old._replace(text=in_reading_order(old.font.text(codes)))
    return found
