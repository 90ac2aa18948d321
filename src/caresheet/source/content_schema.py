"""The JSON Schema of a language file, assembled from its frame and the table of block kinds."""

from __future__ import annotations

from collections.abc import Iterable

from caresheet.source.block_kinds import COMMON_KEYS, BlockKind
from caresheet.source.item_shapes import TEXT
from caresheet.source.schema_shapes import Key, Schema, as_schema, key_schema, named_inside


def with_blocks(frame: Schema) -> Schema:
    """The frame with `block`, `alert_block`, `block_or_blocks` and everything that they refer to added to `$defs`."""
    shared = frame["$defs"]
    if not isinstance(shared, dict):
        raise TypeError(frame)
    in_alerts = [kind for kind in BlockKind if kind.value.in_alert]
    blocks: Schema = {
        "block": _block("Block", "A text (a paragraph), or keys: one names the kind of block.", BlockKind, shared),
        "alert_block": _block("Block of an alert", "A paragraph, a list or entries.", in_alerts, shared),
        "block_or_blocks": {
            "title": "Block or blocks",
            "description": "A block, or a list of blocks.",
            "if": {"type": "array"},
            "then": {"minItems": 1, "items": {"$ref": "#/$defs/block"}},
            "else": {"$ref": "#/$defs/block"},
        },
    }
    parts = {part.name: part for kind in BlockKind for part in named_inside(kind.value.holds)}
    named = {
        name: {"title": part.title, "description": part.description} | as_schema(part.shape, shared)
        for name, part in parts.items()
    }
    return frame | {"$defs": shared | blocks | named}


def _block(title: str, description: str, kinds: Iterable[BlockKind], shared: Schema) -> Schema:
    """A text, or a mapping in which one key names the kind of block."""
    declared = [kind.value for kind in kinds]
    own = [Key(each.key, each.holds, each.description, title=each.title) for each in declared]
    words = shared[TEXT.name]
    if not isinstance(words, dict):
        raise TypeError(shared)
    return words | {
        "title": title,
        "description": description,
        "type": [*words["type"], "object"],
        "additionalProperties": False,
        "properties": {key.name: key_schema(key, shared) for key in (*own, *COMMON_KEYS)},
        "if": {"type": "object"},
        "then": {"oneOf": [{"required": [each.key]} for each in declared]},
    }
