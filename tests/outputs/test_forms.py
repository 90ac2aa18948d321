"""A form is filled in and read back by programs that know nothing of caresheet: pikepdf, pypdf, and PDFium, which types
as a person does."""

from __future__ import annotations

import ctypes
import io
import re
from dataclasses import dataclass

import pikepdf
import pikepdf.form
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from msgspec.structs import replace
from tests.outputs.forms import LABELS, PLACES, form, form_document
from tests.proof.documents import composed

from caresheet.layout import lay_out
from caresheet.outputs.pdf.preview import rasterize
from caresheet.outputs.pdf.writer import paint

LATIN = bytes(code for code in range(0x20, 0x100) if code not in (0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D)).decode("cp1252")


@pytest.fixture(scope="module")
def blank() -> bytes:
    return form()[2]


@dataclass(frozen=True, slots=True)
class Widget:
    """A place to fill in, by pikepdf. `own` has its simple entries, as text."""

    name: str
    label: str
    kind: str
    value: str
    page: int
    box: tuple[float, ...]
    appearances: tuple[str, ...]
    shown: bytes
    own: dict[str, str]


def widgets(data: bytes) -> list[Widget]:
    """Every widget, page by page in the order of the pages' annotations."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            _widget(each, number)
            for number, page in enumerate(pdf.pages)
            for each in page.obj.get("/Annots", [])
            if each.Subtype == "/Widget"
        ]


def _widget(widget: pikepdf.Dictionary, page: int) -> Widget:
    field = widget if "/T" in widget else widget.Parent
    names, node = [], field
    while node is not None:
        names.append(str(node.T))
        node = node.get("/Parent")
    normal = widget.AP.N
    stream = isinstance(normal, pikepdf.Stream)
    return Widget(
        name=".".join(reversed(names)),
        label=str(field.TU),
        kind=str(field.FT),
        value=str(field.get("/V", "")),
        page=page,
        box=tuple(float(edge) for edge in widget.Rect),
        appearances=tuple(widget.AP.keys()) if stream else (*widget.AP.keys(), *sorted(normal.keys())),
        shown=normal.read_bytes() if stream else b"",
        own={key: str(value) for key, value in widget.items() if not isinstance(value, pikepdf.Dictionary)},
    )


def typed(data: bytes, place: int, text: str) -> bytes:
    """The file after a person has clicked on a place to fill in and typed there."""
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()
    pages = [pdf[index] for index in range(len(pdf))]
    widget = widgets(data)[place]
    left, bottom, right, top = widget.box
    at = (pdf.formenv.raw, pages[widget.page].raw, 0, (left + right) / 2, (bottom + top) / 2)
    pdfium.FORM_OnMouseMove(*at)
    pdfium.FORM_OnLButtonDown(*at)
    pdfium.FORM_OnLButtonUp(*at)
    letters = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
    pdfium.FORM_ReplaceSelection(
        pdf.formenv.raw, pages[widget.page].raw, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort))
    )
    pdfium.FORM_ForceToKillFocus(pdf.formenv.raw)
    out = io.BytesIO()
    pdf.save(out)
    for page in pages:
        page.close()
    pdf.close()
    return out.getvalue()


def test_every_blank_is_a_field_with_its_label(blank: bytes) -> None:
    """All three readers find exactly the fields of the form. Each place has the name of its value, so that several
    places of a value are one field, and each field has the label that a listener hears."""
    assert [each.name for each in widgets(blank)] == list(PLACES)
    assert {each.name: each.label for each in widgets(blank)} == LABELS
    fields = pypdf.PdfReader(io.BytesIO(blank)).get_fields() or {}
    assert {name: field["/TU"] for name, field in fields.items() if "/FT" in field} == LABELS
    pdf = pypdfium2.PdfDocument(blank)
    assert pdf.get_formtype() == pdfium.FORMTYPE_ACRO_FORM
    pdf.close()


def test_a_form_is_as_archives_and_readers_want_it(blank: bytes) -> None:
    """Each widget is printed, has an appearance and no action; no reader is asked to make appearances; the tab key
    follows the order of the structure."""
    for each in widgets(blank):
        assert each.own["/F"] == "4"
        assert not {"/A", "/AA"} & each.own.keys()
        assert each.appearances[0] == "/N"
        assert len(each.appearances) == 1 or each.kind == "/Btn"
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        assert all(page.obj.Tabs == "/S" for page in pdf.pages)
    boxes = [each for each in widgets(blank) if each.kind == "/Btn"]
    assert [(each.appearances, each.own["/AS"], each.value) for each in boxes] == [
        (("/N", "/Off", "/Yes"), "/Off", "/Off")
    ] * 2


def test_typed_once_it_stands_everywhere(blank: bytes) -> None:
    """A person types a name in one place; PDFium shows it in all places of that name, and nowhere else."""
    places = [number for number, name in enumerate(PLACES) if name == "patient.name"]
    assert len(places) == 3
    for place in places:
        after = widgets(typed(blank, place, "Zoë Núñez"))
        assert {each.name for each in after if each.value == "Zoë Núñez"} == {"patient.name"}
        shown = [number for number, each in enumerate(after) if "Zoë Núñez".encode("cp1252") in each.shown]
        assert shown == places


def test_filled_in_by_a_program(blank: bytes) -> None:
    """What pypdf fills in, pypdf and pikepdf read back: words in every field, ticks in every box."""
    values = {name: "/Yes" if name.startswith("box") else f"Value of {name}" for name in LABELS}
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(blank)), io.BytesIO()
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    writer.write(out)
    assert {each.name: each.value for each in widgets(out.getvalue())} == values
    fields = pypdf.PdfReader(io.BytesIO(out.getvalue())).get_fields() or {}
    assert {name: field["/V"] for name, field in fields.items() if "/FT" in field} == values


def test_a_box_is_ticked_by_pikepdf(blank: bytes) -> None:
    """Pikepdf ticks a box and fills in a line that has one place; both are read back, and the tick is seen."""
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        fields = pikepdf.form.Form(pdf)
        fields["box.1"].checked = True
        fields["line.1"].value = "Nothing"
        out = io.BytesIO()
        pdf.save(out)
    after = {each.name: each for each in widgets(out.getvalue())}
    box = after["box.1"]
    assert (box.own["/AS"], after["box.2"].own["/AS"], after["line.1"].value) == ("/Yes", "/Off", "Nothing")
    assert _ink(out.getvalue(), box) > 1.3 * _ink(blank, box)


def _ink(data: bytes, widget: Widget) -> int:
    """How many dark pixels there are in a square place to fill in, as PDFium shows it."""
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()
    page = pdf[widget.page]
    left, bottom, right, top = widget.box
    width, height = page.get_size()
    counts = page.render(scale=2, crop=(left, bottom, width - right, height - top), grayscale=True).to_pil().histogram()
    page.close()
    pdf.close()
    return sum(counts[:128])


def test_the_typeface_has_all_letters_to_type(blank: bytes) -> None:
    """Words are typed in an embedded font with every letter of Western European languages, whichever letters the
    handout itself has."""
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        (font,) = pdf.Root.AcroForm.DR.Font.values()
        assert (font.Encoding, font.Subtype) == ("/WinAnsiEncoding", "/TrueType")
        assert (font.FirstChar, font.LastChar) == (32, 255)
        assert len(font.FontDescriptor.FontFile2.read_bytes()) == font.FontDescriptor.FontFile2.Length1
        assert len(font.Widths) == 224
    place = PLACES.index("line.1")
    assert widgets(typed(blank, place, LATIN))[place].value == LATIN


def test_an_empty_form_prints_like_the_handout(blank: bytes) -> None:
    """Pixel by pixel, the empty form looks like the ordinary handout."""
    plain = composed(form_document())
    ordinary = paint(plain.document, lay_out(plain))
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        pages = len(pdf.pages)
    for page in range(pages):
        assert rasterize(blank, page, dpi=100) == rasterize(ordinary, page, dpi=100)


def test_the_same_form_has_the_same_bytes(blank: bytes) -> None:
    """With and without values, the same input gives the same bytes."""
    made, page_layout, _ = form()
    assert paint(made.document, page_layout) == blank
    values = {"patient.name": "Zoë"}
    assert paint(made.document, page_layout, values) == paint(made.document, page_layout, values) != blank


def test_typed_words_start_where_lines_start() -> None:
    """In a form whose lines start at the right, words in a field end at its right edge (/Q 2, ISO 32000-1, table 222),
    those that are filled in already, too; in others they start at the left."""
    made, page_layout, data = form()
    filled = paint(replace(made.document, language="ar"), page_layout, {"patient.name": "Ana"})
    for found, quadding in ((data, None), (filled, "2")):
        lines = [each for each in widgets(found) if each.kind == "/Tx"]
        assert lines
        assert {each.own.get("/Q") for each in lines} == {quadding}
    name = next(each for each in widgets(filled) if each.name == "patient.name")
    moved = re.search(rb"([0-9.]+) [0-9.]+ Td", name.shown)
    assert moved
    assert float(moved[1]) > (name.box[2] - name.box[0]) / 2
