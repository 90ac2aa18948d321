"""What has to be heard follows from the document alone; what is heard, from the PDF alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from msgspec.structs import replace
from tests.proof.documents import (
    PROSE,
    composed,
    document,
    everything,
    flow,
    items,
    linked,
    look,
    references,
    say,
    section,
    table,
    words,
)
from tests.standards.trees import tree_lines

from caresheet.compose.structure import structure_of
from caresheet.layout import lay_out
from caresheet.model.document import (
    Alert,
    Cell,
    Definition,
    Definitions,
    Document,
    Element,
    Entries,
    Entry,
    Figure,
    Heading,
    InLanguage,
    Item,
    KeepTogether,
    Mark,
    Part,
    Row,
    Table,
)
from caresheet.model.problem import Position
from caresheet.model.structure import HEADINGS, MarkedContent
from caresheet.model.text import FieldBlank, TextRun
from caresheet.model.topic import Level, ListKind
from caresheet.outputs.pdf.reader.contents import TaggedElement
from caresheet.outputs.pdf.reader.read import read_pdf, read_word_boxes
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf
from caresheet.proof.elements import ComparableElement, comparable, normalised, words_of

HERE = Position("content/kettles/en.yaml", 3, 1)
PHONE = FieldBlank("clinic.phone", "phone", 100.0)
SILENT = FieldBlank("patient.name", "name", 50.0, captioned=False)


# --- what has to be heard -------------------------------------------------------------------------------------------
KINDS: dict[str, tuple[Element, str]] = {
    "paragraph": (say("One ", TextRun("two", strong=True), " three."), "P: One two three."),
    "blank": (say("Call ", PHONE, " or ", SILENT, "!"), "P: Call ______ (phone) or ______ !"),
    "links and languages": (
        say(
            "See ",
            TextRun("this", link="#a"),
            TextRun(" place", link="#a"),
            " or ",
            TextRun("aquí", language="es"),
            ".",
        ),
        "P: See this place or aquí.\n  -> this place\n  es: aquí",
    ),
    "bullets": (items(ListKind.BULLETS, "One"), "L\n  LI\n    Lbl\n    LBody: One"),
    "steps": (items(ListKind.STEPS, "One"), "L (Decimal)\n  LI\n    Lbl: 1\n    LBody: One"),
    "nested list": (
        items(ListKind.BULLETS, Item("", words("One"), items(ListKind.STEPS, "Two"))),
        (
            "L\n  LI\n    Lbl\n    LBody\n      P: One\n      L (Decimal)\n        LI\n"
            "          Lbl: 1\n          LBody: Two"
        ),
    ),
    "alert": (
        Alert(Mark(Level.STOP, "STOP"), words("Now"), (say("Run."),), HERE),
        "Div\n  P: STOP\n  P: Now\n  P: Run.",
    ),
    "alert without a title": (
        Alert(Mark(Level.NOTE, "NOTE"), None, (say("Well."),), HERE),
        "Div\n  P: NOTE\n  P: Well.",
    ),
    "table": (
        Table(
            words("Cups"),
            (Cell((words("Cup"),), header=True), Cell((words("Tea"),), header=True)),
            (
                Row((Cell((words("A"),), header=True), Cell((words("one"), words("two"))))),
                Row((Cell((), header=True, mark=Mark(Level.CALL, "CALL")), Cell(()))),
            ),
            0.0,
            sheet=False,
            position=HERE,
        ),
        (
            "Table\n  Caption: Cups\n  TR\n    TH (Column): Cup\n    TH (Column): Tea\n"
            "  TR\n    TH (Row): A\n    TD\n      L\n"
            "        LI\n          Lbl\n          LBody: one\n        LI\n          Lbl\n          LBody: two\n"
            "  TR\n    TH (Row): CALL\n    TD"
        ),
    ),
    "figure": (
        Figure(flow(), "Three boxes", words("So it goes"), HERE),
        "Figure: Fill Boil the water Pour not enough water stay in the room\n  alt: Three boxes\n  Caption: So it goes",
    ),
    "definitions": (
        Definitions((Definition(words("Lid"), words("The top."), "lid"),), HERE),
        "L\n  LI\n    Lbl: Lid\n    LBody: The top.",
    ),
    "entries": (
        Entries(
            boxed=True,
            entries=(
                Entry(words("Name"), words("Ann"), 1),
                Entry(words("Who?"), None, 2),
                Entry(words("Phone"), words(PHONE), 1),
                Entry(words("Signed"), words(SILENT), 1),
            ),
            position=HERE,
        ),
        "Div\n  P: Name: Ann\n  P: Who? ______ ______\n  P: Phone: ______ (phone)\n  P: Signed: ______",
    ),
    "part": (
        Part(Heading(3, words("Why?"), "why"), (say("So."),)),
        "Sect\n  H3: Why?\n  P: So.",
    ),
    "kept and spoken": (
        KeepTogether(InLanguage("es", say("Hola, ", TextRun("you", language="en"), "."))),
        "P: Hola, you.\n  es: Hola,\n  es: .",
    ),
    "spoken in the document's language": (InLanguage("en", say("Hello.")), "P: Hello."),
}


def tree_of(made: Document, count: int = 2, numbers: Mapping[str, int] = MappingProxyType({})) -> ComparableElement:
    """The structure of a document on so many pages."""
    return comparable(structure_of(made).on_pages(count, numbers).root, made.language)


@pytest.mark.parametrize(("element", "tree"), KINDS.values(), ids=KINDS.keys())
def test_every_kind_of_element_has_its_tree(element: Element, tree: str) -> None:
    """Each kind of element becomes the elements of the tag tree that PDF/UA wants for it."""
    made = document(section("One", element))
    last = tree_of(made).children[-1].children[-1]
    assert "\n".join(tree_lines(last)) == tree


def test_the_frame_of_a_document() -> None:
    """Banner, title, subtitle and contents stand before the sections; a reference's label keeps its full stop."""
    made = document(section("Fill it", say("Yes.")), references(), contents=True)
    lines = list(tree_lines(tree_of(made, 12, {"fill-it": 1, "references": 12})))
    assert lines[:14] == [
        "Document",
        "  P: Draft: not reviewed",
        "  H1: Boiling water safely",
        "  P: What to know before you switch it on",
        "  Sect",
        "    H2: Contents",
        "    TOC",
        "      TOCI -> Fill it 1",
        "      TOCI -> References 12",
        "  Sect",
        "    H2: Fill it",
        "    P: Yes.",
        "  Sect",
        "    H2: References",
    ]
    assert "        Lbl: 1." in lines


def test_repeated_words_of_a_page() -> None:
    """The parts of header and footer with their numbers; the banner only from the second page on."""
    made = structure_of(document(section("One", say("Yes."))))
    assert made.repeated_words(1, 3) == (
        "Kettles",
        "The kitchen",
        "Boiling water safely · Version 0.1 · Draft",
        "Page 1 of 3",
    )
    assert made.repeated_words(3, 3)[0] == "Draft: not reviewed"
    assert made.repeated_words(1, 1) == ()


def test_headings_in_reading_order() -> None:
    """Headings inside of parts, and parts inside of what is kept or spoken, count."""
    part = Part(Heading(3, words("Inside"), "inside"), ())
    made = document(section("One", KeepTogether(InLanguage("es", part))), section("Two", say("Yes.")), contents=True)
    found = structure_of(made).every(*HEADINGS.values())
    assert [(node.anchor, words_of(node)) for node in found] == [
        (None, "Contents"),
        ("one", "One"),
        ("inside", "Inside"),
        ("two", "Two"),
    ]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("  one \u00a0two\u202fthree\n", "one two three"),
        ("\ufb01ne e\u0301", "fine é"),
        ("self\x02care", "self-care"),
        ("Vor- und", "Vor-und"),
        ("soft\u00adhyphen", "softhyphen"),
        ("one\ufffctwo", "one \ufffc two"),
        ("10 – 20", "10 – 20"),
    ],
)
def test_words_are_compared_without_their_looks(text: str, same: str) -> None:
    """White space, ligatures, accents and what a line's end does to a hyphen are no difference."""
    assert normalised(text) == same


# --- what is heard --------------------------------------------------------------------------------------------------
def branches(branch: TaggedElement) -> list[TaggedElement]:
    """An element and all under it, in reading order."""
    below = (child for child in branch.children if isinstance(child, TaggedElement))
    return [branch, *(one for child in below for one in branches(child))]


def test_element_that_goes_on_is_one() -> None:
    """A paragraph and a table over pages are one element each, with content on every page in reading order."""
    made = document(section("Long", say(PROSE * 40), table(40)))
    contents = read_pdf(paint(made, lay_out(composed(made))))
    (tree,) = contents.trees
    found = branches(tree)
    assert sum(branch.role == "Table" for branch in found) == 1
    (long,) = [branch for branch in found if branch.role == "P" and len(branch.children) > 1]
    owned = [child for child in long.children if isinstance(child, MarkedContent)]
    assert [content.page for content in owned] == [0, 1, 2]
    assert prove_pdf(composed(made), paint(made, lay_out(composed(made)))) == ()


def test_file_is_read_whole() -> None:
    """Titles, language, sizes, marks and attributes come back as they were written."""
    made = everything()
    page_layout = lay_out(composed(made))
    contents = read_pdf(paint(made, page_layout))
    assert (contents.title, contents.metadata_title) == ("Boiling water safely", "Boiling water safely")
    assert (contents.language, contents.tagged) == ("en", True)
    assert len(contents.pages) == len(page_layout.pages)
    found = [branch for tree in contents.trees for branch in branches(tree)]
    assert {branch.attribute for branch in found if branch.role == "TH"} == {"Column", "Row"}
    assert {"Decimal", "Disc", "Square", "None"} >= {branch.attribute for branch in found if branch.role == "L"}
    assert [branch.alternative for branch in found if branch.role == "Figure"] == [
        "Three boxes: fill, boil, pour",
        "A red kettle",
    ]
    assert {branch.language for branch in found} >= {"es", "de"}


def test_words_have_boxes() -> None:
    """Every word of a line is found in its place, from left to right."""
    made = document(section("One", say("Alpha beta gamma.")))
    pdf = paint(made, lay_out(composed(made)))
    painted = next(text for text in read_pdf(pdf).pages[0].texts if "Alpha" in text.text)
    found = read_word_boxes(pdf, 0, painted.order)
    assert [word for word, _ in found] == ["Alpha", "beta", "gamma."]
    edges = [edge for _, box in found for edge in (box.left, box.right)]
    assert edges == sorted(edges)


def test_columns_are_read_one_after_the_other() -> None:
    """Two columns pass the proof, with an element that goes from one to the other."""
    sections = (section("Left and right", say(PROSE * 8), linked(), table(6)), section("Scale", say(PROSE * 8)))
    made = document(*sections, references(), look=look(columns=2, body=9.0))
    assert prove_pdf(composed(made), paint(made, lay_out(composed(made)))) == ()


def test_title_with_signs() -> None:
    """Signs that XML and PDF strings escape come back as they are."""
    made = replace(document(section("One", say("Yes."))), title="Tea (hot) & <sweet> \\ “now”")
    assert prove_pdf(composed(made), paint(made, lay_out(composed(made)))) == ()
