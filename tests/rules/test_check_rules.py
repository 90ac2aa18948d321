"""The rules as a whole."""

from __future__ import annotations

from tests.compose.builders import HERE, TODAY, layout, printed, topic
from tests.rules.judged import document

from caresheet.fonts import coverage
from caresheet.model import rules
from caresheet.model.document import Figure, Paragraph
from caresheet.model.problem import Position, Rule, Severity
from caresheet.model.text import TextRun
from caresheet.model.topic import Picture
from caresheet.rules import FAULTS, HandoutContext, faults


def test_a_good_handout_has_no_problems() -> None:
    """Where nothing is wrong, nothing is said."""
    assert (
        faults(HandoutContext.of(topic(), layout(), document(Paragraph(printed("It holds."))), coverage(), TODAY)) == ()
    )


def test_all_problems_at_once_in_the_order_of_the_file() -> None:
    """Problems of different rules come together, by line."""
    later = Position(HERE.file, 90, 1)
    problems = faults(
        HandoutContext.of(
            topic(),
            layout(),
            document(
                Figure(Picture("a.png", b"", 1, 1), "", None, later),
                Paragraph(printed(TextRun("here", link="https://knots.example/"), " → ")),
            ),
            coverage(),
            TODAY,
        )
    )
    assert [(problem.rule, problem.position) for problem in problems] == [
        (rules.LINK_TEXT, HERE),
        (rules.NO_GLYPH, HERE),
        (rules.ALT_TEXT, later),
    ]


def test_every_rule_names_its_source() -> None:
    """Each judge says in its own page of help who asked for it first."""
    assert len(FAULTS) >= 9
    assert [judge.__name__ for judge in FAULTS if "Source: " not in (judge.__doc__ or "")] == []


def test_everything_found_here_is_a_fault() -> None:
    """What would shut a reader out, or leave out what saves a life, makes no PDF."""
    told: tuple[Rule, ...] = (
        rules.CRITICAL_LEFT_OUT,
        rules.ALT_TEXT,
        rules.LINK_TEXT,
        rules.HEADING_LEVEL,
        rules.EMPTY_HEADER,
        rules.RAGGED_TABLE,
        rules.CONTRAST,
        rules.NO_GLYPH,
        rules.TYPE_TOO_SMALL,
        rules.PUBLIC_PATIENT_FIELD,
        rules.BAD_LINK,
    )
    assert {rule.severity for rule in told} == {Severity.FAULT}
    assert len(told) == len(FAULTS)
