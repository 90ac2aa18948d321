"""Decodes files: UTF-8 only, and no character that a reviewer cannot see."""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from itertools import islice

from caresheet.model import rules
from caresheet.model.problem import CaresheetError, Findings, Position, Problem

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters except tab and line breaks
    "\u2028\u2029"  # line breaks that editors do not count
    "\u202a-\u202e\u2066-\u2069"  # marks that reverse the order of characters
    "\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff]"  # surrogates, byte order marks, noncharacters
)
MOST_REPORTED = 100
"""The maximum number of invisible characters reported for one file."""

_LINE_END = re.compile("\r\n|\r|\n")
_STAND_IN = "\ufffd"


def decoded(data: bytes, path: str, findings: Findings) -> str:
    """The text of a file without its byte order mark. Every invisible character is reported and replaced by U+FFFD.

    Raises CaresheetError (not-utf-8) at the first byte that is not valid UTF-8.
    """
    _refuse_utf16(data, path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte {data[error.start]:#04x} is not valid UTF-8"
        raise CaresheetError(
            (Problem(position_of(before, len(before), path), rules.NOT_UTF8, message, "save the file as UTF-8"),)
        ) from error
    text = text.removeprefix("\ufeff")
    found = tuple(islice(_UNSEEN.finditer(text), MOST_REPORTED))
    ends = _line_ends(text) if found else []
    for match in found:
        position = _position_of(match.start(), ends, path)
        findings.add(position, rules.CONTROL_CHARACTER, _named(match[0]), "delete it")
    return _UNSEEN.sub(_STAND_IN, text)


def invisible(text: str) -> str | None:
    """A message for the first invisible character of a text, which a YAML escape put there; None if there is none."""
    match = _UNSEEN.search(text)
    return _named(match[0]) if match else None


def position_of(text: str, index: int, path: str) -> Position:
    """The line and column of a character, counted as editors count them."""
    return _position_of(index, _line_ends(text[:index]), path)


def _line_ends(text: str) -> list[int]:
    """Where each line but the last one ends: the index behind its line break."""
    return [match.end() for match in _LINE_END.finditer(text)]


def _position_of(index: int, ends: list[int], path: str) -> Position:
    line = bisect_right(ends, index)
    return Position(path, line + 1, index - (ends[line - 1] if line else 0) + 1)


def _refuse_utf16(data: bytes, path: str) -> None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "this file is saved as UTF-16"
        raise CaresheetError((Problem(Position(path), rules.NOT_UTF8, message, "save the file as UTF-8"),))


def _named(character: str) -> str:
    name = unicodedata.name(character, "control character").lower()
    return f"invisible character U+{ord(character):04X} ({name})"
