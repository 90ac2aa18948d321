"""Notes that authors left for themselves."""

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
from caresheet.rules.topic_texts import typed_texts

_HINT = "write what belongs there, or remove it"
_MARKS = r"\bFIXME\b|\bTBC\b|\bTBD\b|(?<![\w,])X{3,}(?!\w)|(?i:\blorem ipsum\b)|\?{3,}|\{+[^{}]*\}*|\}+"
"""What no finished text has, in any language. `47,XXX` names a set of chromosomes."""
_TO_DO = r"\bTODO\b"
_TO_DO_WITH_COLON = r"\bTODO\b(?=\s*[:(\]])|\A\W*TODO\W*\Z"
_SHOWN = 40
"""Characters that a message quotes."""


def todo_marker(context: TopicContext) -> Iterator[Problem]:
    """No text of a topic has a note that its author left: TODO, FIXME, TBD, XXX, ???, lorem ipsum, `[insert …]`, or
    stray braces.

    Source: the project's own: nobody has reviewed what is still to be written.
    """
    pattern = _pattern(_TO_DO_WITH_COLON if known(context.topic.language).notes.todo_is_a_word else _TO_DO)
    for position, words in typed_texts(context.topic):
        for match in pattern.finditer(words):
            yield Problem(position, rules.TODO_MARKER, f"the text still has a note: '{match[0][:_SHOWN]}'", _HINT)


def todo_marker_of_clinic(clinic: Clinic) -> Iterator[Problem]:
    """No value of a clinic has a note left by the person who filled in the profile.

    Source: as for the texts of a topic: the clinic's values are printed among them.
    """
    for value in clinic.filled:
        for match in _pattern(_TO_DO).finditer(value.words):
            message = f"`{value.origin.key}` still has a note: '{match[0][:_SHOWN]}'"
            hint = "write the value, or leave '' to print a blank line"
            yield Problem(value.origin.position, rules.TODO_MARKER, message, hint)


@cache
def _pattern(to_do: str) -> re.Pattern[str]:
    """Brackets are judged by their first word, in any language, because authors mix languages."""
    begins = one_of(word for each in languages() for word in each.notes.blanks)
    blank = rf"(?i:[\[<]{begins}\b[^\]>]*[\]>])"
    return re.compile(f"{to_do}|{_MARKS}|{blank}")
