"""What is knowingly let pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caresheet.model import rules
from caresheet.model.limits import Waiver
from caresheet.model.problem import Position, Problem, Severity
from caresheet.model.topic import Section, Topic

PAGE_RULES = frozenset({rules.SMALL_BODY.name, rules.LINE_LENGTH.name, rules.PAGE_FILL.name})
"""Rules that only a set page can break: a waiver of one is of no use only where pages were looked at."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A problem that is let pass, and by which waiver."""

    problem: Problem
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Sifted:
    """Problems that stand, and those that do not: all that there were, in their order."""

    standing: tuple[Problem, ...]
    waived: tuple[Waived, ...]


def sift(problems: Iterable[Problem], topic: Topic, waivers: tuple[Waiver, ...]) -> Sifted:
    """Take out what a waiver covers. A fault always stands."""
    standing: list[Problem] = []
    waived: list[Waived] = []
    for problem in problems:
        waiver = next((each for each in waivers if _covers(each, problem, topic)), None)
        if waiver is None:
            standing.append(problem)
        else:
            waived.append(Waived(problem, waiver))
    return Sifted(tuple(standing), tuple(waived))


def unused(waivers: Iterable[Waiver], used: Iterable[Waiver], *, pages: bool) -> Iterator[Problem]:
    """A problem for every waiver that covered nothing. `pages` says whether pages were looked at."""
    needed = frozenset(used)
    for waiver in dict.fromkeys(waivers):
        if waiver not in needed and (pages or waiver.rule not in PAGE_RULES):
            where = f" at '{waiver.at}'" if waiver.at else ""
            message = f"'{waiver.rule}' is waived{where}, but nothing breaks it there"
            yield Problem(waiver.position, rules.UNUSED_WAIVER, message, "take the waiver out, or put its `at` right")


def _covers(waiver: Waiver, problem: Problem, topic: Topic) -> bool:
    if problem.rule.severity is Severity.FAULT or problem.rule.name != waiver.rule:
        return False
    return not waiver.at or (problem.position is not None and _lies_in(problem.position, waiver.at, topic))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A named part of a file: it ends where the next one of its own depth or a lesser one begins."""

    name: str
    start: Position
    depth: int


def _lies_in(position: Position, name: str, topic: Topic) -> bool:
    sections = tuple(stretch for section in topic.sections for stretch in _stretches(section, 0))
    sources = tuple(_Stretch(source.id, source.position, 0) for source in topic.sources)
    return any(_holds(stretches, position, name) for stretches in (sections, sources))


def _stretches(section: Section, depth: int) -> Iterator[_Stretch]:
    yield _Stretch(section.id, section.position, depth)
    for inner in section.subsections:
        yield from _stretches(inner, depth + 1)


def _holds(stretches: tuple[_Stretch, ...], position: Position, name: str) -> bool:
    for number, stretch in enumerate(stretches):
        if stretch.name == name and stretch.start.file == position.file:
            after = (each.start for each in stretches[number + 1 :] if each.depth <= stretch.depth)
            end = next(after, None)
            return stretch.start <= position and (end is None or position < end)
    return False
