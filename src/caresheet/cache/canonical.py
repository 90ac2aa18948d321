"""What a value says, apart from where it was typed: the same text for the same content."""

from __future__ import annotations

import hashlib
import json
from enum import Enum

from msgspec import Struct

from caresheet.model.problem import Position

KIND = "()"
"""The key under which a struct has the name of its class; no field has this name."""


class CanonicalJson(Struct, frozen=True):
    """A value as JSON without its positions, and these positions in the order in which they occur.

    Two values with the same `text` print the same: a line that only moved in its file changes nothing but `positions`.
    """

    text: str
    positions: tuple[Position, ...]

    @property
    def sha256(self) -> str:
        """The fingerprint of what the value says, as hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical_json(value: object) -> CanonicalJson:
    """The value, made of the model's frozen structs, as text. Bytes, such as those of a picture, stand as their sha256.

    Raises TypeError for anything that is not a struct, a tuple or a plain value.
    """
    positions: dict[Position, None] = {}
    text = json.dumps(_plain(value, positions), ensure_ascii=False, separators=(",", ":"))
    return CanonicalJson(text, tuple(positions))


def _plain(value: object, positions: dict[Position, None]) -> object:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Position):
        positions.setdefault(value)
        return None
    if isinstance(value, tuple):
        return [_plain(one, positions) for one in value]
    if isinstance(value, bytes):
        return f"sha256:{hashlib.sha256(value).hexdigest()}"
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, Struct):
        kind = type(value)
        found: dict[str, object] = {KIND: kind.__name__}
        for name in kind.__struct_fields__:
            found[name] = _plain(getattr(value, name), positions)
        return found
    raise TypeError(f"{type(value).__name__} has no canonical form")
