"""A blank keeps the name of its field on the page, and looks like a line to write on."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.proof.documents import PLAIN, composed, document, everything, items, say, section, words

from caresheet.layout import lay_out
from caresheet.model.document import Document, Entries, Entry, Item
from caresheet.model.page_layout import FieldPiece, ShapePiece, TextPiece
from caresheet.model.problem import Position
from caresheet.model.text import FieldBlank, PrintedText
from caresheet.model.topic import ListKind
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf

NAME = FieldBlank("patient.name", "name", 170.0, captioned=False)
PHONE = FieldBlank("clinic.phone", "phone number", 113.4)


def fields(made: Document) -> list[FieldPiece]:
    """The fields of all pages, in reading order."""
    return [piece for page in lay_out(composed(made)).pages for piece in page.pieces if isinstance(piece, FieldPiece)]


def a_form(entry: Entry, *, boxed: bool = True) -> Document:
    return document(section("Form", Entries(boxed=boxed, entries=(entry,), position=Position("content/a/en.yaml"))))


def test_every_blank_is_a_field_of_its_name() -> None:
    """Whatever a blank stands in, its name is on the page; lines without a value have none."""
    assert [field.name for field in fields(everything()) if field.name] == ["clinic.phone", "patient.name"]


@pytest.mark.parametrize("length", [60.0, 113.4])
def test_a_field_in_a_text_is_as_wide_as_its_blank(length: float) -> None:
    """The box begins at the end of the words before it and is as wide as declared, with room to write above it."""
    made = document(section("Call", say("Call ", FieldBlank("clinic.phone", "phone", length), " at once.")))
    (field,) = fields(made)
    before = next(
        p for p in lay_out(composed(made)).pages[0].pieces if isinstance(p, TextPiece) and p.text.startswith("Call ")
    )
    assert field.width == length
    assert before.x + before.width < field.x < before.x + before.width + before.size
    assert field.y < before.baseline < field.y + field.height


@pytest.mark.parametrize("boxed", [True, False])
def test_a_field_behind_its_label_runs_to_the_end(*, boxed: bool) -> None:
    """A blank that is the whole value of an entry takes the rest of the line."""
    (field,) = fields(a_form(Entry(words("Your name"), words(NAME), 1), boxed=boxed))
    assert field.name == "patient.name"
    assert field.width > NAME.width
    assert field.height > 20


def test_a_field_below_a_long_label_keeps_its_name() -> None:
    """A label that fills its line sends its field to the next one."""
    label = "Whom should we call, at any time of the day or night, if we find that you are not at home and cannot be"
    (field,) = fields(a_form(Entry(words(label), words(NAME), 1)))
    assert field.name == "patient.name"


@pytest.mark.parametrize("letters", range(1, 120))
def test_two_fields_in_a_row_each_keep_their_line(letters: int) -> None:
    """However long the labels of a strip are, each keeps its line: if there is no room for both, they are set below
    each other."""
    phone = replace(PHONE, captioned=False)
    entries = (Entry(words("i" * letters), words(NAME), 1), Entry(words("j" * letters), words(phone), 1))
    form = Entries(boxed=False, entries=entries, position=Position("content/a/en.yaml"))
    made = document(section("Form", form, heading=None, style=replace(PLAIN, beside_code=True)))
    assert [field.name for field in fields(made)] == ["patient.name", "clinic.phone"]


def test_a_strip_may_have_a_heading() -> None:
    """A section that leaves room for the code has its heading above it, if its style shows one."""
    form = Entries(boxed=False, entries=(Entry(words("Name"), words(NAME), 1),), position=Position("content/a/en.yaml"))
    made = document(section("Your details", form, style=replace(PLAIN, beside_code=True)))
    page_layout = lay_out(composed(made))
    (heading,) = (each for each in page_layout.pages[0].pieces if getattr(each, "text", "").startswith("Your details"))
    assert heading.baseline > fields(made)[0].y
    assert prove_pdf(composed(made), paint(made, page_layout)) == ()


@pytest.mark.parametrize("value", [None, words(NAME), words("Ann")], ids=["no value", "blank", "filled"])
def test_a_blank_in_a_label_is_read_once(value: PrintedText | None) -> None:
    """A blank in the words of a label does not add a second line after it."""
    made = a_form(Entry(words(PHONE, " Before"), value, 1))
    assert prove_pdf(composed(made), paint(made, lay_out(composed(made)))) == ()


def test_a_blank_that_is_asked_for_twice_is_two_fields() -> None:
    """One value may belong in several places: each of them is a field of that name."""
    step = Item("1", words("Call ", PHONE, "."))
    made = document(section("Ask", items(ListKind.STEPS, step), say("Or write to ", PHONE, ".")))
    assert [field.name for field in fields(made)] == ["clinic.phone", "clinic.phone"]


def test_a_field_is_drawn_as_a_line() -> None:
    """What is drawn is the lower edge of the box, and nothing else."""
    field = FieldPiece("patient.name", 10.0, 20.0, 100.0, 24.0, 12.0, "#333333", 0.75, 4)
    line = (("m", (10.0, 20.0)), ("l", (110.0, 20.0)))
    assert field.rule == ShapePiece(line, None, "#333333", 0.75, 4)
