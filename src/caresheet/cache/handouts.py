"""A proven handout as bytes, and back."""

from __future__ import annotations

import json

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.problem import Position, Problem

_RULES = {rule.id: rule for rule in rules.ALL}


class Kept(Struct, frozen=True):
    """A PDF that was proved, its number of sides, and what its pages were found wanting in without stopping it."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...]


def kept_to(kept: Kept, positions: tuple[Position, ...]) -> bytes | None:
    """The handout for the shelf; problems stand at the number of their position among `positions`, so that they are
    found again where lines have moved. None where one of them stands at none of these."""
    places = {position: number for number, position in enumerate(positions)}
    problems = []
    for problem in kept.problems:
        place = -1 if problem.position is None else places.get(problem.position)
        if place is None:
            return None
        problems.append([place, problem.rule.id, problem.message, problem.hint, problem.handouts])
    head = json.dumps({"pages": kept.pages, "problems": problems}, ensure_ascii=False).encode()
    return head + b"\n" + kept.pdf


def kept_from(data: bytes, positions: tuple[Position, ...]) -> Kept:
    """What `kept_to` made, at the positions of today."""
    head, _, pdf = data.partition(b"\n")
    told = json.loads(head)
    problems = tuple(
        Problem(positions[place] if place >= 0 else None, _RULES[rule], message, hint, tuple(handouts))
        for place, rule, message, hint, handouts in told["problems"]
    )
    return Kept(pdf, told["pages"], problems)


def pdf_of(data: bytes) -> bytes:
    """The PDF alone of what `kept_to` made."""
    return data.partition(b"\n")[2]
