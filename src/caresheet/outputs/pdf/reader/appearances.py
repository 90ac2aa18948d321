"""The words that a field shows: those of its appearance, by the letters of its fonts (ISO 32000-1, 9.10.3, 12.5.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caresheet.outputs.pdf.reader.syntax import PdfObjects, Reference, UndecodableError, Value

_OPERATION = re.compile(
    rb"/(?P<font>[^\s()<>\[\]{}/%]+)\s+[\d.]+\s+Tf\b|\((?P<codes>(?:[^()\\]|\\.)*)\)\s*Tj\b", re.DOTALL
)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r"}
_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_ROW = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")


def shown_words(objects: PdfObjects, appearance: Value | None) -> str:
    """The words of an appearance that is one stream; none of one for each state. Raises UndecodableError for a letter
    that its font does not name."""
    if objects.dictionary(appearance).get("Subtype") != "/Form":
        return ""
    fonts = objects.dictionary(objects.dictionary(objects.dictionary(appearance).get("Resources")).get("Font"))
    return "".join(_words(objects, objects.data(appearance), fonts))


def _words(objects: PdfObjects, stream: bytes, fonts: dict[str, Value]) -> Iterator[str]:
    letters: dict[int, str] = {}
    for operation in _OPERATION.finditer(stream):
        if operation["font"] is not None:
            letters = _letters(objects, fonts.get(operation["font"].decode("latin-1")))
            continue
        codes = _ESCAPED.sub(lambda found: _CONTROLS.get(found[1], found[1]), operation["codes"])
        try:
            yield "".join(letters[code] for code in codes)
        except KeyError:
            raise UndecodableError("a field shows letters without names") from None


def _letters(objects: PdfObjects, font: Value | None) -> dict[int, str]:
    names = objects.dictionary(font).get("ToUnicode")
    if not isinstance(names, Reference):
        return {}
    rows = (row for section in _SECTION.findall(objects.data(names)) for row in _ROW.findall(section))
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for code, text in rows}
