"""The shapes that a value in a content file can have. One declaration gives the JSON Schema that files are judged by
and the words that describe it to a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from msgspec import Struct

Schema = dict[str, object]
"""A JSON Schema as a dictionary. It is used only inside this package."""


class Ref(Struct, frozen=True):
    """A shape that is defined once for the whole schema, under `$defs`; `words` describe it, several as `many`."""

    name: str
    words: str
    many: str


class ListOf(Struct, frozen=True):
    """A list of at least `least` values of one shape. `title` and `description` say what each of them is."""

    item: Shape
    least: int = 1
    unique: bool = False
    title: str = ""
    description: str = ""


class Count(Struct, frozen=True):
    """A whole number from `least` to `most`."""

    most: int
    least: int = 1


class Key(Struct, frozen=True):
    """A key of a mapping, with what it is for. `title` is its name for editors, from its own name where it is empty."""

    name: str
    shape: Shape
    description: str
    required: bool = False
    title: str = ""


class Record(Struct, frozen=True):
    """A mapping with known keys and no others. Exactly one of the keys `one_of` is there, if any are named. The keys
    `together` are all there, or none of them; `at_most` limits how many others there are, 0 for no limit."""

    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()
    at_most: int = 0
    together: tuple[str, ...] = ()


class Named(Struct, frozen=True):
    """A shape that has a name of its own under `$defs`, because several keys hold it or editors show it."""

    name: str
    title: str
    description: str
    shape: Shape


class ByName(Struct, frozen=True):
    """A mapping with names of the author's own, each before a value of one shape."""

    names: Ref
    value: Shape
    description: str


class Either(Struct, frozen=True):
    """A value of one of several shapes, which YAML itself tells apart: a text, a list or a mapping."""

    shapes: tuple[Ref | ListOf | Record, ...]


Shape = Ref | ListOf | Count | Record | Named | ByName | Either


def as_schema(shape: Shape, shared: Schema) -> Schema:
    """The JSON Schema of a shape; `shared` has the `$defs` that alternatives to a text or a name are mixed with."""
    match shape:
        case Ref() | Named():
            return {"$ref": f"#/$defs/{shape.name}"}
        case ListOf():
            told = {"title": shape.title, "description": shape.description}
            item: Schema = {name: words for name, words in told.items() if words}
            unique: Schema = {"uniqueItems": True} if shape.unique else {}
            return {"type": "array", "minItems": shape.least, "items": item | as_schema(shape.item, shared)} | unique
        case Count():
            numbers = "|".join(str(number) for number in range(shape.least, shape.most + 1))
            message = f"must be a {in_words(shape)}"
            limits: Schema = {"minimum": shape.least, "maximum": shape.most}
            pattern: Schema = {"pattern": f"^({numbers})$", "patternErrorMessage": message}
            return {"type": ["integer", "string"]} | limits | pattern
        case Record():
            return _record(shape, shared)
        case ByName():
            value = {"description": shape.description} | as_schema(shape.value, shared)
            names = as_schema(shape.names, shared)
            return {"type": "object", "minProperties": 1, "propertyNames": names, "additionalProperties": value}
        case Either():
            return _either(shape, shared)
        case _:
            assert_never(shape)


def key_schema(key: Key, shared: Schema) -> Schema:
    """The JSON Schema of what stands behind a key."""
    title = key.title or key.name.replace("_", " ").capitalize()
    return {"title": title, "description": key.description} | as_schema(key.shape, shared)


def _record(record: Record, shared: Schema) -> Schema:
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": [key.name for key in record.keys if key.required],
        "properties": {key.name: key_schema(key, shared) for key in record.keys},
    }
    if record.together:
        schema |= _together(record)
    elif record.at_most:
        schema["maxProperties"] = record.at_most
    if record.one_of:
        schema["oneOf"] = [{"required": [name]} for name in record.one_of]
    return schema


def _together(record: Record) -> Schema:
    """The keywords for keys that come together, and for how many others may stand beside them."""
    least: Schema = {"maxProperties": record.at_most} if record.at_most else {}
    most: Schema = {"maxProperties": record.at_most + len(record.together)} if record.at_most else {}
    return {
        "if": {"anyOf": [{"required": [name]} for name in record.together]},
        "then": {"required": list(record.together)} | most,
        "else": least,
    }


def _either(either: Either, shared: Schema) -> Schema:
    """The keywords of all alternatives side by side: each of them speaks of one type of value only."""
    types: list[str] = []
    mixed: Schema = {}
    for shape in either.shapes:
        whole = shared[shape.name] if isinstance(shape, Ref) else as_schema(shape, shared)
        if not isinstance(whole, dict):
            raise TypeError(shape)
        own = whole["type"]
        types.extend([own] if isinstance(own, str) else own)
        mixed |= {name: value for name, value in whole.items() if name not in {"title", "description", "type"}}
    return {"type": types} | mixed


def in_words(shape: Shape) -> str:
    """What a person writes there, such as `list of texts, 2 or more`."""
    match shape:
        case Ref():
            return shape.words
        case ListOf():
            least = f", {shape.least} or more" if shape.least > 1 else ""
            return f"list of {_several(shape.item)}{least}"
        case Count():
            return f"whole number from {shape.least} to {shape.most}"
        case Record():
            return "keys"
        case Named():
            return in_words(shape.shape)
        case ByName():
            return f"names, each with {in_words(shape.value)}"
        case Either():
            return " or ".join(dict.fromkeys(in_words(each) for each in shape.shapes))
        case _:
            assert_never(shape)


def _several(shape: Shape) -> str:
    match shape:
        case Ref():
            return shape.many
        case Count():
            return f"whole numbers from {shape.least} to {shape.most}"
        case Record():
            return "keys"
        case Named():
            return _several(shape.shape)
        case Either():
            return " or ".join(dict.fromkeys(_several(each) for each in shape.shapes))
        case _:
            return in_words(shape)


def keys_inside(shape: Shape) -> tuple[Key, ...]:
    """The keys of the mapping that a shape is, or holds item by item."""
    match shape:
        case Record():
            return shape.keys
        case ListOf():
            return keys_inside(shape.item)
        case Named():
            return keys_inside(shape.shape)
        case Either():
            mappings = tuple(each for each in shape.shapes if isinstance(each, Record))
            return tuple(key for each in mappings or shape.shapes for key in keys_inside(each))
        case Ref() | Count() | ByName():
            return ()
        case _:
            assert_never(shape)


def named_inside(shape: Shape) -> Iterator[Named]:
    """The shapes with names of their own that a shape is made of, itself included."""
    match shape:
        case Named():
            yield shape
            yield from named_inside(shape.shape)
        case ListOf():
            yield from named_inside(shape.item)
        case Record():
            for key in shape.keys:
                yield from named_inside(key.shape)
        case ByName():
            yield from named_inside(shape.value)
        case Either():
            for each in shape.shapes:
                yield from named_inside(each)
        case Ref() | Count():
            return
        case _:
            assert_never(shape)
