"""From bytes to letters: UTF-8 only, and nothing that a reviewer cannot see."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import islice

from caresheet.model import rules
from caresheet.model.problem import CaresheetError, Findings, Position, Problem

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters but tab and line ends
    "\u2028\u2029"  # line ends that no editor counts
    "\u202a-\u202e\u2066-\u2069"  # what turns the order of letters around
    "\ud800-\udfff\ufeff\ufffe\uffff]"  # half characters, marks inside the text, no characters
)
MOST_NOTED = 100
"""Unseen characters of one file that are named. Nobody reads more."""

_LINE_END = re.compile("\r\n|\r|\n")
_STAND_IN = "\ufffd"


def decoded(data: bytes, path: str, findings: Findings) -> str:
    """The text of a file, without the mark at its start; each unseen character is noted and stood in for.

    Raises CaresheetError (not-utf-8) at the first byte that is no UTF-8.
    """
    _refuse_utf16(data, path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte {data[error.start]:#04x} is not valid UTF-8"
        raise CaresheetError(
            (Problem(place(before, len(before), path), rules.NOT_UTF8, message, "save the file as UTF-8"),)
        ) from error
    text = text.removeprefix("\ufeff")
    for match in islice(_UNSEEN.finditer(text), MOST_NOTED):
        findings.add(place(text, match.start(), path), rules.CONTROL_CHARACTER, _named(match[0]), "delete it")
    return _UNSEEN.sub(_STAND_IN, text)


def unseen(text: str) -> str | None:
    """Words for the first character that nobody can see in a text, which escapes of YAML put there."""
    match = _UNSEEN.search(text)
    return _named(match[0]) if match else None


def place(text: str, index: int, path: str) -> Position:
    """The line and column of a character, counted as editors do."""
    before = text[:index]
    ends = list(_LINE_END.finditer(before))
    return Position(path, len(ends) + 1, index - (ends[-1].end() if ends else 0) + 1)


def _refuse_utf16(data: bytes, path: str) -> None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "this file is saved as UTF-16"
        raise CaresheetError((Problem(Position(path), rules.NOT_UTF8, message, "save the file as UTF-8"),))


def _named(character: str) -> str:
    name = unicodedata.name(character, "control character").lower()
    return f"invisible character U+{ord(character):04X} ({name})"
