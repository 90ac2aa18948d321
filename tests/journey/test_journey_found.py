"""What generated projects found, each as the smallest project that showed it. All of them are built now."""

from __future__ import annotations

from tests.journey.authors import Data
from tests.journey.journeys import Journey, collisions, journey
from tests.journey.mistakes import Keys, sound
from tests.journey.projects import typed_plainly

from caresheet.layout.lines import TextStyle, break_lines
from caresheet.model import rules
from caresheet.model.page_layout import TextPiece
from caresheet.model.problem import Position
from caresheet.model.text import PrintedText, TextRun

NARROW: Keys = {
    "paper": "a6",
    "columns": "2",
    "type": {"body": "14pt", "floor": "12pt"},
    "header": {"left": [], "center": [], "right": []},
    "margins": {"top": "20mm", "right": "9mm", "bottom": "30mm", "left": "9mm"},
}
BOXES: list[Data] = [{"id": name, "text": f"Box {name}"} for name in ("a", "b", "c")]
WIDE_BOXES: list[Data] = [{"id": name, "text": name * 40} for name in ("a", "b", "c")]
SENTENCE = "the tide runs out twice a day and comes back twice a day"


def made(*blocks: Data, layout: Keys | None = None, title: str = "Sailing", heading: str = "Start") -> Journey:
    """What becomes of a small project with these blocks: in no case do words stand on other words."""
    draft = sound()
    draft.content["title"] = title
    draft.first()["title"] = heading
    draft.first()["blocks"] = list(blocks)
    draft.layout.update(layout or {})
    found = journey(typed_plainly(draft))
    assert [said for artifact in found.artifacts for said in collisions(artifact.data)] == []
    return found


def is_built(*blocks: Data, layout: Keys | None = None, title: str = "Sailing", heading: str = "Start") -> bool:
    found = made(*blocks, layout=layout, title=title, heading=heading)
    assert not found.problems, found.problems[0]
    return len(found.artifacts) == 1


def figure(**flow: Data) -> Data:
    return {"figure": {"alt": "Three boxes, one after the other", "flow": flow}}


def test_bars_of_different_heights_stand_below_each_other() -> None:
    """A bar of several lines below a diagram covers none of the bars under it."""
    long: Data = {"text": " ".join([SENTENCE] * 2), "from": "b", "to": "b"}
    short: Data = {"text": "All day", "from": "a", "to": "c"}
    assert is_built(figure(boxes=BOXES, bars=[long, short]))


def test_bars_beside_a_stack_stand_beside_each_other() -> None:
    """Where boxes are stacked, two bars of the same boxes do not cover each other."""
    bars: list[Data] = [{"text": words, "from": "a", "to": "b"} for words in ("First", "Second")]
    assert is_built(figure(boxes=WIDE_BOXES, bars=bars))


def test_a_bar_beside_a_stack_holds_its_words() -> None:
    """Where a bar beside stacked boxes has more to say than they have, the words stay in the diagram."""
    bar: Data = {"text": " ".join([SENTENCE] * 3), "from": "a", "to": "a"}
    assert is_built("Look up.", figure(boxes=WIDE_BOXES, bars=[bar, {"text": "Then", "from": "b", "to": "b"}]))


def test_words_of_loops_stand_above_each_other() -> None:
    """Two loops between the same boxes have their words one above the other."""
    loops: list[Data] = [{"from": "b", "to": "a", "text": words} for words in ("again and again", "or never")]
    assert is_built(figure(boxes=BOXES, loops=loops))


def test_lines_to_write_on_are_no_link() -> None:
    """The lines behind a label that ends with a link belong to the label's row and not to the link."""
    linked: Data = {"label": "Who [asks this?](https://example.org)", "lines": "3"}
    foreign: Data = {"label": "Who says [adiós?]{lang=es}"}
    assert is_built({"entries": [linked, foreign]})


def test_foreign_words_in_two_looks_are_read_in_one_language() -> None:
    """Words of another language next to each other, in two looks or two spans, are proved."""
    assert is_built("Then *[adiós]{lang=es}* **[amigos]{lang=es}** [y]{lang=es} [gracias]{lang=es} to all")


def test_running_words_may_stand_in_a_table_head() -> None:
    """A table over several sides whose heads begin like the running header is proved."""
    table: Data = {"caption": "A", "columns": ["Before", "you cast"], "rows": [[str(row), "1"] for row in range(70)]}
    assert is_built({"table": table}, title="Before you")


def test_a_long_head_may_be_divided_between_sides() -> None:
    """A table too wide for its column says its heads again; where a side ends inside of one, it is proved all the
    same."""
    head = " ".join([SENTENCE] * 3)
    rows: list[Data] = [["word " * 9, "letter" * 12] for _ in range(9)]
    table: Data = {"caption": "A", "columns": [f"First {head}", f"Second {head}"], "rows": rows}
    assert is_built({"table": table}, layout={**NARROW, "orientation": "landscape", "columns": "1"})


def test_running_lines_fit_a_turned_side() -> None:
    """Where a section is turned, the margins hold the running lines of the narrower sides too."""
    layout: Keys = {
        "paper": "a5",
        "orientation": "landscape",
        "margins": {"top": "10mm"},
        "type": {"running": "14pt"},
        "place": [{"role": "warning", "orientation": "portrait"}, "rest", "references"],
    }
    assert is_built("Look up.", layout=layout)


def test_running_lines_fit_whatever_the_page_number() -> None:
    """The margins that were kept for three-digit page numbers hold the lines of every page."""
    footer: Data = {"left": ["title"], "center": ["page", "clinic", "document"], "right": ["version", "review"]}
    for right in range(100, 180, 4):
        layout: Keys = {"footer": footer, "margins": {"right": f"{right}pt"}, "type": {"running": "14pt"}}
        assert is_built("Look up.", {"log": {"caption": "A", "columns": ["B", "C"], "rows": "40"}}, layout=layout)


def test_a_title_that_does_not_fit_beside_the_level_stands_below_it() -> None:
    """In a narrow column a line to write on in an alert's title keeps its length."""
    alert: Data = {"level": "note", "title": "{{clinic.phone}} by day", "blocks": ["Call."]}
    assert is_built({"alert": alert}, layout=NARROW)


def test_words_are_not_set_a_letter_a_line() -> None:
    """Lists in lists that leave no room for a word, on a small card, are refused at the author's line."""
    layout: Keys = {"panels": {"width": "40mm", "height": "60mm"}, "type": {"body": "12pt"}}
    inner: Data = "Seamanship"
    refused: list[str] = []
    for _ in range(4):
        inner = {"text": "Deeper", "bullets": [inner]}
        for problem in made({"bullets": [inner]}, layout=layout).problems:
            assert problem.rule == rules.DOES_NOT_FIT
            assert problem.position is not None
            assert problem.position.file == "content/sailing/en.yaml"
            refused.append(problem.message)
    assert [message for message in refused if "leave a width of 2" in message]


def test_slanted_letters_may_hang_over_a_band() -> None:
    """White words at the very edge of a heading's band, slanted so that they hang over it, are seen on their band."""
    layout: Keys = {
        "spacing": {"panel": "0pt"},
        "styles": {"banded": {"heading": "band", "color": "stop", "background": "stop_tint"}},
        "place": [{"role": "warning", "style": "banded"}, "rest", "references"],
    }
    assert is_built("Look up.", layout=layout, heading="***Flare, hand-held***")


def test_a_space_that_joins_words_is_never_alone_in_a_line() -> None:
    """However narrow the line: a reader of the finished file would lose the space."""
    text = PrintedText((TextRun("takes 20\u00a0m"), TextRun("\u00a0or so", link="https://example.org")), Position("x"))
    for width in range(5, 60):
        lines = break_lines(text, [0, 1], TextStyle(12.0, 16.0, "#000000"), float(width))
        pieces = [[piece.text for piece in line.pieces if isinstance(piece, TextPiece)] for line in lines]
        assert "".join(word for line in pieces for word in line) == "takes 20\u00a0m\u00a0or so"
        assert all("".join(line).strip() for line in pieces)


def test_a_word_is_not_divided_between_columns() -> None:
    """A long word stays in one column where there is room; on the same height in the next one, its second half would
    be read as a word of its own."""
    for count in range(30, 60):
        assert is_built("tide " * count + "Seamanshipboatswain", layout=NARROW)
