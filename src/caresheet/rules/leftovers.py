"""Notes of authors to themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from caresheet.languages import language as known
from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.problem import Problem
from caresheet.rules.context import TopicContext
from caresheet.rules.phrases import one_of
from caresheet.rules.typed import typed

_HINT = "write what belongs there, or take it out"
_MARKS = r"\bFIXME\b|\bTBC\b|\bTBD\b|(?<![\w,])X{3,}(?!\w)|(?i:\blorem ipsum\b)|\?{3,}|\{+[^{}]*\}*|\}+"
"""What no finished text has, in any language. `47,XXX` is the name of a set of chromosomes."""
_TO_DO = r"\bTODO\b"
_TO_DO_WITH_COLON = r"\bTODO\b(?=\s*[:(\]])|\A\W*TODO\W*\Z"
_SHOWN = 40
"""Letters that a message quotes."""


def leftover(case: TopicContext) -> Iterator[Problem]:
    """No text of a topic has a note of its author: TODO, FIXME, TBD, XXX, ???, lorem ipsum, `[insert …]`, or braces
    that nobody fills.

    Source: the project's own: what was left to be done is what nobody has reviewed.
    """
    pattern = _pattern(_TO_DO_WITH_COLON if known(case.topic.language).notes.todo_is_a_word else _TO_DO)
    for position, words in typed(case.topic):
        for match in pattern.finditer(words):
            yield Problem(position, rules.TODO_MARKER, f"a note is left in the text: '{match[0][:_SHOWN]}'", _HINT)


def leftover_of_clinic(clinic: Clinic) -> Iterator[Problem]:
    """No detail of a clinic has a note of whoever filled in the profile.

    Source: as for the texts of a topic: a clinic's details are printed among them.
    """
    for value in clinic.filled:
        for match in _pattern(_TO_DO).finditer(value.text):
            message = f"a note is left in `{value.origin.key}`: '{match[0][:_SHOWN]}'"
            hint = "write the detail, or leave '' to print a line"
            yield Problem(value.origin.position, rules.TODO_MARKER, message, hint)


@cache
def _pattern(to_do: str) -> re.Pattern[str]:
    """Brackets are judged by how they begin, in any language: authors mix them."""
    begins = one_of(word for each in languages() for word in each.notes.blanks)
    blank = rf"(?i:[\[<]{begins}\b[^\]>]*[\]>])"
    return re.compile(f"{to_do}|{_MARKS}|{blank}")


LEFTOVERS = (leftover,)
CLINIC_LEFTOVERS = (leftover_of_clinic,)
