"""The fields of a form with their places in the structure tree, which PDFium does not show."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caresheet.outputs.pdf.reader.appearances import shown_words
from caresheet.outputs.pdf.reader.contents import FormField, Rectangle
from caresheet.outputs.pdf.reader.syntax import PdfObjects, Reference, UndecodableError, Value

_DEEPEST = 100
"""Levels of a tree: a deeper one is damaged."""
_BYTE_ORDER_MARK = b"\xfe\xff"
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


class Step(Struct, frozen=True):
    """One step down the structure tree: the place of an element among the children of its parent, from 0, what it says
    of itself, and how many children it has."""

    index: int
    role: str
    language: str
    attribute: str
    children: int


class PlacedField(Struct, frozen=True):
    """A field in one place; without steps, no element of the structure tree leads to it."""

    field: FormField
    steps: tuple[Step, ...]


def read_fields(pdf: bytes) -> tuple[PlacedField, ...]:
    """Every place of every field, page by page as they stand there. Raises UndecodableError for a damaged file."""
    objects = PdfObjects(pdf)
    root = objects.dictionary(objects.root.get("StructTreeRoot"))
    places = {number: steps for steps, number in _annotated(objects, root, (), 0)}
    found: list[PlacedField] = []
    for page, entries in enumerate(_pages(objects, objects.root.get("Pages"), 0)):
        for annotation in objects.array(entries.get("Annots")):
            widget = objects.dictionary(annotation)
            if widget.get("Subtype") == "/Widget":
                number = annotation.number if isinstance(annotation, Reference) else -1
                found.append(PlacedField(_field(objects, widget, page), places.get(number, ())))
    return tuple(found)


def _pages(objects: PdfObjects, node: Value | None, depth: int) -> Iterator[dict[str, Value]]:
    own = objects.dictionary(node)
    if depth > _DEEPEST:
        raise UndecodableError("its page tree is damaged")
    if "Kids" not in own:
        yield own
        return
    for kid in objects.array(own["Kids"]):
        yield from _pages(objects, kid, depth + 1)


def _annotated(
    objects: PdfObjects, element: dict[str, Value], steps: tuple[Step, ...], depth: int
) -> Iterator[tuple[tuple[Step, ...], int]]:
    """The number of each annotation that an element refers to, with the steps to the element."""
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


def _field(objects: PdfObjects, widget: dict[str, Value], page: int) -> FormField:
    """A field with what it inherits from those above it (ISO 32000-1, 12.7.3)."""
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
        shown=shown_words(objects, objects.dictionary(widget.get("AP")).get("N")),
        page=page,
        box=_box(objects.array(widget.get("Rect"))),
    )


def _box(numbers: list[Value]) -> Rectangle:
    try:
        left, bottom, right, top = (float(number) for number in numbers if isinstance(number, str))
    except ValueError:
        raise UndecodableError("a field has no place") from None
    return Rectangle(left, bottom, right, top)


def _text(value: Value | None) -> str:
    """A text string, or the name of a state (ISO 32000-1, 7.9.2.2); empty for anything else."""
    if not isinstance(value, str):
        return ""
    if value.startswith("<"):
        data = bytes.fromhex("".join(value[1:-1].split()))
        return data[2:].decode("utf-16-be", "replace") if data.startswith(_BYTE_ORDER_MARK) else data.decode("latin-1")
    if value.startswith("("):
        return _unescaped(value[1:-1])
    return value.removeprefix("/")


def _unescaped(literal: str) -> str:
    """The characters of a literal string without octal codes (ISO 32000-1, 7.3.4.2)."""
    letters = iter(literal)
    return "".join(
        _ESCAPES.get(own, own) if letter == "\\" and (own := next(letters, "")) else letter for letter in letters
    )
