"""What a rule looks at: a topic, a handout before layout, or its laid-out pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar, cast

from msgspec import Struct

from caresheet.model.composed import Composed
from caresheet.model.document import Document
from caresheet.model.job import Job
from caresheet.model.kind import NEEDS, NO_NEEDS, Needs
from caresheet.model.layout import Layout
from caresheet.model.limits import Limits
from caresheet.model.page_layout import PageLayout
from caresheet.model.problem import Position, Problem, Rule
from caresheet.model.topic import Topic
from caresheet.model.walk import iter_structs

Part = TypeVar("Part")


class TopicContext(Struct, frozen=True):
    """A topic in one language. `original` is the topic that it translates, None when it is no translation; `others` are
    the same topic in its other languages."""

    topic: Topic
    original: Topic | None
    today: date
    others: tuple[Topic, ...] = ()


class HandoutContext(Struct, frozen=True):
    """A handout before layout: what it is made from, what compose made of it, and the characters that can be printed.

    `parts` is everything inside the document's sections by its type, each in reading order, collected once for all
    rules. `versions` are a bilingual handout in each of its languages alone: rules about words and reviews judge these.
    """

    job: Job
    composed: Composed
    coverage: frozenset[int]
    parts: Mapping[type, tuple[object, ...]]
    versions: tuple[HandoutContext, ...] = ()

    @classmethod
    def of(cls, job: Job, composed: Composed, coverage: frozenset[int]) -> HandoutContext:
        """The context of one handout. `coverage` holds the code points of the characters that can be printed."""
        parts: dict[type, list[object]] = {}
        for part in iter_structs(composed.document.sections):
            parts.setdefault(type(part), []).append(part)
        return cls(job, composed, coverage, {kind: tuple(found) for kind, found in parts.items()})

    def every(self, kind: type[Part]) -> tuple[Part, ...]:
        """Everything of this type inside the document's sections, in reading order."""
        return cast("tuple[Part, ...]", self.parts.get(kind, ()))

    def at_layout(self, rule: Rule, message: str, hint: str, *keys: str) -> Problem:
        """A problem with a value of the layout, at the first of these keys that is given (see `Origins.of`). Handouts
        that share the line are named together."""
        return Problem(self.layout.look.origins.of(*keys), rule, message, hint, (self.name,))

    @property
    def alone(self) -> tuple[HandoutContext, ...]:
        """The handout in each of its languages alone."""
        return self.versions or (self,)

    @property
    def topic(self) -> Topic:
        return self.job.topic

    @property
    def layout(self) -> Layout:
        return self.job.layout

    @property
    def document(self) -> Document:
        return self.composed.document

    @property
    def name(self) -> str:
        """The handout's name, as messages give it."""
        return self.document.identifier

    @property
    def limits(self) -> Limits:
        """What the handout's words and pages are measured by."""
        return self.layout.limits

    @property
    def needs(self) -> Needs:
        """What a handout of this kind must have; nothing if it is for health professionals."""
        return NEEDS[self.layout.kind] if self.limits.lay else NO_NEEDS

    @property
    def placement(self) -> Position:
        """Where the layout lists the sections that it places, or where the layout starts if it places none."""
        return self.layout.placements[0].position if self.layout.placements else self.layout.position


class PagesContext(Struct, frozen=True):
    """A handout after layout."""

    handout: HandoutContext
    page_layout: PageLayout
