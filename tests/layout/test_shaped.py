"""Lines of shaped text: nothing is lost, nothing overflows, and blanks stay within their line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.layout.test_lines import set_text
from tests.projects.torture import samples

from caresheet.fonts.opened import opened
from caresheet.layout.labels import label_pieces, spaced, width_of
from caresheet.layout.lines import TextStyle
from caresheet.layout.text_lines import TextLine
from caresheet.model.glyphs import TypeSetting
from caresheet.model.page_layout import FieldPiece, GlyphPiece, TextPiece
from caresheet.model.text import FieldBlank, TextRun

BLANK = FieldBlank("patient.name", "name", 90.0, captioned=False)
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


def style(language: str) -> TextStyle:
    return TextStyle(12.0, 18.0, "#000000", setting=TypeSetting(language))


def words_of(line: TextLine) -> str:
    return "".join(piece.text for piece in line.pieces if isinstance(piece, GlyphPiece | TextPiece))


@settings(max_examples=40)
@given(st.sampled_from(["ru", "ar", "he", "hi", "th"]), st.data(), st.floats(24, 480))
def test_nothing_is_lost_and_nothing_overflows(language: str, data: st.DataObject, width: float) -> None:
    """At any width, the lines contain exactly the text with the blank, and no line is wider than its column."""
    text = " ".join(samples()[language][:2])
    cut = data.draw(st.integers(1, len(text) - 1))
    lines = set_text(text[:cut], BLANK, TextRun(text[cut:], strong=True), width=width, style=style(language))
    assert "".join(map(words_of, lines)).split() == text.split() or "".join("".join(map(words_of, lines)).split()) == (
        "".join(text.split())
    )
    for line in lines:
        assert line.width <= width + 0.01
        for piece in line.pieces:
            if isinstance(piece, FieldPiece):
                assert -0.01 <= piece.x <= piece.x + piece.width <= width + 0.01


def test_the_first_word_is_at_the_start() -> None:
    """Lines are laid out from the start edge, whatever their direction."""
    for language in ("ru", "ar", "he"):
        first = set_text(samples()[language][0], width=400.0, style=style(language))[0].pieces[0]
        assert isinstance(first, GlyphPiece)
        assert first.x == pytest.approx(0.0, abs=0.01)


def test_no_break_space_keeps_its_room_at_the_end_of_a_line() -> None:
    """A line is as wide as its words and the no-break spaces behind them; a space to break at takes no room."""
    widths = {
        end: set_text(f"c\u0304{end}", width=400.0, style=style("en"))[0].width for end in ("", "\u00a0", " \u00a0 ")
    }
    space = widths["\u00a0"] - widths[""]
    assert space > 2.0
    assert widths[" \u00a0 "] == pytest.approx(widths[""] + 2 * space, abs=0.5)


def test_letters_of_two_fonts_keep_apart() -> None:
    """The wide mark above an Arabic letter and the ring beside it, set in Khmer type: no ink reaches into the other."""
    (line,) = set_text("ب\u25cc\u0301", width=400.0, style=style("km"))
    pieces = [piece for piece in line.pieces if isinstance(piece, GlyphPiece)]
    assert len({piece.run.font for piece in pieces}) == 2
    (_, stop), (start, _) = sorted(_ink(piece) for piece in pieces)
    assert start > stop


def _ink(piece: GlyphPiece) -> tuple[float, float]:
    """The left and right ends of its ink, in points."""
    font, pen = opened(piece.run.font), 0
    ends: list[int] = []
    for cluster in piece.run.clusters:
        for glyph, x, _ in cluster.glyphs:
            ink = font.ink(glyph)
            ends += (pen + x + ink.left, pen + x + ink.right) if any(ink) else ()
        pen += cluster.advance
    scale = piece.size / font.units_per_em
    return piece.x + min(ends) * scale, piece.x + max(ends) * scale


def test_plain_words_stay_as_they_are() -> None:
    """English text is set letter by letter in the text family; text with a letter of another script is shaped."""
    (plain,) = set_text("Call at once", width=400.0)
    assert isinstance(plain.pieces[0], TextPiece)
    (mixed,) = set_text("Take 5 Жm", width=400.0)
    assert {piece.run.font.family for piece in mixed.pieces if isinstance(piece, GlyphPiece)} == {
        "Atkinson Hyperlegible",
        "Source Sans 3",
    }


def test_labels_are_shaped_too() -> None:
    """The number of a step and the word of a level end with a space, as words of the text family do."""
    for language, words in (("en", "STOP"), ("ar", "توقف"), ("ru", "СТОП")):
        pieces = label_pieces(words, style(language), 10.0, -4.0, 3)
        found = "".join(piece.text for piece in pieces if isinstance(piece, GlyphPiece | TextPiece))
        assert found == f"{words} "
        assert width_of(words, style(language)) > 12.0
        assert {piece.baseline for piece in pieces if isinstance(piece, GlyphPiece | TextPiece)} == {-4.0}
    assert spaced(()) == ()
