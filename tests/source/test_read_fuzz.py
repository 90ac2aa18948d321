"""Any text is read or refused with a place: no input produces anything but a project or a CaresheetError."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.source.mutations import mutated
from tests.source.trees import CLINIC, read, sample, small

from caresheet.model.problem import CaresheetError
from caresheet.model.project import Project

ROOT = Path(__file__).parents[2]
RUNS_OF_SAMPLE, RUNS_OF_REAL = 1_700, 400
UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
ENGLISH = "content/walking/en.yaml"


def judge(tree: dict[str, bytes]) -> bool:
    """Whether the tree is read; where it is refused, every problem is fit to be shown."""
    try:
        assert isinstance(read(tree), Project)
    except CaresheetError as error:
        refused = error.problems
    else:
        return True
    assert refused
    for problem in refused:
        told = str(problem)
        assert problem.message
        assert not UNSHOWABLE.search(told), told
        assert len(told) < 1_000
        if problem.position:
            lines = len(re.findall(b"\r\n|\r|\n", tree.get(problem.position.file, b""))) + 1
            assert 1 <= problem.position.line <= lines
            assert problem.position.column >= 1
    return False


@cache
def real() -> tuple[dict[str, bytes], ...]:
    """The project's own content, a few sections at a time so that thousands of runs are quick."""
    folders = ("content", "layouts", "labels")
    tree = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
    }
    made: list[dict[str, bytes]] = []
    for path, data in tree.items():
        if re.fullmatch(r"content/(?!clinics/)[^/]+/[a-z]{2}\.yaml", path):
            head, *sections = re.split(rb"(?m)^(?=  - id: )", data)
            made += [tree | {path: head + b"".join(sections[at : at + 3])} for at in range(0, len(sections), 3)]
    return tuple(made)


@pytest.mark.parametrize("part", range(10))
def test_mutated_sample(part: int) -> None:
    """Mutated files of the sample project, which uses every part of the language, are read or refused."""
    tree = sample()
    names = sorted(name for name in tree if name.endswith(".yaml"))
    read_well = 0
    for seed in range(part, RUNS_OF_SAMPLE, 10):
        name = random.Random(seed).choice((*names, *[ENGLISH] * 4))
        read_well += judge(tree | {name: mutated(seed, tree[name])})
    assert 0 < read_well < RUNS_OF_SAMPLE / 10


@pytest.mark.parametrize("part", range(10))
def test_mutated_real_content(part: int) -> None:
    """Mutated files of the project's own content and layouts are read or refused."""
    trees = real()
    assert len(trees) > 5
    for seed in range(part, RUNS_OF_REAL, 10):
        dice = random.Random(seed)
        tree = dice.choice(trees)
        names = sorted(name for name in tree if name.endswith(".yaml"))
        language = [name for name in names if name.count("/") == 2 and len(name.rpartition("/")[2]) == 7]
        name = dice.choice((*names, *language * 6))
        judge(tree | {name: mutated(seed + 1_000_000, tree[name])})


def test_pictures_that_are_damaged() -> None:
    """A picture with any byte lost or changed is read or refused."""
    data = sample()["content/walking/path.png"]
    tree = small({CLINIC: "name: Example\nlogo: logo.png\n", "content/clinics/logo.png": data})
    assert judge(tree)
    for at in range(len(data)):
        judge(tree | {"content/clinics/logo.png": data[:at] + data[at + 1 :]})
        judge(tree | {"content/clinics/logo.png": data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]})


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """Any bytes in the place of a content file are read or refused."""
    judge(small({ENGLISH: data}))


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from(list("ab: -#[]{}*&!|>'\"\\%@`?,\n\t\r~|.{}[]S1é\u0301")), max_size=60))
def test_any_text_as_a_block(text: str) -> None:
    """Any text typed behind a dash is read or refused, at or below the line where it stands."""
    start = small()[ENGLISH].decode("utf-8").replace("It does you good.", "")
    tree = small({ENGLISH: start.rstrip() + " " + text.replace("\n", "\n        ") + "\n"})
    judge(tree)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=80))
def test_any_quoted_text_is_kept(text: str) -> None:
    """A text in single quotes without marks arrives as it was typed, but for white space, or is refused."""
    typed = re.sub(r"[*\[\]{}\\<&#`]", "", " ".join(text.split()))
    tree = small(
        {ENGLISH: small()[ENGLISH].decode().replace("It does you good.", "'" + typed.replace("'", "''") + "'")}
    )
    judge(tree)
