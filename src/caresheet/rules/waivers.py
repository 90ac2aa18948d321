"""What is knowingly let pass."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.limits import Waiver
from caresheet.model.problem import Position, Problem, Severity
from caresheet.model.topic import Section, Topic
from caresheet.model.walk import iter_structs

PAGE_RULES = frozenset(
    {rules.SMALL_BODY_TEXT.name, rules.LINE_LENGTH.name, rules.PAGE_FILL.name, rules.MISSING_SUMMARY.name}
)
"""Rules that only a set page can break: a waiver of one is of no use only where pages were looked at."""
LARGE_PRINT_RULES = frozenset({rules.LARGE_PRINT_CONTRAST.name})
"""Rules that only large print can break: a waiver of one may have its use in an edition that nobody looked at."""


class WaivedProblem(Struct, frozen=True):
    """A problem that is let pass, and by which waiver."""

    problem: Problem
    waiver: Waiver


class WaiverOutcome(Struct, frozen=True):
    """Problems that stand, and those that do not: all that there were, in their order."""

    remaining: tuple[Problem, ...]
    waived: tuple[WaivedProblem, ...]


def apply_waivers(problems: Sequence[Problem], topic: Topic, waivers: tuple[Waiver, ...]) -> WaiverOutcome:
    """Take out what a waiver covers, each problem by the narrowest one. A fault always stands."""
    remaining: list[Problem] = []
    waived: list[WaivedProblem] = []
    narrowest_first = sorted(waivers, key=lambda waiver: not waiver.at)
    places = _Places(topic)
    for problem in problems:
        waiver = next((each for each in narrowest_first if _covers(each, problem, places)), None)
        if waiver is None:
            remaining.append(problem)
        else:
            waived.append(WaivedProblem(problem, waiver))
    return WaiverOutcome(tuple(remaining), tuple(waived))


def renamed_waivers(waivers: Iterable[Waiver]) -> Iterator[Problem]:
    """A problem for every waiver that calls its rule by a former name.

    Source: the project's own: only the current name is in the list of rules.
    """
    for waiver in dict.fromkeys(waivers):
        if waiver.former_name:
            message = f"the rule '{waiver.former_name}' is now called '{waiver.rule}'"
            yield Problem(waiver.position, rules.RENAMED_RULE, message, f"write `rule: {waiver.rule}`")


def unused_waivers(waivers: Iterable[Waiver], used: Iterable[Waiver], *, pages: bool) -> Iterator[Problem]:
    """A problem for every waiver that covered nothing. `pages` says whether pages were looked at.

    Source: the project's own: a waiver whose reason is gone would let the next finding pass unseen.
    """
    needed = frozenset(used)
    for waiver in dict.fromkeys(waivers):
        unseen = waiver.rule in LARGE_PRINT_RULES or (waiver.rule in PAGE_RULES and not pages)
        if waiver not in needed and not unseen:
            where = f" at '{waiver.at}'" if waiver.at else ""
            message = f"'{waiver.rule}' is waived{where}, but nothing breaks it there"
            yield Problem(waiver.position, rules.UNUSED_WAIVER, message, "take the waiver out, or put its `at` right")


def _covers(waiver: Waiver, problem: Problem, places: _Places) -> bool:
    if problem.rule.severity is Severity.FAULT or problem.rule.name != waiver.rule:
        return False
    if not waiver.at:
        return True
    return problem.position is not None and waiver.at in places.around(problem.position)


class _Places:
    """Which sections and sources of a topic a place in its files belongs to.

    A place belongs to what the last value that begins at or before it belongs to. So a section covers its own lines up
    to whatever comes next, in which order its keys and the keys of its file may stand. The topic is walked through when
    the first place is asked for.
    """

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._starts: list[Position] = []
        self._names: list[frozenset[str]] = []

    def around(self, position: Position) -> frozenset[str]:
        """The ids of the section, the subsection or the source that the position lies in."""
        if not self._starts:
            known = sorted(_known(self._topic), key=lambda place: place[0])
            self._starts = [start for start, _ in known]
            self._names = [names for _, names in known]
        index = bisect_right(self._starts, position) - 1
        if index < 0 or self._starts[index].file != position.file:
            return frozenset()
        return self._names[index]


def _known(topic: Topic) -> Iterator[tuple[Position, frozenset[str]]]:
    """Where the values of a topic begin, in all its files, each with the ids of what it belongs to."""
    nobody = frozenset[str]()
    yield topic.position, nobody
    for waiver in topic.waivers:
        yield waiver.position, nobody
    for value in iter_structs((topic.handouts, topic.translates or ())):
        yield from _begins(value, nobody)
    for source in topic.sources:
        yield source.position, frozenset({source.id})
    for section in topic.sections:
        yield from _in_section(section, nobody)


def _in_section(section: Section, above: frozenset[str]) -> Iterator[tuple[Position, frozenset[str]]]:
    names = above | {section.id}
    yield section.position, names
    for value in iter_structs((section.title, section.blocks)):
        yield from _begins(value, names)
    for inner in section.subsections:
        yield from _in_section(inner, names)


def _begins(value: object, names: frozenset[str]) -> Iterator[tuple[Position, frozenset[str]]]:
    position = getattr(value, "position", None)
    if isinstance(position, Position):
        yield position, names
