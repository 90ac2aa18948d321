"""Finds the line that lacks the space after its dash or the colon after its key: YAML notices it only further down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from caresheet.source.indentation import block_around, parts_of
from caresheet.source.schema_shapes import Schema
from caresheet.source.schemas import KINDS, as_list, as_mapping, loaded

_NEARBY = 12
"""How many lines are looked at, from the one that YAML cannot read upward."""
_GLUED_DASH = re.compile(r"(?P<before>[ \t]*(?:- +)*)-(?P<rest>[^\s\-\d].*)")
_NO_COLON = re.compile(r"(?P<before>[ \t]*(?:- +)*)(?P<key>[a-z_]+)[;=,.]?[ \t]+(?P<rest>[^\s:#=].*)")
_KEY = re.compile(r"[a-z_]+:(?:[ \t]|$)")


class Separator(Struct, frozen=True):
    """A line, counted from 0, with what is missing at a column, and the words that are right from its first dash or
    key on: `lead` as it is, `words` in quotes unless they are a key or empty."""

    line: int
    column: int
    message: str
    lead: str
    words: str
    as_text: bool


def missing_separator(lines: list[str], line: int) -> Separator | None:
    """The nearest line, from this one upward, that makes everything fit once it has its separator; None if there is
    none."""
    last = min(line, len(lines) - 1)
    stop = block_around(lines, last).stop
    for number in range(last, max(last - _NEARBY, -1), -1):
        found = _glued_dash(lines[number], number) or _no_colon(lines[number], number)
        if found:
            start = block_around(lines, number).start
            mended = [*lines[start:number], f"{found.lead} {found.words}", *lines[number + 1 : stop]]
            if parts_of("\n".join(mended)):
                return found
    return None


def _glued_dash(words: str, line: int) -> Separator | None:
    match = _GLUED_DASH.fullmatch(words)
    if match is None:
        return None
    rest = match["rest"].rstrip()
    as_text = not _KEY.match(rest) and rest[:1] not in "'\"[{"
    return Separator(line, match.end("before"), "a space is missing after '-'", f"{match['before']}-", rest, as_text)


def _no_colon(words: str, line: int) -> Separator | None:
    match = _NO_COLON.fullmatch(words)
    if match is None or match["key"] not in _keys() or _KEY.search(match["rest"]):
        return None
    lead, rest = f"{match['before']}{match['key']}:", match["rest"].split(" #")[0].rstrip()
    message = f"a colon is missing after '{match['key']}'"
    return Separator(line, match.start("key"), message, lead, rest, rest[:1] not in "'\"[{")


@cache
def _keys() -> frozenset[str]:
    """Every key that a file can have."""
    return frozenset(key for kind in KINDS for key in _keys_in(loaded(kind)))


def _keys_in(schema: Schema) -> Iterator[str]:
    yield from as_mapping(schema.get("properties"))
    for value in schema.values():
        for inner in (value, *as_list(value)):
            yield from _keys_in(as_mapping(inner))
