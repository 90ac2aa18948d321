"""Drawings that are broken at random: each is read, or refused with a place and a remedy; nothing else is raised."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from caresheet.model.problem import CaresheetError, Problem
from caresheet.source.svg import read_drawing

HERE = Path(__file__).parent
DRAWINGS = [path.read_bytes() for path in sorted(HERE.glob("*.svg"))]
NUMBER = re.compile(rb"\d*\.?\d+")
EXTREME = (b"0", b"-1", b"1e308", b"-1e308", b"1e155", b"1e-308", b"1e999", b"NaN", b"inf", b"", b"1e", b"%", b"1 1 1")
RUNS = 150


def broken(drawing: bytes, chance: random.Random) -> bytes:
    """The drawing with a few numbers replaced by extremes, or a few bytes by others."""
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.6:
            numbers = list(NUMBER.finditer(drawing))
            place = chance.choice(numbers).span()
            drawing = drawing[: place[0]] + chance.choice(EXTREME) + drawing[place[1] :]
        else:
            start = chance.randrange(len(drawing))
            end = start + chance.randint(0, 8)
            other = chance.randrange(len(drawing))
            drawing = drawing[:start] + drawing[other : other + chance.randint(0, 8)] + drawing[end:]
    return drawing


@pytest.mark.parametrize("seed", range(4))
def test_broken_at_random(seed: int) -> None:
    """Whatever is done to a file, its reader either draws finite paths inside their box or says what is wrong."""
    chance = random.Random(seed)
    told: list[Problem] = []
    refused = 0
    for _ in range(RUNS):
        data = broken(chance.choice(DRAWINGS), chance)
        try:
            drawing = read_drawing(data, "a.svg")
        except CaresheetError as error:
            refused += 1
            told += error.problems
            continue
        near = max(drawing.width, drawing.height) * 3
        values = [value for path in drawing.paths for _, values in path.segments for value in values]
        assert [value for value in values if not abs(value) < near] == [], data
    assert all(problem.position and problem.hint for problem in told)
    assert RUNS * 0.2 < refused < RUNS
