"""Words for everyone hold nothing of one patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from caresheet.model import rules
from caresheet.model.problem import Position, Problem
from caresheet.model.text import TextRun
from caresheet.model.topic import Topic
from caresheet.rules.context import TopicCase
from caresheet.rules.typed import texts, typed
from caresheet.rules.wordlists import wordlist

_HINT = "take it out; what belongs to a patient is a field: {{patient.…}} prints a line to write on"

_MAIL = re.compile(r"(?<![\w.%+-])(?P<user>[\w.%+-]+)@(?P<host>(?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_]+[._-][^\W\d_]+\d*")
"""A mailbox that is named like a person: first and last name, or an initial."""
_HOUSES = frozenset(("care", "clinic", "desk", "help", "info", "line", "nurse", "office", "service", "support", "team"))
"""Words in the name of a mailbox that many read, beside those of RFC 2142."""
_FOR_PEOPLE = re.compile(
    r"(aol|gmail|gmx|googlemail|hotmail|icloud|live|mac|me|outlook|proton|protonmail|web|yahoo|ymail)\.[a-z.]+"
)
"""Hosts whose mailboxes belong to persons."""

_FOR_EXAMPLES = re.compile(r"(^|\.)example(\.(com|net|org))?$")
"""Hosts that nobody has (RFC 2606)."""

_SOCIAL_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])")
"""Area, group and serial number as the Social Security Administration assigns them (none is all zeros; areas 666 and
from 900 are never assigned)."""

_MONTH = r"[^\W\d_]+\.?,?"
_DAY = (
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}\.?\s+(?:de\s+)?{_MONTH}\s+(?:del?\s+)?\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
)
"""A whole day: with a year alone, words speak of a generation."""
_RECORD = r"(?=[A-Z0-9-]*\d{3})[A-Z0-9][A-Z0-9-]{4,}"
"""Five or more letters and digits with three digits in a row."""


def private_data(case: TopicCase) -> Iterator[Problem]:
    """No text of a topic has what belongs to one person: a person's e-mail address, the number of a patient's record,
    a date of birth, a Social Security number of the United States.

    A number is taken for a record's where words say so before it. Names of people cannot be told from other names.

    Source: HIPAA Privacy Rule, 45 CFR 164.514(b)(2)(i), identifiers (C), (F), (G) and (H); GDPR, article 4(1).
    """
    for position, words in _everything(case.topic):
        for what, found in _private(words, case.topic.language):
            yield Problem(position, rules.PRIVATE_DATA, f"this looks like {what}: '{found}'", _HINT)


def _everything(topic: Topic) -> Iterator[tuple[Position, str]]:
    """What is typed, and the addresses that links lead to."""
    yield from typed(topic)
    for text in texts((topic.handouts, topic.sections)):
        links = (inline.link for inline in text.inlines if isinstance(inline, TextRun) and inline.link)
        yield from ((text.position, link) for link in dict.fromkeys(links) if link.startswith("mailto:"))


def _private(words: str, language: str) -> Iterator[tuple[str, str]]:
    """What is found, in words, and as it was typed."""
    for match in _MAIL.finditer(words):
        if _is_persons(match["user"].casefold(), match["host"].casefold()):
            yield "a person's e-mail address", match[0]
    for match in _SOCIAL_SECURITY.finditer(words):
        yield "a Social Security number", match[0]
    for what, pattern in _labelled(language):
        for match in pattern.finditer(words):
            yield what, match[0]


def _is_persons(user: str, host: str) -> bool:
    if _FOR_EXAMPLES.search(host):
        return False
    if _FOR_PEOPLE.fullmatch(host):
        return True
    return bool(_PERSON.fullmatch(user)) and not _HOUSES.intersection(re.split(r"[._-]", user))


@cache
def _labelled(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is told by the words before it, in this language or in English, which abbreviations come from."""
    return tuple(
        (what, re.compile(rf"(?<!\w)(?:{labels})(?!\w)[\s:#=.-]*(?:{between}\s+)?(?:{value})(?!\w)", re.IGNORECASE))
        for what, name, between, value in (
            ("the number of a patient's record", "record-numbers", r"(?:n\.º|no\.?|number|is|es)", _RECORD),
            ("a date of birth", "birth-dates", r"(?:on|is|el|es)", _DAY),
        )
        if (labels := "|".join(re.escape(label) for label in _labels(name, language)))
    )


def _labels(name: str, language: str) -> tuple[str, ...]:
    both = dict.fromkeys((*wordlist(name, language), *wordlist(name, "en")))
    return tuple(sorted(both, key=len, reverse=True))


PRIVACY = (private_data,)
