"""Where the facts come from."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.compose.builders import (
    CLINIC,
    LABELS,
    LAYOUT,
    cite,
    common,
    composed,
    job,
    layout,
    paragraph,
    place,
    printed,
    section,
    source,
    topic,
)

from caresheet.compose import compose
from caresheet.model.document import Document, Heading, Item, ItemList, Paragraph
from caresheet.model.layout import Break, Citations, References, Rest
from caresheet.model.text import TextRun
from caresheet.model.topic import ListKind, Source

CITED = section("one", paragraph("B", cite("S2"), " and A", cite("S1"), "."))


def with_sources(*sources: Source, citations: Citations = Citations.NUMBERED) -> Document:
    """A handout that cites all of these, in order."""
    ids = tuple(each.id for each in sources)
    whole = replace(topic(section("one", paragraph("All", cite(*ids)))), sources=sources)
    return compose(job(whole, whole.handouts[0], layout(citations=citations), CLINIC, LABELS)).document


def numbered(document: Document) -> tuple[Item, ...]:
    (element,) = document.sections[-1].elements
    assert isinstance(element, ItemList)
    return element.items


def test_the_list_is_in_order_of_first_use() -> None:
    """Each cited source once, numbered as in the text, with the anchor its number leads to; others not at all."""
    references = composed(CITED).sections[-1]
    assert references.heading == Heading(2, printed("Sources", at=LAYOUT), "references")
    first = printed("Guild S2, 2020. ", TextRun("Title S2", link="https://knots.example/"), ". knots.example")
    second = printed("Guild S1, 2020. ", TextRun("Title S1", link="https://knots.example/"), ". knots.example")
    items = (Item("1.", first, anchor="ref-1"), Item("2.", second, anchor="ref-2"))
    assert references.elements == (ItemList(ListKind.STEPS, items, LAYOUT),)


def test_the_list_may_come_first() -> None:
    """The list stands where the layout puts it, even before what it is about."""
    by = layout(place(References(), start=Break.PAGE), place(Rest()))
    references, one = composed(CITED, by=by).sections
    assert [references.id, one.id] == ["references", "one"]
    assert references.start is Break.PAGE
    assert len(references.elements) == 1


def test_sources_of_others_are_not_listed() -> None:
    """A source that only another audience's words cite is not in the list and takes no number."""
    theirs = paragraph("Theirs", cite("S3"), to=common("climber"))
    document = composed(section("one", theirs, paragraph("Ours", cite("S1"))))
    assert [item.text.plain.split(".")[0] for item in numbered(document)] == ["Guild S1, 2020"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.knots.example/", "knots.example"),
        ("http://knots.example/a/b", "knots.example/a/b"),
        (f"https://knots.example/{'x' * 16}", f"knots.example/{'x' * 16}"),
        (f"https://knots.example/a/{'x' * 17}", f"knots.example/…/{'x' * 17}"),
        (f"https://doi.org/10.1000/{'x' * 27}", f"doi.org/10.1000/{'x' * 27}"),
    ],
)
def test_addresses_that_nobody_would_type(url: str, address: str) -> None:
    """An address is printed as one types it; a longer one by its site and its last part, unless it is an
    identifier."""
    (item,) = numbered(with_sources(source("S1", url=url)))
    assert item.text.runs == (TextRun("Guild S1, 2020. "), TextRun("Title S1", link=url), TextRun(f". {address}"))


def test_a_title_in_another_language_is_read_in_its_own() -> None:
    """A source's title says its language where it is not the handout's, and only there."""
    for tag, language in (("es", "es"), ("en", None), ("", None)):
        (item,) = numbered(with_sources(replace(source("S1"), language=tag)))
        _, title, _ = item.text.runs
        assert isinstance(title, TextRun)
        assert title.language == language


def test_no_gap_without_a_year_and_no_double_stop() -> None:
    """A source without a year has no lonely comma, and a title that ends in a mark gets no second one."""
    (item,) = numbered(with_sources(replace(source("S1"), year="", title="Does it hold?")))
    assert item.text.plain == "Guild S1. Does it hold? knots.example"


def test_the_short_line_names_each_publisher_once() -> None:
    """Without numbers, one line names the publishers in order of first use, under no heading and in no contents."""
    sources = (
        source("S1", organization="Guild"),
        source("S2", organization="Club"),
        source("S3", organization="Guild"),
    )
    line = with_sources(*sources, citations=Citations.SHORT).sections[-1]
    assert (line.id, line.heading) == ("references", None)
    assert line.elements == (Paragraph(printed("Based on: Guild, Club", at=LAYOUT)),)


def test_the_short_line_stays_short() -> None:
    """Four publishers are named, those cited most first; of the others it says how many they are."""
    sources = tuple(source(f"S{n}", organization=name) for n, name in enumerate(("A", "B", "C", "D", "E", "F", "E")))
    line = with_sources(*sources, citations=Citations.SHORT).sections[-1]
    assert line.elements == (Paragraph(printed("Based on: E, A, B, C and 2 more", at=LAYOUT)),)


def test_hidden_sources_leave_no_trace() -> None:
    """A layout that hides its sources has no list and no line."""
    assert [each.id for each in composed(CITED, by=layout(citations=Citations.HIDDEN)).sections] == ["one"]


@pytest.mark.parametrize("citations", list(Citations))
def test_nothing_cited_nothing_listed(citations: Citations) -> None:
    """A handout that cites nothing has no empty list."""
    document = composed(section("one", paragraph("Plain.")), by=layout(citations=citations))
    assert [each.id for each in document.sections] == ["one"]


def test_the_short_line_is_not_in_the_contents() -> None:
    """Only what has a heading can be found by the contents list; the line about the next page has a name for it."""
    document = composed(CITED, by=layout(citations=Citations.SHORT, contents=True))
    assert [(section.heading is None, section.name) for section in document.sections[-1:]] == [(True, "Sources")]
    assert document.contents is not None
    assert [entry.anchor for entry in document.contents.entries] == ["section-one"]
