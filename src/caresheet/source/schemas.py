"""The JSON Schemas of all kinds of files: what editors complete with and what files are checked against."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from caresheet.source.content_schema import with_blocks
from caresheet.source.schema_shapes import Schema

KINDS = ("content", "topic", "layout", "clinic", "labels", "reviews")
"""content: a topic's language file; topic: its topic.yaml; clinic: a clinic's profile; labels: the words that the
program prints; reviews: who approved a topic's words in one language."""

_FOLDER = Path(__file__).parent / "schemas"
_FRAME = "content-frame"
"""The schema of a language file without blocks, which block_kinds.py declares."""


def schema(kind: str) -> str:
    """One schema as JSON text, in ASCII, so that a console of any code page prints and redirects it whole.

    `kind` is one of KINDS; raises ValueError for any other.
    """
    if kind not in KINDS:
        message = f"unknown schema {kind!r}; there are {', '.join(KINDS)}"
        raise ValueError(message)
    return json.dumps(loaded(kind), indent=2) + "\n"


@cache
def loaded(kind: str) -> Schema:
    """One schema as a dictionary, which callers must not change."""
    return with_blocks(_stored(_FRAME)) if kind == "content" else _stored(kind)


def _stored(name: str) -> Schema:
    made: Schema = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    return made


def part(whole: Schema, *path: str | int) -> object:
    """What is at a path inside a schema, following references on the way; None if there is nothing."""
    found: object = whole
    for step in path:
        found = followed(whole, found)
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return followed(whole, found)


def keys(kind: str, *path: str | int) -> tuple[str, ...]:
    """The keys of a mapping in the order of its schema, to which `path` leads."""
    properties = part(loaded(kind), *path, "properties")
    return tuple(properties) if isinstance(properties, dict) else ()


def followed(whole: Schema, found: object) -> object:
    """What a part of a schema refers to; the part itself where it refers to nothing."""
    if isinstance(found, dict) and "$ref" in found:
        target: object = whole
        for step in str(found["$ref"]).removeprefix("#/").split("/"):
            target = target[step] if isinstance(target, dict) else None
        return target
    return found


def as_mapping(found: object) -> Schema:
    """A part of a schema that is a mapping; an empty one for anything else."""
    return found if isinstance(found, dict) else {}


def as_list(found: object) -> list[object]:
    """A part of a schema that is a list; an empty one for anything else."""
    return found if isinstance(found, list) else []
