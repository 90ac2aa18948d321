"""In a form, each blank and each box to tick is a separate element, with a name and a label."""

from __future__ import annotations

from collections.abc import Iterator

from tests.outputs.forms import LABELS, PLACES, form, form_document
from tests.proof.documents import composed, document, items, say, section, words

from caresheet.compose.forms import with_form_fields
from caresheet.compose.structure import structure_of
from caresheet.model.document import Document, Entries, Entry, Item
from caresheet.model.structure import Role, Structure, StructureNode
from caresheet.model.text import FieldBlank, TextRun
from caresheet.model.topic import ListKind


def fields(structure: Structure) -> list[FieldBlank]:
    return [run for node in structure.every(Role.FORM_FIELD) for run in node.runs if isinstance(run, FieldBlank)]


def made(document: Document) -> Structure:
    return with_form_fields(structure_of(document))


def said(node: StructureNode) -> Iterator[str]:
    """All words in reading order."""
    yield from (run.text for run in node.runs if isinstance(run, TextRun))
    for child in node.children:
        yield from said(child)


def test_every_blank_is_a_field() -> None:
    """The names are those of the values, which may be in several places, or numbers in reading order; a label says
    what belongs there, and which of several lines it is."""
    found = fields(form()[0].structure)
    assert [field.name for field in found] == list(PLACES)
    assert {field.name: field.label for field in found} == LABELS
    assert [field.name for field in found if field.is_check_box] == ["box.1", "box.2"]


def test_a_form_says_what_the_handout_says() -> None:
    """No word is lost, added or moved, and elements are numbered in reading order."""
    plain = composed(form_document()).structure
    assert "".join(said(form()[0].structure.root)) == "".join(said(plain.root))
    assert [node.number for node in form()[0].structure.root.everything()] == list(
        range(len(list(form()[0].structure.root.everything())))
    )


def test_words_and_fields_do_not_mix() -> None:
    """No element has both words and other elements; each field is a separate element."""
    for node in form()[0].structure.root.everything():
        assert not (node.runs and node.children)
        assert node.role is Role.FORM_FIELD or not any(isinstance(run, FieldBlank) for run in node.runs)


def test_words_in_another_language_keep_it() -> None:
    """A label in another language stays in that language; its line is labeled by it."""
    label = words(TextRun("Nombre", language="es"))
    entry = Entries(boxed=False, entries=(Entry(label, None, 1),), position=words("").position)
    structure = made(document(section("Who?", entry)))
    (node,) = structure.every(Role.ENTRY)
    spoken = [(child.role, child.language) for child in node.children]
    assert spoken == [(Role.SPAN, "es"), (Role.SPAN, None), (Role.FORM_FIELD, None)]
    assert fields(structure)[0].label == "Nombre"


def test_boxes_to_tick_in_lists_in_lists() -> None:
    """Each item of a checklist has a box, whatever list it is in, and however deep; other lists have none."""
    inner = items(ListKind.CHECKLIST, "Lemon", "Sugar")
    outer = items(ListKind.CHECKLIST, Item("", words("Tea"), inner), "Cup")
    structure = made(document(section("Take along", outer, items(ListKind.BULLETS, "Nothing else"))))
    assert [(field.name, field.label) for field in fields(structure)] == [
        *(("box.1", "Tea"), ("box.2", "Lemon"), ("box.3", "Sugar"), ("box.4", "Cup")),
    ]


def test_a_blank_without_words_before_it() -> None:
    """A paragraph that is one blank is one field."""
    blank = FieldBlank("patient.name", "name", 100.0, captioned=False)
    structure = made(document(section("Name", say(blank))))
    assert [field.name for field in fields(structure)] == ["patient.name"]
