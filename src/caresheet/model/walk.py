"""What nouns have in common: all of them are frozen structs that hold plain values, tuples and other nouns."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import astuple


class Discreet(Struct, frozen=True):
    """A noun that holds what no traceback, log or debugger shall show by itself: an address, a password."""

    def __repr__(self) -> str:
        """Its kind and nothing else."""
        return f"<{type(self).__name__}>"


def parts(whole: object) -> Iterator[Struct]:
    """Every noun inside a noun, parents before children. The model declares its fields in reading order."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part[::-1])
        elif isinstance(part, Struct):
            yield part
            waiting.extend(astuple(part)[::-1])
