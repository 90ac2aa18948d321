"""The nodes of a YAML file before they are interpreted: scalars, sequences and mappings, each with its position."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TypeVar, assert_never

from msgspec import Struct

from caresheet.model.problem import Position

YES = frozenset({"yes", "true"})
"""How yes is written."""

_MOST_DIGITS = 4
"""Of a count: no table has more rows."""

Chosen = TypeVar("Chosen", bound=Enum)


class InvalidShapeError(Exception):
    """A part of a file does not have the shape that the reader needs. If the schema does not allow it either, the check
    against the schema has reported it; in a valid file, this is a bug of the program (see `ParsedFile.tolerate`)."""

    def __init__(self, position: Position, message: str) -> None:
        super().__init__(f"{position}: {message}")


class ReportedError(Exception):
    """A part of a file cannot be used, for a reason that has been reported."""


class Comment(Struct, frozen=True):
    """A comment after unquoted text, which may be words that YAML ignores. `hint` shows the line that keeps them.

    `spaced` says whether a space follows the '#', as in most intended comments.
    """

    position: Position
    hint: str
    spaced: bool


class ScalarNode(Struct, frozen=True):
    """A text as the author typed it, whatever type YAML would give it. `start` and `end` are its offsets in the file's
    text, in characters. `plain` means without quotes, `literal` means that it keeps its line breaks,
    `soft_hyphens` that soft hyphens were left out. `double_quoted` text has its backslashes read by YAML."""

    text: str
    position: Position
    start: int = 0
    end: int = 0
    plain: bool = False
    literal: bool = False
    comment: Comment | None = None
    soft_hyphens: bool = False
    double_quoted: bool = False


class SequenceNode(Struct, frozen=True):
    items: tuple[Node, ...]
    position: Position
    start: int = 0
    end: int = 0
    flow: bool = False


class KeyValue(Struct, frozen=True):
    key: ScalarNode
    value: Node


class MappingNode(Struct, frozen=True):
    """Keys with their values, in the order typed. Keys are unique."""

    pairs: tuple[KeyValue, ...]
    position: Position
    start: int = 0
    end: int = 0
    flow: bool = False

    def get(self, key: str) -> Node | None:
        """The value of a key, or None if there is no such key."""
        return next((pair.value for pair in self.pairs if pair.key.text == key), None)

    def names(self) -> tuple[str, ...]:
        """All keys, in the order typed."""
        return tuple(pair.key.text for pair in self.pairs)

    def need(self, key: str) -> Node:
        """The value of a key. Raises InvalidShapeError if there is no such key."""
        node = self.get(key)
        if node is None:
            raise InvalidShapeError(self.position, f"there is no '{key}'")
        return node

    def pair(self, key: str) -> KeyValue | None:
        """A key with its value, or None if there is no such key."""
        return next((pair for pair in self.pairs if pair.key.text == key), None)


Node = ScalarNode | SequenceNode | MappingNode
Data = str | list["Data"] | dict[str, "Data"]


def scalar(node: Node) -> ScalarNode:
    """The node as a text. Raises InvalidShapeError if it is a list or a mapping."""
    if isinstance(node, ScalarNode):
        return node
    raise InvalidShapeError(node.position, "this is not a text")


def mapping(node: Node) -> MappingNode:
    """The node as a mapping. Raises InvalidShapeError if it is a text or a list."""
    if isinstance(node, MappingNode):
        return node
    raise InvalidShapeError(node.position, "this is not a mapping")


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, none if the key is not given. Raises InvalidShapeError for a text or a mapping."""
    if node is None:
        return ()
    if isinstance(node, SequenceNode):
        return node.items
    raise InvalidShapeError(node.position, "this is not a list")


def pairs(node: Node | None) -> tuple[KeyValue, ...]:
    """The pairs of a mapping, none if the key is not given. Raises InvalidShapeError for a text or a list."""
    return () if node is None else mapping(node).pairs


def one_or_more(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, or a single value as if it were a list; none if the key is not given."""
    if node is None:
        return ()
    return node.items if isinstance(node, SequenceNode) else (node,)


def is_yes(node: Node | None) -> bool:
    """Whether a yes-or-no value is yes; a key that is not given means no."""
    return isinstance(node, ScalarNode) and node.text in YES


def optional(node: Node | None) -> str:
    """The text of an optional key, empty if it is not given. Raises InvalidShapeError for a list or a mapping."""
    return "" if node is None else scalar(node).text


def one_of(kind: type[Chosen], node: Node) -> Chosen:
    """The member of an enumeration that a text names. Raises InvalidShapeError if there is none."""
    try:
        return kind(scalar(node).text)
    except ValueError as error:
        raise InvalidShapeError(node.position, str(error)) from error


def whole_number(node: Node) -> int:
    """A count of up to four digits. Raises InvalidShapeError if the text is not one."""
    words = scalar(node).text
    if not words.isdecimal() or len(words) > _MOST_DIGITS:
        raise InvalidShapeError(node.position, f"'{words}' is not a count")
    return int(words)


def number(node: Node) -> float:
    """The number that a text contains. Raises InvalidShapeError if it is not a number."""
    try:
        return float(scalar(node).text)
    except ValueError as error:
        raise InvalidShapeError(node.position, f"'{scalar(node).text}' is not a number") from error


def as_data(node: Node) -> Data:
    """The texts of a node in lists and mappings like its own."""
    match node:
        case ScalarNode(text=words):
            return words
        case SequenceNode(items=inner):
            return [as_data(item) for item in inner]
        case MappingNode(pairs=inner_pairs):
            return {pair.key.text: as_data(pair.value) for pair in inner_pairs}
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes inside it, in the order of the file."""
    waiting: list[Node] = [node]
    while waiting:
        found = waiting.pop()
        yield found
        match found:
            case SequenceNode(items=inner):
                waiting.extend(reversed(inner))
            case MappingNode(pairs=inner_pairs):
                waiting.extend(pair.value for pair in reversed(inner_pairs))
            case ScalarNode():
                pass
