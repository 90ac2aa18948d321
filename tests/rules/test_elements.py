"""The rules about pictures, links, headings, tables and characters."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.compose.builders import HERE, printed
from tests.rules.judged import document, judged, judged_document

from caresheet.model import rules
from caresheet.model.document import (
    Alert,
    Cell,
    Contents,
    Element,
    Figure,
    Flow,
    FlowBox,
    Heading,
    InLanguage,
    Item,
    ItemList,
    KeepTogether,
    Mark,
    Paragraph,
    Part,
    Row,
    RunningLine,
    Table,
)
from caresheet.model.problem import Position, Problem, Rule
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import Level, ListKind, Picture

PICTURE = Picture("content/knots/bowline_step-1.png", b"", 10, 10)
FLOW = Flow((FlowBox("a", printed("Turn")),), (), ())
LINK = "https://www.knots.example/bowline/"


def broken(problems: tuple[Problem, ...]) -> list[Rule]:
    assert all(problem.position == HERE for problem in problems)
    return [problem.rule for problem in problems]


def figure(alternative: str, caption: str = "", *, drawing: Picture | Flow = PICTURE) -> Figure:
    return Figure(drawing, alternative, printed(caption) if caption else None, HERE)


# --- alternative texts ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "alternative",
    [
        "",
        "  ",
        "...",
        "bowline_step-1.png",
        "Bowline step 1",
        "Image of",
        "Picture",
        "una imagen de",
        "The bowline, tied",
        "the bowline tied.",
    ],
)
def test_useless_alternative_texts(alternative: str) -> None:
    """Nothing, a file's name, "image of" and the caption again are no alternative texts."""
    assert broken(judged(figure(alternative, "The bowline, tied"))) == [rules.ALT_TEXT]


@pytest.mark.parametrize("alternative", ["Image of a loop in a rope", "A bowline at step 1", "The bowline"])
def test_useful_alternative_texts(alternative: str) -> None:
    """Words that say something pass, even if they begin with "image of" or share words with the caption."""
    assert judged(figure(alternative, "The bowline, tied")) == ()


def test_drawn_figures_are_judged_too() -> None:
    """A flow needs an alternative text like a picture, wherever it stands."""
    inside = KeepTogether(InLanguage("es", Part(Heading(3, printed("Knot"), "k"), (figure("", drawing=FLOW),))))
    assert broken(judged(inside)) == [rules.ALT_TEXT]
    assert judged(figure("One box that says: turn", drawing=FLOW)) == ()


# --- links ----------------------------------------------------------------------------------------------------------
def linked(words: str, link: str = LINK) -> Paragraph:
    return Paragraph(printed("See ", TextRun(words, link=link), "."))


@pytest.mark.parametrize(
    "words",
    [
        "http://elsewhere.example",
        "knots.example.org/bowline",
        "www.elsewhere.example",
        "knots.example/reef",
        "here",
        "Click here!",
        "haga clic aquí",
        " ",
    ],
)
def test_links_that_say_nothing(words: str) -> None:
    """The address of another page, "here" and no words at all do not say where a link leads."""
    assert broken(judged(linked(words))) == [rules.LINK_TEXT]


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("how to tie a bowline", LINK),
        ("here is how", LINK),
        ("ask@knots.example", "mailto:ask@knots.example"),
        ("555 01 00", "tel:+5550100"),
        ("https://www.knots.example/bowline/", LINK),
        ("knots.example/bowline", LINK),
        ("Knots.example", LINK),
        ("www.knots.example", LINK),
        ("e.g. knots", LINK),
        ("[1]", "#ref-1"),
        ("here", "#section-one"),
    ],
)
def test_links_that_say_something(words: str, link: str) -> None:
    """Words, the address itself or its site, telephone numbers and links inside the document pass."""
    assert judged(linked(words, link)) == ()


def test_another_site() -> None:
    """The name of one site does not lead to another."""
    assert broken(judged(linked("Knots.example", "https://elsewhere.example/knots"))) == [rules.LINK_TEXT]


def test_a_link_in_two_looks_is_one_link() -> None:
    """A link's words are judged together, however many runs they have; two links side by side are judged apart."""
    parts = (TextRun("here", link=LINK), TextRun(" is how", strong=True, link=LINK))
    assert judged(Paragraph(printed(*parts))) == ()
    two = (TextRun("here", link=LINK), TextRun("how", link="https://elsewhere.example/"))
    assert broken(judged(Paragraph(printed(*two)))) == [rules.LINK_TEXT]


def test_an_address_that_is_no_link_passes() -> None:
    """Printed addresses are for those who read on paper."""
    assert judged(Paragraph(printed("See knots.example/bowline."))) == ()


# --- headings -------------------------------------------------------------------------------------------------------
def test_skipped_levels() -> None:
    """A heading two levels below the one before it is told; climbing up by any number is fine."""
    deep = Part(Heading(4, printed("Deep"), "deep"), (Paragraph(printed("Words.")),))
    assert broken(judged(deep)) == [rules.HEADING_LEVEL]
    assert broken(judged(level=3)) == [rules.HEADING_LEVEL]
    well = Part(Heading(3, printed("Well"), "well"), (deep,))
    assert judged(well, replace(well, heading=Heading(2, printed("Up"), "up"), elements=())) == ()


# --- tables ---------------------------------------------------------------------------------------------------------
def table(head: tuple[Cell, ...], *rows: tuple[Cell, ...]) -> Table:
    return Table(printed("Knots"), head, tuple(Row(cells) for cells in rows), 0.0, sheet=False, position=HERE)


def cell(words: str = "", *, header: bool = False, mark: Mark | None = None) -> Cell:
    return Cell((printed(words),) if words else (), header, mark)


HEAD = (cell("A", header=True), cell("B", header=True))


def test_heads_have_words() -> None:
    """An empty head of a column or of a row is told; an empty cell and a level's mark are not."""
    assert judged(table(HEAD, (cell("a", header=True), cell()))) == ()
    assert judged(table(HEAD, (cell(header=True, mark=Mark(Level.STOP, "STOP")), cell("b")))) == ()
    assert broken(judged(table((cell("A", header=True), cell(header=True)), (cell("a"), cell("b"))))) == [
        rules.EMPTY_HEADER
    ]
    assert broken(judged(table(HEAD, (cell(header=True), cell("b"))))) == [rules.EMPTY_HEADER]


def test_a_line_to_write_on_is_a_head() -> None:
    """A head that is to be filled in is not empty."""
    blank = PrintedText((FieldBlank("clinic.name", "clinic", 60.0, captioned=False),), HERE)
    assert judged(table((*HEAD[:1], Cell((blank,), header=True)), (cell("a"), cell("b")))) == ()


@pytest.mark.parametrize("cells", [(), (cell("a"),), (cell("a"), cell("b"), cell("c"))])
def test_rows_of_another_width(cells: tuple[Cell, ...]) -> None:
    """A row with fewer or more cells than there are columns is told, with both numbers."""
    problems = judged(table(HEAD, (cell("a"), cell("b")), cells))
    assert broken(problems) == [rules.RAGGED_TABLE]
    assert f"row 2 of the table has {len(cells)} cells for 2 columns" in problems[0].message


# --- characters -----------------------------------------------------------------------------------------------------
ARROW = "turn → pull"
ELSEWHERE = Position("content/knots/en.yaml", 41, 9)


@pytest.mark.parametrize(
    "element",
    [
        Paragraph(printed(ARROW, at=ELSEWHERE)),
        Paragraph(PrintedText((FieldBlank("clinic.name", ARROW, 60.0),), ELSEWHERE)),
        KeepTogether(ItemList(ListKind.BULLETS, (Item("", printed(ARROW, at=ELSEWHERE)),), HERE)),
        table(HEAD, (cell("a"), Cell((printed(ARROW, at=ELSEWHERE),)))),
        Figure(Flow((FlowBox("a", printed(ARROW, at=ELSEWHERE)),), (), ()), "One box", None, HERE),
    ],
)
def test_characters_without_a_glyph(element: Element) -> None:
    """A character that the typeface lacks is told by number and name, at the author's words, wherever they are."""
    (problem,) = judged(element)
    assert (problem.rule, problem.position) == (rules.NO_GLYPH, ELSEWHERE)
    assert "U+2192 RIGHTWARDS ARROW" in problem.message


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ARROW},
        {"subtitle": ARROW},
        {"banner": ARROW},
        {"header": RunningLine("", ARROW, "")},
        {"footer": RunningLine("", "", ARROW)},
        {"contents": Contents(ARROW, ())},
    ],
)
def test_characters_in_the_handouts_own_words(changes: dict[str, object]) -> None:
    """Titles, banner, running lines and the contents' heading are judged at the handout."""
    assert broken(judged_document(replace(document(), **changes))) == [rules.NO_GLYPH]  # type: ignore[arg-type]


def test_labels_are_judged() -> None:
    """The words of marks and the numbers of items print too."""
    assert broken(judged(Alert(Mark(Level.STOP, "中"), None, (), HERE))) == [rules.NO_GLYPH]
    assert broken(judged(ItemList(ListKind.STEPS, (Item("①", printed("Turn.")),), HERE))) == [rules.NO_GLYPH]


def test_what_does_not_print_is_not_judged() -> None:
    """An alternative text is heard, not printed, and a line's label is printed only as its caption."""
    silent = FieldBlank("clinic.name", ARROW, 60.0, captioned=False)
    assert judged(figure("Turn → pull"), Paragraph(PrintedText((silent,), HERE))) == ()


def test_another_script_is_one_problem() -> None:
    """A text in letters that the typeface lacks gets one message that stays short."""
    (problem,) = judged(Paragraph(printed("解绳结的方法很多种也很有用")))
    assert problem.message.count("U+") == 5
    assert problem.message.endswith("and 7 more")
