"""Every kind of block, and where its sources go."""

from __future__ import annotations

import pytest
from tests.compose.builders import (
    CLINIC,
    HERE,
    LOOK,
    cite,
    common,
    composed,
    fill,
    items,
    layout,
    only_section,
    paragraph,
    part,
    printed,
    section,
    text,
    with_steps,
)

from caresheet.compose.structure import drawn_texts
from caresheet.model import document
from caresheet.model.document import (
    Alert,
    Cell,
    Definition,
    Definitions,
    Entries,
    Entry,
    Figure,
    Flow,
    FlowBar,
    FlowBox,
    FlowLoop,
    Heading,
    InLanguage,
    Item,
    ItemList,
    KeepTogether,
    Mark,
    Paragraph,
    Part,
    Row,
    Table,
)
from caresheet.model.look import StepMarker
from caresheet.model.text import Text, TextRun
from caresheet.model.topic import Alert as TopicAlert
from caresheet.model.topic import Block, Level, ListKind, Log, Picture, Question, Questions
from caresheet.model.topic import Definition as TopicDefinition
from caresheet.model.topic import Definitions as TopicDefinitions
from caresheet.model.topic import Entries as TopicEntries
from caresheet.model.topic import Entry as TopicEntry
from caresheet.model.topic import Figure as TopicFigure
from caresheet.model.topic import Flow as TopicFlow
from caresheet.model.topic import FlowBar as TopicFlowBar
from caresheet.model.topic import FlowBox as TopicFlowBox
from caresheet.model.topic import FlowLoop as TopicFlowLoop
from caresheet.model.topic import Item as TopicItem
from caresheet.model.topic import ItemList as TopicItemList
from caresheet.model.topic import Row as TopicRow
from caresheet.model.topic import Table as TopicTable
from caresheet.source.pictograms import packaged_pictogram

ONE = TextRun("1", link="#ref-1", raised=True)
PICTURE = Picture("content/knots/bend.png", b"png", 40, 30)


def elements(*blocks: Block) -> tuple[document.Element, ...]:
    return only_section(*blocks).elements


def cells(*words: str, header: bool = False) -> tuple[Cell, ...]:
    return tuple(Cell((printed(each),), header) for each in words)


def row(*words: str, level: Level | None = None) -> TopicRow:
    return TopicRow(tuple((text(each),) for each in words), HERE, level)


def table(*rows: TopicRow, row_headers: bool = False, columns: tuple[str, ...] = ("A", "B")) -> TopicTable:
    return TopicTable(common(), text("Knots"), tuple(text(each) for each in columns), rows, row_headers)


# --- lists ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("marker", "labels"), [(StepMarker.CIRCLE, ("1", "2")), (StepMarker.PLAIN, ("1.", "2."))])
def test_steps_are_counted(marker: StepMarker, labels: tuple[str, ...]) -> None:
    """Steps have their numbers as labels, with a full stop where they do not stand in a circle."""
    (steps,) = only_section(items("Turn.", "Pull.", kind=ListKind.STEPS), by=with_steps(marker)).elements
    one, two = (Item(label, printed(words)) for label, words in zip(labels, ("Turn.", "Pull."), strict=True))
    assert steps == ItemList(ListKind.STEPS, (one, two), HERE)


@pytest.mark.parametrize("kind", [ListKind.BULLETS, ListKind.SIGNS, ListKind.CHECKLIST])
def test_other_lists_have_no_labels(kind: ListKind) -> None:
    """Where a shape is drawn, there is no label to read."""
    assert elements(items("Turn.", kind=kind)) == (ItemList(kind, (Item("", printed("Turn.")),), HERE),)


def test_lists_nest() -> None:
    """A list in a list is counted by its own kind."""
    inner = items("Turn.", kind=ListKind.STEPS)
    outer = TopicItemList(common(), ListKind.BULLETS, (TopicItem(text("Bowline"), inner),))
    nested = ItemList(ListKind.STEPS, (Item("1", printed("Turn.")),), HERE)
    assert elements(outer) == (ItemList(ListKind.BULLETS, (Item("", printed("Bowline"), nested),), HERE),)


# --- alerts, tables and forms ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("level", "word"), [(Level.STOP, "STOP"), (Level.CALL, "CALL"), (Level.NOTE, "NOTE")])
def test_an_alert_says_its_level(level: Level, word: str) -> None:
    """The level's word is there, beside what the typesetter draws for it."""
    (alert,) = elements(TopicAlert(common(), level, text("Frayed"), (paragraph("Let go."),)))
    assert alert == Alert(Mark(level, word), printed("Frayed"), (Paragraph(printed("Let go.")),), HERE)


def test_a_table_has_its_heads() -> None:
    """Column heads always head; first cells only where the author says so; several texts and none are kept."""
    rows = (row("a", "b"), TopicRow(((text("c"),), (text("d"), text("e"))), HERE), TopicRow(((text("f"),), ()), HERE))
    (plain,) = elements(table(*rows))
    assert plain == Table(
        caption=printed("Knots"),
        head=cells("A", "B", header=True),
        rows=(
            Row(cells("a", "b")),
            Row((*cells("c"), Cell((printed("d"), printed("e"))))),
            Row((*cells("f"), Cell(()))),
        ),
        row_height=0.0,
        sheet=False,
        position=HERE,
    )
    (headed,) = elements(table(row("a", "b"), row_headers=True))
    assert isinstance(headed, Table)
    assert headed.rows == (Row((*cells("a", header=True), *cells("b"))),)


def test_a_level_heads_its_row() -> None:
    """In a table by level the mark is the first cell of its row, and its head."""
    (marked,) = elements(table(row("b", level=Level.CALL)))
    assert isinstance(marked, Table)
    assert marked.rows == (Row((Cell((), header=True, mark=Mark(Level.CALL, "CALL")), *cells("b"))),)


def test_a_log_is_sheets_of_empty_rows() -> None:
    """A form is printed once for each sheet, every row empty and high enough to write in."""
    log = Log(common(), text("Log"), (text("When"), text("What")), rows=3, sheets=2)
    sheet = Table(
        caption=printed("Log"),
        head=cells("When", "What", header=True),
        rows=(Row((Cell(()), Cell(()))),) * 3,
        row_height=LOOK.blocks.log_row_height,
        sheet=True,
        position=HERE,
    )
    assert elements(log) == (sheet, sheet)


@pytest.mark.parametrize("boxed", [True, False])
def test_entries(*, boxed: bool) -> None:
    """A row to fill in has its value, or as many empty lines as asked for."""
    block = TopicEntries(
        common(), boxed, (TopicEntry(text("Phone"), text(fill("clinic.phone")), 1), TopicEntry(text("Notes"), None, 3))
    )
    phone = Entry(
        printed("Phone"), printed(TextRun("555\u00a001\u00a000", link="tel:5550100", value=CLINIC.value("phone"))), 1
    )
    assert elements(block) == (Entries(boxed, (phone, Entry(printed("Notes"), None, 3)), HERE),)


# --- figures, definitions, questions --------------------------------------------------------------------------------
def test_figures() -> None:
    """A picture goes through as it is; the words of a flow are looked up."""
    picture = TopicFigure(common(), PICTURE, text("A loop of ", fill("clinic.name")), text("Loop"))
    flow = TopicFlow(
        (TopicFlowBox("a", text("Turn")), TopicFlowBox("b", text(fill("clinic.name")))),
        (TopicFlowLoop("b", "a", text("again")), TopicFlowLoop("b", "a", None)),
        (TopicFlowBar(text("Care"), "a", "b"),),
    )
    assert elements(picture, TopicFigure(common(), flow, text("Two boxes"), None)) == (
        Figure(PICTURE, "A loop of Harbour Clinic", printed("Loop"), HERE),
        Figure(
            Flow(
                (
                    FlowBox("a", printed("Turn")),
                    FlowBox("b", printed(TextRun("Harbour Clinic", value=CLINIC.value("name")))),
                ),
                (FlowLoop("b", "a", printed("again")), FlowLoop("b", "a", None)),
                (FlowBar(printed("Care"), "a", "b"),),
            ),
            "Two boxes",
            None,
            HERE,
        ),
    )


def test_pictograms_of_a_diagram() -> None:
    """Boxes have their pictograms if all have one, and then the words of the figure have their numbers."""
    pictured = TopicFlowBox("a", text("Turn"), packaged_pictogram("walk"))
    for other, numbers in ((pictured, ["1", "2"]), (TopicFlowBox("b", text("Stop")), [])):
        (figure,) = elements(TopicFigure(common(), TopicFlow((pictured, other), (), ()), text("Two"), None))
        assert isinstance(figure, Figure)
        assert isinstance(figure.drawing, Flow)
        assert [box.pictogram is not None for box in figure.drawing.boxes] == [bool(numbers)] * 2
        said = [run.text for words in drawn_texts(figure.drawing) for run in words.runs if isinstance(run, TextRun)]
        assert [words for words in said if words.isdigit()] == numbers


def test_definitions() -> None:
    """Each term has an anchor of its own."""
    block = TopicDefinitions(common(), (TopicDefinition("bight", text("Bight"), text("A bend.")),))
    expected = Definition(printed("Bight"), printed("A bend."), "term-bight")
    assert elements(block) == (Definitions((expected,), HERE),)


def test_questions_are_headings() -> None:
    """A question heads its answer, one level below what it stands under, and no two share an anchor."""
    question = Questions(common(), (Question(text("Why?"), (paragraph("So."),)),))
    again = Questions(common(), (Question(text("Why?"), (question,)),))
    document_ = composed(section("one", question, again, subsections=(part("two", question),)))
    first, second, two = document_.sections[0].elements
    assert first == Part(Heading(3, printed("Why?"), "question-one.1.1"), (Paragraph(printed("So.")),))
    assert isinstance(second, Part)
    (inner,) = second.elements
    assert isinstance(inner, Part)
    assert isinstance(two, Part)
    (below,) = two.elements
    assert isinstance(below, Part)
    assert [part.heading.level for part in (second, inner, two, below)] == [3, 4, 3, 4]
    anchors = [part.heading.anchor for part in (first, second, inner, two, below) if isinstance(part, Part)]
    assert anchors == [
        "question-one.1.1",
        "question-one.2.1",
        "question-one.2.1.1.1",
        "section-two",
        "question-two.1.1",
    ]


def test_headings_end_at_level_six() -> None:
    """Questions inside questions have headings down to level 6 and never below."""
    block: Block = paragraph("End.")
    for _ in range(6):
        block = Questions(common(), (Question(text("Why?"), (block,)),))
    levels = []
    (element,) = elements(block)
    while isinstance(element, Part):
        levels.append(element.heading.level)
        (element,) = element.elements
    assert levels == [3, 4, 5, 6, 6, 6]


# --- what every block may carry -------------------------------------------------------------------------------------
def test_keep_and_language() -> None:
    """A block that shall stay whole, or speaks another language, is marked so; the document's own is no mark."""
    assert elements(paragraph("Hola.", to=common(language="es", keep=True))) == (
        KeepTogether(InLanguage("es", Paragraph(printed("Hola.")))),
    )
    assert elements(paragraph("Hello.", to=common(language="en"))) == (Paragraph(printed("Hello.")),)


def test_each_part_of_a_block_is_kept() -> None:
    """Where one block prints several elements, each of them stays whole."""
    ask = (Question(text("Why?"), (paragraph("So."),)), Question(text("How?"), (paragraph("Thus."),)))
    assert [type(element) for element in elements(Questions(common(keep=True), ask))] == [KeepTogether, KeepTogether]


def behind(words: str) -> Text:
    return text(words, cite("S1"))


@pytest.mark.parametrize(
    ("whole", "typed"),
    [
        (paragraph("a", to=common(sources=("S1",))), paragraph("a", cite("S1"))),
        (paragraph("a", cite("S1"), to=common(sources=("S1",))), paragraph("a", cite("S1"))),
        (paragraph("a", cite("S2"), to=common(sources=("S1", "S2"))), paragraph("a", cite("S2", "S1"))),
        (
            items("a", "b", to=common(sources=("S1",))),
            TopicItemList(common(), ListKind.BULLETS, (TopicItem(text("a")), TopicItem(behind("b")))),
        ),
        (
            TopicItemList(common(sources=("S1",)), ListKind.BULLETS, (TopicItem(text("a"), items("b")),)),
            TopicItemList(
                common(),
                ListKind.BULLETS,
                (TopicItem(text("a"), TopicItemList(common(), ListKind.BULLETS, (TopicItem(behind("b")),))),),
            ),
        ),
        (
            TopicAlert(common(sources=("S1",)), Level.NOTE, text("t"), (paragraph("a"), paragraph("b"))),
            TopicAlert(common(), Level.NOTE, text("t"), (paragraph("a"), paragraph("b", cite("S1")))),
        ),
        (
            TopicTable(common(sources=("S1",)), text("t"), (text("A"), text("B")), (row("a", "b"),), row_headers=False),
            TopicTable(common(), behind("t"), (text("A"), text("B")), (row("a", "b"),), row_headers=False),
        ),
        (
            Log(common(sources=("S1",)), text("t"), (text("A"), text("B")), 1, 1),
            Log(common(), behind("t"), (text("A"), text("B")), 1, 1),
        ),
        (
            TopicFigure(common(sources=("S1",)), PICTURE, text("alt"), text("t")),
            TopicFigure(common(), PICTURE, text("alt"), behind("t")),
        ),
        (
            TopicFigure(common(sources=("S1",)), PICTURE, text("alt"), None),
            TopicFigure(common(), PICTURE, text("alt"), text(cite("S1"))),
        ),
        (
            Questions(common(sources=("S1",)), (Question(text("q"), (paragraph("a"), paragraph("b"))),)),
            Questions(common(), (Question(text("q"), (paragraph("a"), paragraph("b", cite("S1")))),)),
        ),
        (
            TopicDefinitions(common(sources=("S1",)), (TopicDefinition("a", text("a"), text("b")),)),
            TopicDefinitions(common(), (TopicDefinition("a", text("a"), behind("b")),)),
        ),
        (
            TopicEntries(common(sources=("S1",)), boxed=True, entries=(TopicEntry(text("a"), text("b"), 1),)),
            TopicEntries(common(), boxed=True, entries=(TopicEntry(text("a"), behind("b"), 1),)),
        ),
        (
            TopicEntries(common(sources=("S1",)), boxed=True, entries=(TopicEntry(text("a"), None, 1),)),
            TopicEntries(common(), boxed=True, entries=(TopicEntry(behind("a"), None, 1),)),
        ),
    ],
)
def test_a_blocks_sources_stand_at_its_end(whole: Block, typed: Block) -> None:
    """What backs a whole block is cited as if it had been typed behind its last text, or in its caption."""
    assert elements(whole) == elements(typed)
    assert ONE in [run for each in composed(section("one", whole), by=layout()).sections for run in _runs(each)]


def _runs(section_: document.Section) -> list[object]:
    """Every run in a section, found in its own printed form so that no walk can hide one."""
    return [ONE] if repr(ONE) in repr(section_) else []
