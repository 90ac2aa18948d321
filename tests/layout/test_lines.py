"""Breaking text into lines: nothing is lost, nothing overflows, nothing that belongs together is split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from caresheet.fonts.faces import measure
from caresheet.layout.lines import TextStyle, break_lines, longest_word, natural_width
from caresheet.layout.text_lines import TextLine
from caresheet.model.page_layout import Face, FieldPiece, GlyphPiece, TextPiece
from caresheet.model.problem import Position
from caresheet.model.text import FieldBlank, PrintedText, TextRun

STYLE = TextStyle(12.0, 16.0, "#000000")
STYLES = st.sampled_from([STYLE, replace(STYLE, key_words=1.5)])
HERE = Position("content/kettles/en.yaml", 3, 5)


def set_text(*runs: TextRun | FieldBlank | str, width: float, style: TextStyle = STYLE) -> tuple[TextLine, ...]:
    text = PrintedText(tuple(TextRun(run) if isinstance(run, str) else run for run in runs), HERE)
    return break_lines(text, [7] * len(text.runs), style, width)


def words_of(line: TextLine) -> str:
    return "".join(piece.text for piece in line.pieces if isinstance(piece, TextPiece))


runs = st.builds(
    TextRun,
    text=st.text(alphabet="abcABC .-/–—é\u00a0°0123456789", min_size=1, max_size=60),
    strong=st.booleans(),
    emphasis=st.booleans(),
)


@given(st.lists(runs, min_size=1, max_size=5), st.floats(30, 500))
def test_every_character_is_set_once_and_in_order(texts: list[TextRun], width: float) -> None:
    """At any width, the lines together hold exactly the text."""
    lines = set_text(*texts, width=width)
    assert "".join(map(words_of, lines)).split() == "".join(run.text for run in texts).split()


@given(st.lists(runs, min_size=1, max_size=5), st.floats(30, 500), STYLES)
def test_no_line_is_wider_than_its_column(texts: list[TextRun], width: float, style: TextStyle) -> None:
    """Words wider than the line are split, so that nothing overflows, even where bold words are larger."""
    for line in set_text(*texts, width=width, style=style):
        for piece in line.pieces:
            assert isinstance(piece, TextPiece)
            ink = measure(piece.face).advance(piece.text.rstrip(" \u00a0")) * piece.size  # spaces at the end leave none
            assert piece.x + ink <= width + 0.01


@given(st.lists(runs, min_size=1, max_size=4), st.floats(60, 500), STYLES)
def test_pieces_of_a_line_stand_side_by_side(texts: list[TextRun], width: float, style: TextStyle) -> None:
    """Runs in different faces and sizes follow each other without overlapping."""
    for line in set_text(*texts, width=width, style=style):
        reach = 0.0
        for piece in line.pieces:
            assert isinstance(piece, TextPiece)
            assert piece.x >= reach - 0.01
            reach = piece.x + piece.width


def test_a_space_at_the_line_end_keeps_words_apart_for_the_ear() -> None:
    """A screen reader runs lines together: each one that ends between words ends with a space."""
    lines = set_text("one two three four five six seven", width=60)
    assert all(words_of(line).endswith(" ") for line in lines[:-1])
    assert not words_of(lines[-1]).endswith(" ")


def test_numbers_stay_with_their_units() -> None:
    """A no-break space holds."""
    for width in range(40, 200, 3):
        lines = set_text("It is 38\u00a0°C or more", width=width)
        assert not any(words_of(line).rstrip().endswith("38") for line in lines)


def test_phone_numbers_are_never_parted_where_they_fit() -> None:
    """A line does not break at a hyphen between digits."""
    for width in range(60, 200, 3):
        assert any("555-0142" in words_of(line) for line in set_text("Call us on 555-0142 at night", width=width))


def test_compounds_part_after_their_hyphen_and_nothing_is_added() -> None:
    """A long compound may break after its own hyphen; no other hyphen ever appears."""
    width = measure(Face.REGULAR).advance("established-") * STYLE.size
    lines = set_text("well-established", width=width)
    assert [words_of(line) for line in lines] == ["well-", "established"]


def test_runs_without_a_space_between_them_are_one_word() -> None:
    """A period after bold words does not begin a line."""
    for width in range(40, 160, 3):
        lines = set_text("Please ", TextRun("call now", strong=True), ".", width=width)
        assert not any(words_of(line).startswith(".") for line in lines)


@pytest.mark.parametrize("words", ["Seizure", "Судороги"])
def test_key_words_are_larger_than_the_rest_of_their_line(words: str) -> None:
    """Bold words stand on the baseline of the others in a larger size, and their line is higher by the same factor."""
    style = replace(STYLE, key_words=1.5)
    large, *small = set_text(TextRun(words, strong=True), " (a fit), or the limbs shake", width=120, style=style)
    sizes = [piece.size for piece in large.pieces if isinstance(piece, TextPiece | GlyphPiece)]
    assert (sizes[0], set(sizes[1:])) == (18.0, {12.0})
    assert len({piece.baseline for piece in large.pieces if isinstance(piece, TextPiece | GlyphPiece)}) == 1
    assert large.height == 24.0
    assert [line.height for line in small] == [16.0]


def test_a_blank_keeps_its_length() -> None:
    """A line to write on is as long as it was declared, whatever the type size."""
    for size in (9.0, 12.0, 24.0):
        style = TextStyle(size, size * 1.3, "#000000")
        lines = set_text("Call ", FieldBlank("clinic.phone", "phone", 113.4), ".", width=400, style=style)
        (field,) = (piece for line in lines for piece in line.pieces if isinstance(piece, FieldPiece))
        assert (field.name, field.width) == ("clinic.phone", 113.4)


def test_the_words_behind_a_blank_say_what_it_is_for() -> None:
    """A captioned blank is followed by its label, on the same line."""
    lines = set_text("Call ", FieldBlank("clinic.phone", "phone", 40.0), " at night", width=400)
    assert words_of(lines[0]) == "Call  (phone) at night"


def test_a_paragraph_does_not_end_in_a_slip() -> None:
    """If one short word would stand alone on the last line, the paragraph is set a little narrower."""
    text = "When the water has boiled, wait for one whole minute before you pour it into the pot so"
    width = natural_width(PrintedText((TextRun(text),), HERE), STYLE) - 1
    lines = set_text(text, width=width)
    assert len(lines) == 2
    assert lines[-1].width > 0.18 * width


def test_longest_word_is_what_a_column_needs() -> None:
    """In a column as wide as the longest word, no word is split."""
    text = PrintedText((TextRun("a heart-breaking "), TextRun("incomprehensibility", strong=True), TextRun("!")), HERE)
    width = longest_word(text, STYLE)
    assert any("incomprehensibility!" in words_of(line) for line in break_lines(text, [0, 0, 0], STYLE, width))
    assert not any("incomprehensibility!" in words_of(line) for line in break_lines(text, [0, 0, 0], STYLE, width - 1))
