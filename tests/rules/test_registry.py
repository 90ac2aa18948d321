"""The rules as a whole: one constant, one function, one line in a tuple of checks."""

from __future__ import annotations

from itertools import chain

from tests.compose.builders import HERE, printed
from tests.rules.judged import context, document

from caresheet.model import rules
from caresheet.model.document import Figure, Paragraph
from caresheet.model.problem import Position, Rule, Severity
from caresheet.model.text import TextRun
from caresheet.model.topic import Picture
from caresheet.rules import FAULT_CHECKS, PAGE_CHECKS, Check, faults
from caresheet.rules.advice import CLINIC_CHECKS, HANDOUT_CHECKS, READING_CHECKS, TOPIC_CHECKS
from caresheet.rules.emergency import emergency_numbers

CHECKS: tuple[tuple[Rule, str, str], ...] = tuple(
    (check.rule, check.function.__name__, check.function.__doc__ or "")
    for check in chain(FAULT_CHECKS, PAGE_CHECKS, TOPIC_CHECKS, CLINIC_CHECKS, HANDOUT_CHECKS, READING_CHECKS)
    if isinstance(check, Check)
)


def test_a_good_handout_has_no_problems() -> None:
    """Where nothing is wrong, nothing is reported."""
    assert faults(context(document(Paragraph(printed("It holds."))))) == ()


def test_all_problems_at_once_in_the_order_of_the_file() -> None:
    """Problems of different rules come together, by line."""
    later = Position(HERE.file, 90, 1)
    problems = faults(
        context(
            document(
                Figure(Picture("a.png", b"", 1, 1), "", None, later),
                Paragraph(printed(TextRun("here", link="https://knots.example/"), " → ")),
            )
        )
    )
    assert [(problem.rule, problem.position) for problem in problems] == [
        (rules.LINK_TEXT, HERE),
        (rules.NO_GLYPH, HERE),
        (rules.ALT_TEXT, later),
    ]


def test_every_check_names_its_source() -> None:
    """Each function says in its docstring who asked for its rule first."""
    assert len(CHECKS) > 40
    assert [name for _, name, words in CHECKS if "Source: " not in words] == []
    assert "Source: " in (emergency_numbers.__doc__ or "")


def test_names_and_ids_are_unique() -> None:
    """No two rules share a name or an id, whatever letters it has."""
    for keys in ([rule.name for rule in rules.ALL], [rule.id.casefold() for rule in rules.ALL]):
        assert len(set(keys)) == len(keys)
    assert all(rule.id.startswith(rules.ID_PREFIX) for rule in rules.ALL)


def test_functions_are_called_as_their_rules() -> None:
    """A function has the name of its rule; where a rule is checked in several places, words that say where follow."""
    assert [name for rule, name, _ in CHECKS if not f"{name}_".startswith(f"{rule.name.replace('-', '_')}_")] == []
    assert len({name for _, name, _ in CHECKS}) == len(CHECKS)


def test_faults_prevent_a_handout_and_advice_does_not() -> None:
    """What would shut a reader out, or leave out what saves a life, is a fault; nothing that only `check` asks is."""
    assert len(FAULT_CHECKS) > 10
    assert {check.rule.severity for check in FAULT_CHECKS} == {Severity.FAULT}
    advice = chain(TOPIC_CHECKS, CLINIC_CHECKS, HANDOUT_CHECKS, READING_CHECKS)
    assert Severity.FAULT not in {check.rule.severity for check in advice if isinstance(check, Check)}
