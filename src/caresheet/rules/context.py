"""What a rule looks at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar, cast

from msgspec import Struct

from caresheet.model.document import Document
from caresheet.model.layout import Layout
from caresheet.model.limits import Limits
from caresheet.model.page_layout import PageLayout
from caresheet.model.problem import Problem, Rule
from caresheet.model.topic import Topic
from caresheet.model.walk import iter_structs

Value = TypeVar("Value")


class TopicContext(Struct, frozen=True):
    """A topic in one language. `original` is the topic that it translates, None where it translates none; `others` are
    the topic in all its other languages, for what is judged of all of them together."""

    topic: Topic
    original: Topic | None
    today: date
    others: tuple[Topic, ...] = ()


class HandoutContext(Struct, frozen=True):
    """One handout before it is set: what it was made from, what will be printed, and the characters that can be.

    `values_by_type` holds all values inside the document's sections, those of each type in reading order: one walk
    serves all rules.
    """

    topic: Topic
    layout: Layout
    document: Document
    coverage: frozenset[int]
    today: date
    values_by_type: Mapping[type, tuple[object, ...]]

    @classmethod
    def of(
        cls, topic: Topic, layout: Layout, document: Document, coverage: frozenset[int], today: date
    ) -> HandoutContext:
        """The case of one handout."""
        values_by_type: dict[type, list[object]] = {}
        for part in iter_structs(document.sections):
            values_by_type.setdefault(type(part), []).append(part)
        by_kind = {kind: tuple(found) for kind, found in values_by_type.items()}
        return cls(topic, layout, document, coverage, today, by_kind)

    def every(self, kind: type[Value]) -> tuple[Value, ...]:
        """All values of a type inside the document's sections, in reading order."""
        return cast("tuple[Value, ...]", self.values_by_type.get(kind, ()))

    def at_layout(self, rule: Rule, message: str, hint: str, *keys: str) -> Problem:
        """A problem with a value of the layout, at the first of these keys that is given (see `Origins.of`). Handouts
        that share the line are named together."""
        place = self.layout.look.origins.of(*keys)
        return Problem(place, rule, message, hint, (self.document.identifier,))

    @property
    def limits(self) -> Limits:
        """What the handout's words and pages are measured against."""
        return self.layout.limits


class PagesContext(Struct, frozen=True):
    """One handout after it is set."""

    case: HandoutContext
    page_layout: PageLayout
