"""A document's structure: what every output has to say, decided in one place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from msgspec.structs import replace
from tests.proof.documents import (
    document,
    everything,
    flow,
    items,
    linked,
    references,
    say,
    section,
    words,
)
from tests.standards.trees import tree_lines

from caresheet.compose.forms import with_form_fields
from caresheet.compose.structure import structure_of
from caresheet.model.document import (
    BETWEEN,
    PAGE_COUNT,
    PAGE_NUMBER,
    Alert,
    Beside,
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
    Quote,
    Row,
    RunningLine,
    Table,
)
from caresheet.model.problem import Position
from caresheet.model.structure import HEADINGS, Role
from caresheet.model.text import FieldBlank, TextRun
from caresheet.model.topic import Level, ListKind
from caresheet.proof.elements import ComparableElement, comparable, words_of

HERE = Position("content/kettles/en.yaml", 3, 1)
PHONE = FieldBlank("clinic.phone", "phone", 100.0)
SILENT = FieldBlank("patient.name", "name", 50.0, captioned=False)


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
    "quote": (
        Quote(words("I never leave the room."), words("A cook"), HERE),
        "BlockQuote\n  P: I never leave the room.\n  P: – A cook",
    ),
    "quote of nobody in particular": (Quote(words("Help!"), None, HERE), "BlockQuote\n  P: Help!"),
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
    """Each kind of element becomes the elements that PDF/UA wants for it."""
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
    """The parts of header and footer with their numbers."""
    made = structure_of(document(section("One", say("Yes."))))
    assert made.repeated_words(1, 3) == (
        "Kettles",
        "The kitchen",
        "Boiling water safely · Version 0.1 · Draft",
        "Page 1 of 3",
    )
    assert made.repeated_words(3, 3)[-1] == "Page 3 of 3"
    assert made.repeated_words(1, 1) == ()


def test_headings_in_reading_order() -> None:
    """Headings of parts count, also inside of what is kept together or in another language."""
    part = Part(Heading(3, words("Inside"), "inside"), ())
    made = document(section("One", KeepTogether(InLanguage("es", part))), section("Two", say("Yes.")), contents=True)
    found = structure_of(made).every(*HEADINGS.values())
    assert [(node.anchor, words_of(node)) for node in found] == [
        (None, "Contents"),
        ("one", "One"),
        ("inside", "Inside"),
        ("two", "Two"),
    ]


def test_elements_are_numbered_in_reading_order() -> None:
    """From 0, each element before what it holds; the words of a text know which element they stand in."""
    made = structure_of(everything())
    nodes = list(made.root.everything())
    assert [node.number for node in nodes] == list(range(len(nodes)))
    for node in nodes:
        inside = {child.number for child in node.everything()}
        assert set(node.run_numbers) <= inside
        assert len(node.run_numbers) == len(node.text)


def test_every_role_is_somebodys() -> None:
    """Every role is that of an element of some document: none is kept that nothing has."""
    deep = Part(Heading(4, words("Four"), "four"), (Part(Heading(5, words("Five"), "five"), (say("Well."),)),))
    deepest = Part(Heading(6, words("Six"), "six"), (say("Well."),))
    nodes = [
        *structure_of(everything()).root.everything(),
        *structure_of(document(section("One", deep, deepest))).every(*Role),
        *structure_of(document(section("One", Beside((say("Yes."),), (say("Sí."),), "es")))).every(*Role),
        *with_form_fields(structure_of(everything())).every(Role.FORM_FIELD),
    ]
    assert {node.role for node in nodes} == set(Role)


def test_a_single_page_has_its_header_and_footer_read() -> None:
    """On one page nothing is repeated: header and footer are read where they stand, beside the banner."""
    made = replace(document(section("One", say("Yes."))), header=RunningLine("Kettles", "Cut here", "Kitchen"))
    structure = structure_of(made).on_pages(1, {})
    assert [words_of(node) for node in structure.root.children] == [
        "Draft: not reviewed",
        "Kettles",
        "Cut here",
        "Kitchen",
        "Boiling water safely",
        "What to know before you switch it on",
        "",
        "Boiling water safely · Version 0.1 · Draft",
        "Page 1 of 1",
    ]
    assert all(node.role not in {Role.HEADER, Role.FOOTER} for node in structure_of(made).on_pages(2, {}).root.children)


def test_without_pages() -> None:
    """Where there are no pages, the contents list goes, and the parts of header and footer stand once at the end."""
    structure = structure_of(document(section("One", say("Yes.")), contents=True)).without_pages()
    assert [words_of(node) for node in structure.root.children] == [
        "Draft: not reviewed",
        "Boiling water safely",
        "What to know before you switch it on",
        "",
        "Kettles",
        "The kitchen",
        "Boiling water safely · Version 0.1 · Draft",
    ]


def test_only_the_page_number_goes_with_the_pages() -> None:
    """What is next to a page number in the footer, such as a review, is also read where there are no pages."""
    line = RunningLine("Page {page}", "", f"Reviewed by Ana{BETWEEN}Page {PAGE_NUMBER} of {PAGE_COUNT}{BETWEEN}Kettles")
    assert line.unpaged == ("Page {page}", f"Reviewed by Ana{BETWEEN}Kettles")


def test_words_with_links_stand_in_elements_of_their_own() -> None:
    """Words and elements never mix in one element; a link inside the document is a reference as well."""
    (paragraph,) = structure_of(document(section("One", linked()))).every(Role.PARAGRAPH)
    assert paragraph.runs == ()
    roles = [child.role for child in paragraph.children]
    assert roles[:5] == [Role.SPAN, Role.REFERENCE, Role.SPAN, Role.LINK, Role.SPAN]
    assert [child.role for child in paragraph.children[1].children] == [Role.LINK]
    assert paragraph.blocks == ()
