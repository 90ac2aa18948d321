"""What the values of the model have in common: frozen structs that hold plain values, tuples and other structs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from operator import is_not
from typing import TypeVar, get_args

from msgspec import Struct
from msgspec.structs import fields, replace

from caresheet.model.problem import Position

_Part = TypeVar("_Part", bound=Struct)
_Whole = TypeVar("_Whole", bound=Struct)


class Discreet(Struct, frozen=True):
    """A value that tracebacks, logs and debuggers must not show, such as an address or a password."""

    def __repr__(self) -> str:
        """The name of its type and nothing else."""
        return f"<{type(self).__name__}>"


def iter_structs(whole: object) -> Iterator[Struct]:
    """Every struct inside `whole`, itself included, parents before children, in reading order; no positions.

    The types of the model declare their fields in reading order.
    """
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Struct):
            yield part
            waiting.extend([getattr(part, name) for name in reversed(_holding(type(part)))])
        elif isinstance(part, tuple):
            waiting.extend(part[::-1])


@cache
def _holding(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a type that can hold structs. Texts and numbers, which most fields are, need no walk."""
    return tuple(field.name for field in fields(kind) if _can_hold(field.type))


def _can_hold(annotation: object) -> bool:
    parts = get_args(annotation)
    if parts:
        return any(map(_can_hold, parts))
    if isinstance(annotation, type):
        return issubclass(annotation, Struct) and annotation is not Position
    return annotation is not Ellipsis


def with_each(whole: _Whole, kind: type[_Part], change: Callable[[_Part], _Part]) -> _Whole:
    """`whole` with every struct of a kind in it changed, apart from those inside another one of the kind."""
    news: dict[str, object] = {}
    for name in _holding(type(whole)):
        value = getattr(whole, name)
        changed = _with_each(value, kind, change)
        if changed is not value:
            news[name] = changed
    return replace(whole, **news) if news else whole


def _with_each(value: object, kind: type[_Part], change: Callable[[_Part], _Part]) -> object:
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, Struct):
        return with_each(value, kind, change)
    if isinstance(value, tuple):
        made = tuple([_with_each(each, kind, change) for each in value])
        return made if any(map(is_not, made, value)) else value
    return value


def with_last(whole: _Whole, kind: type[_Part], change: Callable[[_Part], _Part]) -> _Whole:
    """`whole` with the last struct of a kind in it changed, in reading order; `whole` itself if there is none."""
    for name in reversed(_holding(type(whole))):
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
