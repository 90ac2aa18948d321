"""Elements in the form in which they are compared: words without regard to line breaks, ligatures and white space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.problem import Position
from caresheet.model.structure import BLANK, ElementType, MarkedContent, Role, StructureNode
from caresheet.model.text import FieldBlank, Runs, TextRun

_ALIKE = str.maketrans(
    {
        "\x02": "-",  # PDFium's character for a hyphen at the end of a line
        "\ufffe": "-",  # the same
        "\xad": "",  # soft hyphen
        "\u200b": "",  # zero width space
        "\u2060": "",  # word joiner
        "\u2011": "-",  # painted as a hyphen
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
_UNDERSCORES = "________"
_UNLIKE = re.compile("[" + "".join(map(chr, _ALIKE)) + "]")
_AROUND_BLANK = re.compile(rf"\s*{BLANK}\s*")
_BEHIND_HYPHEN = re.compile(r"-\s+")


def normalised(text: str) -> str:
    """The words of a text: single spaces, composed letters, no ligatures.

    The space after a hyphen is dropped: at the end of a line PDFium does not show whether there is one.
    """
    if not text:
        return ""
    if _UNLIKE.search(text):
        text = text.translate(_ALIKE)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _AROUND_BLANK.sub(f" {BLANK} ", text) if BLANK in text else text
    if "-" in text:
        text = _BEHIND_HYPHEN.sub("-", text)
    return " ".join(text.split())


class ComparableElement(Struct, frozen=True):
    """One element with its words.

    `foreign` are its words in other languages than the document's, each with its language; `links` are the words of
    each link, `fields` are the form fields among them. A type without a name stands for an element without any content,
    of which a page shows nothing.
    """

    type: ElementType
    words: str
    foreign: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    alternative: str
    children: tuple[ComparableElement, ...]
    position: Position | None
    contents: tuple[MarkedContent, ...]
    fields: tuple[FieldBlank, ...] = ()

    def leaves(self) -> Iterator[ComparableElement]:
        """This element and all under it that have words of their own or none under them, in reading order."""
        if self.words or not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def everything(self) -> Iterator[ComparableElement]:
        """This element and all under it, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    @property
    def key(self) -> str:
        """What two elements with the same words have in common. The words of a drawing have no order, and no spaces
        between its parts: their letters count, in alphabetical order."""
        return "".join(sorted(self.words.replace(" ", ""))) if self.is_figure else self.words

    @property
    def is_figure(self) -> bool:
        return self.type.name == _FIGURE

    @property
    def is_silent(self) -> bool:
        """Whether nothing in it is read."""
        return not self.words and not self.alternative and all(child.is_silent for child in self.children)


_FIGURE = "Figure"
_REMEMBERED = 384
"""How many parts of documents are remembered."""


class _Piece(NamedTuple):
    """Words in one language, None for the document's own; `link` tells links from each other and from plain words."""

    text: str
    language: str | None
    link: str | None


def comparable(node: StructureNode, language: str) -> ComparableElement:
    """A node and all under it. Words in `language` are in the document's own. What is under the node is remembered: in
    a further copy of a handout most of it is the same."""
    own = node.language or None
    return _comparable(node, language, None, tuple([_part(child, language, own) for child in node.blocks]))


@lru_cache(_REMEMBERED)
def _part(node: StructureNode, language: str, around: str | None) -> ComparableElement:
    """A part of a document; `around` is the language of what is around it, None for the document's."""
    own = node.language or around
    return _comparable(node, language, around, tuple([_block(child, language, own) for child in node.blocks]))


@lru_cache(_REMEMBERED)
def _block(node: StructureNode, language: str, around: str | None) -> ComparableElement:
    """A block of a part. It is remembered by itself: in a further copy, another block of the part may differ."""
    own = node.language or around
    inside = tuple([_block.__wrapped__(child, language, own) for child in node.blocks])
    return _comparable(node, language, around, inside)


def _comparable(
    node: StructureNode, language: str, around: str | None, inside: tuple[ComparableElement, ...]
) -> ComparableElement:
    """A node with what is inside it. A figure is spoken by its alternative text: of its own words only what is drawn
    counts."""
    own = node.language or around
    foreign: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    is_figure, runs = node.type.name == _FIGURE, node.text
    said = "".join([run.text if isinstance(run, TextRun) else _blank(run) for run in runs])
    marked = [run for run in runs if isinstance(run, TextRun) and (run.link is not None or run.language)]
    if (marked or own not in {None, language}) and not is_figure:
        pieces = _pieces(runs, language, own)
        foreign = _foreign(pieces) if any(piece.language for piece in pieces) else ()
        links = _links(pieces) if any(piece.link is not None for piece in pieces) else ()
    return ComparableElement(
        node.type,
        normalised(said.replace(BLANK, " ") if is_figure else said),
        foreign,
        links,
        normalised(node.alternative) if node.alternative else "",
        inside,
        node.position,
        node.contents,
        tuple(_fields(node)),
    )


def _fields(node: StructureNode) -> Iterator[FieldBlank]:
    """The form fields among the words of a node. As read back, they are among the words of their block; as composed,
    each has a node of its own, and other blanks are lines to write on."""
    if not isinstance(node.role, Role) or node.role is Role.FORM_FIELD:
        yield from (replace(run, width=0.0, kind=None) for run in node.runs if isinstance(run, FieldBlank))
    for child in node.children:
        if child.is_inline:
            yield from _fields(child)


def _pieces(runs: Runs, language: str, around: str | None) -> list[_Piece]:
    pieces: list[_Piece] = []
    for run in runs:
        if isinstance(run, TextRun):
            own = run.language or around
            pieces.append(_Piece(run.text, None if own == language else own, run.link))
        else:
            pieces.append(_Piece(_blank(run), None if around == language else around, None))
    return pieces


def spelled_out(node: StructureNode) -> StructureNode:
    """A node with its lines to write on as the underscores that HTML and plain text have for them, so that they are not
    told from underscores that an author typed."""
    runs = tuple(
        replace(run, text=run.text.replace(BLANK, _UNDERSCORES))
        if isinstance(run, TextRun)
        else TextRun(_blank(run).replace(BLANK, _UNDERSCORES))
        for run in node.runs
    )
    return replace(node, runs=runs, children=tuple(map(spelled_out, node.children)))


def words_of(node: StructureNode) -> str:
    """The words of a node itself, with those of its inline children."""
    return normalised("".join(run.text if isinstance(run, TextRun) else _blank(run) for run in node.text))


def words_without_sources(node: StructureNode) -> str:
    """The words of a node as they are repeated on the next page, without lines to write on and raised numbers of
    sources."""
    return normalised("".join(run.text for run in node.text if isinstance(run, TextRun) and not run.raised))


def _blank(blank: FieldBlank) -> str:
    """A line to write on, with its label behind it where that is printed."""
    return f"{BLANK} ({blank.label})" if blank.captioned else BLANK


def _foreign(pieces: list[_Piece]) -> tuple[tuple[str, str], ...]:
    """The words of each foreign language. White space has no language: it goes with the words before it."""
    spoken: list[tuple[str | None, str]] = []
    for piece in pieces:
        before = spoken[-1][0] if spoken else None
        spoken.append((before if piece.text.isspace() else piece.language, piece.text))
    return tuple((language, words) for language, words in _joined(spoken) if language is not None)


def _links(pieces: list[_Piece]) -> tuple[str, ...]:
    keyed = [(None if piece.link is None else f"{piece.link}\n{piece.language}", piece.text) for piece in pieces]
    return tuple(words for key, words in _joined(keyed) if key is not None)


def _joined(parts: list[tuple[str | None, str]]) -> Iterator[tuple[str | None, str]]:
    """Neighbors with the same key as one, with their words, where there are any."""
    for key, group in groupby(parts, key=lambda part: part[0]):
        words = normalised("".join(text for _, text in group))
        if words:
            yield key, words
