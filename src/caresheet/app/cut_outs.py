"""How a clinic's values print: the places of a handout where they are, cut out of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.filled_sheets import SheetChoice, sheet_job
from caresheet.app.formats import FORMATS
from caresheet.app.pipeline import compose_checked, sound_pages
from caresheet.model.clinic import FOR_ALL, Clinic
from caresheet.model.page_layout import DrawingPiece, FieldPiece, Page, PageLayout, Piece, ShapePiece, WordPiece
from caresheet.model.project import Project
from caresheet.model.structure import StructureNode
from caresheet.model.text import FieldBlank, TextRun

if TYPE_CHECKING:
    from caresheet.outputs.pdf.preview import Raster

_DPI = 110
_BESIDE, _ABOVE = 4.0, 1.5
"""Points left and right of the words of a place, and above and below them, unless they are on a band."""
_HIGHEST_BAND = 90.0
"""Points: a colored ground that is higher frames a whole part of the page and is not a band."""
_SCOPE = "clinic."

_Box = tuple[float, float, float, float]


class CutOut(Struct, frozen=True):
    """A place of a page, as a PNG, with the keys of the values in it."""

    keys: tuple[str, ...]
    picture: bytes


def clinic_in(profile: bytes, name: str) -> Clinic:
    """The clinic of a profile that is in memory only, without its logo. Raises CaresheetError."""
    from caresheet.source.memory import MemoryFiles
    from caresheet.source.profile_answers import read_profile, with_wordings

    plain = with_wordings(profile, name, {"logo": {FOR_ALL: ""}})
    return read_profile(MemoryFiles({name: plain}), name)


def cut_outs(
    project: Project, clinic: Clinic, choice: SheetChoice, today: date, keys: Iterable[str]
) -> tuple[CutOut, ...]:
    """The places where a handout prints these values of the clinic, in the order of the page, each once. Raises
    CaresheetError and RequestError as `prepare_sheet` does."""
    from caresheet.outputs.pdf.preview import rasterize

    context = compose_checked(sheet_job(replace(project, clinic=clinic), choice, today))
    pages = sound_pages(context)
    pdf = FORMATS["pdf"].write(context.composed, pages).data
    places: dict[tuple[int, _Box], list[str]] = {}
    for key, node in _places(context.composed.structure.root, frozenset(keys)):
        for index, box in _boxes(pages, frozenset(each.number for each in node.everything())):
            places.setdefault((index, box), []).append(key)
    pictures = {index: rasterize(pdf, index, dpi=_DPI) for index in {index for index, _ in places}}
    return tuple(
        CutOut(tuple(dict.fromkeys(found)), _picture(pictures[index], pages.pages[index].height, box))
        for (index, box), found in places.items()
    )


def _places(root: StructureNode, keys: frozenset[str]) -> Iterator[tuple[str, StructureNode]]:
    """The first block in which each value is printed, or the line to write it on."""
    seen = set[str]()
    for block in root.everything():
        for run in () if block.is_inline else block.text:
            key = _key(run)
            if key in keys and key not in seen:
                seen.add(key)
                yield key, block


def _key(run: object) -> str:
    if isinstance(run, FieldBlank):
        return run.name.removeprefix(_SCOPE) if run.name.startswith(_SCOPE) else ""
    return run.value.origin.key if isinstance(run, TextRun) and run.value else ""


def _boxes(pages: PageLayout, tags: frozenset[int]) -> Iterator[tuple[int, _Box]]:
    """Where these elements are, on the first page that has any of them, with the band that they are on."""
    for index, page in enumerate(pages.pages):
        boxes = [_box(piece) for piece in page.pieces if piece.tag in tags]
        if boxes:
            yield index, _on_its_band(page, _around(boxes))
            return


def _box(piece: Piece) -> _Box:
    """Left, bottom, right and top."""
    if isinstance(piece, ShapePiece):
        points = [each for _, each in piece.path if each]
        xs, ys = [x for each in points for x in each[::2]], [y for each in points for y in each[1::2]]
        return min(xs), min(ys), max(xs), max(ys)
    if isinstance(piece, WordPiece):
        return piece.x, piece.baseline - 0.25 * piece.size, piece.x + piece.width, piece.baseline + 0.8 * piece.size
    return piece.x, piece.y, piece.x + piece.width, piece.y + piece.height


def _around(boxes: list[_Box]) -> _Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _on_its_band(page: Page, box: _Box) -> _Box:
    """The box, as wide as the words around it on the page; with the colored ground that it is on, if that is a band."""
    grounds = (_box(piece) for piece in page.pieces if isinstance(piece, ShapePiece) and piece.fill)
    bands = [each for each in grounds if _contains(each, box) and each[3] - each[1] < _HIGHEST_BAND]
    if bands:
        return max(bands, key=lambda each: each[2] - each[0])
    words = [_box(piece) for piece in page.pieces if isinstance(piece, WordPiece | FieldPiece | DrawingPiece)]
    beside = [each for each in words if each[1] < box[3] and each[3] > box[1]]
    left, bottom, right, top = _around([box, *((each[0], box[1], each[2], box[3]) for each in beside)])
    return left - _BESIDE, bottom - _ABOVE, right + _BESIDE, top + _ABOVE


def _contains(outer: _Box, inner: _Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _picture(page: Raster, height: float, box: _Box) -> bytes:
    """A place on a page, as a PNG. `height` is that of the page, in points."""
    from caresheet.outputs.pdf.preview import POINTS_PER_INCH, cropped, png

    scale = _DPI / POINTS_PER_INCH
    left, bottom, right, top = box
    area = (round(left * scale), round((height - top) * scale), round(right * scale), round((height - bottom) * scale))
    return png(cropped(page, area), dpi=_DPI)
