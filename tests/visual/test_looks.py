"""A few pages look as they did when someone last looked at them.

The references are small gray pictures (tests/golden/*.png, under 24 KiB). PDFium versions draw edges a little
differently, so tiles of 8 x 8 pixels are compared by their mean. When a page looks different, a picture of the
reference, the page and their difference side by side is written, and the message says where it is.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path

import pytest
from tests.compose.builders import TODAY
from tests.proof import documents
from tests.proof.documents import composed, everything, levels, log, look, paper, say, section

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.layout import lay_out
from caresheet.model.document import Document
from caresheet.outputs.pdf.preview import Raster, png, rasterize
from caresheet.outputs.pdf.writer import paint
from caresheet.source import Folder, read_project

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
DPI = 28
TILE = 8
TOLERANCE = 14
"""How far the mean of a tile may be from its reference, of 255: half a line of text moved is more than 30."""
LARGEST = 24 * 1024


@cache
def card() -> bytes:
    files = Folder(ROOT)
    project = read_project(files, (files, "content/clinics/example.yaml"))
    (job,) = jobs(project, layouts=["red-flag-card"], languages=["en"], today=TODAY)
    return render(job).handout.artifact("pdf").data


def painted(document: Document) -> bytes:
    return paint(document, lay_out(composed(document)))


@cache
def blocks() -> bytes:
    return painted(everything())


@cache
def table_and_form() -> bytes:
    sheet = look(paper("a5"))
    return painted(documents.document(section("Levels", say("What to do."), levels(), log(4)), look=sheet, subtitle=""))


PAGES = {"card": (card, 0), "blocks-1": (blocks, 0), "blocks-3": (blocks, 2), "table-and-form": (table_and_form, 0)}


def read_png(path: Path) -> Raster:
    """A gray PNG as `png` writes it: eight bits, filter 0 on every row."""
    data, offset, packed = path.read_bytes(), 8, b""
    width = height = 0
    while offset < len(data):
        (length,) = struct.unpack(">I", data[offset : offset + 4])
        kind, body = data[offset + 4 : offset + 8], data[offset + 8 : offset + 8 + length]
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        elif kind == b"IDAT":
            packed += body
        offset += length + 12
    rows = zlib.decompress(packed)
    pixels = b"".join(rows[start + 1 : start + 1 + width] for start in range(0, len(rows), width + 1))
    assert len(pixels) == width * height
    return Raster(width, height, 1, pixels)


def tiles(picture: Raster) -> list[tuple[int, int, float]]:
    """The mean of each tile with its column and row."""
    found = []
    for top in range(0, picture.height, TILE):
        for left in range(0, picture.width, TILE):
            rows = range(top, min(top + TILE, picture.height))
            right = min(left + TILE, picture.width)
            values = [
                v for row in rows for v in picture.pixels[row * picture.width + left : row * picture.width + right]
            ]
            found.append((left, top, sum(values) / len(values)))
    return found


def differing(reference: Raster, page: Raster) -> list[tuple[int, int]]:
    """Left and top of the tiles that look different; of all tiles if the pages differ in size."""
    if (reference.width, reference.height) != (page.width, page.height):
        return [(left, top) for left, top, _ in tiles(page)]
    pairs = zip(tiles(reference), tiles(page), strict=True)
    return [(left, top) for (left, top, before), (_, _, after) in pairs if abs(before - after) > TOLERANCE]


def side_by_side(reference: Raster, page: Raster) -> Raster:
    """Reference, page, and what differs in black on white."""
    height = max(reference.height, page.height)
    rows = bytearray()
    for y in range(height):
        one, two = row(reference, y), row(page, y)
        width = max(len(one), len(two))
        one, two = one.ljust(width, b"\xff"), two.ljust(width, b"\xff")
        rows += one + two + bytes(255 - abs(a - b) for a, b in zip(one, two, strict=True))
    return Raster(len(rows) // height, height, 1, bytes(rows))


def row(picture: Raster, y: int) -> bytes:
    return picture.pixels[y * picture.width : (y + 1) * picture.width] if y < picture.height else b""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(name: str, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """Nothing on the page has moved, disappeared or changed its shade since the reference was approved."""
    make_pdf, number = PAGES[name]
    page = rasterize(make_pdf(), number, dpi=DPI, gray=True)
    path = GOLDEN / f"{name}.png"
    if pytestconfig.getoption("--update-golden"):
        path.write_bytes(png(page, dpi=DPI))
    assert path.is_file(), "look at the page, then run: pytest tests/visual --update-golden"
    reference = read_png(path)
    found = differing(reference, page)
    if found:
        difference = tmp_path / f"{name}-difference.png"
        difference.write_bytes(png(side_by_side(reference, page), dpi=DPI))
        pytest.fail(f"{len(found)} tiles of {name} look different, the first at {found[0]}: see {difference}")


def test_references_stay_small() -> None:
    """A person can review a change of them: each is under 24 KiB, and none is left over."""
    kept = sorted(GOLDEN.glob("*.png"))
    assert [path.stem for path in kept] == sorted(PAGES)
    assert all(path.stat().st_size < LARGEST for path in kept)


def test_a_moved_line_is_seen() -> None:
    """The comparison notices a page of which three rows of pixels are shifted down by a tenth of an inch."""
    page = rasterize(card(), 0, dpi=DPI, gray=True)
    shifted = Raster(page.width, page.height, 1, (b"\xff" * page.width * 3 + page.pixels)[: len(page.pixels)])
    assert len(differing(page, shifted)) > 20
    assert differing(page, page) == []
