"""What an author can look up: the kinds of blocks, their keys, and an example of each."""

from __future__ import annotations

from msgspec import Struct


class KeyReference(Struct, frozen=True):
    """A key that an author can write. `holds` says in words what its value is; `keys` are the keys inside it."""

    name: str
    holds: str
    description: str
    required: bool
    keys: tuple[KeyReference, ...] = ()


class BlockReference(Struct, frozen=True):
    """A kind of block. `name` is the key that names it, `holds` says what its value is, with its `keys` if it has any;
    `common_keys` may come with it. `example` is the smallest one, as YAML; `prints` says what is printed.
    """

    name: str
    title: str
    description: str
    holds: str
    prints: str
    keys: tuple[KeyReference, ...]
    common_keys: tuple[KeyReference, ...]
    example: str
