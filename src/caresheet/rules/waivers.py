"""Problems that the authors know about and accept."""

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
"""Rules that only laid-out pages can break: their waivers count as unused only if pages were checked."""
LARGE_PRINT_RULES = frozenset({rules.LARGE_PRINT_CONTRAST.name})
"""Rules that only large print can break: their waivers may be used in an edition that was not checked."""


class WaivedProblem(Struct, frozen=True):
    """A problem that a waiver covers, and the waiver."""

    problem: Problem
    waiver: Waiver


class WaiverOutcome(Struct, frozen=True):
    """The problems that remain and those that waivers cover, in their order."""

    remaining: tuple[Problem, ...]
    waived: tuple[WaivedProblem, ...]


def apply_waivers(problems: Sequence[Problem], topic: Topic, waivers: tuple[Waiver, ...]) -> WaiverOutcome:
    """Separate the problems that waivers cover, each by the narrowest one. A fault is never covered."""
    remaining: list[Problem] = []
    waived: list[WaivedProblem] = []
    narrowest_first = sorted(waivers, key=lambda waiver: not waiver.at)
    places = _TopicMap(topic)
    for problem in problems:
        waiver = next((each for each in narrowest_first if _covers(each, problem, places)), None)
        if waiver is None:
            remaining.append(problem)
        else:
            waived.append(WaivedProblem(problem, waiver))
    return WaiverOutcome(tuple(remaining), tuple(waived))


def renamed_waivers(waivers: Iterable[Waiver]) -> Iterator[Problem]:
    """Every waiver calls its rule by the current name.

    Source: the project's own: only the current name is in the list of rules.
    """
    for waiver in dict.fromkeys(waivers):
        if waiver.former_name:
            message = f"the rule '{waiver.former_name}' is now called '{waiver.rule}'"
            yield Problem(waiver.position, rules.RENAMED_RULE, message, f"write `rule: {waiver.rule}`")


def unused_waivers(waivers: Iterable[Waiver], used: Iterable[Waiver], *, pages: bool) -> Iterator[Problem]:
    """Every waiver covers a problem. `pages` says whether laid-out pages were checked.

    Source: the project's own: a waiver that is no longer needed would hide the next problem.
    """
    needed = frozenset(used)
    for waiver in dict.fromkeys(waivers):
        unseen = waiver.rule in LARGE_PRINT_RULES or (waiver.rule in PAGE_RULES and not pages)
        if waiver not in needed and not unseen:
            where = f" at '{waiver.at}'" if waiver.at else ""
            message = f"'{waiver.rule}' is waived{where}, but nothing breaks it there"
            yield Problem(waiver.position, rules.UNUSED_WAIVER, message, "remove the waiver, or correct its `at`")


def _covers(waiver: Waiver, problem: Problem, places: _TopicMap) -> bool:
    if problem.rule.severity is Severity.FAULT or problem.rule.name != waiver.rule:
        return False
    if not waiver.at:
        return True
    return problem.position is not None and waiver.at in places.around(problem.position)


class _TopicMap:
    """Which sections and sources of a topic a position in its files belongs to.

    A position belongs to whatever starts at or before it, whichever is last. So a section covers its lines up to what
    comes next, whatever the order of its keys and of the keys of its file. The topic is walked through when the first
    position is asked for.
    """

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._starts: list[Position] = []
        self._names: list[frozenset[str]] = []

    def around(self, position: Position) -> frozenset[str]:
        """The ids of the sections or the source that the position is in."""
        if not self._starts:
            known = sorted(_starts_in(self._topic), key=lambda place: place[0])
            self._starts = [start for start, _ in known]
            self._names = [names for _, names in known]
        index = bisect_right(self._starts, position) - 1
        if index < 0 or self._starts[index].file != position.file:
            return frozenset()
        return self._names[index]


def _starts_in(topic: Topic) -> Iterator[tuple[Position, frozenset[str]]]:
    """Where the parts of a topic start, in all its files, each with the ids of what it belongs to."""
    nothing = frozenset[str]()
    yield topic.position, nothing
    for waiver in topic.waivers:
        yield waiver.position, nothing
    for part in iter_structs((topic.handouts, topic.translates or ())):
        yield from _start(part, nothing)
    for source in topic.sources:
        yield source.position, frozenset({source.id})
    for section in topic.sections:
        yield from _in_section(section, nothing)


def _in_section(section: Section, above: frozenset[str]) -> Iterator[tuple[Position, frozenset[str]]]:
    names = above | {section.id}
    yield section.position, names
    for part in iter_structs((section.title, section.blocks)):
        yield from _start(part, names)
    for inner in section.subsections:
        yield from _in_section(inner, names)


def _start(part: object, names: frozenset[str]) -> Iterator[tuple[Position, frozenset[str]]]:
    position = getattr(part, "position", None)
    if isinstance(position, Position):
        yield position, names
