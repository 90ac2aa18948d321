"""Words for everyone hold nothing of one patient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.problem import Position, Problem
from caresheet.model.text import TextRun
from caresheet.model.topic import Topic
from caresheet.rules.context import TopicContext
from caresheet.rules.phrases import one_of
from caresheet.rules.typed import texts, typed

_HINT = "take it out; what belongs to a patient is a field: {{patient.…}} prints a line to write on"

_MAIL = re.compile(r"(?<![\w.%+-])(?P<user>[\w.%+-]+)@(?P<host>(?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_]+[._-][^\W\d_]+\d*")
"""A mailbox that is named like a person: first and last name, or an initial."""
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


def private_data(case: TopicContext) -> Iterator[Problem]:
    """No text of a topic has what belongs to one person: a person's e-mail address, the number of a patient's record,
    a date of birth, a Social Security number of the United States.

    A number is taken for a record's where words say so before it. Names of people cannot be told from other names.

    Source: HIPAA Privacy Rule, 45 CFR 164.514(b)(2)(i), identifiers (C), (F), (G) and (H); GDPR, article 4(1).
    """
    for position, words in _everything(case.topic):
        for what, found in _private(words):
            yield Problem(position, rules.PRIVATE_DATA, f"this looks like {what}: '{found}'", _HINT)


def _everything(topic: Topic) -> Iterator[tuple[Position, str]]:
    """What is typed, and the addresses that links lead to."""
    yield from typed(topic)
    for text in texts((topic.handouts, topic.sections)):
        links = (inline.link for inline in text.inlines if isinstance(inline, TextRun) and inline.link)
        yield from ((text.position, link) for link in dict.fromkeys(links) if link.startswith("mailto:"))


def _private(words: str) -> Iterator[tuple[str, str]]:
    """What is found, in words, and as it was typed."""
    for match in _MAIL.finditer(words):
        if _is_persons(match["user"].casefold(), match["host"].casefold()):
            yield "a person's e-mail address", match[0]
    for match in _SOCIAL_SECURITY.finditer(words):
        yield "a Social Security number", match[0]
    for what, pattern in _labelled():
        for match in pattern.finditer(words):
            yield what, match[0]


def _is_persons(user: str, host: str) -> bool:
    if _FOR_EXAMPLES.search(host):
        return False
    if _FOR_PEOPLE.fullmatch(host):
        return True
    return bool(_PERSON.fullmatch(user)) and not _shared_mailboxes().intersection(re.split(r"[._-]", user))


@cache
def _shared_mailboxes() -> frozenset[str]:
    return frozenset(name for each in languages() for name in each.personal.shared_mailboxes)


@cache
def _labelled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is told by the words before it, in any language: authors mix them."""
    known = [each.personal for each in languages()]
    records = [label for words in known for label in words.record_numbers]
    record_links = [link for words in known for link in words.record_links]
    births = [label for words in known for label in words.birth_dates]
    birth_links = [link for words in known for link in words.birth_links]
    return (
        ("the number of a patient's record", _announced(records, record_links, _RECORD)),
        ("a date of birth", _announced(births, birth_links, _DAY)),
    )


def _announced(labels: list[str], links: list[str], value: str) -> re.Pattern[str]:
    pattern = rf"(?<!\w){one_of(labels)}(?!\w)[\s:#=.-]*(?:{one_of(links)}\s+)?(?:{value})(?!\w)"
    return re.compile(pattern, re.IGNORECASE)


PRIVACY = (private_data,)
