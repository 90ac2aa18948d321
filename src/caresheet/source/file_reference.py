"""The reference of every kind of file, from its JSON Schema and the defaults of layouts."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caresheet.model.reference import FileKey, FileReference
from caresheet.source.extends import defaults
from caresheet.source.nodes import MappingNode, Node, ScalarNode, SequenceNode
from caresheet.source.schema_examples import in_yaml, needed_keys, own_name, smallest
from caresheet.source.schema_shapes import Schema
from caresheet.source.schema_words import holds_in_words
from caresheet.source.schemas import KINDS, as_list, as_mapping, followed, loaded

OWN_NAME = "<name>"
"""Stands in a path for a name of the author's own, such as the id of a source."""
_WRITTEN = "reviews"
"""A kind of file that only the program writes."""
_BLOCKS = frozenset({"block", "alert_block", "block_or_blocks"})
"""Parts of the schema of content that have a reference of their own."""
_ALTERNATIVES = ("oneOf", "anyOf", "allOf")


def all_files() -> tuple[FileReference, ...]:
    """See `caresheet.source.file_references`."""
    return tuple(_file(kind) for kind in KINDS if kind != _WRITTEN)


def _file(kind: str) -> FileReference:
    whole = loaded(kind)
    standing = _plain(defaults()) if kind == "layout" else None
    keys = {key.path: key for key in _keys(_KeyLevel(whole, whole, (), ()), standing)}
    return FileReference(kind, str(whole["description"]), tuple(keys.values()))


class _KeyLevel(Struct, frozen=True):
    """A part of a schema that may have keys. `path` leads to it; `around` are the parts that it stands in, each with
    the key that leads further in."""

    whole: Schema
    schema: Schema
    path: tuple[str, ...]
    around: tuple[tuple[Schema, str], ...]

    def below(self, name: str, schema: Schema, own: str = "") -> _KeyLevel:
        """Behind a key; `own` is an example of a name that is the author's own."""
        return _KeyLevel(self.whole, schema, (*self.path, name), (*self.around, (self.schema, own or name)))

    def instead(self, schema: Schema) -> _KeyLevel:
        return _KeyLevel(self.whole, schema, self.path, self.around)


def _keys(level: _KeyLevel, standing: object) -> Iterator[FileKey]:
    """Every key of a part of a schema, each before those inside of it. `standing` is what counts by default there."""
    schema = level.schema
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        target = followed(level.whole, schema)
        if name not in _BLOCKS and isinstance(target, dict) and all(target is not each for each, _ in level.around):
            yield from _keys(level.instead(target), standing)
        return
    by_name = standing if isinstance(standing, dict) else {}
    for name, inner in as_mapping(schema.get("properties")).items():
        yield from _key(level, level.below(name, as_mapping(inner)), by_name.get(name))
    if isinstance(schema.get("additionalProperties"), dict):
        own, value = next(iter(by_name.items()), (own_name(level.whole, schema), None))
        yield from _key(level, level.below(OWN_NAME, as_mapping(schema["additionalProperties"]), own), value)
    if "items" in schema:
        yield from _keys(_items(level), None)
    for word in _ALTERNATIVES:
        for each in as_list(schema.get(word)):
            yield from _keys(level.instead(as_mapping(each)), standing)


def _items(level: _KeyLevel) -> _KeyLevel:
    """The items of a list; its keys are found through the list, which stands around them."""
    return _KeyLevel(level.whole, as_mapping(level.schema["items"]), level.path, (*level.around, (level.schema, "")))


def _key(above: _KeyLevel, below: _KeyLevel, standing: object) -> Iterator[FileKey]:
    schema = below.schema
    target = as_mapping(followed(below.whole, schema))
    yield FileKey(
        path=below.path,
        holds=holds_in_words(below.whole, schema),
        description=str(schema.get("description", target.get("description", ""))),
        required=below.path[-1] in as_list(above.schema.get("required")),
        default="" if standing is None or isinstance(standing, dict) else in_yaml(standing),
        example=_example(below, standing),
    )
    yield from _keys(below, standing)


def _example(level: _KeyLevel, standing: object) -> str:
    """The smallest piece of a file that has the key: from the inside out, each with what must stand beside it."""
    is_open = standing in (None, []) or isinstance(standing, dict)
    value = smallest(level.whole, level.schema) if is_open else standing
    for schema, name in reversed(level.around):
        value = _around(level.whole, schema, name, value) if name else [value]
    own = level.path[0]
    return f"{own}: {in_yaml(as_mapping(value)[own])}"


def _around(whole: Schema, schema: Schema, name: str, value: object) -> dict[str, object]:
    """The smallest mapping that has the key with this value."""
    names = dict.fromkeys((*needed_keys(schema, name), name))
    return {each: value if each == name else smallest(whole, _property(whole, schema, each)) for each in names}


def _property(whole: Schema, schema: Schema, name: str) -> Schema:
    return as_mapping(as_mapping(as_mapping(followed(whole, schema)).get("properties")).get(name))


def _plain(node: Node) -> object:
    match node:
        case MappingNode(pairs=pairs):
            return {pair.key.text: _plain(pair.value) for pair in pairs}
        case SequenceNode(items=items):
            return [_plain(each) for each in items]
        case ScalarNode(text=text, plain=plain):
            return int(text) if plain and text.isdecimal() else text
