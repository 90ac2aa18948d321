"""What the values of the model have in common: frozen structs that hold plain values, tuples and other structs."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import astuple


class Discreet(Struct, frozen=True):
    """A value that tracebacks, logs and debuggers must not show, such as an address or a password."""

    def __repr__(self) -> str:
        """The name of its type and nothing else."""
        return f"<{type(self).__name__}>"


def iter_structs(whole: object) -> Iterator[Struct]:
    """Every struct inside `whole`, itself included, parents before children, in reading order.

    The types of the model declare their fields in reading order.
    """
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(part[::-1])
        elif isinstance(part, Struct):
            yield part
            waiting.extend(astuple(part)[::-1])
