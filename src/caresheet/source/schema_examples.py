"""The smallest value that a part of a JSON Schema allows, as an example for people."""

from __future__ import annotations

import re

from caresheet.model.yaml_text import single_quoted
from caresheet.source.schema_shapes import Schema
from caresheet.source.schemas import as_list, as_mapping, followed

_SUCH_AS = re.compile(r"such as ('[^']+'|[^\s,;]*[^\s,;.])")
_MUST_HOLD = re.compile(r"\{\w+\}")
_PLAIN = re.compile(r"[A-Za-z][\w-]*|[0-9]+([.][0-9]+)?(mm|cm|in|pt)|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Texts that need no quotes."""
_TRUE = "yes"


def smallest(whole: Schema, schema: Schema) -> object:
    """A value that is accepted there, with nothing that may be left out: texts, numbers, lists and dictionaries.

    Where the schema has `examples`, it is the first of them; else the words after "such as" in its description or its
    message decide what a text looks like.
    """
    found = as_mapping(followed(whole, schema)) | schema
    for given in (found.get("examples"), found.get("enum"), _inner(found, "then").get("enum")):
        if isinstance(given, list):
            return _TRUE if given[0] is True else given[0]
    if "items" in found or found.get("type") == "array":
        least = found.get("minItems", 1)
        count = max(least, 1) if isinstance(least, int) else 1
        return [smallest(whole, _inner(found, "items"))] * count
    if isinstance(found.get("properties"), dict) and found.get("type") in ("object", ["object"]):
        return _smallest_mapping(whole, found)
    if isinstance(found.get("additionalProperties"), dict):
        return {own_name(whole, found): smallest(whole, _inner(found, "additionalProperties"))}
    return _text(found)


def _smallest_mapping(whole: Schema, found: Schema) -> object:
    properties = _inner(found, "properties")
    names = needed_keys(found, "") or (next(iter(properties)),)
    return {name: smallest(whole, _inner(properties, name)) for name in names}


def own_name(whole: Schema, found: Schema) -> str:
    """A name as an author may choose it for a key of this mapping."""
    return str(smallest(whole, _inner(found, "propertyNames")))


def needed_keys(schema: Schema, name: str) -> tuple[str, ...]:
    """The keys of the smallest mapping that has the key `name`, in the order of the schema; with no name, of any."""
    needed = _names(schema)
    for word in ("oneOf", "anyOf"):
        choices = [_names(each) for each in _branches(schema, word)]
        if choices and not any(name in choice for choice in choices):
            needed += choices[0]
    return tuple(each for each in _inner(schema, "properties") if each == name or each in needed)


def _branches(schema: Schema, word: str) -> list[Schema]:
    """The alternatives of a schema, also of one that a text may stand for."""
    return [as_mapping(each) for each in as_list(schema.get(word) or _inner(schema, "else").get(word))]


def _names(schema: Schema) -> tuple[str, ...]:
    return tuple(str(each) for each in as_list(schema.get("required")))


def _inner(schema: Schema, name: str) -> Schema:
    return as_mapping(schema.get(name))


def _text(found: Schema) -> object:
    """A text, or a number as text; placeholders that it must hold are in it."""
    message = str(found.get("patternErrorMessage", ""))
    if message.startswith("must hold"):
        return " ".join(_MUST_HOLD.findall(message))
    for words in (str(found.get("description", "")), message):
        match = _SUCH_AS.search(words)
        if match:
            return match[1].strip("'")
    return found.get("minimum", found.get("title", "Words"))


def in_yaml(value: object) -> str:
    """Texts, numbers, lists and dictionaries of them, on one line."""
    match value:
        case int() | float():
            return str(value)
        case dict():
            return "{" + ", ".join(f"{name}: {in_yaml(inner)}" for name, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(in_yaml(each) for each in value) + "]"
        case _:
            text = str(value)
            return text if _PLAIN.fullmatch(text) else single_quoted(text)
