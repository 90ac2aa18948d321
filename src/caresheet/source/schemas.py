"""The JSON Schemas of the language: what editors complete with and what files are judged by."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

KINDS = ("content", "topic", "layout", "clinic", "labels", "reviews")
"""content is a topic's language file, topic its topic.yaml, clinic a clinic's profile, labels the printed words,
reviews who vouched for a topic's words in one language."""

Schema = dict[str, object]
"""A JSON Schema as JSON holds it. It never leaves this room."""


def schema(kind: str) -> str:
    """The JSON text of one schema, `kind` being one of KINDS. Raises ValueError for any other."""
    if kind not in KINDS:
        message = f"no schema is called {kind!r}; there are {', '.join(KINDS)}"
        raise ValueError(message)
    return files(__package__).joinpath("schemas", f"{kind}.json").read_text("utf-8")


@cache
def loaded(kind: str) -> Schema:
    """One schema, ready to look things up in. Callers must not change it."""
    made: Schema = json.loads(schema(kind))
    return made


def part(whole: Schema, *path: str | int) -> object:
    """What stands at a path inside a schema; references on the way are followed. None where there is nothing."""
    found: object = whole
    for step in path:
        found = _followed(whole, found)
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return _followed(whole, found)


def keys(kind: str, *path: str | int) -> tuple[str, ...]:
    """The keys that a mapping may have, in the schema's order; `path` leads to the mapping's schema."""
    properties = part(loaded(kind), *path, "properties")
    return tuple(properties) if isinstance(properties, dict) else ()


def _followed(whole: Schema, found: object) -> object:
    if isinstance(found, dict) and "$ref" in found:
        target: object = whole
        for step in str(found["$ref"]).removeprefix("#/").split("/"):
            target = target[step] if isinstance(target, dict) else None
        return target
    return found
