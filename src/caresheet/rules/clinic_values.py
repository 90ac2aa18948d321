"""The values of a clinic on which people act in an emergency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.problem import Problem, Rule
from caresheet.model.value import Value, ValueKind
from caresheet.rules.checks import Check, run
from caresheet.rules.context import TopicContext
from caresheet.rules.dates import doubt_about_date
from caresheet.rules.doubt import Doubt
from caresheet.rules.measures import RANGES, doubt_about_measure
from caresheet.rules.phones import doubt_about_phone, is_country


def doubt_about(value: Value, country: str = "") -> Doubt | None:
    """What is wrong with a value; None if nothing is. `country` is the code of ISO 3166-1 of the country whose phone
    numbers are written without +, empty if it is not known."""
    if value.kind is ValueKind.PHONE:
        return doubt_about_phone(value, country)
    if value.kind is ValueKind.DATE:
        return doubt_about_date(value.text)
    return doubt_about_measure(value) if value.kind in RANGES else None


def unsafe_value(clinic: Clinic) -> Iterator[Problem]:
    """A value on which people act can be used: the number can be dialed, and a temperature, a percentage or a number of
    minutes is in the range of the table.

    Source: ITU-T E.164 and E.123; the numbering plans in Google's libphonenumber; the ranges are the project's own
    proposals.
    """
    yield from _problems(clinic.filled, clinic, rules.UNSAFE_VALUE)
    country = clinic.country
    if country is not None and not is_country(country.text):
        message = f"`country` is not the code of a country: '{country.text}'"
        yield Problem(
            country.origin.position, rules.UNSAFE_VALUE, message, "write two letters, such as US (ISO 3166-1)"
        )


def unusual_value(clinic: Clinic) -> Iterator[Problem]:
    """A temperature is in the usual range.

    Source: the project's own proposals.
    """
    yield from _problems(clinic.filled, clinic, rules.UNUSUAL_VALUE)


def phone_number_of_clinic(clinic: Clinic) -> Iterator[Problem]:
    """A clinic's phone numbers reach it from everywhere, and are numbers of its country.

    Source: ITU-T E.164, clause 6 (at most 15 digits) and E.123 (how numbers are written); the numbering plans in
    Google's libphonenumber.
    """
    yield from _problems(clinic.filled, clinic, rules.PHONE_NUMBER)


def unsafe_value_of_default(context: TopicContext) -> Iterator[Problem]:
    """The same of the values that a topic gives for clinics without their own.

    Source: as for a clinic's own values.
    """
    yield from _problems(context.topic.defaults, None, rules.UNSAFE_VALUE)


def unusual_value_of_default(context: TopicContext) -> Iterator[Problem]:
    """The same of the values that a topic gives for clinics without their own.

    Source: as for a clinic's own values.
    """
    yield from _problems(context.topic.defaults, None, rules.UNUSUAL_VALUE)


VALUE_CHECKS: tuple[Check[Clinic], ...] = (
    Check(rules.UNSAFE_VALUE, unsafe_value),
    Check(rules.UNUSUAL_VALUE, unusual_value),
    Check(rules.PHONE_NUMBER, phone_number_of_clinic),
)


def value_findings(clinic: Clinic) -> tuple[Problem, ...]:
    """What is wrong with the values of a clinic on which people act: told with every handout that is made."""
    return run(VALUE_CHECKS, clinic)


def _problems(values: Iterable[Value], clinic: Clinic | None, rule: Rule) -> Iterator[Problem]:
    country = clinic.country_code if clinic and is_country(clinic.country_code) else ""
    for value in values:
        doubt = doubt_about(value, country)
        if doubt is not None and doubt.rule == rule:
            message = f"`{value.origin.key}` {doubt.says}: '{value.text}'"
            yield Problem(value.origin.position, rule, message, doubt.hint)
