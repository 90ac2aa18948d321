"""Links can be told from the words around them without color."""

from __future__ import annotations

import pytest
from tests.layout.test_lines import HERE, STYLE, set_text

from caresheet.layout.lines import break_lines
from caresheet.layout.text_lines import TextLine
from caresheet.model.page_layout import ARTIFACT, ShapePiece, TextPiece
from caresheet.model.problem import Origin
from caresheet.model.text import PrintedText, TextRun
from caresheet.model.value import Value, ValueKind

PAGE, TERM = "https://kettles.example/a", "#term-kettle"
PHONE = Value(ValueKind.PHONE, "555 0100", Origin("phone", HERE))


def rules(line: TextLine) -> list[tuple[float, float, float]]:
    """Start, end and height of every line under words."""
    made = []
    for piece in line.pieces:
        if isinstance(piece, ShapePiece):
            assert (piece.tag, piece.stroke, piece.fill) == (ARTIFACT, STYLE.color, None)
            xs, ys = ([value for _, values in piece.path for value in values[place::2]] for place in (0, 1))
            assert max(ys) - min(ys) == 0
            made.append((min(xs), max(xs), ys[0]))
    return made


@pytest.mark.parametrize("link", [PAGE, "tel:112", TERM])
def test_a_line_runs_under_the_words(link: str) -> None:
    """A line runs under the words of a link, from their first letter to their last and below their baseline."""
    (line,) = set_text("See ", TextRun("the page", link=link), " now.", width=400)
    ((start, end, y),) = rules(line)
    words = next(piece for piece in line.pieces if isinstance(piece, TextPiece) and piece.text.startswith("the"))
    assert start == pytest.approx(words.x)
    assert end == pytest.approx(words.x + words.width, abs=1)
    assert words.baseline - 0.3 * STYLE.size < y < words.baseline


def test_what_leads_out_looks_different() -> None:
    """The line is solid under a link that leads out of the document, and dotted under one that explains a term."""
    (line,) = set_text(TextRun("page", link=PAGE), " ", TextRun("kettle", link=TERM), width=400)
    solid, dotted = (piece for piece in line.pieces if isinstance(piece, ShapePiece))
    assert len(solid.path) == 2
    assert len(dotted.path) > 10


def test_every_line_of_a_long_link() -> None:
    """A link that runs over several lines has a line under each of its parts."""
    lines = set_text(TextRun("the page about kettles and their lids", link=PAGE), width=90)
    assert len(lines) > 1
    assert [len(rules(line)) for line in lines] == [1] * len(lines)


def test_artifacts_keep_their_lines() -> None:
    """Where words are repeated as artifacts, such as a table's head, links still look like links."""
    text = PrintedText((TextRun("See "), TextRun("the page", link=PAGE)), HERE)
    (line,) = break_lines(text, [ARTIFACT] * 2, STYLE, 400)
    assert len(rules(line)) == 1


@pytest.mark.parametrize(
    "run",
    [
        TextRun("3", link="#ref-3", raised=True),
        TextRun("555 0100", link="tel:5550100", value=PHONE),
        TextRun("plain"),
    ],
)
def test_what_shows_what_it_is(run: TextRun) -> None:
    """The number of a source in brackets, a clinic's own number and plain words have no line."""
    (line,) = set_text("See ", run, width=400)
    assert rules(line) == []
