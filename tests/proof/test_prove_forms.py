"""The proof of a form fails for every kind of defect, and says which field."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from msgspec.structs import replace
from tests.outputs.forms import form, form_document
from tests.proof.documents import composed

from caresheet.layout import lay_out
from caresheet.model.page_layout import FieldPiece
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf

VALUES = {"patient.name": "Zoë (Núñez)"}
Widgets = list[pikepdf.Dictionary]


def messages(data: bytes, values: dict[str, str] | None = None) -> list[str]:
    """What the proof says of a form."""
    return [problem.message for problem in prove_pdf(form()[0], data, values)]


def changed(change: Callable[[Widgets], None], values: dict[str, str] | None = None) -> bytes:
    """The form after its widgets have been changed."""
    made, page_layout, _ = form()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paint(made.document, page_layout, values or {}))) as pdf:
        change([each for page in pdf.pages for each in page.obj.get("/Annots", []) if each.Subtype == "/Widget"])
        pdf.save(out)
    return out.getvalue()


def elements(pdf_object: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """All Form elements below an element of the structure tree."""
    kids = pdf_object.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.S == "/Form":
                yield kid
            yield from elements(kid)


def with_elements(change: Callable[[list[pikepdf.Dictionary]], None]) -> bytes:
    """The form after its Form elements have been changed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(form()[2])) as pdf:
        change(list(elements(pdf.Root.StructTreeRoot)))
        pdf.save(out)
    return out.getvalue()


def test_a_good_form_is_proved() -> None:
    """Nothing is reported with or without values, nor after another program has merely saved the form again."""
    made, page_layout, blank = form()
    assert messages(blank) == []
    assert messages(changed(lambda _: None)) == []
    assert messages(paint(made.document, page_layout, VALUES), VALUES) == []


def test_blanks_that_are_no_fields_are_missed() -> None:
    """An ordinary handout is not a form, and a form is not an ordinary handout."""
    plain = composed(form_document())
    ordinary = paint(plain.document, lay_out(plain))
    assert any("____" in message for message in messages(ordinary))
    assert any("____" in problem.message for problem in prove_pdf(plain, form()[2]))


def renamed(widgets: Widgets) -> None:
    widgets[6].T = pikepdf.String("9")


def relabeled(widgets: Widgets) -> None:
    widgets[6].TU = pikepdf.String("What?")


def unlabeled(widgets: Widgets) -> None:
    del widgets[6].TU


def made_a_box(widgets: Widgets) -> None:
    widgets[6].FT = pikepdf.Name.Btn


@pytest.mark.parametrize("change", [renamed, relabeled, unlabeled, made_a_box])
def test_what_a_field_is(change: Callable[[Widgets], None]) -> None:
    """A different name, a different label, no label, or a different kind of field is reported."""
    found = messages(changed(change))
    assert any("the fields of the P 'What changed? ____'" in message for message in found), found


def over_words(widgets: Widgets) -> None:
    left, bottom, right, top = widgets[0].Rect
    widgets[0].Rect = pikepdf.Array([left - 30, bottom, right - 30, top])


def off_the_page(widgets: Widgets) -> None:
    widgets[0].Rect = pikepdf.Array([5000, 10, 5100, 20])


def over_another(widgets: Widgets) -> None:
    widgets[7].Rect = widgets[8].Rect


def above_its_line(widgets: Widgets) -> None:
    left, bottom, right, top = widgets[6].Rect
    widgets[6].Rect = pikepdf.Array([left, bottom + 3, right, top + 3])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (over_words, "the field 'patient’s name' covers words"),
        (off_the_page, "the field 'patient’s name' is not on its page"),
        (over_another, "the field 'Questions 1/3' covers another field"),
        (above_its_line, "the field 'What changed?' has no line to write on when it is printed"),
    ],
)
def test_where_a_field_is(change: Callable[[Widgets], None], why: str) -> None:
    """A field covers nothing, is on its page, and has the line that remains when it is printed empty."""
    found = messages(changed(change))
    assert any(why in message for message in found), found


def with_a_value(widgets: Widgets) -> None:
    widgets[6].V = pikepdf.String("Nothing")


def ticked(widgets: Widgets) -> None:
    widgets[10].V = pikepdf.Name.Yes


def with_another_value(widgets: Widgets) -> None:
    widgets[0].Parent.V = pikepdf.String("Zoe")


@pytest.mark.parametrize("change", [with_a_value, ticked, with_another_value])
def test_what_a_field_holds(change: Callable[[Widgets], None]) -> None:
    """A field holds nothing but its value, and no box is ticked."""
    found = messages(changed(change, VALUES), VALUES)
    assert any("does not hold what was filled in" in message for message in found), found
    assert not any("Zo" in message for message in found)


def test_what_a_field_shows() -> None:
    """A field shows the value that it holds, in each of its places."""

    def shown_otherwise(widgets: Widgets) -> None:
        stream = widgets[2].AP.N
        stream.write(stream.read_bytes().replace(b"Tj", b"Tj Tj"))
        stream.write(stream.read_bytes().replace(b"(Zo", b"(oZ"))

    found = messages(changed(shown_otherwise, VALUES), VALUES)
    assert [message for message in found if "does not show what was filled in" in message]
    assert not any("Zo" in message for message in found)


def test_fields_without_their_elements() -> None:
    """A widget that no element refers to, or the element of another one, is reported."""

    def untagged(found: list[pikepdf.Dictionary]) -> None:
        found[0].K = pikepdf.Array([])

    def exchanged(found: list[pikepdf.Dictionary]) -> None:
        found[6].K, found[7].K = found[7].K, found[6].K

    for change in (untagged, exchanged):
        found = messages(with_elements(change))
        assert any("the fields of" in message or "____" in message for message in found), found


def test_a_field_whose_element_is_no_form() -> None:
    """Only a Form is announced as something to fill in."""

    def plain(found: list[pikepdf.Dictionary]) -> None:
        found[0].S = pikepdf.Name.Span

    assert any("____" in message for message in messages(with_elements(plain)))


def test_every_place_of_the_layout_is_a_field() -> None:
    """A blank that layout loses is missed."""
    made, page_layout, _ = form()
    lost = next(piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, FieldPiece))
    pages = tuple(
        replace(page, pieces=tuple(piece for piece in page.pieces if piece is not lost)) for page in page_layout.pages
    )
    assert any("____" in message for message in messages(paint(made.document, replace(page_layout, pages=pages))))
