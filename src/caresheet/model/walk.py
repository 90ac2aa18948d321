"""What the values of the model have in common: frozen structs that hold plain values, tuples and other structs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import astuple, replace

_Part = TypeVar("_Part", bound=Struct)
_Whole = TypeVar("_Whole", bound=Struct)
_WITH_PARTS = (Struct, tuple)


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
        if isinstance(part, Struct):
            yield part
            part = astuple(part)
        if isinstance(part, tuple):
            waiting.extend([inner for inner in part[::-1] if isinstance(inner, _WITH_PARTS)])


def with_each(whole: _Whole, kind: type[_Part], change: Callable[[_Part], _Part]) -> _Whole:
    """`whole` with every struct of a kind in it changed, apart from those inside another one of the kind."""
    changed = {name: _with_each(getattr(whole, name), kind, change) for name in whole.__struct_fields__}
    news = {name: value for name, value in changed.items() if value is not getattr(whole, name)}
    return replace(whole, **news) if news else whole


def _with_each(value: object, kind: type[_Part], change: Callable[[_Part], _Part]) -> object:
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, Struct):
        return with_each(value, kind, change)
    if isinstance(value, tuple):
        made = tuple(_with_each(each, kind, change) for each in value)
        return made if any(new is not old for new, old in zip(made, value, strict=True)) else value
    return value


def with_last(whole: _Whole, kind: type[_Part], change: Callable[[_Part], _Part]) -> _Whole:
    """`whole` with the last struct of a kind in it changed, in reading order; `whole` itself if there is none."""
    names = whole.__struct_fields__
    for name in reversed(names):
        value = getattr(whole, name)
        changed = _with_last(value, kind, change)
        if changed is not value:
            return replace(whole, **{name: changed})
    return whole


def _with_last(value: object, kind: type[_Part], change: Callable[[_Part], _Part]) -> object:
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, Struct):
        return with_last(value, kind, change)
    if isinstance(value, tuple):
        for index in reversed(range(len(value))):
            changed = _with_last(value[index], kind, change)
            if changed is not value[index]:
                return (*value[:index], changed, *value[index + 1 :])
    return value
