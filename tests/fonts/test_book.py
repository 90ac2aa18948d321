"""Which font shows a letter, and what the message says if none does."""

from __future__ import annotations

import pytest

from caresheet.fonts import book
from caresheet.fonts import families as known
from caresheet.fonts.book import MissingGlyphError, font_for
from caresheet.fonts.families import FontStyle, families, family_of
from caresheet.fonts.opened import opened
from caresheet.model.glyphs import TypeSetting

PLAIN, STRONG, EMPHASIS = FontStyle(), FontStyle(strong=True), FontStyle(emphasis=True)


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("en", "Atkinson Hyperlegible"),
        ("pl", "Atkinson Hyperlegible"),
        ("vi", "Source Sans 3"),
        ("ru", "Source Sans 3"),
        ("el-CY", "Source Sans 3"),
        ("ar-EG", "IBM Plex Sans Arabic"),
        ("ur", "IBM Plex Sans Arabic"),
        ("he", "Heebo"),
        ("hi", "Mukta"),
        ("bn", "Hind Siliguri"),
        ("ta", "Noto Sans Tamil"),
        ("th", "Sarabun"),
        ("km", "Noto Sans Khmer"),
    ],
)
def test_a_language_has_its_family(language: str, family: str) -> None:
    """A language is set in its family, whatever its region."""
    first = family_of(language).instance(PLAIN)
    assert first
    assert first.family == family


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_every_family_has_its_files(family: known.FontFamily) -> None:
    """Each style of each family is a font that opens, has its own weight, and has heights that lines can be set by."""
    for style in (PLAIN, STRONG, EMPHASIS, FontStyle(strong=True, emphasis=True)):
        instance = family.instance(style)
        assert instance
        font = opened(instance)
        assert font.is_bold == (style.strong or (style.emphasis and not family.files.italic))
        heights = font.metrics
        assert 0.6 < heights.ascent < 1.5
        assert 0.1 < heights.descent < 1.0
        assert 0.3 < heights.x_height <= heights.cap_height < heights.ascent  # Gurmukhi has letters of one height


def test_marks_are_set_in_a_font_that_puts_them_on_their_letter() -> None:
    """Atkinson Hyperlegible has a dot above, but no place for it on a q: it would stand beside the letter. Navajo,
    Yoruba and stressed Cyrillic letters are set in a font that knows where their marks belong."""
    for letters, script in (("q\u0307", "Latn"), ("x\u0301", "Latn"), ("o\u0323\u0300", "Latn"), ("и\u0301", "Cyrl")):
        for language in ("en", "hi", "ar"):
            chosen = opened(font_for(letters, script, TypeSetting(language), PLAIN))
            assert chosen.attaches(letters)
    assert font_for("q\u0307", "Latn", TypeSetting("en"), PLAIN).family == "Source Sans 3"
    assert font_for("\u0105\u0301", "Latn", TypeSetting("en"), PLAIN).family == "Atkinson Hyperlegible"
    with pytest.raises(MissingGlyphError):
        font_for("q\u0328", "Latn", TypeSetting("en"), PLAIN)  # its hook has no place in any


def test_a_stray_letter_falls_back_by_its_script() -> None:
    """A letter that the family of the language lacks is set in a family of its script, and a sign in a core family."""
    assert font_for("م", "Arab", TypeSetting("en"), PLAIN).family == "IBM Plex Sans Arabic"
    assert font_for("ж", "Cyrl", TypeSetting("he"), PLAIN).family == "Source Sans 3"
    assert font_for("®", "Deva", TypeSetting("hi"), PLAIN).family in {"Mukta", "Atkinson Hyperlegible"}


def test_a_glyph_without_an_outline_is_no_letter() -> None:
    """Mukta has the ordinal sign of Spanish and the sign of negation, but paints nothing for them."""
    for sign in "º¬":
        assert font_for(sign, "Deva", TypeSetting("hi"), FontStyle()).family != "Mukta"
    assert font_for("ª", "Deva", TypeSetting("hi"), FontStyle()).family == "Mukta"


def test_what_was_used_before_goes_on() -> None:
    """A sign that the family of the language lacks is set in the font of the letter before it, where that has it."""
    source = font_for("ế", "Latn", TypeSetting("en"), PLAIN)
    assert source.family == "Source Sans 3"
    assert font_for("ạ", "Latn", TypeSetting("en"), PLAIN, source) == source
    assert font_for("a", "Latn", TypeSetting("en"), PLAIN, source).family == "Atkinson Hyperlegible"


def test_a_letter_with_its_marks_is_set_in_one_font() -> None:
    """A font that lacks a mark does not set the letter under it."""
    assert font_for("e\u0323\u0302", "Latn", TypeSetting("en"), PLAIN).family == "Source Sans 3"


def test_a_missing_letter_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the fonts of a script are not installed, the message names the letter and what to install."""
    real = known._folder
    monkeypatch.setattr(known, "_folder", lambda package: None if "arabic" in package else real(package))
    book._chain.cache_clear()
    for language in ("ar", "en"):
        with pytest.raises(MissingGlyphError, match=r"no installed font has 'م' \(U\+0645\)") as raised:
            font_for("م", "Arab", TypeSetting(language), PLAIN)
        assert raised.value.hint == "install its fonts: pip install 'caresheet[arabic]'"
    book._chain.cache_clear()


def test_a_letter_that_no_extra_brings() -> None:
    """A Chinese letter that the Japanese font lacks is refused, and no extra is named that does not have it either."""
    with pytest.raises(MissingGlyphError) as raised:
        font_for("严", "Hani", TypeSetting("ja"), PLAIN)
    assert raised.value.extra == ""
    assert raised.value.hint == "write it with other letters, or in words"


def test_languages_name_each_family_once() -> None:
    """No language belongs to two families, so the order of the file does not matter."""
    tags = [tag for family in families() for tag in family.languages]
    assert len(tags) == len(set(tags))
    assert family_of("xx") == families()[0]
