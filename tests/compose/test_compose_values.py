"""A clinic's values as they are printed: in both units, in the reader's language, and as links that can be followed."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from tests.source.trees import CLINIC, Memory, problems, sample, small

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.compose.dialing import numbers_in, tel_link
from caresheet.model.artifact import RenderedHandout
from caresheet.model.measures import temperature
from caresheet.source import read_project

EN, ES = "content/walking/en.yaml", "content/walking/es.yaml"


def made(profile: str, key: str, language: str = "en") -> RenderedHandout:
    """The handout of a small topic that prints one value, for a clinic with this profile."""
    english = small()[EN].decode() + f"      - 'Now {{{{clinic.{key}}}}} then.'\n"
    spanish = english.replace("title: Walking\n", "title: Caminar\ntranslates: {from: en}\n")
    files = Memory(small({EN: english, ES: spanish, CLINIC: profile}))
    found = jobs(read_project(files, (files, CLINIC)), languages=[language], today=date(2026, 11, 24))
    return render(found[0], ("pdf", "html", "txt")).handout


def said(profile: str, key: str, language: str = "en") -> str:
    words = " ".join(made(profile, key, language).artifact("txt").data.decode().split())
    match = re.search(r"Now (.*) then\.", words)
    assert match
    return match[1]


PRINTED = [
    ("fever_threshold", "38", "38 °C (100.4 °F)"),
    ("fever_threshold", "100.4 °F", "100.4 °F (38 °C)"),
    ("fever_threshold", "38,5 °C", "38,5 °C (101,3 °F)"),
    ("fever_threshold", "101.3 °F (38.5 °C)", "101.3 °F (38.5 °C)"),
    ("fever_threshold", "hundred", "hundred"),
    ("minutes_before_escalation", "15", "15 minutes"),
    ("minutes_before_escalation", "1 min", "1 minute"),
    ("oxygen_threshold", "92", "92%"),
    ("phone", "(212) 555-0123, by day", "(212) 555-0123, by day"),
]


@pytest.mark.parametrize(("key", "typed", "printed"), PRINTED)
def test_units(key: str, typed: str, printed: str) -> None:
    """A temperature prints in both units, minutes and percentages with theirs; anything else as it was typed."""
    assert said(f"{key}: '{typed}'\n", key) == printed


def test_minutes_are_said_in_the_language_of_the_handout() -> None:
    """The word for minutes is that of the handout, whichever the clinic typed; words of its own come first."""
    assert said("minutes_before_escalation: '15 minutes'\n", "minutes_before_escalation", "es") == "15 minutos"
    own = "minutes_before_escalation: {en: 15 minutes, es: 15 minutitos}\n"
    assert said(own, "minutes_before_escalation", "es") == "15 minutitos"


WORDS = "arrival_desk: {en: Gate 2, es: Puerta 2}\n"
NOTED = "interpreter: {number: '212 555 0123', note: {en: free of charge, es: gratis}}\n"


@pytest.mark.parametrize(
    ("profile", "key", "language", "printed"),
    [
        (WORDS, "arrival_desk", "en", "Gate 2"),
        (WORDS, "arrival_desk", "es", "Puerta 2"),
        (NOTED, "interpreter", "en", "212 555 0123, free of charge"),
        (NOTED, "interpreter", "es", "212 555 0123, gratis"),
        ("interpreter: {number: '212 555 0123', note: by day}\n", "interpreter", "es", "212 555 0123, by day"),
        ("interpreter: {number: '212 555 0123'}\n", "interpreter", "es", "212 555 0123"),
        ("interpreter: {en: Ask us, es: Pregunte}\n", "interpreter", "es", "Pregunte"),
    ],
)
def test_each_language_has_its_words(profile: str, key: str, language: str, printed: str) -> None:
    """A value may be worded for each language, and a number may have a note in each."""
    assert said(profile, key, language) == printed


def test_words_of_another_language_are_marked() -> None:
    """Where a clinic has no words in the handout's language, screen readers are told which language it is."""
    html = made("arrival_desk: {fr: Porte 2}\n", "arrival_desk").artifact("html").data.decode()
    assert '<span lang="fr" dir="ltr">Porte 2</span>' in html
    noted = made("interpreter: {number: '212 555 0123', note: {fr: gratuit}}\n", "interpreter")
    assert '<span lang="fr" dir="ltr">, gratuit</span>' in noted.artifact("html").data.decode()


LINKS = [
    ("phone", "phone: '(212) 555-0123'\ncountry: US\n", ["tel:+12125550123"]),
    ("phone", "phone: '(212) 555-0123'\n", ["tel:2125550123"]),
    ("phone", "phone: '+44 20 7946 0000 ext. 12, ask for Bo'\n", ["tel:+442079460000"]),
    ("phone", "phone: '212 555 0123 or 212 555 0124'\ncountry: US\n", ["tel:+12125550123", "tel:+12125550124"]),
    ("emergency", "emergency: '911'\ncountry: US\n", ["tel:911"]),
    ("emergency", "emergency: '999 or 112'\n", ["tel:999", "tel:112"]),
    ("phone", "phone: {number: '212 555 0123', note: 24 hours}\ncountry: US\n", ["tel:+12125550123"]),
    ("phone", "phone: '*67 212 555 0123'\n", []),
    ("interpreter", "interpreter: 'Ask at desk 12'\n", []),
    ("website", "website: www.example.org\n", ["https://www.example.org"]),
    ("website", "website: 'https://www.example.org/a?b=c'\n", ["https://www.example.org/a?b=c"]),
    ("website", "website: 'ask us'\n", []),
]


@pytest.mark.parametrize(("key", "profile", "links"), LINKS)
def test_numbers_and_addresses_can_be_followed(key: str, profile: str, links: list[str]) -> None:
    """A phone number dials and a web address opens, in the PDF and in the HTML: the number alone, not its note."""
    handout = made(profile, key)
    assert re.findall(r'href="((?:tel|https):[^"]*)"', handout.artifact("html").data.decode()) == links
    assert uris(handout.artifact("pdf").data) == set(links)


def uris(pdf: bytes) -> set[str]:
    """The addresses of all links of a PDF."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", ())]
        return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}


def test_a_number_stays_on_one_line() -> None:
    """The spaces inside a phone number do not break; those around it do."""
    text = made("phone: '+1 (212) 555-0100, day or night'\n", "phone").artifact("html").data.decode()
    assert "+1\u00a0(212)\u00a0555-0100</a>" in text
    assert [match[0] for match in numbers_in("Ask for 2")] == []


@pytest.mark.parametrize(("number", "country"), [("000", "AU"), ("116 117", "DE"), ("555-0110", "US")])
def test_short_numbers_are_dialed_as_written(number: str, country: str) -> None:
    """A number that has no form with a country code is dialed as it is written."""
    assert tel_link(number, country) == f"tel:{re.sub('[^0-9]', '', number)}"


@pytest.mark.parametrize("text", ["100.4 °F (39 °C)", "100.4 °F (38 °F)", "warm", "-3", "100.4 °F (38 °C", "15", ""])
def test_what_is_no_temperature(text: str) -> None:
    """Two temperatures that are not the same, and a number that no body has, are not read as one."""
    assert temperature(text) is None


SHAPES = {
    "phone: {nummer: '1'}\n": "wrong-value",
    "phone: {note: now}\n": "missing-key",
    "phone: {English: '212 555 0123'}\n": "wrong-value",
    "phone:\n- '1'\n- '2'\n": "wrong-type",
    "name: {English: Clinic}\n": "wrong-value",
    "name: {en: ''}\n": "empty-value",
    "interpreter: {number: '1', en: now}\n": "wrong-value",
    "country: USA\n": "wrong-value",
    "phone: {number: 555 #12}\n": "unquoted-hash",
}


@pytest.mark.parametrize("profile", SHAPES)
def test_shapes_that_cannot_be_read(profile: str) -> None:
    """A value of another shape is refused at its place."""
    assert SHAPES[profile] in [problem.rule.name for problem in problems(sample(**{CLINIC: profile}))]
