"""The direction of weak and neutral characters (UAX 9, W1 to W7, N0 to N2, I1 and I2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from caresheet.text.bidi.brackets import bracket_pairs
from caresheet.text.bidi.classes import ISOLATE_INITIATORS, NEUTRALS, NUMBERS, STRONG, direction_at, side
from caresheet.text.bidi.sequences import RunSequence

_SEPARATORS = frozenset({"ES", "ET", "CS"})
_AFTER_ISOLATE = ISOLATE_INITIATORS | {"PDI"}
_STEPS_UP = {"L": {"R": 1, "AN": 2, "EN": 2}, "R": {"L": 1, "AN": 1, "EN": 1}}
"""How much each class is raised above a level of each direction (I1, I2)."""


def implicit_levels(
    sequence: RunSequence, letters: Sequence[str], original: Sequence[str], own: list[str]
) -> list[int]:
    """The final level of each character of a sequence. `letters`, the `original` classes and those after overrides
    (`own`, which is changed) hold the characters of this sequence only."""
    _resolve_marks(own, sequence.start)
    _resolve_arabic_numbers(own, sequence.start)
    _resolve_separators(own)
    _resolve_terminators(own)
    _resolve_latin_numbers(own, sequence.start)
    _resolve_brackets(own, letters, original, sequence)
    _resolve_neutrals(own, sequence)
    steps = _STEPS_UP[direction_at(sequence.level)]
    return [sequence.level + steps.get(each, 0) for each in own]


def _resolve_marks(own: list[str], start: str) -> None:
    """W1."""
    before = start
    for index, each in enumerate(own):
        if each == "NSM":
            own[index] = "ON" if before in _AFTER_ISOLATE else before
        before = own[index]


def _resolve_arabic_numbers(own: list[str], start: str) -> None:
    """W2 and W3."""
    strong = start
    for index, each in enumerate(own):
        if each in STRONG:
            strong = each
        elif each == "EN" and strong == "AL":
            own[index] = "AN"
    own[:] = ["R" if each == "AL" else each for each in own]


def _resolve_separators(own: list[str]) -> None:
    """W4."""
    for index in range(1, len(own) - 1):
        before, each, after = own[index - 1 : index + 2]
        if before == after and ((each == "ES" and before == "EN") or (each == "CS" and before in NUMBERS)):
            own[index] = before


def _resolve_terminators(own: list[str]) -> None:
    """W5 and W6."""
    for start, stop in _stretches(own, frozenset({"ET"})):
        before = own[start - 1] if start else ""
        after = own[stop] if stop < len(own) else ""
        if "EN" in (before, after):
            own[start:stop] = ["EN"] * (stop - start)
    own[:] = ["ON" if each in _SEPARATORS else each for each in own]


def _resolve_latin_numbers(own: list[str], start: str) -> None:
    """W7."""
    strong = start
    for index, each in enumerate(own):
        if each in STRONG:
            strong = each
        elif each == "EN" and strong == "L":
            own[index] = "L"


def _resolve_brackets(own: list[str], letters: Sequence[str], original: Sequence[str], sequence: RunSequence) -> None:
    """N0."""
    for start, stop in bracket_pairs(letters, own):
        direction = _direction_of_pair(own, start, stop, sequence)
        if direction:
            for bracket in (start, stop):
                own[bracket] = direction
                for index in range(bracket + 1, len(own)):
                    if original[index] != "NSM":
                        break
                    own[index] = direction


def _direction_of_pair(own: list[str], start: int, stop: int, sequence: RunSequence) -> str:
    """The direction of a pair of brackets: that of the level if anything inside has it; otherwise, if anything inside
    has a direction at all, that of the text before the pair. Empty if nothing inside has one."""
    embedding = direction_at(sequence.level)
    inside = {side(each) for each in own[start + 1 : stop] if each in STRONG or each in NUMBERS}
    if embedding in inside or not inside:
        return embedding if inside else ""
    before = (side(each) for each in reversed(own[:start]) if each in STRONG or each in NUMBERS)
    return next(before, sequence.start)


def _resolve_neutrals(own: list[str], sequence: RunSequence) -> None:
    """N1 and N2."""
    embedding = direction_at(sequence.level)
    for start, stop in _stretches(own, NEUTRALS):
        before = side(own[start - 1]) if start else sequence.start
        after = side(own[stop]) if stop < len(own) else sequence.end
        own[start:stop] = [before if before == after else embedding] * (stop - start)


def _stretches(own: list[str], wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """First and last place (exclusive) of each stretch of wanted classes. A stretch may be overwritten before the
    next one is asked for."""
    start = 0
    while start < len(own):
        stop = start
        while stop < len(own) and own[stop] in wanted:
            stop += 1
        if stop > start:
            yield start, stop
        start = stop + 1
