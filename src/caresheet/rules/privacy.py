"""Nothing about a patient is printed for everyone, or asked for in public."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from caresheet.languages import languages
from caresheet.model import rules
from caresheet.model.problem import Position, Problem
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.topic import Topic
from caresheet.rules.context import HandoutContext, TopicContext
from caresheet.rules.phrases import one_of
from caresheet.rules.topic_texts import iter_texts, typed_texts

_HINT = "remove it; for what differs by patient, use a field: {{patient.…}} prints a line to write on"

_PATIENT = "patient."
_MAIL = re.compile(r"(?<![\w.%+-])(?P<user>[\w.%+-]+)@(?P<host>(?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_PERSON = re.compile(r"[^\W\d_]+[._-][^\W\d_]+\d*")
"""A mailbox named like a person: first and last name, or an initial."""
_FOR_PEOPLE = re.compile(
    r"(aol|gmail|gmx|googlemail|hotmail|icloud|live|mac|me|outlook|proton|protonmail|web|yahoo|ymail)\.[a-z.]+"
)
"""Hosts whose mailboxes belong to individuals."""

_FOR_EXAMPLES = re.compile(r"(^|\.)example(\.(com|net|org))?$")
"""Hosts that do not exist (RFC 2606)."""

_SOCIAL_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])")
"""Area, group and serial number as the Social Security Administration assigns them (none is all zeros; areas 666 and
from 900 are never assigned)."""

_MONTH = r"[^\W\d_]+\.?,?"
_DAY = (
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}\.?\s+(?:de\s+)?{_MONTH}\s+(?:del?\s+)?\d{{4}}"
    rf"|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"
)
"""A full date: a year alone may be about a generation."""
_RECORD = r"(?=[A-Z0-9-]*\d{3})[A-Z0-9][A-Z0-9-]{4,}"
"""Five or more letters and digits with three digits in a row."""


def private_data(context: TopicContext) -> Iterator[Problem]:
    """No text of a topic has data about one person: a personal e-mail address, a medical record number, a date of
    birth, or a U.S. Social Security number.

    A number counts as a record number if the words before it say so. Names of people cannot be told from other names.

    Source: HIPAA Privacy Rule, 45 CFR 164.514(b)(2)(i), identifiers (C), (F), (G) and (H); GDPR, article 4(1).
    """
    for position, words in _everything(context.topic):
        for what, found in _private(words):
            yield Problem(position, rules.PRIVATE_DATA, f"this looks like {what}: '{found}'", _HINT)


def _everything(topic: Topic) -> Iterator[tuple[Position, str]]:
    """What is typed, and the addresses that links lead to."""
    yield from typed_texts(topic)
    for text in iter_texts((topic.handouts, topic.sections)):
        links = (inline.link for inline in text.inlines if isinstance(inline, TextRun) and inline.link)
        yield from ((text.position, link) for link in dict.fromkeys(links) if link.startswith("mailto:"))


def _private(words: str) -> Iterator[tuple[str, str]]:
    """What was found, in words, and as it was typed."""
    for match in _MAIL.finditer(words):
        if _is_persons(match["user"].casefold(), match["host"].casefold()):
            yield "a personal e-mail address", match[0]
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
    """What the words before it announce, in any language, because authors mix languages."""
    known = [each.personal for each in languages()]
    records = [label for words in known for label in words.record_numbers]
    record_links = [link for words in known for link in words.record_links]
    births = [label for words in known for label in words.birth_dates]
    birth_links = [link for words in known for link in words.birth_links]
    return (
        ("a medical record number", _announced(records, record_links, _RECORD)),
        ("a date of birth", _announced(births, birth_links, _DAY)),
    )


def _announced(labels: list[str], links: list[str], value: str) -> re.Pattern[str]:
    pattern = rf"(?<!\w){one_of(labels)}(?!\w)[\s:#=.-]*(?:{one_of(links)}\s+)?(?:{value})(?!\w)"
    return re.compile(pattern, re.IGNORECASE)


def public_patient_field(context: HandoutContext) -> Iterator[Problem]:
    """A handout on public display has no line to write anything about a patient on.

    Source: HIPAA Privacy Rule, 45 CFR 164.530(c) (safeguards against incidental disclosure); GDPR, article 25 (only
    the personal data that the purpose needs).
    """
    if not context.layout.public:
        return
    for text in context.every(PrintedText):
        for run in text.runs:
            if isinstance(run, FieldBlank) and run.name.startswith(_PATIENT):
                message = f"'{{{{{run.name}}}}}' is in the public handout '{context.layout.name}'"
                hint = "write it without the patient, or remove the section or `public: yes` from the layout"
                yield Problem(text.position, rules.PUBLIC_PATIENT_FIELD, message, hint)
