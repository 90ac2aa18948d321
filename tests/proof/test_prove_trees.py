"""What is read back of a PDF follows from its bytes alone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.proof.documents import (
    PROSE,
    composed,
    document,
    everything,
    linked,
    look,
    references,
    say,
    section,
    table,
)

from caresheet.layout import lay_out
from caresheet.model.document import InLanguage
from caresheet.model.problem import Position
from caresheet.model.structure import MarkedContent
from caresheet.outputs.pdf.reader.contents import TaggedElement
from caresheet.outputs.pdf.reader.read import read_pdf, read_word_boxes
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf
from caresheet.proof.elements import comparable, normalised
from caresheet.proof.problems import reported


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


def test_words_of_a_heading_may_stand_on_an_earlier_page() -> None:
    """The list of contents is held to the page of the heading itself, not to that of a text with the same words."""
    early = section("Water", say("Descaling"), *(say(PROSE * 3) for _ in range(30)))
    made = composed(document(early, section("Descaling", say(PROSE)), contents=True))
    page_layout = lay_out(made)
    assert len(page_layout.pages) > 1
    assert prove_pdf(made, paint(made.document, page_layout)) == ()


@pytest.mark.parametrize(
    ("count", "last"), [(20, "difference 19"), (21, "and 1 more differences"), (50, "and 30 more")]
)
def test_differences_beyond_the_first_twenty_are_counted(count: int, last: str) -> None:
    """A PDF with many differences is told with 20 of them and how many more there are."""
    here = Position("layouts/guide.yaml")
    told = reported(here, [(None, f"difference {number}") for number in range(count)])
    assert len(told) == min(count, 21)
    assert told[-1].message.startswith(last)
    assert {problem.position for problem in told} == {here}


def test_a_paragraph_in_another_language_is_compared_with_it() -> None:
    """Words of a block in another language are known to be in it, so that a PDF that reads them aloud in the handout's
    own language is refused."""
    made = composed(document(section("Agua", InLanguage("es", say("Hierva el agua.")), say("Boil it."))))
    elements = {each.words: each.foreign for each in comparable(made.structure.root, "en").everything()}
    assert elements["Hierva el agua."]
    assert elements["Boil it."] == ()
