"""An SVG file as a tree of elements, read without trusting it.

The parser loads nothing and expands nothing: a document type, and with it every entity, is refused where it begins
(OWASP, XML External Entity Prevention). Size, number of elements and depth are limited while reading. What could run
or load something in a browser is refused wherever it stands, even where it would not be drawn.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from msgspec import Struct

from caresheet.model import rules
from caresheet.source.svg.faults import SvgFaults

MOST_BYTES = 2_000_000
MOST_ELEMENTS = 20_000
DEEPEST = 64
"""Elements inside each other; drawings by hand or by program have fewer than 20."""

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"

_RUNS = {"script", "handler", "listener", "foreignObject", "iframe", "object", "embed", "audio", "video", "canvas"}
_LOADS = {"image", "feImage", "tref", "font-face-uri", "color-profile", "cursor"}
_MOVES = {"animate", "animateColor", "animateMotion", "animateTransform", "set", "discard", "mpath"}
_ELSEWHERE = re.compile(r"url\(\s*+(?![\"']?\s*+#)|@import|image-set\(|src\(", re.IGNORECASE)
"""CSS that names something outside this file (CSS Values 4, 4.5; CSS Images 4, 5)."""

ACTIVE = _RUNS | _LOADS | _MOVES

_NO_SCRIPT = "delete it, in Inkscape with Edit > XML Editor, or save the drawing as PNG"
_NO_DOCTYPE = "delete it, from '<!DOCTYPE' to the '>' that closes it, or save it again with Inkscape as plain SVG"


class Element(Struct):
    """An element of the SVG namespace. Attributes in other namespaces are left out, but for xlink:href as `href`."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    children: list[Element] = []
    text: str = ""

    @property
    def place(self) -> tuple[int, int]:
        return self.line, self.column


def read_elements(data: bytes, faults: SvgFaults) -> Element:
    """The root element. Raises CaresheetError where the file is no XML, or is too large, or hostile."""
    if len(data) > MOST_BYTES:
        message = f"this drawing has more than {MOST_BYTES // 1_000_000} MB"
        faults.stop((1, 1), rules.PICTURE_TOO_LARGE, message, "simplify its paths, or save it as PNG")
    return _SvgParser(data, faults).read()


class _SvgParser:
    """Builds the tree from the parser's events."""

    def __init__(self, data: bytes, faults: SvgFaults) -> None:
        self._data = data
        self._faults = faults
        self._open: list[Element] = []
        self._skipped = 0
        self._count = 0
        self._root: Element | None = None
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartDoctypeDeclHandler = self._doctype

    def read(self) -> Element:
        try:
            self._parser.Parse(self._data, True)  # noqa: FBT003 - the last piece
        except expat.ExpatError as error:
            message = f"this is not a complete SVG file: {expat.ErrorString(error.code)}"
            place = (error.lineno, error.offset + 1)
            self._faults.stop(place, rules.PICTURE_UNREADABLE, message, "save it again as SVG")
        except (LookupError, ValueError):  # an encoding that Python does not know, or that is not one byte a letter
            self._faults.stop((1, 1), rules.PICTURE_UNREADABLE, "its encoding is not known", "save it as UTF-8")
        if self._root is None:
            self._faults.stop((1, 1), rules.PICTURE_UNREADABLE, "this is XML, but not SVG", "save it as SVG")
        return self._root

    @property
    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            message = f"this drawing has more than {MOST_ELEMENTS} elements"
            self._faults.stop(self._place, rules.PICTURE_TOO_LARGE, message, "simplify it, or save it as PNG")
        if len(self._open) + self._skipped >= DEEPEST:
            message = f"more than {DEEPEST} elements are inside each other"
            self._faults.stop(self._place, rules.PICTURE_TOO_LARGE, message, "ungroup its parts")
        namespace, _, name = tag.rpartition(" ")
        if self._skipped or namespace not in {SVG, ""}:
            self._skip(namespace, name)
            return
        element = Element(name, _own(attributes), *self._place)
        self._refuse_active(element, attributes)
        if self._open:
            self._open[-1].children.append(element)
        elif name == "svg":
            self._root = element
        self._open.append(element)

    def _skip(self, namespace: str, name: str) -> None:
        """What drawing programs keep for themselves is not drawn by anyone; HTML would be."""
        if namespace == _XHTML:
            self._faults.add(self._place, rules.PICTURE_UNSAFE, f"it contains HTML: <{name}>", _NO_SCRIPT)
        self._skipped += 1

    def _end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        else:
            self._open.pop()

    def _characters(self, text: str) -> None:
        if self._open and not self._skipped and self._open[-1].name == "style":
            self._open[-1].text += text
            self._refuse_elsewhere(text)

    def _instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self._faults.add(self._place, rules.PICTURE_UNSAFE, "it loads a style sheet from another file", _NO_SCRIPT)

    def _doctype(self, *_: object) -> None:
        """Nothing of a document type is read, so that no entity is ever defined. The parser tells of it at its end."""
        start = max(self._data.find(b"<!DOCTYPE"), 0)
        place = self._data.count(b"\n", 0, start) + 1, start - self._data.rfind(b"\n", 0, start)
        message = "it has a document type (<!DOCTYPE …>), which could load files or grow without end"
        self._faults.stop(place, rules.PICTURE_UNSAFE, message, _NO_DOCTYPE)

    def _refuse_active(self, element: Element, attributes: dict[str, str]) -> None:
        """Elements and attributes that run or load something in a browser."""
        name = element.name
        if name in ACTIVE:
            does = "runs" if name in _RUNS else "loads" if name in _LOADS else "moves"
            message = f"<{name}> {does} something; a drawing is made of shapes only"
            self._faults.add(element.place, rules.PICTURE_UNSAFE, message, _NO_SCRIPT)
        for key in attributes:
            if key.lower().startswith("on") and " " not in key:
                message = f"'{key}' runs a script; a drawing is made of shapes only"
                self._faults.add(element.place, rules.PICTURE_UNSAFE, message, _NO_SCRIPT)
        target = element.attributes.get("href", "#").strip()
        if not target.startswith("#") or f"{_XML} base" in attributes:
            message = f"<{name}> refers to something outside the file: '{target[:40]}'"
            self._faults.add(element.place, rules.PICTURE_UNSAFE, message, _NO_SCRIPT)
        for value in element.attributes.values():
            self._refuse_elsewhere(value)

    def _refuse_elsewhere(self, css: str) -> None:
        if _ELSEWHERE.search(css):
            message = "a style refers to something outside the file"
            self._faults.add(self._place, rules.PICTURE_UNSAFE, message, _NO_SCRIPT)


def _own(attributes: dict[str, str]) -> dict[str, str]:
    linked = attributes.get(f"{_XLINK} href")
    own = {key: value for key, value in attributes.items() if " " not in key}
    return own if linked is None else {"href": linked} | own
