"""The whole way from a topic to a document."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.compose.builders import (
    CLINIC,
    HERE,
    LABELS,
    LAYOUT,
    LOOK,
    PLAIN,
    cite,
    composed,
    fill,
    job,
    layout,
    paragraph,
    part,
    place,
    printed,
    section,
    text,
    topic,
)

from caresheet.compose import compose
from caresheet.model import rules
from caresheet.model.document import (
    PAGE_COUNT,
    PAGE_NUMBER,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Item,
    ItemList,
    Paragraph,
    Part,
    RunningLine,
    Section,
)
from caresheet.model.layout import Break, ByRole, RunningItem, RunningItems
from caresheet.model.problem import CaresheetError
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import HandoutEntry, ListKind
from caresheet.model.value import ValueKind


def test_a_whole_document() -> None:
    """Every word, number, link, level and position of a small handout is where it belongs."""
    document = composed(
        section(
            "bowline", paragraph("It holds. ", cite("S2"), " Ask ", fill("clinic.phone"), " or ", fill("patient.count"))
        ),
        section("hitch", subsections=(part("clove", paragraph("Two turns.")),)),
        by=layout(contents=True),
    )
    plain = {"style": PLAIN, "start": Break.NONE, "wide": False, "turned": False}
    blank = FieldBlank("patient.count", "how many", pytest.approx(51.02, abs=0.01), kind=ValueKind.NUMBER)
    phone = TextRun("555\u00a001\u00a000", link="tel:5550100", value=CLINIC.value("phone"))
    number = TextRun("1", link="#ref-1", raised=True)
    sentence = (TextRun("It holds."), number, TextRun(" Ask "), phone, TextRun(" or "), blank)
    title = TextRun("Title S2", link="https://knots.example/")
    reference = printed(TextRun("Guild S2, 2020. "), title, ". knots.example")
    assert document == Document(
        identifier="knots-sheet-en",
        title="Knots that hold",
        subtitle="For the deck",
        language="en",
        author=CLINIC.value("name"),
        subject="Knots",
        keywords=("isbn:123",),
        banner="DRAFT",
        logo=None,
        header=RunningLine("Knots", "", "Harbour Clinic"),
        footer=RunningLine(
            "Knots that hold\u00a0· Version 1.2",
            "DRAFT",
            f"knots-sheet-en\u00a0·\u00a0page\u00a0{PAGE_NUMBER}\u00a0of\u00a0{PAGE_COUNT}",
        ),
        contents=Contents(
            "Contents",
            (
                ContentsEntry(2, "The bowline", "section-bowline"),
                ContentsEntry(2, "The hitch", "section-hitch"),
                ContentsEntry(2, "Sources", "references"),
            ),
        ),
        sections=(
            Section(
                id="bowline",
                heading=Heading(2, printed("The bowline"), "section-bowline"),
                elements=(Paragraph(PrintedText(sentence, HERE)),),
                position=HERE,
                placed=LAYOUT,
                **plain,
            ),
            Section(
                id="hitch",
                heading=Heading(2, printed("The hitch"), "section-hitch"),
                elements=(
                    Part(Heading(3, printed("The clove"), "section-clove"), (Paragraph(printed("Two turns.")),)),
                ),
                position=HERE,
                placed=LAYOUT,
                **plain,
            ),
            Section(
                id="references",
                heading=Heading(2, printed("Sources", at=LAYOUT), "references"),
                elements=(ItemList(ListKind.STEPS, (Item("1.", reference, anchor="ref-1"),), LAYOUT),),
                position=LAYOUT,
                **plain,
            ),
        ),
        look=LOOK,
        budget=None,
        position=HERE,
        continued="continued, {part} of {parts}",
    )


def test_nothing_to_print() -> None:
    """A layout in which no section of the topic has a place is refused at the layout, and only then."""
    with pytest.raises(CaresheetError) as refused:
        composed(section("bowline", paragraph("It holds."), role="notes"), by=layout(place(ByRole("tasks"))))
    (problem,) = refused.value.problems
    assert (problem.rule, problem.position) == (rules.NOTHING_TO_PRINT, LAYOUT)
    assert "'knots'" in problem.message
    assert "'sailor'" in problem.message


def test_a_handout_has_its_own_titles() -> None:
    """Where the handout words a heading its own way, section and subsection are headed and listed so."""
    whole = topic(section("hitch", subsections=(part("clove", paragraph("Two turns.")),)))
    handout = HandoutEntry("sheet", "Knots", "", (("hitch", text("Hitches")), ("clove", text("Round a post"))), HERE)
    document = compose(job(whole, handout, layout(contents=True), CLINIC, LABELS)).document
    (hitch,) = document.sections
    (clove,) = hitch.elements
    assert hitch.heading == Heading(2, printed("Hitches"), "section-hitch")
    assert isinstance(clove, Part)
    assert clove.heading == Heading(3, printed("Round a post"), "section-clove")
    assert document.contents is not None
    assert [entry.text for entry in document.contents.entries] == ["Hitches"]


def test_no_contents_where_none_are_asked_for() -> None:
    """A layout without a contents list gets none."""
    assert composed(section("one", paragraph("Words."))).contents is None


@pytest.mark.parametrize(
    ("file", "name"),
    [("example", "knots-sheet-en"), ("harbour", "knots-sheet-en-harbour"), ("My Bay", "knots-sheet-en-My-Bay")],
)
def test_the_clinic_is_in_the_name(file: str, name: str) -> None:
    """The handout's name ends in the clinic's file name, except for the example clinic."""
    assert composed(section("one", paragraph("Words.")), clinic=replace(CLINIC, name=file)).identifier == name


def test_a_clinic_without_a_name() -> None:
    """A clinic that has not given its name leaves no gap and no lonely dot in the running lines."""
    by = replace(layout(), header=RunningItems((), (), (RunningItem.CLINIC, RunningItem.TOPIC)))
    named = composed(section("one", paragraph("Words.")), by=by)
    assert named.header == RunningLine("", "", "Harbour Clinic\u00a0· Knots")
    nameless = composed(section("one", paragraph("Words.")), by=by, clinic=replace(CLINIC, values=()))
    assert nameless.author is None
    assert nameless.header == RunningLine("", "", "Knots")
