"""Finds the line whose indentation is wrong: YAML notices it only where a later line does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from msgspec import Struct

from caresheet.source.yaml_loader import LOADER

_NEARBY = 12
"""How many lines are tried, from the one that does not fit upward."""
_START = re.compile(r"(?P<indent> *)(?P<item>(?:- +)*)(?=[^\s#])")


class Misindented(Struct, frozen=True):
    """A line, counted from 0, that begins behind `spaces` spaces and would fit behind `right` of them."""

    line: int
    spaces: int
    right: int


def misindented(text: str, line: int) -> Misindented | None:
    """The line that makes everything fit if it alone is moved; None if no single line does.

    `line` is the one that does not fit, counted from 0. Lines with an odd number of spaces are tried first, then this
    one, then those above it.
    """
    lines = text.splitlines()
    block = block_around(lines, line)
    near = [number for number in range(line, max(line - _NEARBY, block.start - 1), -1) if _is_placed(lines[number])]
    for number in sorted(near, key=lambda each: (_indent(lines[each]) % 2 == 0, each != line)):
        right = _right(lines, block, number)
        if right is not None:
            return Misindented(number, _indent(lines[number]), right)
    return None


def block_around(lines: list[str], line: int) -> range:
    """The lines of one key at the left margin, among them this line."""
    margins = [number for number, words in enumerate(lines) if words[:1] not in {"", " ", "#", "-", "\t"}]
    start = max((each for each in margins if each <= line), default=0)
    return range(start, min((each for each in margins if each > line), default=len(lines)))


def _right(lines: list[str], block: range, number: int) -> int | None:
    """How many spaces before a line make the whole block fit: of several, those that keep most things apart."""
    spaces, best = _indent(lines[number]), (0, 0, -1)
    for tried in sorted(set(_places(lines[block.start : number]))):
        moved = [*lines[block.start : number], " " * tried + lines[number].lstrip(" "), *lines[number + 1 : block.stop]]
        found = parts_of("\n".join(moved)) if tried != spaces else 0
        best = max(best, (found, -abs(tried - spaces), tried)) if found else best
    return best[2] if best[0] else None


def _places(above: list[str]) -> Iterator[int]:
    """Where a line can begin below these: in line with one of them, with the words behind its dashes, or inside it."""
    for words in above:
        start = _START.match(words)
        if start:
            yield len(start["indent"])
            yield start.end()
            yield start.end() + 2


def parts_of(text: str) -> int:
    """How many parts YAML finds in a text; 0 if it cannot read it."""
    try:
        return sum(1 for _ in yaml.parse(text, Loader=LOADER))
    except yaml.YAMLError:
        return 0


def _is_placed(words: str) -> bool:
    return _START.match(words) is not None


def _indent(words: str) -> int:
    return len(words) - len(words.lstrip(" "))
