"""Form fields with their places in the structure tree, which PDFium does not show."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caresheet.outputs.pdf.reader.contents import FormField, Rectangle
from caresheet.outputs.pdf.reader.decoder import shown
from caresheet.outputs.pdf.reader.font_maps import FontMaps
from caresheet.outputs.pdf.reader.syntax import PdfObjects, Reference, UndecodableError, Value, hexadecimal, unescaped

_DEEPEST = 100
"""The most levels of a sound tree."""
_BYTE_ORDER_MARK = b"\xfe\xff"


class Step(Struct, frozen=True):
    """One step down the structure tree: an element's index among the children of its parent (from 0), its own entries,
    and the number of its children."""

    index: int
    role: str
    language: str
    attribute: str
    children: int


class PlacedField(Struct, frozen=True):
    """A field in one place, with the steps down the structure tree to its element; there are none if no element refers
    to it."""

    field: FormField
    steps: tuple[Step, ...]


def read_fields(pdf: bytes) -> tuple[PlacedField, ...]:
    """Every place of every field, page by page in the order of its annotations. Raises UndecodableError for a damaged
    file."""
    objects = PdfObjects(pdf)
    root = objects.dictionary(objects.root.get("StructTreeRoot"))
    places = {number: steps for steps, number in _annotated(objects, root, (), 0)}
    fonts, found = FontMaps(objects), list[PlacedField]()
    for page, entries in enumerate(objects.pages()):
        for annotation in objects.array(entries.get("Annots")):
            widget = objects.dictionary(annotation)
            if widget.get("Subtype") == "/Widget":
                number = annotation.number if isinstance(annotation, Reference) else -1
                found.append(PlacedField(_field(objects, fonts, widget, page), places.get(number, ())))
    return tuple(found)


def _annotated(
    objects: PdfObjects, element: dict[str, Value], steps: tuple[Step, ...], depth: int
) -> Iterator[tuple[tuple[Step, ...], int]]:
    """The object number of each annotation in or below an element, with the steps down to the element that refers to
    it."""
    if depth > _DEEPEST:
        raise UndecodableError("its structure tree is damaged")
    for index, value in enumerate(objects.array(element.get("K"))):
        kid = objects.dictionary(value)
        if kid.get("Type") == "/OBJR":
            target = kid.get("Obj")
            if isinstance(target, Reference):
                yield steps, target.number
        elif "S" in kid:
            step = Step(
                index,
                str(kid["S"]).removeprefix("/"),
                _text(kid.get("Lang")),
                _attribute(objects, kid),
                len(objects.array(kid.get("K"))),
            )
            yield from _annotated(objects, kid, (*steps, step), depth + 1)


def _attribute(objects: PdfObjects, element: dict[str, Value]) -> str:
    """The Scope of a heading cell or the ListNumbering of a list, empty where there is none."""
    for value in objects.array(element.get("A")):
        own = objects.dictionary(value)
        for key in ("Scope", "ListNumbering"):
            if key in own:
                return str(own[key]).removeprefix("/")
    return ""


def _field(objects: PdfObjects, fonts: FontMaps, widget: dict[str, Value], page: int) -> FormField:
    """A field with what it inherits from the fields above it (ISO 32000-1, 12.7.3)."""
    names: list[str] = []
    inherited: dict[str, Value] = {}
    node, depth = widget, 0
    while node and depth < _DEEPEST:
        names += [_text(node["T"])] if "T" in node else []
        inherited = {**node, **inherited}
        node, depth = objects.dictionary(node.get("Parent")), depth + 1
    return FormField(
        name=".".join(reversed(names)),
        label=_text(inherited.get("TU")),
        is_check_box=inherited.get("FT") == "/Btn",
        value=_text(objects.value(inherited.get("V"))),
        shown=_shown(objects, fonts, objects.dictionary(widget.get("AP")).get("N")),
        page=page,
        box=_box(objects.array(widget.get("Rect"))),
    )


def _shown(objects: PdfObjects, fonts: FontMaps, appearance: Value | None) -> str:
    """The words of an appearance that is one stream (ISO 32000-1, 12.5.5); none for one that has a stream per state."""
    entries = objects.dictionary(appearance)
    if entries.get("Subtype") != "/Form":
        return ""
    return "".join(each.text for each in shown(objects.data(appearance), fonts.named_in(entries.get("Resources"))))


def _box(numbers: list[Value]) -> Rectangle:
    try:
        left, bottom, right, top = (float(number) for number in numbers if isinstance(number, str))
    except ValueError:
        raise UndecodableError("a field has no position") from None
    return Rectangle(left, bottom, right, top)


def _text(value: Value | None) -> str:
    """A text string, or the name of a state (ISO 32000-1, 7.9.2.2); empty for anything else."""
    if not isinstance(value, str):
        return ""
    if not value.startswith(("<", "(")):
        return value.removeprefix("/")
    written = value[1:-1].encode("latin-1")
    data = hexadecimal(written) if value.startswith("<") else unescaped(written)
    if data.startswith(_BYTE_ORDER_MARK):
        return data.removeprefix(_BYTE_ORDER_MARK).decode("utf-16-be", "replace")
    return data.decode("latin-1")
