"""The proof of personal copies: the handout is proved whole, once; each copy by what differs.

Why that is as strict as proving each copy whole:

1. The blank file is proved whole, and so is a specimen, in which every field has a value that no other has. So each
   place for a value is known to be read in the right element, at the right place of the reading order, for the right
   field; and both, every value and every line, are known to be sound.
2. Everything before a copy's last streams is, byte for byte, the blank file: fonts, structure tree, metadata, catalog,
   and all pages without fields. The cross-references are taken apart: they are the blank file's, except for the places
   of these streams, each of which has to be right. Nothing may come after, between or around them.
3. A stream of a copy is, byte for byte, the blank file's, except for its fields. Each field is either the same line as
   in the blank file, or a value: one text object in its own graphics state, which ends with it (ISO 32000-1, 8.4.2).
   Nothing else is accepted there. So everything around it is painted as in the proved file.
4. The values are read back by PDFium, like everything in a whole proof: their element, their ink, and where they are.
   All of a value is in the box of its field. So are their words, unless PDFium has read each of their codes, in the
   same font, as its letter before: the fonts are in the part that is the same in all copies, and what a code means
   follows from them alone (ISO 32000-1, 9.10).
5. The boxes are known to be free, from the blank file as it was read back: no words, line or picture reaches into one,
   nothing is painted on one later, and what is behind one is behind all of it. So anything in a box can be seen like
   the line that was proved there, and collides with nothing.

What is not checked again in a copy follows from its bytes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from caresheet.outputs.pdf.reader.contents import Rectangle
from caresheet.outputs.pdf.reader.last_streams import LastStreams, read_last_streams
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError
from caresheet.outputs.pdf.reader.read import Words, read_texts
from caresheet.outputs.pdf.reader.syntax import unescaped
from caresheet.proof.elements import normalised
from caresheet.proof.visibility import within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from caresheet.outputs.pdf.reader.contents import PaintedText

_VALUE = re.compile(
    rb"q\n(?P<color>[\d. ]+ (?:rg|g))\nBT\n1 0 0 1 -?[\d.]+ -?[\d.]+ Tm\n"
    rb"(?P<words>(?:/[A-Za-z0-9+]+ [\d.]+ Tf\n\((?:[^()\\]|\\.)+\) Tj\n)+)ET\nQ\n",
    re.DOTALL,
)
"""The operators that paint a value: one for its color, and one for each font that it needs."""
_ONE_FONT = re.compile(rb"(/[A-Za-z0-9+]+) [\d.]+ Tf\n\(((?:[^()\\]|\\.)+)\) Tj\n", re.DOTALL)
_SPACE = ord(" ")
"""The code of a space, in every font of plain words."""


class Slot(Struct, frozen=True):
    """A place for a value: its field, its box, and the line that the blank file has there: the bytes that paint it, its
    place in the painting order of the page, and its marked content."""

    field: str
    box: Rectangle
    rule: bytes
    order: int
    mcid: int

    @property
    def color(self) -> bytes:
        """The operator that fills a value in the color of the line (ISO 32000-1, table 74)."""
        return self.rule.splitlines()[1].lower()


class SlottedPage(Struct, frozen=True):
    """A page of the proved file: its index, the number of its objects, what is painted around its slots, and the
    slots."""

    index: int
    objects: int
    around: tuple[bytes, ...]
    slots: tuple[Slot, ...]


class ProvedBlank(Struct, frozen=True):
    """What copies are compared with: a handout that was proved whole, blank and as a specimen. `letters` are those that
    PDFium has read so far, each by the name of its font and its code."""

    head: bytes
    last: LastStreams
    pages: tuple[SlottedPage, ...]
    letters: dict[tuple[bytes, int], str] = field(default_factory=dict)


class _Filled(Struct, frozen=True):
    """A value that was found in a stream: its slot, and for each of its text objects the place in the painting order,
    and the codes with the names of their fonts."""

    slot: Slot
    orders: tuple[int, ...]
    codes: tuple[tuple[tuple[bytes, int], ...], ...]


class _FilledPage(Struct, frozen=True):
    page: SlottedPage
    filled: tuple[_Filled, ...]


class _Refused(Exception):  # noqa: N818 - it ends one proof, and its words are the answer
    """Why a copy is not what it should be. The message never repeats a value."""


def copy_fault(blank: ProvedBlank, data: bytes, values: Mapping[str, str]) -> str | None:
    """Why a copy is not the blank file with exactly these values, by the names of their fields, in place of their
    lines; None if it is. The answer never repeats a value."""
    try:
        pages = _compared(blank, data, values)
        known = all(_is_known(blank, one, values) for page in pages for one in page.filled)
        if any(_read_alike(blank, data, pages, values, words) for words in ((None,) if known else Words)):
            return None
    except UnreadablePdfError:
        return "the file is not a copy of this handout"
    except _Refused as refused:
        return str(refused)
    return "a value does not read back as it is in the list"


def _compared(blank: ProvedBlank, data: bytes, values: Mapping[str, str]) -> list[_FilledPage]:
    """The values found on each page. Raises _Refused or UnreadablePdfError if any byte outside of them differs from the
    blank file."""
    if not data.startswith(blank.head):
        raise _Refused("the file is not a copy of this handout as it is today")
    last = read_last_streams(data, len(blank.head), len(blank.pages))
    numbers = [number for number, _ in last.streams]
    if last.table != blank.last.table or last.rows != blank.last.rows:
        raise _Refused("the cross-references are not those of the handout")
    if numbers != [number for number, _ in blank.last.streams]:
        raise _Refused("the pages are out of order")
    streams = zip(blank.pages, last.streams, strict=True)
    return [_FilledPage(page, tuple(_filled(page, stream, values))) for page, (_, stream) in streams]


def _filled(page: SlottedPage, stream: bytes, values: Mapping[str, str]) -> Iterator[_Filled]:
    """The values in the stream of a page, whose bytes are compared on the way."""
    at, added, rules = _after(page.around[0], stream, 0), 0, list[bytes]()
    for slot, around in zip(page.slots, page.around[1:], strict=True):
        if slot.field not in values:
            at = _after(slot.rule, stream, at)
        else:
            found = _VALUE.match(stream, at)
            if found is None or found["color"] != slot.color:
                raise _Refused(f"the value of `{slot.field}` is not set in its place")
            codes = tuple(_codes(each) for each in _ONE_FONT.finditer(found["words"]))
            first = slot.order + added
            yield _Filled(slot, tuple(range(first, first + len(codes))), codes)
            added += len(codes) - 1
            rules.append(slot.rule)
            at = found.end()
        at = _after(around, stream, at)
    end = b"".join((b"/Artifact BMC\n", *rules, b"EMC\n")) if rules else b""
    if stream[at:] != end:
        raise _Refused("something else is painted after the end of the page")


def _codes(painted: re.Match[bytes]) -> tuple[tuple[bytes, int], ...]:
    """The codes of one text object, each with the name of its font, which has codes of one byte."""
    return tuple([(painted[1], code) for code in unescaped(painted[2])])


def _is_known(blank: ProvedBlank, filled: _Filled, values: Mapping[str, str]) -> bool:
    """Whether PDFium has read every code of a value before, and the letters are those of the value."""
    letters = [blank.letters.get(code) for codes in filled.codes for code in codes]
    read = "".join([letter for letter in letters if letter is not None])
    return None not in letters and normalised(read) == normalised(values[filled.slot.field])


def _learn(blank: ProvedBlank, filled: _Filled, parts: Sequence[PaintedText]) -> None:
    """Remember which letter PDFium reads for each code of a value, if it reads one for each. Spaces at the ends of a
    line are not read."""
    for codes, part in zip(filled.codes, parts, strict=True):
        text, own = part.text, codes
        if len(own) != len(text):
            inner = [place for place, (_, code) in enumerate(codes) if code != _SPACE]
            text, own = part.text.strip(), codes[inner[0] : inner[-1] + 1] if inner else ()
        if len(own) == len(text):
            blank.letters.update(zip(own, text, strict=True))


def _after(expected: bytes, stream: bytes, at: int) -> int:
    if not stream.startswith(expected, at):
        raise _Refused("the page is not that of the handout")
    return at + len(expected)


def _read_alike(
    blank: ProvedBlank,
    data: bytes,
    pages: Sequence[_FilledPage],
    values: Mapping[str, str],
    words: Words | None,
) -> bool:
    """Whether PDFium reads every value as it was given, if it reads texts as these words. If `words` is None, only the
    places of the values are checked. Raises _Refused for a value that is out of place."""
    changed = [each for each in pages if each.filled]
    places = {each.page.index: [order for one in each.filled for order in one.orders] for each in changed}
    read = read_texts(data, places, words)
    for page, filled in ((each.page, each.filled) for each in changed):
        count, texts = read[page.index]
        if count != page.objects + sum(len(one.orders) for one in filled):
            raise _Refused("the page has more, or less, on it than the handout and its values")
        found = {text.order: text for text in texts}
        for one in filled:
            parts = [found[order] for order in one.orders if order in found]
            if len(parts) != len(one.orders):
                raise _Refused(f"the value of `{one.slot.field}` is not text")
            _require_in_place(one.slot, parts)
            if words is None:
                continue
            if normalised("".join(part.text for part in parts)) != normalised(values[one.slot.field]):
                return False
            _learn(blank, one, parts)
    return True


def _require_in_place(slot: Slot, parts: list[PaintedText]) -> None:
    """Raises _Refused for a value that is not in its element or its box, or cannot be seen."""
    for part in parts:
        if part.mcid != slot.mcid or part.artifact:
            raise _Refused(f"the value of `{slot.field}` is not in its element")
        if not part.shown or part.clip is not None:
            raise _Refused(f"the value of `{slot.field}` cannot be seen")
        if not within(part.box, slot.box):
            raise _Refused(f"the value of `{slot.field}` reaches out of its box")
