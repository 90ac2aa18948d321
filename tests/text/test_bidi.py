"""The Unicode Bidirectional Algorithm, against the test file that Unicode publishes."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caresheet.text.bidi import base_level, embedding_levels, line_levels, runs_right_to_left, visual_order

CASES = Path(__file__).parent / "BidiCharacterTest.txt.xz"
"""BidiCharacterTest.txt of Unicode 15.0, as published (https://www.unicode.org/Public/15.0.0/ucd/)."""
REMOVED = "x"
DIRECTIONS = {"0": 0, "1": 1}


def cases() -> Iterator[list[str]]:
    """The five fields of each case."""
    with lzma.open(CASES, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                yield line.strip().split(";")


def holds(codes: str, direction: str, base: str, levels: str, order: str) -> bool:
    """Whether the algorithm gives the base level, the levels and the order of a case."""
    text = "".join(chr(int(code, 16)) for code in codes.split())
    wanted = levels.split()
    own = DIRECTIONS[direction] if direction in DIRECTIONS else base_level(text) or 0
    found = line_levels(text, embedding_levels(text, own), own)
    kept = [place for place, level in enumerate(wanted) if level != REMOVED]
    visual = [kept[place] for place in visual_order([found[place] for place in kept])]
    return (
        own == int(base)
        and [str(found[place]) for place in kept] == [wanted[place] for place in kept]
        and visual == list(map(int, order.split()))
    )


def test_every_case_of_unicode() -> None:
    """All 91,707 cases give the levels and the order that Unicode expects, whether or not they set a direction."""
    found = [holds(*case) for case in cases()]
    assert len(found) == 91_707
    assert found.count(False) == 0


def test_a_wrong_level_is_seen() -> None:
    """The test can fail: a case with another level, order or base does not hold."""
    codes, direction, base, levels, order = next(case for case in cases() if len(case[4].split()) > 2)
    assert holds(codes, direction, base, levels, order)
    assert not holds(codes, direction, base, "7 " + levels.partition(" ")[2], order)
    assert not holds(codes, direction, base, levels, " ".join(reversed(order.split())))
    assert not holds(codes, direction, str(1 - int(base)), levels, order)


@given(st.text(max_size=40), st.sampled_from([0, 1]))
def test_nothing_is_lost(text: str, base: int) -> None:
    """Whatever is typed, each character has a level at least that of its paragraph, and one place on its line."""
    levels = line_levels(text, embedding_levels(text, base), base)
    assert len(levels) == len(text)
    assert all(level >= base for level in levels)
    assert sorted(visual_order(levels)) == list(range(len(text)))


@pytest.mark.parametrize("text", ["Call 112.", "Привет, 5 мг", "日本語", "½ – “quoted”"])
def test_text_from_left_to_right_needs_nothing(text: str) -> None:
    """Text without right-to-left letters is recognized at once, and has one level."""
    assert not runs_right_to_left(text)
    assert set(embedding_levels(text, 0)) == {0}
