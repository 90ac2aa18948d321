"""Handouts in a typeface that the layout brings: printed, read back, and with warnings about what the typeface
lacks."""

from __future__ import annotations

import io
from datetime import date

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from tests.fonts.own_fonts import as_otf, installed, saved
from tests.projects.merged import Memory, wound_care
from tests.projects.torture import torture

from caresheet.app.judging import judge
from caresheet.app.pipeline import compose_checked, render
from caresheet.app.selection import jobs
from caresheet.layout import lay_out
from caresheet.model.job import Job
from caresheet.model.page_layout import GlyphPiece, TextPiece
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.project import Project
from caresheet.source import read_project

TODAY = date(2026, 11, 24)
CLINIC = "content/clinics/example.yaml"
CARD = "layouts/red-flag-card.yaml"
FONT, BOLD = "layouts/fonts/Own.ttf", "layouts/fonts/Own-Bold.ttf"


def project(language: str, regular: bytes, bold: bytes, words: tuple[str, str] = ("", "")) -> Project:
    """The test topic with its card in a typeface of its own; `words` changes some of its text."""
    files = wound_care().files if language in {"en", "es"} else torture(language).files
    topic = f"content/wound-care/{language}.yaml"
    changed = {
        CARD: files[CARD] + b"\nfonts: {regular: fonts/Own.ttf, bold: fonts/Own-Bold.ttf}\n",
        topic: files[topic].decode().replace(*words, 1).encode(),
        FONT: regular,
        BOLD: bold,
    }
    memory = Memory(files | changed)
    return read_project(memory, (memory, CLINIC))


def sarabun(language: str, words: tuple[str, str] = ("", "")) -> Project:
    return project(language, installed("Sarabun"), installed("Sarabun", strong=True), words)


def card(whole: Project, language: str) -> Job:
    (found,) = jobs(whole, layouts=["red-flag-card"], languages=[language], today=TODAY)
    return found


def found_in(whole: Project, language: str, rule: str) -> list[Problem]:
    """What a rule finds in the card."""
    return [each for each in judge(whole, [card(whole, language)], pages=False).problems if each.rule.name == rule]


def families_on(wanted: Job) -> set[str]:
    """The typefaces of its pages; all of it is shaped."""
    pieces = [piece for page in lay_out(compose_checked(wanted).composed).pages for piece in page.pieces]
    assert not [piece.text for piece in pieces if isinstance(piece, TextPiece)]
    return {piece.run.font.family for piece in pieces if isinstance(piece, GlyphPiece)}


@pytest.mark.parametrize("kind", ["ttf", "otf"])
def test_a_handout_in_another_typeface_is_read_back(kind: str) -> None:
    """All words, numbers of pages included, are set in it, whatever curves it has; the proof reads them letter for
    letter; and its files are among those that the handout was made from."""
    regular = as_otf("Sarabun") if kind == "otf" else installed("Sarabun")
    wanted = card(project("es", regular, installed("Sarabun", strong=True)), "es")
    rendered = render(wanted)
    assert rendered.handout.artifact("pdf").data.startswith(b"%PDF")
    assert {FONT, BOLD} <= set(rendered.handout.inputs)
    assert families_on(wanted) == {"Sarabun"}


def test_letters_that_it_lacks_are_told() -> None:
    """A Thai typeface has no Cyrillic letters: they are printed in the family of their language, and a warning at the
    layout's font says so. A text whose letters it has gets no warning."""
    russian = sarabun("ru")
    (found,) = found_in(russian, "ru", "font-coverage")
    assert str(found.position).startswith(CARD)
    assert found.message.startswith("Sarabun has no glyph for ")
    assert found.message.endswith("; set in Source Sans 3 instead")
    assert families_on(card(russian, "ru")) == {"Sarabun", "Source Sans 3"}
    assert not found_in(sarabun("en"), "en", "font-coverage")


def test_a_script_that_it_lacks_is_set_in_the_family_of_the_language() -> None:
    """An Arabic handout in a Latin typeface: numbers and names in the one, everything else in the other, and the proof
    reads both."""
    wanted = card(sarabun("ar"), "ar")
    assert render(wanted).handout.artifact("pdf").data
    assert families_on(wanted) == {"Sarabun", "IBM Plex Sans Arabic"}


def test_a_private_use_character_is_refused() -> None:
    """Even if the typeface has a glyph for it: a listener would hear nothing."""
    (found,) = found_in(sarabun("en", ("Bleeding", "\ue001 Bleeding")), "en", "no-glyph")
    assert "U+E001" in found.message
    assert str(found.position).startswith("content/wound-care/en.yaml:")
    assert (
        found.hint == "use a picture, a pictogram or words: a private-use character means nothing outside of one font"
    )


@pytest.mark.parametrize(
    ("language", "typeface", "called"),
    [
        ("zh-Hans", "Noto Sans JP", "Japanese"),
        ("zh-Hant", "Noto Sans SC", "simplified Chinese"),
        ("ja", "Noto Sans TC", "traditional Chinese"),
        ("ko", "Noto Sans JP", "Japanese"),
    ],
)
def test_a_chinese_text_in_a_japanese_font_is_refused(language: str, typeface: str, called: str) -> None:
    """The same characters have other forms there: it is refused at the layout's font, with what to use instead."""
    whole = project(language, installed(typeface), installed(typeface))
    with pytest.raises(CaresheetError) as raised:
        compose_checked(card(whole, language))
    (found,) = [each for each in raised.value.problems if each.rule.name == "unusable-font"]
    assert str(found.position).startswith(CARD)
    assert f"is a font for {called}; its characters look wrong in '{language}'" in found.message
    assert found.hint == f"use a font for '{language}', or give '{language}' a layout without 'fonts'"


@pytest.mark.parametrize(
    ("language", "typeface"),
    [("zh-Hans", "Noto Sans SC"), ("zh-Hant", "Noto Sans TC"), ("ja", "Noto Sans JP"), ("ko", "Noto Sans KR")],
)
def test_a_font_for_the_language_is_used(language: str, typeface: str) -> None:
    """It sets all of the handout, except for a lowered digit that it lacks."""
    whole = project(language, installed(typeface), installed(typeface))
    assert families_on(card(whole, language)) == {typeface, "Source Sans 3"}


@pytest.mark.parametrize(
    ("language", "family"), [("ar", "IBM Plex Sans Arabic"), ("hi", "Mukta"), ("km", "Noto Sans Khmer")]
)
def test_a_font_without_joined_forms_is_refused(language: str, family: str) -> None:
    """A font with the letters of a script whose letters are joined, but without their joined forms, would show each
    letter by itself. The same font with these forms is used."""
    whole = [installed(family), installed(family, strong=True)]
    assert found_in(project(language, whole[0], whole[1]), language, "unusable-font") == []
    (found,) = found_in(project(language, *map(without_forms, whole)), language, "unusable-font")
    assert found.message.endswith(f"shows each letter by itself where '{language}' joins them")
    assert found.hint == f"use a font made for '{language}', or give '{language}' a layout without 'fonts'"


def test_letters_without_an_outline_are_set_in_another_family() -> None:
    """A letter that a color font shows as a picture, or an unfinished font not at all, is never printed as nothing."""
    font = TTFont(io.BytesIO(installed("Sarabun")))
    font["glyf"]["a"] = Glyph()
    whole = project("en", saved(font), installed("Sarabun", strong=True))
    (found,) = found_in(whole, "en", "font-coverage")
    assert found.message.startswith("Sarabun has no glyph for a; set in ")


def without_forms(data: bytes) -> bytes:
    """The font without the table that replaces glyphs."""
    font = TTFont(io.BytesIO(data))
    del font["GSUB"]
    return saved(font)
