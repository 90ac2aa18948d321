"""What an author can look up: the kinds of blocks, the keys of every kind of file, and an example of each."""

from __future__ import annotations

from msgspec import Struct


class KeyReference(Struct, frozen=True):
    """A key that an author can write. `holds` says in words what its value is; `keys` are the keys inside it.
    `example` is the key with the smallest value, as YAML."""

    name: str
    holds: str
    description: str
    required: bool
    example: str
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


class FileKey(Struct, frozen=True):
    """A key of a kind of file, such as `type.body` of a layout.

    `path` has the keys that lead to it, with `<name>` for a name of the author's own. `holds` says in words what its
    value is, `default` what it is if it is not given, as YAML, and empty if there is no default. `example` is the
    smallest piece of a file that has the key, as YAML.
    """

    path: tuple[str, ...]
    holds: str
    description: str
    required: bool
    default: str
    example: str

    @property
    def name(self) -> str:
        """The path with dots."""
        return ".".join(self.path)


class FileReference(Struct, frozen=True):
    """A kind of file, such as layout: what it is for, and every key that it can have, in the order of its schema."""

    kind: str
    description: str
    keys: tuple[FileKey, ...]
