"""A font of the clinic: whether it may be embedded, and which letters it has."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from tests.fonts.own_fonts import PRIVATE, own_family, write_otf
from tests.outputs.shaped_pages import page_layout, painted

from caresheet.fonts.embedding import report_on_font
from caresheet.fonts.families import FontStyle, families
from caresheet.fonts.opened import opened
from caresheet.fonts.outlines import quadratic_glyphs
from caresheet.fonts.subset import font_program
from caresheet.model.glyphs import FontInstance, GlyphCluster
from caresheet.model.text import TextRun
from caresheet.outputs.pdf.reader.decoder import decode


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_our_own_families_may_be_embedded(family: object) -> None:
    """Nothing is said against any font that caresheet brings."""
    instance = family.instance(FontStyle())  # type: ignore[attr-defined]
    assert report_on_font(Path(instance.path), "").faults == ()


@pytest.mark.parametrize(
    ("allowed", "words"),
    [
        (0x0002, "may not be embedded"),
        (0x0100, "may only be embedded whole"),
        (0x0200, "may only be embedded as pictures"),
    ],
)
def test_what_the_maker_forbids_is_told(tmp_path: Path, allowed: int, words: str) -> None:
    """A font that may not be embedded is refused in words that say why."""
    (fault,) = report_on_font(write_otf(tmp_path / "own.otf", allowed=allowed), "A").faults
    assert words in fault


@pytest.mark.parametrize("allowed", [0x0000, 0x0004, 0x0008, 0x0006, 0x000E])
def test_the_most_generous_permission_counts(tmp_path: Path, allowed: int) -> None:
    """Printing, editing or anything: each is enough, also where an older font says two things."""
    assert report_on_font(write_otf(tmp_path / "own.otf", allowed=allowed), "A").faults == ()


def test_coverage_and_private_letters_are_told(tmp_path: Path) -> None:
    """Letters that a font lacks are named, each once; letters that mean nothing are counted."""
    report = report_on_font(write_otf(tmp_path / "own.otf", private=True), f"ABBA {PRIVATE}żółć zz")
    assert report.missing == "żółćz"
    assert report.coverage_words == "has no glyph for ż ó ł ć z"
    assert report.private == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"wOF2 and more", "web font"),
        (b"ttcf and more", "collection"),
        (b"%PDF-1.7", "is not a TTF or OTF font"),
        (b"", "is not a TTF or OTF font"),
        (b"\0\1\0\0 cut off", "is not a TTF or OTF font"),
    ],
)
def test_what_is_no_font_is_told(tmp_path: Path, data: bytes, words: str) -> None:
    """Any other file is refused, and says what it is where that is known."""
    path = tmp_path / "own.ttf"
    path.write_bytes(data)
    (fault,) = report_on_font(path, "A").faults
    assert words in fault
    assert report_on_font(tmp_path / "none.ttf", "A").faults == ("cannot be read",)


def test_cubic_outlines_become_quadratic_ones(tmp_path: Path) -> None:
    """A letter of an OTF font has the same extent as TrueType glyph, within a thousandth of the em, its hole turns the
    other way, and other programs can read it."""
    instance = FontInstance("Own", str(write_otf(tmp_path / "own.otf")))
    font = opened(instance)
    glyph = font.shaper.get_nominal_glyph(ord("A"))
    cluster = GlyphCluster("A", ((glyph, 0, 0),), font.width(glyph), font.width(glyph))
    program = font_program(instance, (cluster,))
    made = TTFont(io.BytesIO(program.data))
    shape = made["glyf"][made.getGlyphOrder()[program.glyphs[0]]]
    extents = font.shaper.get_glyph_extents(glyph)
    wanted = (
        extents.x_bearing,
        extents.y_bearing + extents.height,
        extents.x_bearing + extents.width,
        extents.y_bearing,
    )
    assert (shape.xMin, shape.yMin, shape.xMax, shape.yMax) == pytest.approx(wanted, abs=1)
    areas = [area(points) for points in contours(shape, made)]
    assert areas[0] < 0 < areas[1]
    assert quadratic_glyphs(font, [font.shaper.get_nominal_glyph(ord(" "))]) == [b""]


def contours(shape: object, font: TTFont) -> list[list[tuple[int, int]]]:
    points, ends, _ = shape.getCoordinates(font["glyf"])  # type: ignore[attr-defined]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [list(points[start : end + 1]) for start, end in zip(starts, ends, strict=True)]


def area(points: list[tuple[int, int]]) -> float:
    """Twice the area inside, below 0 where the points run clockwise."""
    ring = zip(points, [*points[1:], points[0]], strict=True)
    return sum(one[0] * two[1] - two[0] * one[1] for one, two in ring)


def test_an_otf_font_is_read_back(tmp_path: Path) -> None:
    """Words in the clinic's own font, with letters that it lacks in another one, come back letter for letter."""
    layout = page_layout(((TextRun("AB BA ż A"),),), "en", own=(own_family(tmp_path),))
    assert "".join(decode(painted(layout, "en")).words.values()) == "AB BA ż A"
    runs = [piece.run for piece in layout.pages[0].pieces]  # type: ignore[union-attr]
    assert runs[0].font.family == "Own"
    assert len({run.font for run in runs}) == 2
