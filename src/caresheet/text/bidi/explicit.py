"""Embeddings, overrides and isolates that the text asks for (UAX 9, BD9 and X1 to X8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from caresheet.text.bidi.classes import EMBEDDINGS, ISOLATE_INITIATORS, STRONG

_DEEPEST = 125
"""The highest embedding level (BD2)."""


class _Status(NamedTuple):
    """An entry of the directional status stack; `override` is L or R, or empty for none."""

    level: int
    override: str
    isolate: bool


class Explicit(NamedTuple):
    """The level of each character before rules I1 and I2, its class after overrides, and the place of the PDI that ends
    each isolate by the place where it begins."""

    levels: list[int]
    classes: list[str]
    ends: dict[int, int]


def explicit_levels(classes: Sequence[str], base: int) -> Explicit:
    """Rules X1 to X8 for a paragraph of these classes whose own level is `base`."""
    walk = _EmbeddingWalk(classes, base)
    for place, own in enumerate(classes):
        if own in EMBEDDINGS:
            walk.embed(place, own)
        elif own in ISOLATE_INITIATORS:
            walk.isolate(place, own)
        elif own == "PDI":
            walk.end_isolate(place)
        elif own == "PDF":
            walk.end_embedding(place)
        elif own == "B":
            walk.levels[place] = base
        else:
            walk.put(place)
    return Explicit(walk.levels, walk.classes, walk.ends)


def first_strong_level(classes: Sequence[str]) -> int | None:
    """The level that the first strong character outside of isolates asks for; None if there is none (P2, P3)."""
    depth = 0
    for own in classes:
        if own in ISOLATE_INITIATORS:
            depth += 1
        elif own == "PDI":
            depth = max(0, depth - 1)
        elif not depth and own in STRONG:
            return 0 if own == "L" else 1
    return None


class _EmbeddingWalk:
    """The state of rules X1 to X8."""

    def __init__(self, classes: Sequence[str], base: int) -> None:
        self.levels = [base] * len(classes)
        self.classes = list(classes)
        self.ends = _isolate_ends(classes)
        self._stack = [_Status(base, "", isolate=False)]
        self._overflow_isolates = self._overflow_embeddings = self._valid_isolates = 0

    def put(self, place: int) -> None:
        """X6: a character has the level of the embedding around it, and the class of an override, if there is one."""
        top = self._stack[-1]
        self.levels[place] = top.level
        if top.override:
            self.classes[place] = top.override

    def embed(self, place: int, own: str) -> None:
        """X2 to X5."""
        level = self._stack[-1].level
        self.levels[place] = level
        new = _next_level(level, right=own.startswith("R"))
        if new <= _DEEPEST and not self._overflow_isolates and not self._overflow_embeddings:
            override = own[0] if own.endswith("O") else ""
            self._stack.append(_Status(new, override, isolate=False))
        elif not self._overflow_isolates:
            self._overflow_embeddings += 1

    def isolate(self, place: int, own: str) -> None:
        """X5a to X5c. An FSI takes the direction of its own first strong character."""
        self.put(place)
        right = own == "RLI"
        if own == "FSI":
            inside = self.classes[place + 1 : self.ends.get(place, len(self.classes))]
            right = first_strong_level(inside) == 1
        new = _next_level(self._stack[-1].level, right=right)
        if new <= _DEEPEST and not self._overflow_isolates and not self._overflow_embeddings:
            self._valid_isolates += 1
            self._stack.append(_Status(new, "", isolate=True))
        else:
            self._overflow_isolates += 1

    def end_isolate(self, place: int) -> None:
        """X6a."""
        if self._overflow_isolates:
            self._overflow_isolates -= 1
        elif self._valid_isolates:
            self._overflow_embeddings = 0
            while not self._stack[-1].isolate:
                self._stack.pop()
            self._stack.pop()
            self._valid_isolates -= 1
        self.put(place)

    def end_embedding(self, place: int) -> None:
        """X7."""
        self.levels[place] = self._stack[-1].level
        if self._overflow_isolates:
            return
        if self._overflow_embeddings:
            self._overflow_embeddings -= 1
        elif not self._stack[-1].isolate and len(self._stack) > 1:
            self._stack.pop()


def _next_level(level: int, *, right: bool) -> int:
    """The next higher level: odd for right to left, even for left to right."""
    return (level + 1) | 1 if right else (level + 2) & ~1


def _isolate_ends(classes: Sequence[str]) -> dict[int, int]:
    """BD9: the matching PDI of each isolate initiator that has one."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for place, own in enumerate(classes):
        if own in ISOLATE_INITIATORS:
            opened.append(place)
        elif own == "PDI" and opened:
            ends[opened.pop()] = place
        elif own == "B":
            opened.clear()
    return ends
