"""What stands behind a key, in words that a person understands, from its JSON Schema."""

from __future__ import annotations

import re

from caresheet.source.schema_shapes import Schema
from caresheet.source.schemas import as_list, as_mapping, followed

_MUST_BE = re.compile(r"^must be (?:an? )?(.+)$")


def holds_in_words(whole: Schema, schema: Schema) -> str:
    """Such as `length such as 18mm`, `letter, legal or a4`, `list of texts`, or `keys`."""
    found = as_mapping(followed(whole, schema))
    message = _MUST_BE.match(str(found.get("patternErrorMessage", "")))
    if message:
        return message[1]
    if "enum" in found:
        return _or(list(dict.fromkeys(str(each or "nothing") for each in as_list(found["enum"]))))
    branches = (as_mapping(each) for word in ("oneOf", "anyOf") for each in as_list(found.get(word)))
    choices = [each for each in branches if "required" not in each]
    if choices:
        return _or(list(dict.fromkeys(holds_in_words(whole, each) for each in choices)))
    return _by_type(whole, found)


def _by_type(whole: Schema, found: Schema) -> str:
    kinds = found.get("type")
    names = kinds if isinstance(kinds, list) else [kinds]
    if "array" in names:
        return f"list: {holds_in_words(whole, as_mapping(found.get('items')))}"
    words = ["text"] if {"string", "number", "boolean"} & set(names) else []
    if "object" in names:
        words.append("keys" if found.get("properties") else _by_name(whole, found))
    if "null" in names:
        words.append("nothing")
    return _or(words) or str(found.get("title", "text")).lower()


def _by_name(whole: Schema, found: Schema) -> str:
    value = found.get("additionalProperties")
    return f"names, each with {holds_in_words(whole, value)}" if isinstance(value, dict) else "keys"


def _or(words: list[str]) -> str:
    *others, last = words or [""]
    return f"{', '.join(others)} or {last}" if others else last
