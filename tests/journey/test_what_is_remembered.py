"""What a process remembers between handouts never changes one: whatever was built before, in whatever order and beside
whatever else, each is to the byte what it is alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pytest
from tests.compose.builders import TODAY
from tests.proof.documents import composed, document, picture, section
from tests.standards.handouts import CLINIC, PROJECTS, files_of
from tests.standards.trees import tree_text

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.layout import lay_out
from caresheet.model.document import Figure
from caresheet.model.edition import Edition, Size
from caresheet.model.job import Job
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.topic import Picture
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.outputs.pdf.writer.objects import number_string
from caresheet.source import read_project

EDITIONS = (
    *map(Edition, Size),
    Edition(paper="letter"),
    Edition(paper="a4"),
    Edition(fillable=True),
    Edition(bilingual="es"),
    Edition(bilingual="ar"),
)
FORMATS = ("pdf", "html", "txt")
FEW = (
    "red-flag-card-vi",
    "red-flag-card-vi-giant",
    "red-flag-card-ar",
    "red-flag-card-en+ar",
    "red-flag-card-en-large",
    "wallet-card-zh-Hans",
    "staff-grading-en",
    "staff-grading-en-fillable",
)
"""Handouts that have little in common, and others that differ only in their size, script or form."""


class Made(NamedTuple):
    """A handout in every format, what a screen reader reads of its PDF, and the problems that were reported."""

    files: tuple[bytes, ...]
    tree: str
    problems: tuple[Problem, ...]


def made(job: Job) -> Made:
    """The handout as this process makes it now, or the problems that keep it from being made."""
    try:
        done = render(job, FORMATS)
    except CaresheetError as error:
        return Made((), "", error.problems)
    files = tuple(artifact.data for artifact in done.handout.artifacts)
    return Made(files, tree_text(done.handout.artifact("pdf").data), done.problems)


@cache
def every_job() -> tuple[Job, ...]:
    """The handouts of both projects in every edition that they are offered in."""
    found: list[Job] = []
    for files in map(files_of, PROJECTS):
        project = read_project(files, (files, CLINIC))
        for edition in EDITIONS:
            try:
                found += jobs(project, edition=edition, today=TODAY)
            except CaresheetError:
                continue  # the wound care topic is in one language
    return tuple({job.name: job for job in found}.values())


def few_jobs() -> tuple[Job, ...]:
    """Those of FEW."""
    by_name = {job.name: job for job in every_job()}
    return tuple(by_name[f"cytokine-storm-{name}"] for name in FEW)


def memories() -> Iterator[Any]:
    """Every function of the program with a cache."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "caresheet"]:
        yield from (value for value in vars(sys.modules[name]).values() if hasattr(value, "cache_clear"))


def forget() -> None:
    """Empty every cache, as in a process that has made no handout yet."""
    for memory in memories():
        memory.cache_clear()


def alone(asked: Sequence[Job]) -> list[Made]:
    """Each as made by a process that has made no other."""
    found = []
    for job in asked:
        forget()
        found.append(made(job))
    return found


def names_of_unlike(asked: Sequence[Job], found: Sequence[Made], expected: Sequence[Made]) -> list[str]:
    """The names of the handouts that came out differently."""
    return [job.name for job, one, other in zip(asked, found, expected, strict=True) if one != other]


def in_any_order(asked: Sequence[Job], expected: Sequence[Made], rounds: int) -> None:
    """In one process, each time in another order: nothing is forgotten in between."""
    forget()
    random = Random(19)
    for _ in range(rounds):
        order = random.sample(range(len(asked)), len(asked))
        found = [made(asked[place]) for place in order]
        unlike = names_of_unlike([asked[place] for place in order], found, [expected[place] for place in order])
        assert unlike == [], [asked[place].name for place in order]


def in_two_threads(asked: Sequence[Job], expected: Sequence[Made]) -> None:
    """At once in a process that has made no handout yet: one thread from the first to the last, one backwards, taking
    turns as often as Python lets them."""
    forget()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(2) as threads:
            orders = (asked, asked[::-1])
            forwards, backwards = threads.map(lambda order: [made(job) for job in order], orders)
    finally:
        sys.setswitchinterval(usual)
    assert names_of_unlike(asked, forwards, expected) == []
    assert names_of_unlike(asked, backwards[::-1], expected) == []


def test_a_few_are_the_same_in_any_order_and_in_two_threads() -> None:
    """Scripts, sizes, two languages and a form, some of them of the same words."""
    few = few_jobs()
    expected = alone(few)
    assert all(each.files for each in expected)
    in_any_order(few, expected, rounds=2)
    in_two_threads(few, expected)


@pytest.mark.long
def test_all_are_the_same_in_any_order_and_in_two_threads() -> None:
    """Every shipped handout in every language, size, paper, form and pair of languages."""
    asked = every_job()
    expected = alone(asked)
    in_any_order(asked, expected, rounds=3)
    in_two_threads(asked, expected)


@pytest.mark.parametrize("order", [(0.0, -0.0), (-0.0, 0.0), (-0.001, 0.001), (0, -0.0)])
def test_zero_is_written_without_a_sign(order: tuple[float, ...]) -> None:
    """0.0 and -0.0 share one entry in a cache: whichever comes first, both are written alike."""
    number_string.cache_clear()
    assert [number_string(value) for value in order] == ["0", "0"]


def shown(*pictures: Picture) -> bytes:
    """A handout with a figure of each of these."""
    figures = [Figure(each, "A kettle", None, document().position) for each in pictures]
    made = composed(document(section("One", *figures)))
    return write_pdf(made, lay_out(made)).data


def test_a_picture_that_was_read_twice_is_one_picture() -> None:
    """A section that was laid out before shows its picture as it was read then; the section after it, as it is read
    now. The file is the one in which both were read at once."""
    same = picture()
    assert shown(same, picture()) == shown(same, same)
