"""What a form of the desk sends. It is only ever in memory: no part of it is written to a temporary file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from msgspec import field
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from caresheet.model.walk import Discreet

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

PLAIN, IN_PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
"""The kinds of forms: only one in parts can hold files."""
_MOST = 400
"""The most fields of a form: a clinic's has some for each language."""


class SentForm(Discreet, frozen=True):
    """The typed texts and the contents of the chosen files, by the names of their fields. Of a field that is sent
    twice, the last value counts; a file that was not chosen is left out."""

    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def kind_of(content_type: str) -> str:
    """The kind of a form, without the parameters of its header."""
    return content_type.partition(";")[0].strip().lower()


def read_form(content_type: str, body: bytes) -> SentForm | None:
    """The form in the body of a request; None if it cannot be read."""
    try:
        if kind_of(content_type) == PLAIN:
            pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST)
            return SentForm(dict(pairs))
        return _in_parts(content_type, body)
    except (ValueError, FormParserError):
        return None


def _in_parts(content_type: str, body: bytes) -> SentForm | None:
    boundary, reader = parse_options_header(content_type)[1].get(b"boundary", b""), _Reader()
    MultipartParser(boundary, reader.callbacks).write(body)
    return SentForm(reader.texts, reader.files) if reader.is_whole else None


class _Reader:
    """Collects the parts of a form. A part with a file name is a file."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.is_whole = False
        self._number = 0
        self._begin()

    @property
    def callbacks(self) -> MultipartCallbacks:
        """What the parser calls as it reads on."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._read_field,
            "on_header_value": self._read_value,
            "on_header_end": self._end_header,
            "on_part_data": self._read_data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        self._about: dict[bytes, bytes] = {}
        self._data = bytearray()
        self._field = self._value = b""

    def _read_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _read_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._about = parse_options_header(self._value)[1]
        self._field = self._value = b""

    def _read_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def _end(self) -> None:
        self._number += 1
        if self._number > _MOST:
            raise FormParserError
        name = self._about.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in self._about:
            self.texts[name] = self._data.decode("utf-8", "replace")
        elif self._data:
            self.files[name] = bytes(self._data)

    def _finish(self) -> None:
        self.is_whole = True
