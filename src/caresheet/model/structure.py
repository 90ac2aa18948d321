"""An element of the logical tree with its words: the form in which what should be read aloud meets what is."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.model.problem import Position

BLANK = "\ufffc"
"""A line to write on, where it stands among words (U+FFFC, object replacement character)."""
_ALIKE = str.maketrans(
    {
        "\x02": "-",  # PDFium's sign for a hyphen at the end of a line
        "\ufffe": "-",  # the same
        "\xad": "",  # soft hyphen
        "\u200b": "",  # zero width space
        "\u2060": "",  # word joiner
        "\ufeff": "",  # the same, older
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)
_UNLIKE = re.compile("[" + "".join(map(chr, _ALIKE)) + "]")
_AROUND_BLANK = re.compile(rf"\s*{BLANK}\s*")
_BEHIND_HYPHEN = re.compile(r"-\s+")


def normalised(text: str) -> str:
    """The words of a text, one space apart, letters composed, ligatures spelt out.

    The space behind a hyphen is dropped: at the end of a line PDFium does not tell whether there is one.
    """
    if _UNLIKE.search(text):
        text = text.translate(_ALIKE)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _AROUND_BLANK.sub(f" {BLANK} ", text) if BLANK in text else text
    if "-" in text:
        text = _BEHIND_HYPHEN.sub("-", text)
    return " ".join(text.split())


class MarkedContent(NamedTuple):
    """A piece of marked content that an element owns: page index from 0, and its number there. A tuple, because it is
    looked up for every word of the document."""

    page: int
    mcid: int


class Piece(Struct, frozen=True):
    """Words in one language, None for the document's own. `link` tells links from each other and from plain words."""

    text: str
    language: str | None
    link: str | None


class Node(Struct, frozen=True):
    """One element. Roles of inline elements (Link, Span, Reference) do not show; their words are their block's.

    `foreign` are the words in other languages than the document's, each with its language; `links` are the words of
    each link. `attribute` is a TH's scope, or "Decimal" for a numbered list. A role that is empty stands for an
    element without any content, of which the page tells nothing. `contents` is where the words stand in the PDF.
    """

    role: str
    words: str = ""
    foreign: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    attribute: str = ""
    alternative: str = ""
    children: tuple[Node, ...] = ()
    position: Position | None = None
    contents: tuple[MarkedContent, ...] = ()

    def leaves(self) -> Iterator[Node]:
        """This element and all under it that have words of their own or none under them, in reading order."""
        if self.words or not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def everything(self) -> Iterator[Node]:
        """This element and all under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.everything()

    @property
    def key(self) -> str:
        """What two elements with the same words have in common. A drawing has no first and last word, and no spaces
        between the words of its parts: its letters count, in the order of the alphabet."""
        return "".join(sorted(self.words.replace(" ", ""))) if self.role == "Figure" else self.words

    @property
    def silent(self) -> bool:
        """Whether there is nothing to hear in it."""
        return not self.words and not self.alternative and all(child.silent for child in self.children)


def node_of(role: str, pieces: list[Piece], *, position: Position | None = None) -> Node:
    """An element that says `pieces`."""
    text = "".join(piece.text for piece in pieces)
    if role == "Figure":  # spoken by its alternative text, so only what is drawn counts
        return Node(role, normalised(text.replace(BLANK, " ")), position=position)
    foreign = _runs_of(_spoken(pieces)) if _any_language(pieces) else ()
    links = _links_of(pieces) if any(piece.link is not None for piece in pieces) else ()
    return Node(role, normalised(text), foreign, links, position=position)


def _any_language(pieces: list[Piece]) -> bool:
    return any(piece.language is not None for piece in pieces)


def _spoken(pieces: list[Piece]) -> list[tuple[str | None, str]]:
    """The words with their languages. White space is in none: it goes with the words before it."""
    spoken: list[tuple[str | None, str]] = []
    language: str | None = None
    for piece in pieces:
        language = language if piece.text.isspace() else piece.language
        spoken.append((language, piece.text))
    return spoken


def _runs_of(parts: list[tuple[str | None, str]]) -> tuple[tuple[str, str], ...]:
    """Neighbours with one key joined; those without a key dropped."""
    joined: list[tuple[str | None, str]] = []
    for key, text in parts:
        if joined and joined[-1][0] == key:
            joined[-1] = (key, joined[-1][1] + text)
        else:
            joined.append((key, text))
    return tuple((key, normalised(text)) for key, text in joined if key is not None and normalised(text))


def _links_of(pieces: list[Piece]) -> tuple[str, ...]:
    keyed = [(None if piece.link is None else f"{piece.link}\n{piece.language}", piece.text) for piece in pieces]
    return tuple(words for _, words in _runs_of(keyed))
