"""Values on which people act: numbers that can be dialed, temperatures, minutes and percentages that can be meant."""

from __future__ import annotations

import pytest
from tests.compose.builders import TODAY
from tests.rules.ropes import CLINIC, found
from tests.source.trees import Memory, small

from caresheet.app.judging import judge, refusals
from caresheet.app.selection import jobs
from caresheet.model import rules
from caresheet.model.clinic import VALUE_KINDS
from caresheet.model.problem import Origin, Position
from caresheet.model.value import Value, ValueKind
from caresheet.rules import phones
from caresheet.rules.clinic_values import doubt_about
from caresheet.rules.measures import RANGES
from caresheet.source import read_project

PHONE, UNSAFE, UNUSUAL = "phone-number", "unsafe-value", "unusual-value"


def judged(key: str, text: str, country: str = "") -> str:
    """The name of the rule that a value breaks, empty if none."""
    doubt = doubt_about(Value(VALUE_KINDS[key], text, Origin(key, Position(CLINIC))), country)
    return doubt.rule.name if doubt else ""


# Key, value, and what is said of it where the country is not known, and in the United States.
NUMBERS = [
    ("phone", "(212) 555-0123", "", ""),
    ("phone", "212 555 0123 ext. 12", "", ""),
    ("phone", "212 555 0123, day and night", "", ""),
    ("phone", "212 555 0123 (by day)", "", ""),
    ("phone", "212 555 0123 / 212 555 0124", "", ""),
    ("phone", "+44 20 7946 0000", "", ""),
    ("phone", "*67 212 555 0123", "", ""),
    ("phone", "555-0110", PHONE, PHONE),
    ("phone", "555 010 1234", "", PHONE),
    ("phone", "+1 555 010 0123", PHONE, PHONE),
    ("phone", "911", PHONE, PHONE),
    ("phone", "212 555 01234", "", UNSAFE),
    ("phone", "+1 212 555 01", UNSAFE, UNSAFE),
    ("phone", "+999 212 555 0123", UNSAFE, UNSAFE),
    ("phone", "4711", UNSAFE, UNSAFE),
    ("phone", "call us", UNSAFE, UNSAFE),
    ("phone", "555-O11O", UNSAFE, UNSAFE),
    ("phone", "1-800-HARBOUR", UNSAFE, UNSAFE),
    ("phone", "212 555 0123 24 hours", UNSAFE, UNSAFE),
    ("phone", "1234567890123456", UNSAFE, UNSAFE),
    ("after_hours_phone", "212 555 0123 or 4711", UNSAFE, UNSAFE),
    ("after_hours_phone", "555-0111 or 4711", UNSAFE, UNSAFE),
    ("emergency", "911", "", ""),
    ("emergency", "112", "", ""),
    ("emergency", "999", "", UNSAFE),
    ("emergency", "000", "", UNSAFE),
    ("emergency", "15", "", UNSAFE),
    ("emergency", "999 or 911", "", UNSAFE),
    ("emergency", "42", PHONE, UNSAFE),
    ("emergency", "+1 212 555 0100", "", ""),
    ("emergency", "your local number", UNSAFE, UNSAFE),
    ("emergency", "9l1", UNSAFE, UNSAFE),
    ("emergency", "Call 911", UNSAFE, UNSAFE),
    ("emergency", "1", UNSAFE, UNSAFE),
    ("support_line", "988", "", ""),
    ("support_line", "116 117, 24 hours", "", ""),
    ("support_line", "98", UNSAFE, UNSAFE),
    ("interpreter", "Ask any sailor, free of charge", "", ""),
    ("interpreter", "desk 3", UNSAFE, UNSAFE),
    ("treating_doctor", "Dr. Hook, cabin 4", "", ""),
]


@pytest.mark.parametrize(("key", "text", "anywhere", "there"), NUMBERS)
def test_numbers(key: str, text: str, anywhere: str, there: str) -> None:
    """A number that can be dialed passes, one that may not reach the clinic is warned of, and what is no number is
    refused; a number of seven digits is never refused. The country decides about area codes and short codes."""
    assert (judged(key, text), judged(key, text, "US")) == (anywhere, there)


@pytest.mark.parametrize(
    ("code", "country"),
    [("999", "GB"), ("112", "DE"), ("15", "FR"), ("000", "AU"), ("190", "BR"), ("100", "IN"), ("110", "JP")],
)
def test_emergency_numbers_of_countries(code: str, country: str) -> None:
    """Each country has its own emergency numbers."""
    assert judged("emergency", code, country) == ""
    assert judged("emergency", "123", country) == UNSAFE


@pytest.mark.parametrize(("number", "country"), [("030 901820", "DE"), ("21 84 00", "FO"), ("22345", "SH")])
def test_short_numbers_of_small_networks(number: str, country: str) -> None:
    """Where numbers have fewer than seven digits, the plan of the country decides."""
    assert judged("phone", number, country) == ""
    assert judged("phone", "1", country) == UNSAFE


# Value, rule, and what is printed of it.
MEASURES = [
    ("fever_threshold", "38", ""),
    ("fever_threshold", "38 °C", ""),
    ("fever_threshold", "38,5 °C", ""),
    ("fever_threshold", "37.5 °C", ""),
    ("fever_threshold", "38.5 °C", ""),
    ("fever_threshold", "99.5 °F", ""),
    ("fever_threshold", "100.4 °F", ""),
    ("fever_threshold", "100.4 °F (38 °C)", ""),
    ("fever_threshold", "101.3 °F (38.5 °C)", ""),
    ("fever_threshold", "38.6 °C", UNUSUAL),
    ("fever_threshold", "39 °C", UNUSUAL),
    ("fever_threshold", "102.2 °F", UNUSUAL),
    ("fever_threshold", "37.4 °C", UNUSUAL),
    ("fever_threshold", "98.6 °F", UNUSUAL),
    ("fever_threshold", "39.1 °C", UNSAFE),
    ("fever_threshold", "103 °F", UNSAFE),
    ("fever_threshold", "20 °C", UNSAFE),
    ("fever_threshold", "380", UNSAFE),
    ("fever_threshold", "50", UNSAFE),
    ("fever_threshold", "hundred", UNSAFE),
    ("fever_threshold", "100.4 °F (39 °C)", UNSAFE),
    ("fever_threshold", "100.4 °F (101 °F)", UNSAFE),
    ("minutes_before_escalation", "1", ""),
    ("minutes_before_escalation", "15", ""),
    ("minutes_before_escalation", "15 minutes", ""),
    ("minutes_before_escalation", "60 min", ""),
    ("minutes_before_escalation", "0", UNSAFE),
    ("minutes_before_escalation", "61", UNSAFE),
    ("minutes_before_escalation", "150000 minutes", UNSAFE),
    ("minutes_before_escalation", "an hour", UNSAFE),
    ("oxygen_threshold", "85 %", ""),
    ("oxygen_threshold", "92%", ""),
    ("oxygen_threshold", "95", ""),
    ("oxygen_threshold", "84%", UNSAFE),
    ("oxygen_threshold", "96%", UNSAFE),
    ("oxygen_threshold", "ninety", UNSAFE),
]


@pytest.mark.parametrize(("key", "text", "rule"), MEASURES)
def test_measures(key: str, text: str, rule: str) -> None:
    """A threshold is read in its unit, and judged by the table of ranges."""
    assert judged(key, text) == rule


def test_every_phone_and_threshold_is_judged() -> None:
    """The keys that print as phone numbers are those that are judged as such; every kind of threshold has a range."""
    as_printed = {key for key, kind in VALUE_KINDS.items() if kind is ValueKind.PHONE}
    assert {*phones.OWN_LINES, *phones.SERVICES, phones.EMERGENCY} == as_printed
    assert set(RANGES) == {ValueKind.TEMPERATURE, ValueKind.MINUTES, ValueKind.PERCENTAGE}


PROFILES = {
    "text": ("emergency: '9l1'\n", (2, 12)),
    "number": ("emergency: {number: '9l1', note: Now}\n", (2, 21)),
    "words for each language": ("interpreter: {en: Ask us, es: mesa 3}\n", (2, 31)),
    "country": ("country: XX\n", (2, 10)),
    "number of another country": ("emergency: '999'\ncountry: us\n", (2, 12)),
}


@pytest.mark.parametrize("case", PROFILES)
def test_it_is_told_at_the_value(case: str) -> None:
    """The place of a problem is the value that must change, whatever shape it has."""
    profile, place = PROFILES[case]
    (problem,) = found(rules.UNSAFE_VALUE, {CLINIC: f"name: 'Harbour'\n{profile}"})
    assert problem.position == Position(CLINIC, *place)
    assert problem.hint


def test_defaults_of_a_topic_are_judged() -> None:
    """A default is printed like a clinic's own value, and must be as safe."""
    facts = "content/walking/topic.yaml"
    text = small()[facts].decode() + "defaults: {fever_threshold: '380', minutes_before_escalation: '15'}\n"
    files = Memory(small({facts: text}))
    project = read_project(files, (files, "content/clinics/example.yaml"))
    problems = judge(project, jobs(project, today=TODAY), pages=False).problems
    (problem,) = (each for each in problems if each.rule == rules.UNSAFE_VALUE)
    assert problem.position == Position(facts, 9, 29)


@pytest.mark.parametrize(("profile", "refused"), [("emergency: '9l1'\n", True), ("phone: '555-0110'\n", False)])
def test_what_a_release_refuses(profile: str, *, refused: bool) -> None:
    """A release is refused for an unsafe value, and not for a warning such as a number of seven digits."""
    files = Memory(small({"content/clinics/example.yaml": profile}))
    project = read_project(files, (files, "content/clinics/example.yaml"))
    found = refusals(judge(project, jobs(project, today=TODAY), pages=False), None)
    assert (rules.UNSAFE_VALUE in [each.rule for each in found]) is refused
    assert rules.PHONE_NUMBER not in [each.rule for each in found]
