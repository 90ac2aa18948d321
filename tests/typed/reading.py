"""What the manual says that typed characters print: an oracle that shares nothing with the program.

The characters with stand-ins are read from the table in the manual, so that it is this table that is tested.
"""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

_MARKS = frozenset("*[]{}<>&#`")
_CODES = re.compile(r"U\+([0-9A-F]{4})(?: to U\+([0-9A-F]{4}))?")
_ROW = re.compile(r"^\| (U\+[^|]*)\| ([^|]*) \|$", re.MULTILINE)
_NAMED = {"a space": " ", "a no-break space": "\u00a0", "nothing": ""}
_SPACES = re.compile(r"[ \t\r\n]+")
_ISOLATES = re.compile("[\u2066-\u2069]")
_PRESENTATION = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]")


def stand_ins() -> dict[int, str]:
    """The characters that the manual says are replaced, with what is read in their place."""
    page = files("caresheet").joinpath("manual", "content.md").read_text(encoding="utf-8")
    table: dict[int, str] = {}
    for typed, read_as in _ROW.findall(page):
        words = _NAMED.get(read_as) if read_as in _NAMED else read_as.strip("`")
        assert words is not None
        for first, last in _CODES.findall(typed):
            table |= dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), words)
    return table


STAND_INS = stand_ins()


def read_as(typed: str) -> str:
    """A text as it is read before any mark is: stand-ins, composed letters, single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", typed.translate(STAND_INS))).strip(" ")


def printed(typed: str) -> str:
    """What a text prints if it is not refused: everything but backslashes before marks, and marks of emphasis."""
    words = read_as(typed)
    said: list[str] = []
    place = 0
    while place < len(words):
        letter = words[place]
        if letter == "\\" and words[place + 1 : place + 2] and words[place + 1] in _MARKS:
            said.append(words[place + 1])
            place += 2
        elif letter == "*":
            end = place + len(words) - place - len(words[place:].lstrip("*"))
            said.append(
                words[place:end] if _stays(words[place - 1 : place] if place else " ", words[end : end + 1]) else ""
            )
            place = end
        else:
            said.append(letter)
            place += 1
    return _SPACES.sub(" ", "".join(said)).strip(" ")


def _stays(left: str, right: str) -> bool:
    """Whether asterisks are printed: between spaces, and beside a digit inside a word."""
    left, right = left or " ", right or " "
    if left.isspace() and right.isspace():
        return True
    kinds = unicodedata.category(left)[0], unicodedata.category(right)[0]
    return set(kinds) <= set("LMN") and "N" in kinds


def alike(words: str) -> str:
    """Words for a comparison that does not see where lines are broken: without spaces, hyphens of one kind, and without
    the isolates that plain text and web pages put around words that run the other way (UAX 9). Presentation forms
    (\ufb00 to \ufdff, \ufe70 to \ufefc) are spelled out, and brackets all open to one side, since PDFium spells out
    these forms when it reads a page, and turns brackets beside letters that run the other way. The proof compares the
    codes of both."""
    words = "".join(map(_opened, _ISOLATES.sub("", words)))
    spelled = _PRESENTATION.sub(lambda form: unicodedata.normalize("NFKC", form[0]), words)
    return "".join(spelled.replace("\u2011", "-").replace("\x02", "-").replace("\ufffe", "-").split())


def _opened(letter: str) -> str:
    """The other one of a pair of brackets, quotes or signs that are mirrored (UAX 9, L4), if this one closes it."""
    if not unicodedata.mirrored(letter):
        return letter
    name = unicodedata.name(letter, "").replace("RIGHT", "LEFT").replace("GREATER", "LESS")
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return letter
