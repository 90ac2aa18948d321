"""Lines of handouts beside Chromium's rendering of the same letters in the same font files: a wrong glyph, a mark out
of place, or words in another order would be seen.

Every line of a card is painted again, black on white, one below the other, and Chromium is given its letters with the
phrases that caresheet isolates (UAX 9, HL4) marked as isolates. Line ends are not compared: house style keeps doses,
numbers to call and dates together.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Browser
from tests.outputs.shaped_pages import MARGIN, painted
from tests.projects.scripts import CARD, composed
from tests.projects.torture import samples
from tests.web.chromium import chromium

from caresheet.fonts.faces import font_file, measure
from caresheet.layout import lay_out
from caresheet.model.direction import direction_of
from caresheet.model.look import Margins
from caresheet.model.page_layout import ROOT, GlyphPiece, Page, PageLayout, Tag, TextPiece, WordPiece
from caresheet.outputs.pdf.preview import rasterize
from caresheet.text.isolates import left_to_right_phrases

__all__ = ["chromium"]

SCALE = 3
"""Pixels a point."""
ROOM, WIDTH = 44.0, 620.0
"""Points from one line to the next, and the width of the page."""
BASELINE = 28.0
"""Points from the top of a line's room to its baseline."""
MOST = 80
"""Lines of each card that are compared."""
DIFFERS = 0.25
"""The most of a word's ink, as a share, that two renderers may draw differently: each smooths edges in its own way."""
ALIKE = 0.99
"""The share of words that have to be alike."""
WORST = 0.45
"""The difference above which even a single word is wrong."""


LOCAL_FORMS = {"ko": "·"}
"""Signs with a form of their own in a language (OpenType, `locl`) that Chromium does not use: it gives them no script
between words. Lines with them are left out."""


class Word(NamedTuple):
    """A word on a line: its place in points from the left, and the share of its ink that differs."""

    text: str
    line: int
    left: float
    right: float
    differs: float = 0.0


def lines_of(language: str) -> list[tuple[WordPiece, ...]]:
    """The lines of a card: words that touch each other, in reading order, from the left margin."""
    groups: list[list[WordPiece]] = []
    for page in lay_out(composed(language, CARD)).pages:
        for piece in page.pieces:
            if isinstance(piece, WordPiece):
                if groups and _touches(groups[-1], piece):
                    groups[-1].append(piece)
                else:
                    groups.append([piece])
    said = {"".join(piece.text for piece in group): group for group in groups if any(p.text.strip() for p in group)}
    local = LOCAL_FORMS.get(language, "\n")
    return [tuple(_moved(group)) for text, group in said.items() if local not in text][:MOST]


def _touches(group: list[WordPiece], piece: WordPiece) -> bool:
    left, right = min(each.x for each in group), max(each.x + each.width for each in group)
    beside = min(abs(piece.x - right), abs(piece.x + piece.width - left))
    return piece.baseline == group[-1].baseline and beside < 0.6


def _moved(group: list[WordPiece]) -> Iterator[WordPiece]:
    left = min(each.x for each in group)
    return (replace(each, x=each.x - left + MARGIN, color="#000000", tag=1) for each in group)


def our_picture(lines: list[tuple[WordPiece, ...]], language: str) -> Image.Image:
    """The lines as PDFium shows the PDF."""
    height = ROOM * len(lines)
    pieces = [
        replace(piece, baseline=height - ROOM * number - BASELINE) for number, own in enumerate(lines) for piece in own
    ]
    page = Page(WIDTH, height, tuple(pieces))
    tags = (Tag("Document", ROOT, language=language), Tag("P", 0))
    layout = PageLayout((page,), tags, (), (), 11.0, 1.0, 1, 0.0, 1, Margins(MARGIN, MARGIN, MARGIN, MARGIN))
    raster = rasterize(painted(layout, language), 0, dpi=72 * SCALE, gray=True)
    return Image.frombytes("L", (raster.width, raster.height), raster.pixels)


def page_of(lines: list[tuple[WordPiece, ...]], language: str, features: str = "") -> str:
    """The lines as a web page with the same font files."""
    faces: dict[tuple[str, int | None], str] = {}
    rows = []
    for number, own in enumerate(lines):
        spans = "".join(_span(piece, words, faces) for piece, words in zip(own, _isolated(own), strict=True))
        top = ROOM * number
        rows.append(f'<div style="top:{top}px"><i></i>{spans}</div>')
    rules = "".join(
        f"@font-face{{font-family:{name};src:url('{Path(path).as_uri()}');font-weight:100 900}}"
        for (path, _), name in faces.items()
    )
    return (
        f'<!doctype html><html lang="{language}" dir="{direction_of(language).value}"><meta charset="utf-8"><style>'
        f"{rules}"
        f"*{{margin:0;padding:0}}body{{width:{WIDTH}px;height:{ROOM * len(lines)}px;background:#fff;position:relative}}"
        f"div{{position:absolute;left:{MARGIN}px;white-space:pre;line-height:0;font-synthesis:none;{features}}}"
        f"i{{display:inline-block;width:0;height:{BASELINE}px}}</style>{''.join(rows)}</html>"
    )


def _span(piece: WordPiece, words: str, faces: dict[tuple[str, int | None], str]) -> str:
    if isinstance(piece, GlyphPiece):
        path, weight, plain = piece.run.font.path, piece.run.font.weight, ""
    else:
        path, weight, plain = str(font_file(piece.face)), None, ";font-kerning:none;font-variant-ligatures:none"
    name = faces.setdefault((path, weight), f"f{len(faces)}")
    axis = f";font-weight:{weight}" if weight else ";font-weight:400"
    return f'<span style="font-family:{name};font-size:{piece.size}px{axis}{plain}">{html.escape(words)}</span>'


def _isolated(own: tuple[WordPiece, ...]) -> Iterator[str]:
    """The letters of each piece, with marks around what is read from left to right as a whole."""
    whole = "".join(piece.text for piece in own)
    starts = {start for start, _ in left_to_right_phrases(whole)}
    stops = {stop for _, stop in left_to_right_phrases(whole)}
    at = 0
    for piece in own:
        words = ""
        for letter in piece.text:
            words += ("\u2069" if at in stops else "") + ("\u2066" if at in starts else "") + letter
            at += 1
        yield words + ("\u2069" if at in stops and at == len(whole) else "")


def chromium_picture(browser: Browser, page: str, folder: Path) -> Image.Image:
    """The page as Chromium shows it."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    context = browser.new_context(viewport={"width": int(WIDTH), "height": 400}, device_scale_factor=SCALE)
    window = context.new_page()
    window.goto(path.as_uri())
    window.evaluate("document.fonts.ready")
    shot = window.screenshot(full_page=True)
    context.close()
    return Image.open(io.BytesIO(shot)).convert("L")


def words_of(lines: list[tuple[WordPiece, ...]]) -> Iterator[Word]:
    """The words of the lines, with their places."""
    for number, own in enumerate(lines):
        for piece in own:
            yield from _words(piece, number)


def _words(piece: WordPiece, line: int) -> Iterator[Word]:
    if isinstance(piece, TextPiece):
        advance, x = measure(piece.face).advance, piece.x
        for word in piece.text.split(" "):
            yield Word(word, line, x, x + advance(word) * piece.size)
            x += advance(f"{word} ") * piece.size
        return
    per_unit = piece.width / sum(cluster.advance for cluster in piece.run.clusters)
    x = left = piece.x
    text = ""
    for cluster in piece.run.clusters:
        if cluster.text == " ":
            if text:
                yield Word(text, line, left, x)
            text, left = "", x + cluster.advance * per_unit
        else:
            text += cluster.text
        x += cluster.advance * per_unit
    if text:
        yield Word(text[::-1] if piece.run.rtl else text, line, left, x)


def compared(ours: Image.Image, theirs: Image.Image, words: Iterator[Word]) -> list[Word]:
    """Each word with the share of its ink that differs, at the best of a few places a pixel apart: Chromium also kerns
    between words of two runs, such as a value and the period after it."""
    soft = [ImageChops.invert(picture).filter(ImageFilter.BoxBlur(1)) for picture in (ours, theirs)]
    found = []
    for word in words:
        box = (
            int((word.left - 0.5) * SCALE), int(ROOM * word.line * SCALE),
            int((word.right + 0.5) * SCALE) + 1, int(ROOM * (word.line + 1) * SCALE),
        )  # fmt: skip
        own = soft[0].crop(box)
        shifts = ((x, y) for x in range(-5, 6) for y in range(-1, 2))
        places = ((box[0] + x, box[1] + y, box[2] + x, box[3] + y) for x, y in shifts)
        least = min(_difference(own, soft[1].crop(place)) for place in places)
        found.append(word._replace(differs=least))
    return found


def _difference(one: Image.Image, other: Image.Image) -> float:
    ink = _sum(one) + _sum(other)
    return _sum(ImageChops.difference(one, other)) / ink if ink else 0.0


def _sum(picture: Image.Image) -> float:
    return float(ImageStat.Stat(picture).sum[0])


def differing(browser: Browser, language: str, folder: Path, features: str = "") -> tuple[list[Word], int]:
    """The words that Chromium draws differently, and how many there are."""
    lines = lines_of(language)
    theirs = chromium_picture(browser, page_of(lines, language, features), folder)
    words = compared(our_picture(lines, language), theirs, words_of(lines))
    return [word for word in words if word.differs > DIFFERS and word.text.strip()], len(words)


@pytest.mark.long
@pytest.mark.parametrize("language", samples())
def test_chromium_draws_the_same_words(chromium: Browser, language: str, tmp_path: Path) -> None:
    """The words of a card in each language have the same glyphs at the same places as in Chromium."""
    found, count = differing(chromium, language, tmp_path)
    assert count > MOST / 2
    assert [word for word in found if word.differs > WORST] == []
    assert len(found) <= (1 - ALIKE) * count, found


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "features"),
    [
        ("ar", "font-feature-settings:'init' 0,'medi' 0,'fina' 0"),
        ("hi", "font-feature-settings:'half' 0,'blwf' 0,'rphf' 0"),
        ("km", "font-feature-settings:'blwf' 0,'pref' 0,'abvf' 0,'pstf' 0,'clig' 0"),
        ("ru", "font-feature-settings:'c2sc' 1,'smcp' 1,'onum' 1"),
        ("he", "direction:ltr;unicode-bidi:bidi-override"),
    ],
)
def test_a_wrong_glyph_is_seen(chromium: Browser, language: str, features: str, tmp_path: Path) -> None:
    """Without the joined forms, conjuncts or marks of a script, with other figures, or in another order, many words
    differ."""
    found, count = differing(chromium, language, tmp_path, features)
    assert len(found) > (1 - ALIKE) * count
