"""What prints as typed and was meant otherwise is told, and what was meant so is not."""

from __future__ import annotations

import pytest
from tests.rules.ropes import EN, found, quoted, section, words

from caresheet.model import rules
from caresheet.model.problem import Rule, Severity


def told(rule: Rule, *blocks: str) -> list[str]:
    """What a rule says of a section of these blocks."""
    problems = found(rule, {EN: words(section(*blocks, "'[@S1; @S2]'"))})
    assert all(problem.position and problem.position.file == EN and problem.hint for problem in problems)
    assert rule.severity is Severity.WARNING
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    "block",
    [
        "steps: ['1. Wet', 'Soap']",
        "steps: ['Wet', '2) Soap']",
        "steps: ['(1) Wet']",
        "bullets: ['- Wet']",
        "bullets: ['• Wet']",
        "bullets: ['\uf0b7 Wet']",
        "signs: ['* Wet']",
        "checklist: ['[ ] Wet']",
        "checklist: ['[x] Wet']",
        "bullets: [{text: 'Wash', steps: ['1. Wet']}]",
    ],
)
def test_typed_markers(block: str) -> None:
    """A number that counts the item, a bullet or a box at the start of an item would print twice."""
    (message,) = told(rules.TYPED_MARKER, block)
    assert "prints its own markers" in message


@pytest.mark.parametrize(
    "block",
    [
        "steps: ['2. November is the day', '10 mg']",
        "bullets: ['1.5 mg', '-5 °C', '5-10 puffs', '[note]', 'o llame', 'E. coli', '—']",
        "bullets: ['20. Wet']",
        "'1. Wet'",
    ],
)
def test_items_that_begin_with_a_number(block: str) -> None:
    """Doses, dates and other numbers are no markers; a paragraph has none."""
    assert told(rules.TYPED_MARKER, block) == []


@pytest.mark.parametrize("text", ["Pull. [S1]", "Pull. (@S1)", "Pull. @S1", "Pull. [^S1]", "Pull. [1]", "Pull. [ S2 ]"])
def test_mistyped_citations(text: str) -> None:
    """What looks like a citation and is none is told."""
    assert len(told(rules.MISTYPED_CITATION, quoted(text))) == 1


@pytest.mark.parametrize(
    "text", ["Pull. [@S1]", "The first sound (S1).", "Mail a@S1.org", "[S9]", "S1 and S2", "[12 h]"]
)
def test_no_citations(text: str) -> None:
    """Heart sounds, addresses and other words in brackets are not taken for citations."""
    assert told(rules.MISTYPED_CITATION, quoted(text)) == []


@pytest.mark.parametrize(
    "text", ["_once_ a day", "__twice__", "~~old~~ new", "==mark==", "H~2~O", "10^9^ cells", "$5$", "++new++"]
)
def test_other_markup(text: str) -> None:
    """Marks of other programs are told."""
    assert len(told(rules.OTHER_MARKUP, quoted(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "____ mg",
        "file_name_x",
        "a ~ b ~ c",
        "10^9/L",
        "costs $5 or $10",
        "C++ and C++",
        "a == b",
        "snake_case_",
        "~5 mg",
    ],
)
def test_no_markup(text: str) -> None:
    """Lines to write on, names, powers and prices are not."""
    assert told(rules.OTHER_MARKUP, quoted(text)) == []


def test_soft_hyphens() -> None:
    """A soft hyphen is left out and told."""
    assert len(told(rules.SOFT_HYPHEN, "'immuno\u00adglobulin'")) == 1
    assert told(rules.SOFT_HYPHEN, "'immuno-globulin'") == []
