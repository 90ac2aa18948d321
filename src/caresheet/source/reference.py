"""The reference of the content language, from the table of block kinds."""

from __future__ import annotations

from caresheet.model.reference import BlockReference, KeyReference
from caresheet.source.block_kinds import COMMON_KEYS, BlockKind
from caresheet.source.schema_examples import in_yaml, smallest
from caresheet.source.schema_shapes import Key, as_schema, in_words, keys_inside
from caresheet.source.schemas import as_mapping, loaded


def all_blocks() -> tuple[BlockReference, ...]:
    """See `caresheet.source.block_references`."""
    return tuple(_block(kind) for kind in BlockKind)


def _block(kind: BlockKind) -> BlockReference:
    declared = kind.value
    return BlockReference(
        name=declared.key,
        title=declared.title,
        description=declared.description,
        holds=in_words(declared.holds),
        prints=declared.prints,
        keys=tuple(_key(key) for key in keys_inside(declared.holds)),
        common_keys=tuple(_key(key) for key in COMMON_KEYS),
        example=f"{declared.example.strip()}\n",
    )


def _key(key: Key) -> KeyReference:
    inside = tuple(_key(each) for each in keys_inside(key.shape))
    whole = loaded("content")
    value = smallest(whole, as_schema(key.shape, as_mapping(whole["$defs"])) | {"description": key.description})
    example = f"{key.name}: {in_yaml(value)}"
    return KeyReference(key.name, in_words(key.shape), key.description, key.required, example, inside)
