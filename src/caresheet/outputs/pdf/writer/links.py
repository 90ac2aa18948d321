"""Links as annotations, one for each line of a link (ISO 32000-1, 12.5.6.5; PDF/UA-1, 7.18.5)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.fonts.faces import metrics_of
from caresheet.model.page_layout import WordPiece
from caresheet.outputs.pdf.writer.objects import number_string, text_string

if TYPE_CHECKING:
    from caresheet.model.page_layout import Destination, PageLayout


class LinkArea(Struct, frozen=True):
    """The area of a page that a link covers: left, bottom, right and top in points."""

    page: int
    tag: int
    box: tuple[float, float, float, float]


def link_areas(page_layout: PageLayout) -> list[LinkArea]:
    """The areas of all links, page by page in reading order."""
    areas: list[LinkArea] = []
    for index, page in enumerate(page_layout.pages):
        linked = [p for p in page.pieces if isinstance(p, WordPiece) and p.tag >= 0 and page_layout.tags[p.tag].link]
        for (tag, _), pieces in groupby(linked, key=lambda piece: (piece.tag, piece.baseline)):
            line = list(pieces)
            box = (
                min(piece.x for piece in line),
                min(piece.baseline - metrics_of(piece).descent * piece.size for piece in line),
                max(piece.x + piece.width for piece in line),
                max(piece.baseline + metrics_of(piece).ascent * piece.size * 0.9 for piece in line),
            )
            areas.append(LinkArea(index, tag, box))
    return areas


def link_words(page_layout: PageLayout) -> dict[int, str]:
    """The words of each Link element, from all its lines."""
    words: dict[int, dict[int, str]] = {}
    for index, page in enumerate(page_layout.pages):
        for piece in page.pieces:
            if isinstance(piece, WordPiece) and piece.tag >= 0 and page_layout.tags[piece.tag].link:
                on_page = words.setdefault(piece.tag, {})
                on_page[index] = on_page.get(index, "") + piece.text
    turned_back = dict(page_layout.turned_back)
    return {
        tag: " ".join("".join(parts[page] for page in turned_back.get(tag, parts)).split())
        for tag, parts in words.items()
    }


def annotation(
    area: LinkArea,
    target: str,
    words: str,
    key: int,
    pages: list[int],
    destinations: dict[str, Destination],
) -> bytes:
    """The dictionary of an annotation. `key` is its key in the parent tree, `pages` the object numbers of the pages."""
    rectangle = " ".join(map(number_string, area.box)).encode("ascii")
    if target.startswith("#"):
        place = destinations[target[1:]]
        spoken = words
        action = b"/Dest" + destination_array(place, pages)
    else:
        spoken = words if words == target else f"{words} ({target})"
        action = b"/A<</Type/Action/S/URI/URI%s>>" % text_string(target)
    return b"<</Type/Annot/Subtype/Link/Rect[%s]/F 4/Border[0 0 0]/StructParent %d/Contents%s%s>>" % (
        rectangle,
        key,
        text_string(spoken),
        action,
    )


def destination_array(place: Destination, pages: list[int]) -> bytes:
    """An explicit destination: the page, scrolled so that the place is at the top (ISO 32000-1, 12.3.2.2)."""
    return b"[%d 0 R/XYZ 0 %s null]" % (pages[place.page], number_string(place.top + 4).encode("ascii"))
