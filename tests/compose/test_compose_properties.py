"""Promises about every topic, not only about those that somebody thought of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields
from tests.compose.builders import CLINIC, LABELS, job, layout, topic
from tests.compose.generated import AUDIENCES, Made, topics

from caresheet.compose import compose
from caresheet.model.document import Definition, Document, Heading, Item, Section
from caresheet.model.layout import Citations
from caresheet.model.problem import CaresheetError
from caresheet.model.text import FieldBlank, PrintedText, TextRun

many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
readers = st.sampled_from(sorted(AUDIENCES))


def document_of(made: Made, audience: str, citations: Citations = Citations.NUMBERED) -> Document | None:
    """The handout for this reader, or None where nothing is for them."""
    by = layout(audience=audience, citations=citations)
    try:
        return compose(job(made.topic, made.topic.handouts[0], by, CLINIC, LABELS)).document
    except CaresheetError:
        return None


def values_in(whole: object) -> Iterator[object]:
    if isinstance(whole, tuple):
        for each in whole:
            yield from values_in(each)
    elif isinstance(whole, Struct):
        yield whole
        for each in fields(whole):
            yield from values_in(getattr(whole, each.name))


def words_of(sections: tuple[Section, ...]) -> str:
    return " ".join(
        run.text
        for text in values_in(sections)
        if isinstance(text, PrintedText)
        for run in text.runs
        if isinstance(run, TextRun)
    )


@many
@given(topics(), readers)
def test_exactly_the_readers_words_in_order(made: Made, audience: str) -> None:
    """Every word for the reader is printed once and in order, and no word for anybody else is."""
    document = document_of(made, audience)
    printed = re.findall(r"w\d+w", words_of(document.sections)) if document else []
    assert printed == made.read_by(audience)


@many
@given(topics(), readers, st.sampled_from(Citations))
def test_no_braces_and_no_leftovers(made: Made, audience: str, citations: Citations) -> None:
    """No placeholder prints as it was typed, and no run or text is empty or badly spaced."""
    document = document_of(made, audience, citations)
    for text in values_in(document.sections if document else ()):
        if isinstance(text, PrintedText):
            assert text.runs
            assert all(run.width > 0 if isinstance(run, FieldBlank) else run.text for run in text.runs)
            line = "".join(run.text if isinstance(run, TextRun) else f"_{run.label}_" for run in text.runs)
            assert not re.search(r"[{}\n]|  |^ | $", line), text


@many
@given(topics(), readers)
def test_every_link_leads_somewhere(made: Made, audience: str) -> None:
    """Anchors are unique, and every link inside the document has its anchor."""
    document = document_of(made, audience)
    anchors = [
        each.anchor
        for each in values_in(document.sections if document else ())
        if isinstance(each, Heading | Definition | Item) and each.anchor
    ]
    links = {
        each.link.removeprefix("#")
        for each in values_in(document.sections if document else ())
        if isinstance(each, TextRun) and each.link and each.link.startswith("#")
    }
    assert len(anchors) == len(set(anchors))
    assert links <= set(anchors)


@many
@given(topics(), readers)
def test_headings_never_skip(made: Made, audience: str) -> None:
    """No heading is more than one level below the one before it."""
    document = document_of(made, audience)
    levels = [
        1,
        *(each.level for each in values_in(document.sections if document else ()) if isinstance(each, Heading)),
    ]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@many
@given(topics(), readers)
def test_the_same_in_the_same_out(made: Made, audience: str) -> None:
    """Composing twice gives equal documents: nothing is remembered between handouts."""
    assert document_of(made, audience) == document_of(made, audience)


def test_the_generator_makes_what_it_should() -> None:
    """The topics of these tests hold words for one reader only, for both, and critical sections: no empty promise."""
    seen: set[str] = set()

    @settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(topics())
    def look(made: Made) -> None:
        for words in made.words.values():
            seen.add("both" if words == AUDIENCES else "one" if words else "none")
        if made.critical:
            seen.add("critical")
        if document_of(made, "sailor") and "#term-" in repr(document_of(made, "sailor")):
            seen.add("term")

    look()
    assert seen >= {"both", "one", "critical", "term"}


@pytest.mark.parametrize("audience", sorted(AUDIENCES))
def test_audiences_of_the_tests_are_the_topics(audience: str) -> None:
    """The readers that these tests ask for are readers of the topic."""
    assert audience in topic().audiences
