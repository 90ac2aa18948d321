"""A topic in another field goes through the same three layouts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest
from msgspec import Struct
from msgspec.structs import fields
from tests.compose.builders import job
from tests.projects.merged import wound_care

from caresheet.compose import compose
from caresheet.fonts import coverage
from caresheet.model import document, text, topic
from caresheet.model.document import Document
from caresheet.model.project import Project
from caresheet.model.value import ValueKind
from caresheet.rules import HandoutContext, faults
from caresheet.source import read_project

LAYOUTS = ("red-flag-card", "caregiver-guide", "full-explainer")
BUILT = [(language, layout) for language in ("en", "es") for layout in LAYOUTS]


@cache
def project() -> Project:
    files = wound_care()
    return read_project(files, (files, "content/clinics/example.yaml"))


@cache
def built(language: str, name: str) -> Document:
    whole = project()
    (subject,) = (each for each in whole.topics if each.language == language)
    (handout,) = (each for each in subject.handouts if each.layout == name)
    (layout,) = (each for each in whole.layouts if each.name == name)
    (labels,) = (each for each in whole.labels if each.language == language)
    made = job(subject, handout, layout, whole.clinic, labels)
    composed = compose(made)
    assert faults(HandoutContext.of(made, composed, coverage())) == ()
    return composed.document


def values_in(whole: object) -> Iterator[object]:
    if isinstance(whole, tuple):
        for each in whole:
            yield from values_in(each)
    elif isinstance(whole, Struct):
        yield whole
        for each in fields(whole):
            yield from values_in(getattr(whole, each.name))


def words(made: Document) -> str:
    return " ".join(each.plain for each in values_in(made.sections) if isinstance(each, text.PrintedText))


def ids(made: Document) -> list[str]:
    return [each.id for each in made.sections]


KINDS_OF_FIELDS = ("text", "name", "phone", "date", "number")


def test_the_topic_has_everything() -> None:
    """Every kind of block, list, level, field and running text is in the test topic, so that nothing goes unseen."""
    for whole in project().topics:
        found = tuple(values_in((whole,)))
        kinds = {type(each) for each in found}
        assert {*get_args(topic.Block), *get_args(text.Inline), topic.Picture, topic.Flow} <= kinds
        assert {each.kind for each in found if isinstance(each, topic.ItemList)} == set(topic.ListKind)
        assert {each.level for each in found if isinstance(each, topic.Alert)} == set(topic.Level)
        assert {each.level for each in found if isinstance(each, topic.Row)} == {None, *topic.Level}
        assert {each.kind for each in found if isinstance(each, topic.Field)} == {*map(ValueKind, KINDS_OF_FIELDS)}
        assert {each.boxed for each in found if isinstance(each, topic.Entries)} == {True, False}


@pytest.mark.parametrize(("language", "name"), BUILT)
def test_it_composes(language: str, name: str) -> None:
    """Each handout in each language has its critical sections first, but for the line about interpreters, nothing to
    tell, and no braces."""
    made = built(language, name)
    assert made.identifier == f"wound-care-{name}-{language}"
    first, *after = (each for each in ids(made) if each != "interpreter")
    assert first == "warning-signs"
    assert set(after[:2]) == {"call-signs", "first-steps"}
    assert not re.search(r"[{}]", words(made))


@pytest.mark.parametrize("name", LAYOUTS)
def test_both_languages_have_one_shape(name: str) -> None:
    """A translation prints the same sections with the same kinds of elements."""
    english, spanish = (built(language, name) for language in ("en", "es"))
    assert ids(english) == ids(spanish)
    shapes = [[type(each).__name__ for each in values_in(made.sections) if isinstance(each, get_args(document.Element))]
              for made in (english, spanish)]  # fmt: skip
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(("language", "name"), BUILT)
def test_nobody_elses_words(language: str, name: str) -> None:
    """What is for nurses and pharmacists alone stands in none of these handouts."""
    said = words(built(language, name)).casefold()
    for other in ("nurses", "pharmacist", "enfermería:", "para enfermería", "farmacia"):
        assert other not in said


def test_one_thing_said_differently() -> None:
    """The caregiver and the patient each read their own wording of the same thing."""
    guide, explainer = (words(built("en", name)) for name in LAYOUTS[1:])
    assert "You are the eyes of the wound team" in guide
    assert "You are the eyes of the wound team" not in explainer
    assert "clean, covered and a little moist." in explainer
    assert "clean, covered and a little moist." not in guide


def test_forms_and_levels() -> None:
    """The guide has its log on two sheets and a table whose rows are headed by their levels."""
    tables = [each for each in values_in(built("en", "caregiver-guide").sections) if isinstance(each, document.Table)]
    logs = [each for each in tables if each.sheet]
    assert [len(log.rows) for log in logs] == [10, 10]
    marks = [row.cells[0].mark.word for each in tables for row in each.rows if row.cells[0].mark]
    assert marks == ["STOP", "CALL", "NOTE"]


def test_sources_in_each_way() -> None:
    """The explainer numbers its sources in order of first use; the card leaves them to the explainer."""
    references = next(each for each in built("en", "full-explainer").sections if each.id == "references")
    (listed,) = references.elements
    assert isinstance(listed, document.ItemList)
    assert [item.text.plain.split(". ")[1].rstrip(".") for item in listed.items] == [
        "Signs that a wound is infected, for tests",
        "Clean hands: a test source",
        "Does a moist wound heal faster? example.com/…/moist-wound-healing-in-long-addresses",
    ]
    *_, last = built("en", "red-flag-card").sections
    assert "Example Press" not in str(last.elements)
