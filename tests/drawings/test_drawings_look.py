"""Drawings look on paper as they do in a browser: from SVG to PDF, as PDFium shows it, against Chromium's picture.

Programs soften edges differently, so that tiles of 4 x 4 pixels are compared by their mean.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops
from tests.drawings.pages import seen

from caresheet.model.drawing import Drawing
from caresheet.source.svg import read_drawing

HERE = Path(__file__).parent
DRAWINGS = sorted(HERE.glob("*.svg"))
TILE = 4
TOLERANCE = 24
"""Of 255: an edge moved by a tenth of a tile, or a tenth of the tile filled otherwise."""


def differing(drawing: Drawing, reference: Image.Image) -> int:
    """How many tiles look different."""
    raster = seen(drawing)
    page = Image.frombytes("L", (raster.width, raster.height), raster.pixels)
    assert page.size == reference.size
    size = (page.width // TILE, page.height // TILE)
    tiles = ImageChops.difference(page.resize(size, Image.Resampling.BOX), reference.resize(size, Image.Resampling.BOX))
    return sum(tiles.histogram()[TOLERANCE:])


@pytest.mark.parametrize("path", DRAWINGS, ids=[path.stem for path in DRAWINGS])
def test_as_in_a_browser(path: Path) -> None:
    """Shapes, path commands, transforms, strokes and styles come out as Chromium shows them."""
    assert differing(read_drawing(path.read_bytes(), path.name), Image.open(path.with_suffix(".png"))) == 0


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("paths", 'fill-rule="evenodd"', ""),
        ("paths", "T90 40", "L90 40"),
        ("transforms", "rotate(20)", "rotate(-20)"),
        ("transforms", "skewX(-10)", "skewX(10)"),
        ("transforms", 'x="10" y="90"', 'x="15" y="90"'),
        ("strokes", 'stroke-linejoin="round"', ""),
        ("strokes", 'stroke-linecap="square"', ""),
        ("strokes", 'stroke-dashoffset="5"', ""),
        ("strokes", 'stroke-miterlimit="10"', ""),
        ("strokes", "h0", ""),
        ("styles", "fill: currentColor", ""),
        ("styles", "#one { fill: #393 }", ""),
        ("styles", 'visibility="visible"', ""),
        ("shapes", 'ry="5"', ""),
    ],
)
def test_a_difference_is_seen(name: str, before: str, after: str) -> None:
    """Each feature counts: a drawing that lacks one no longer looks like its reference."""
    text = (HERE / f"{name}.svg").read_text(encoding="utf-8")
    assert before in text
    changed = text.replace(before, after, 1).encode()
    assert differing(read_drawing(changed, name), Image.open(HERE / f"{name}.png")) > 0


def test_the_color_of_the_text() -> None:
    """What a drawing leaves open takes the color of the text that it stands in; what it says itself stays."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h1v1h-1z" fill="currentColor"/>'
    drawing = read_drawing(svg + b'<path d="M1 0h1v1h-1z" fill="#333"/></svg>', "a.svg")
    raster = seen(drawing, color="#999999")
    assert {raster.pixels[60 * 240 + 60], raster.pixels[60 * 240 + 180]} == {0x99, 0x33}
