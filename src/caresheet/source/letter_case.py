"""Names and words of the schema in the letters that the schema gives them: `for: Everyone` means `everyone`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec.structs import replace

from caresheet.source.nodes import KeyValue, MappingNode, Node, ScalarNode, SequenceNode
from caresheet.source.schema_shapes import Schema
from caresheet.source.schemas import as_list, as_mapping, followed, loaded

_ONE_WORD = re.compile(r"[\w.#-]+")


def in_schema_case(root: Node, kind: str) -> Node:
    """The nodes with every word that the schema wants in other letters in those: values such as `A4`, and names that
    authors choose, which have small letters. What the schema allows as it is, and what it allows in no letters, stays.

    `kind` is one of schemas.KINDS. Keys of the schema stay as well: before other words, they may be text with a colon.
    """
    return _Folding(loaded(kind)).node(root, loaded(kind))


def tag_case(tag: str) -> str:
    """A language tag as it is written: the language small, the script with a capital, the region in capitals (RFC 5646,
    2.1.1)."""
    first, *parts = tag.split("-")
    return "-".join((first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in parts)))


class _Folding:
    """Walks through a file and its schema side by side. What `then` asks of a place is asked of its text."""

    def __init__(self, whole: Schema) -> None:
        self._whole = whole

    def node(self, node: Node, schema: object) -> Node:
        here = as_mapping(followed(self._whole, schema))
        match node:
            case ScalarNode():
                return _folded(node, here | as_mapping(here.get("then")))
            case SequenceNode():
                return replace(node, items=tuple(self.node(item, here.get("items")) for item in node.items))
            case MappingNode():
                return replace(node, pairs=tuple(self._pair(pair, node, here) for pair in node.pairs))

    def _pair(self, pair: KeyValue, among: MappingNode, schema: Schema) -> KeyValue:
        properties = as_mapping(schema.get("properties"))
        if pair.key.text in properties:
            return replace(pair, value=self.node(pair.value, properties[pair.key.text]))
        names = as_mapping(followed(self._whole, schema.get("propertyNames")))
        key = _folded(pair.key, names)
        key = pair.key if among.get(key.text) else key
        return KeyValue(key, self.node(pair.value, schema.get("additionalProperties")))


def _folded(node: ScalarNode, schema: Schema) -> ScalarNode:
    if not _ONE_WORD.fullmatch(node.text) or _allows(schema, node.text):
        return node
    found = next((words for words in _spellings(node.text) if _allows(schema, words)), node.text)
    return replace(node, text=found)


def _spellings(words: str) -> Iterator[str]:
    """The word in small letters, in capitals, and as a language tag is written."""
    yield words.lower()
    yield words.upper()
    yield tag_case(words)


def _allows(schema: Schema, words: str) -> bool:
    """Whether a value may be these words; True where the schema does not say which words."""
    options, pattern = as_list(schema.get("enum")), schema.get("pattern")
    fits = not isinstance(pattern, str) or bool(_compiled(pattern).search(words))
    return fits and (not options or words in options)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
