"""Values of a clinic as they are printed: both units of a temperature, numbers that dial, words in their language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from caresheet.compose.context import ComposeContext
from caresheet.compose.dialing import numbers_in, tel_link
from caresheet.compose.templates import counted, filled
from caresheet.compose.typography import unbroken
from caresheet.model.labels import Labels
from caresheet.model.measures import minutes, percentage, temperature
from caresheet.model.text import TextRun
from caresheet.model.value import Value, ValueKind

_WEBSITE = re.compile(r"(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:[/?#][!-~]*)?", re.ASCII | re.IGNORECASE)


def value_runs(context: ComposeContext, value: Value, *, strong: bool) -> tuple[TextRun, ...]:
    """What is printed of a value. Words of another language than the handout's are marked as such, and phone numbers
    and web addresses can be followed."""
    foreign = value.language if value.language not in {"", context.language} else None
    run = TextRun("", strong=strong, value=value)
    words = replace(run, language=foreign)
    note = (replace(words, text=f", {value.note}"),) if value.note else ()
    if value.kind is ValueKind.PHONE:
        return (*_dialed(context, value, run if value.note else words), *note)
    return (replace(words, text=shown(value, context.labels), link=_address(value)),)


def shown(value: Value, labels: Labels) -> str:
    """The text of a value with its unit; what cannot be read is printed as it is."""
    match value.kind:
        case ValueKind.TEMPERATURE:
            degrees = temperature(value.text)
            return degrees.text if degrees else value.text
        case ValueKind.MINUTES:
            number = minutes(value.text)
            if number is None or value.language:
                return value.text
            return filled(counted(labels.minutes, labels.language, number), minutes=str(number))
        case ValueKind.PERCENTAGE:
            return f"{value.text}%" if value.text.isdecimal() and percentage(value.text) else value.text
        case _:
            return value.text


def website_link(text: str) -> str | None:
    """The address that a website's text leads to; None if it is no web address."""
    if not _WEBSITE.fullmatch(text):
        return None
    return text if text.lower().startswith(("https://", "http://")) else f"https://{text}"


def _address(value: Value) -> str | None:
    return website_link(value.text) if value.kind is ValueKind.WEB_ADDRESS else None


def _dialed(context: ComposeContext, value: Value, run: TextRun) -> Iterator[TextRun]:
    """The text with every number in it on one line and as a link."""
    country = context.clinic.country_code
    end = 0
    for number in numbers_in(value.text):
        if number.start() > end:
            yield replace(run, text=value.text[end : number.start()])
        yield replace(run, text=unbroken(number[0]), language=None, link=tel_link(number[0], country))
        end = number.end()
    if end < len(value.text):
        yield replace(run, text=value.text[end:])
