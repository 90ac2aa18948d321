"""The proof of personal copies: the handout is proved whole, once; each copy by what differs.

Why that is as strict as proving each copy whole:

1. The blank file is proved whole, and so is a specimen, in which every field has a value that no other has. So each
   place for a value is known to be read in the right element, at the right place of the reading order, for the right
   field; and both, every value and every line, are known to be sound.
2. Everything in front of a copy's last streams is, byte for byte, the blank file: fonts, structure tree, metadata,
   catalog, and all pages without fields. The cross-references are taken apart: they are the blank file's, but for the
   places of these streams, each of which has to be true. Nothing may stand behind, between or around them.
3. A stream of a copy is, byte for byte, the blank file's, but for its fields. Each field is either the very line of the
   blank file, or a value: one text object in a graphics state of its own, which ends with it (ISO 32000-1, 8.4.2).
   Nothing else is accepted there. So all that stands around it is painted as in the proved file.
4. The values are read back by PDFium, like everything in a whole proof: their words, their element, their ink, where
   they stand. All of a value is in the box of its field.
5. The boxes are known to be free, from the blank file as it was read back: no words, line or picture reaches into one,
   nothing is painted on one later, and what lies behind one lies behind all of it. So whatever stands in a box can be
   seen like the line that was proved there, and collides with nothing.

What a copy is not asked again is what its bytes have answered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.outputs.pdf.reader.contents import Rectangle
from caresheet.outputs.pdf.reader.last_streams import LastStreams, read_last_streams
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError
from caresheet.outputs.pdf.reader.read import read_texts
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
"""A value as it is painted: its color, and one operator for each font that its letters are in."""
_ONE_FONT = re.compile(rb"/[A-Za-z0-9+]+ [\d.]+ Tf\n\((?:[^()\\]|\\.)+\) Tj\n", re.DOTALL)


class Slot(Struct, frozen=True):
    """A place for a value: its field, its box, and the line that the blank file has there, in the bytes that paint it,
    with its place in the painting order of its page and its marked content."""

    field: str
    box: Rectangle
    rule: bytes
    order: int
    mcid: int

    @property
    def color(self) -> bytes:
        """The operator that sets the line's color, as a value has it (ISO 32000-1, table 74)."""
        return self.rule.splitlines()[1].lower()


class SlottedPage(Struct, frozen=True):
    """A page of the proved file: its index, how many objects it has, what is painted around its slots, and these."""

    index: int
    objects: int
    around: tuple[bytes, ...]
    slots: tuple[Slot, ...]


class ProvedBlank(Struct, frozen=True):
    """A handout that was proved whole, blank and as a specimen, as far as its copies are compared with it."""

    head: bytes
    last: LastStreams
    pages: tuple[SlottedPage, ...]


class _Filled(Struct, frozen=True):
    """A value that was found in a stream: its slot, its text objects by their places in the painting order."""

    slot: Slot
    orders: tuple[int, ...]


class _FilledPage(Struct, frozen=True):
    page: SlottedPage
    filled: tuple[_Filled, ...]


class _Refused(Exception):  # noqa: N818 - it ends one proof, and is told in its words
    """Why a copy is not what it should be; never with a value."""


def copy_fault(blank: ProvedBlank, data: bytes, values: Mapping[str, str]) -> str | None:
    """In what a copy does not say exactly this, None where it does: these values, by the names of their fields, in the
    place of their lines, and all else as in the blank file. The answer never repeats a value."""
    try:
        pages = _compared(blank, data, values)
        if _read_alike(data, pages, values) or _read_alike(data, pages, values, painted_only=True):
            return None
    except UnreadablePdfError:
        return "the file is not a copy of this handout"
    except _Refused as refused:
        return str(refused)
    return "a value is not read as it is in the list"


def _compared(blank: ProvedBlank, data: bytes, values: Mapping[str, str]) -> list[_FilledPage]:
    """The values of each page by their places. Raises _Refused or UnreadablePdfError where any byte is another than the
    blank file's outside of them."""
    if not data.startswith(blank.head):
        raise _Refused("the file is not a copy of this handout as it is today")
    last = read_last_streams(data, len(blank.head), len(blank.pages))
    numbers = [number for number, _ in last.streams]
    if last.table != blank.last.table or last.rows != blank.last.rows:
        raise _Refused("the cross-references are not those of the handout")
    if numbers != [number for number, _ in blank.last.streams]:
        raise _Refused("the pages are not in their order")
    streams = zip(blank.pages, last.streams, strict=True)
    return [_FilledPage(page, tuple(_filled(page, stream, values))) for page, (_, stream) in streams]


def _filled(page: SlottedPage, stream: bytes, values: Mapping[str, str]) -> Iterator[_Filled]:
    """The values in the stream of a page, whose bytes are compared on the way."""
    at, added, rules = _behind(page.around[0], stream, 0), 0, list[bytes]()
    for slot, around in zip(page.slots, page.around[1:], strict=True):
        if slot.field not in values:
            at = _behind(slot.rule, stream, at)
        else:
            found = _VALUE.match(stream, at)
            if found is None or found["color"] != slot.color:
                raise _Refused(f"the value of `{slot.field}` is not set in its place")
            count = len(_ONE_FONT.findall(found["words"]))
            yield _Filled(slot, tuple(range(slot.order + added, slot.order + added + count)))
            added += count - 1
            rules.append(slot.rule)
            at = found.end()
        at = _behind(around, stream, at)
    end = b"".join((b"/Artifact BMC\n", *rules, b"EMC\n")) if rules else b""
    if stream[at:] != end:
        raise _Refused("something else is painted behind the page")


def _behind(expected: bytes, stream: bytes, at: int) -> int:
    if not stream.startswith(expected, at):
        raise _Refused("the page is not that of the handout")
    return at + len(expected)


def _read_alike(
    data: bytes,
    pages: Sequence[_FilledPage],
    values: Mapping[str, str],
    *,
    painted_only: bool = False,
) -> bool:
    """Whether PDFium reads every value as it is given. Raises _Refused for one that is out of its place."""
    changed = [each for each in pages if each.filled]
    places = {each.page.index: [order for one in each.filled for order in one.orders] for each in changed}
    read = read_texts(data, places, painted_only=painted_only)
    for page, filled in ((each.page, each.filled) for each in changed):
        count, texts = read[page.index]
        if count != page.objects + sum(len(one.orders) for one in filled):
            raise _Refused("the page has more, or less, than its values besides the handout")
        found = {text.order: text for text in texts}
        for one in filled:
            parts = [found[order] for order in one.orders if order in found]
            if len(parts) != len(one.orders):
                raise _Refused(f"the value of `{one.slot.field}` is not text")
            _require_in_place(one.slot, parts)
            if normalised("".join(part.text for part in parts)) != normalised(values[one.slot.field]):
                return False
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
