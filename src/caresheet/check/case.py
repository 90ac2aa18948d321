"""What a rule looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from caresheet.model.document import Document
from caresheet.model.layout import Layout
from caresheet.model.limits import Limits
from caresheet.model.setting import Setting
from caresheet.model.topic import Topic

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class TopicCase:
    """A topic in one language. `original` is the topic that it translates, None where it translates none; `others` are
    the topic in all its other languages, for what is judged of all of them together."""

    topic: Topic
    original: Topic | None
    today: date
    others: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One handout before it is set: what it was made from, what will be printed, and the characters that can be.

    `nouns` is everything inside the document's sections, in reading order, walked once for all rules.
    """

    topic: Topic
    layout: Layout
    document: Document
    coverage: frozenset[int]
    today: date
    nouns: tuple[object, ...]

    @classmethod
    def of(cls, topic: Topic, layout: Layout, document: Document, coverage: frozenset[int], today: date) -> Case:
        """The case of one handout."""
        return cls(topic, layout, document, coverage, today, tuple(parts(document.sections)))

    @property
    def limits(self) -> Limits:
        """What the handout's words and pages are measured against."""
        return self.layout.limits


@dataclass(frozen=True, slots=True)
class PageCase:
    """One handout after it is set."""

    case: Case
    setting: Setting


def parts(whole: object) -> Iterator[object]:
    """Every noun inside a noun, parents before children. The model declares its fields in reading order."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
        elif is_dataclass(part) and not isinstance(part, type):
            yield part
            waiting.extend(getattr(part, name) for name in _names(type(part)))


@cache
def _names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The names of a noun's fields, last first."""
    return tuple(field.name for field in reversed(fields(kind)))
