"""The description of a handout: all that it says and how it looks, and nothing of where it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace
from tests.proof.documents import everything

from caresheet.cache import canonical_json
from caresheet.model.problem import Position

DOCUMENT = everything()
ELSEWHERE = Position("somewhere/else.yaml", 7, 7)


def changes(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any value of the model
    """The value with one thing in it changed, for each thing that a person could change; with the thing's kind."""
    if isinstance(value, Position):
        yield "position", ELSEWHERE
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from ((kind, (*value[:index], new, *value[index + 1 :])) for kind, new in changes(part))
            yield "value", (*value[:index], *value[index + 1 :])
    elif isinstance(value, Struct):
        for field in fields(value):
            part = getattr(value, field.name)
            yield from ((kind, replace(value, **{field.name: new})) for kind, new in changes(part))  # type: ignore[type-var]
    elif value is not None:
        yield "value", another(value)


def another(value: Any) -> Any:  # noqa: ANN401 - a plain value and one of its kind
    """A plain value other than this one."""
    match value:
        case bool():
            return not value
        case Enum():
            return next(other for other in type(value) if other is not value)
        case int() | float():
            return value + 1
        case bytes():
            return value + b"x"
        case _:
            return f"{value}x"


def test_every_change_is_seen_but_that_of_a_line() -> None:
    """Whatever is changed in a document with every kind of block, its description changes; where only a position is
    another, only the positions are."""
    before = canonical_json(DOCUMENT)
    seen = {"position": 0, "value": 0}
    for number, (kind, changed) in enumerate(changes(DOCUMENT)):
        seen[kind] += 1
        if number % 7:  # one in seven: all of them would take half a minute
            continue
        now = canonical_json(changed)
        assert (now.text == before.text) == (kind == "position"), kind
        assert kind == "value" or ELSEWHERE in now.positions
    assert min(seen.values()) > 50


def test_moved_positions_keep_their_number() -> None:
    """A position that only moved is found at the same place of the list."""
    moved = replace(DOCUMENT, position=ELSEWHERE)
    before, now = canonical_json(DOCUMENT).positions, canonical_json(moved).positions
    assert [(a, b) for a, b in zip(before, now, strict=True) if a != b] == [(DOCUMENT.position, ELSEWHERE)]


def test_words_are_not_confused_with_structure() -> None:
    """Two texts are not one text, and a text that looks like JSON is only a text."""
    assert canonical_json(("a", "b")).text != canonical_json(('a","b',)).text
    assert canonical_json((("a",), "b")).text != canonical_json(("a", ("b",))).text
    assert canonical_json("1").text != canonical_json(1).text
    assert canonical_json(None).text != canonical_json("None").text


@pytest.mark.parametrize("value", [{"a": 1}, [1], object(), {1}])
def test_what_may_change_is_refused(value: object) -> None:
    """Only frozen values have a description."""
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical_json(value)


def test_lone_surrogates_do_not_matter() -> None:
    """A fingerprint of any text can be told."""
    assert len(canonical_json("\ud800").sha256) == 64
