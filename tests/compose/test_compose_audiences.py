"""Who reads what."""

from __future__ import annotations

import pytest
from tests.compose.builders import common, composed, layout, only_section, paragraph, part, printed, section, text

from caresheet.model.document import Alert, Document, InLanguage, KeepTogether, Paragraph, Part
from caresheet.model.problem import CaresheetError
from caresheet.model.text import TextRun
from caresheet.model.topic import EVERYONE, ByAudience, Level, Option, Question, Questions
from caresheet.model.topic import Alert as TopicAlert


def ids(document: Document) -> list[str]:
    return [section.id for section in document.sections]


def test_sections_of_others_are_not_printed() -> None:
    """A section is printed for its own audience and for everyone, and for nobody else."""
    document = composed(
        section("all", paragraph("All.")),
        section("ours", paragraph("Ours."), audiences=("sailor",)),
        section("theirs", paragraph("Theirs."), audiences=("climber",)),
        section("both", paragraph("Both."), audiences=("sailor", "climber")),
    )
    assert ids(document) == ["all", "ours", "both"]


def test_silence_does_not_publish() -> None:
    """A section that does not say whom it is for is printed for nobody."""
    document = composed(section("all", paragraph("All.")), section("silent", paragraph("Hush."), audiences=()))
    assert ids(document) == ["all"]


def test_subsections_and_blocks_narrow() -> None:
    """Inside a section, what names no audience is for the section's, and what names another is left out."""
    document = composed(
        section(
            "one",
            paragraph("All."),
            paragraph("Ours.", to=common("sailor")),
            paragraph("Theirs.", to=common("climber")),
            subsections=(part("mine", paragraph("Mine.")), part("yours", paragraph("Yours."), audiences=("climber",))),
        )
    )
    first, second, third = document.sections[0].elements
    assert [first, second] == [Paragraph(printed("All.")), Paragraph(printed("Ours."))]
    assert isinstance(third, Part)
    assert third.elements == (Paragraph(printed("Mine.")),)


def test_nothing_empty_is_left_behind() -> None:
    """An alert, a question, a subsection or a section of which nothing remains for the reader is not printed."""
    theirs = paragraph("Theirs.", to=common("climber"))
    document = composed(
        section("empty", theirs),
        section(
            "one",
            paragraph("Ours."),
            TopicAlert(common(), Level.STOP, text("Stop"), (theirs,)),
            Questions(common(), (Question(text("Why?"), (theirs,)),)),
            subsections=(part("gone", theirs),),
        ),
    )
    assert ids(document) == ["one"]
    assert document.sections[0].elements == (Paragraph(printed("Ours.")),)


def test_alerts_keep_what_is_for_the_reader() -> None:
    """Inside an alert each block is for its own audience."""
    blocks = (paragraph("Theirs.", to=common("climber")), paragraph("Ours."))
    (alert,) = only_section(TopicAlert(common(), Level.STOP, None, blocks)).elements
    assert isinstance(alert, Alert)
    assert alert.elements == (Paragraph(printed("Ours.")),)


@pytest.mark.parametrize(
    ("options", "read"),
    [
        (("sailor", "climber"), "sailor"),
        ((EVERYONE, "sailor"), "sailor"),
        (("climber", EVERYONE), EVERYONE),
        ((EVERYONE,), EVERYONE),
    ],
)
def test_one_option_is_chosen(options: tuple[str, ...], read: str) -> None:
    """The option that names the reader wins over the one for everyone, in whatever order they stand."""
    block = ByAudience(common(), tuple(Option(option, (paragraph(option),)) for option in options))
    assert only_section(block).elements == (Paragraph(printed(read)),)


def test_no_option_prints_nothing() -> None:
    """Where no option is for the reader, nothing is printed, and no other reader's words stand in."""
    block = ByAudience(common(), (Option("climber", (paragraph("Theirs."),)),))
    with pytest.raises(CaresheetError):
        only_section(block)


def test_options_inherit() -> None:
    """What is said of the choice holds for what is chosen: its language, its wish to stay whole, its sources."""
    block = ByAudience(
        common(sources=("S1",), language="es", keep=True), (Option(EVERYONE, (paragraph("Uno."), paragraph("Dos."))),)
    )
    one, two = only_section(block, by=layout()).elements
    assert one == KeepTogether(InLanguage("es", Paragraph(printed("Uno."))))
    assert two == KeepTogether(InLanguage("es", Paragraph(printed("Dos.", TextRun("1", link="#ref-1", raised=True)))))
