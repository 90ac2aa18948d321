"""Fonts of a layout: only files that can be embedded and read back; all others are refused in words that help."""

from __future__ import annotations

import io
import random
import sys

import pytest
from fontTools.ttLib import TTFont
from tests.fonts.own_fonts import PRIVATE, as_otf, installed, otf, saved, sfnt
from tests.source.trees import problems, read, small

from caresheet.fonts import installed as what_is_installed
from caresheet.fonts.embedding import UnusableFontError, usable_font

LAYOUT = "layouts/card.yaml"
FILE = "layouts/fonts/Own.ttf"
HEAD = "audience: patient\nkind: card\ncitations: hidden\nplace: [rest]\n"
ONE, BOTH = "{regular: fonts/Own.ttf}", "{regular: fonts/Own.ttf, bold: fonts/Own.ttf}"


def refused(data: bytes, fonts: str = BOTH) -> tuple[str, str, str]:
    """Where a project with this font is refused, in which words, and with what remedy."""
    (found,) = problems(small({LAYOUT: f"{HEAD}fonts: {fonts}\n", FILE: data}))
    assert found.rule.name == "unusable-font"
    return str(found.position), found.message, found.hint


def changed(name: str, table: str, **values: int) -> bytes:
    """An installed font with other numbers in a table."""
    font = TTFont(io.BytesIO(installed(name)))
    for key, value in values.items():
        setattr(font[table], key, value)
    return saved(font)


@pytest.mark.parametrize(
    ("allowed", "words"),
    [
        (0x0002, "may not be embedded in a PDF: its license does not allow it"),
        (0x0100, "may only be embedded whole"),
        (0x0200, "may only be embedded as pictures of its letters"),
    ],
)
def test_a_license_is_kept(allowed: int, words: str) -> None:
    """A font whose maker does not allow embedding is refused at its path in the layout."""
    place, message, hint = refused(otf(allowed=allowed))
    assert place == f"{LAYOUT}:5:18"
    assert message.startswith(f"'{FILE}' {words}")
    assert hint == "use another font, or ask its maker for a license that allows it"


@pytest.mark.parametrize("allowed", [0x0000, 0x0004, 0x0008, 0x0006, 0x000E])
def test_the_most_generous_permission_counts(allowed: int) -> None:
    """Printing, editing or anything: each is enough, even if an older font says two things."""
    read(small({LAYOUT: f"{HEAD}fonts: {BOTH}\n", FILE: otf(allowed=allowed)}))


def test_a_symbol_font_is_refused() -> None:
    """Letters that are private-use characters mean nothing to anyone who copies or hears them."""
    _, message, hint = refused(otf(letters=PRIVATE))
    assert (
        message
        == f"'{FILE}' is a symbol font: its letters are private-use characters, which mean nothing outside of it"
    )
    assert hint == "use a font with letters; show symbols as pictures or pictograms"


@pytest.mark.parametrize(
    ("data", "words", "cure"),
    [
        (b"wOF2 and more", "is a web font", "use the TTF or OTF file that it was made from"),
        (b"wOFF and more", "is a web font", "use the TTF or OTF file that it was made from"),
        (b"ttcf and more", "is a collection of fonts", "use the file of a single font"),
        (b"%PDF-1.7", "is not a TTF or OTF font", "opens as a font"),
        (b"", "is not a TTF or OTF font", "opens as a font"),
        (b"\0\1\0\0 cut off", "is not a TTF or OTF font", "opens as a font"),
        (otf(letters="AB"), "has no space character", "use another font"),
    ],
)
def test_any_other_file_is_refused(data: bytes, words: str, cure: str) -> None:
    """It says what the file is, if that is known, and what to use instead."""
    _, message, hint = refused(data)
    assert message == f"'{FILE}' {words}"
    assert cure in hint


@pytest.mark.parametrize("table", ["CBDT", "EBDT", "sbix"])
def test_a_font_of_pictures_is_refused(table: str) -> None:
    """Bitmap fonts and color fonts without outlines are not damaged: the message says what they are."""
    font = TTFont(io.BytesIO(installed("Sarabun")))
    tables = {tag: font.reader[tag] for tag in font.reader.keys() if tag not in {"glyf", "loca"}}  # noqa: SIM118
    _, message, hint = refused(sfnt(tables | {table: bytes(8)}))
    assert message == f"'{FILE}' has pictures of its letters and no outlines"
    assert hint == "use a font with outlines, TTF or OTF"


def cut(data: bytes) -> bytes:
    return data[:-1000]


def without_outlines(data: bytes) -> bytes:
    """Every glyph begins and ends at the same place."""
    font = TTFont(io.BytesIO(data))
    tables = {tag: font.reader[tag] for tag in font.reader.keys()}  # noqa: SIM118
    return sfnt(tables | {"loca": bytes(len(tables["loca"]))})


def with_number(table: str, offset: int, number: int) -> bytes:
    """A font with 16 bits of a table changed."""
    font = TTFont(io.BytesIO(installed("Sarabun")))
    tables = {tag: font.reader[tag] for tag in font.reader.keys()}  # noqa: SIM118
    old = tables[table]
    return sfnt(tables | {table: old[:offset] + number.to_bytes(2, "big") + old[offset + 2 :]})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (cut(installed("Sarabun")), "is damaged: its end is missing"),
        (with_number("head", 18, 0), "is damaged: it has 0 units per em"),
        (with_number("head", 18, 20_000), "is damaged: it has 20000 units per em"),
        (with_number("hhea", 34, 0), "is damaged: the widths of its letters are missing"),
        (with_number("hhea", 34, 65_535), "is damaged: the widths of its letters are missing"),
        (without_outlines(installed("Sarabun")), "draws no letter and no digit"),
    ],
)
def test_a_font_that_would_show_wrong_letters_is_refused(data: bytes, words: str) -> None:
    """Some readers of PDFs show nothing or other letters with such a font, or it would silently give way to another."""
    _, message, hint = refused(data)
    assert message == f"'{FILE}' {words}"
    assert "another" in hint


def test_a_missing_file_is_refused() -> None:
    """With the name of a similar file, if there is one."""
    tree = small({LAYOUT: f"{HEAD}fonts: {{regular: fonts/Owm.ttf}}\n", FILE: otf()})
    (found,) = problems(tree)
    assert (str(found.position), found.rule.name) == (f"{LAYOUT}:5:18", "unusable-font")
    assert found.message == "there is no font 'layouts/fonts/Owm.ttf', or it cannot be read"
    assert found.hint == f"did you mean '{FILE}'?"
    (outside,) = problems(small({LAYOUT: f"{HEAD}fonts: {{regular: /usr/share/Own.ttf}}\n"}))
    assert (outside.rule.name, outside.hint) == ("outside-project", "copy the font into the project")


def test_a_family_has_a_bold_face() -> None:
    """There must be a separate bold file or a variable font: without either, key words would look like all others."""
    _, message, hint = refused(otf(), ONE)
    assert message == "no bold face is given for Own, but headings and key words are set in bold"
    assert hint == "add the file of its bold face as 'bold'"
    project = read(small({LAYOUT: f"{HEAD}fonts: {ONE}\n", FILE: installed("Heebo")}))
    fonts = project.layouts[0].look.fonts
    assert fonts
    assert (fonts.regular.family, fonts.regular.weight, fonts.bold.weight) == ("Heebo", None, 700)


def test_lines_as_high_as_houses_are_refused() -> None:
    """Heights that no font has are damage."""
    _, message, hint = refused(changed("Sarabun", "OS/2", sTypoAscender=30_000))
    assert "is damaged: its lines would reach 30.0 em above" in message
    assert hint == "use another file of the font, or another font"


def test_without_harfbuzz_there_are_no_other_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    what_is_installed.has_shaper.cache_clear()
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    try:
        _, message, hint = refused(otf())
    finally:
        what_is_installed.has_shaper.cache_clear()
    assert message == "HarfBuzz, which is needed to print with other fonts, is not installed"
    assert hint == "install it with: pip install uharfbuzz"


@pytest.mark.parametrize("kind", ["ttf", "otf"])
def test_a_broken_font_never_breaks_the_program(kind: str) -> None:
    """Whatever bytes of a font are changed or cut off, it is used or refused, and each refusal says what to do."""
    whole = as_otf("Sarabun") if kind == "otf" else installed("Sarabun")
    chance = random.Random(18)
    cures = []
    for _ in range(60):
        data = bytearray(whole[: chance.choice([len(whole), chance.randrange(len(whole))])])
        for _ in range(chance.choice([1, 20, 400])):
            data[chance.randrange(4, min(len(data), chance.choice([400, len(data)])) or 5)] = chance.randrange(256)
        try:
            usable_font(FILE, bytes(data))
        except UnusableFontError as error:
            cures.append(error.hint)
    assert cures
    assert all(cures)
