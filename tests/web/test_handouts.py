"""The page of all handouts: pictures, states in words, a search."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from tests.content.test_more_languages import CARDS, LANGUAGES
from tests.web.desks import Browser, hidden


def test_each_handout_has_a_picture_its_languages_and_states(reader: Browser) -> None:
    """Each of the 7 handouts shows its first page and a link for each language, with its state in words: all are in
    English and Spanish, and cards in more languages."""
    text = reader.get("/").text
    assert text.count('<li class="card">') == 7
    assert text.count("/sheet/cytokine-storm/red-flag-card?language=") == 2 + len(LANGUAGES)
    assert text.count("Draft: not for patients</span>") == 14 + len(LANGUAGES) * len(CARDS)
    assert "Large print" in text
    assert "Letter, A4" in text
    picture = reader.get("/thumbnail/cytokine-storm/red-flag-card/en.png")
    assert (picture.status, picture.headers["content-type"]) == (200, "image/png")
    assert struct.unpack(">II", picture.body[16:24]) == (306, 396)


def test_search_finds_words_without_accents_and_capitals(reader: Browser) -> None:
    """All words must be found, in any language; language and reader narrow it down."""
    for words in ("WALLET", "medica", "m%C3%A9dica", "cytokine+storm+card"):
        assert '<li class="card">' in reader.get(f"/?words={words}").text
    assert reader.get("/?reader=clinician").text.count('<li class="card">') == 2
    assert '<li class="card">' not in reader.get("/?words=wallet&reader=clinician").text


def test_nothing_found_helps_further(reader: Browser) -> None:
    """If nothing is found, the page offers a similar word, the other languages and all handouts."""
    assert 'href="/?words=storm"' in reader.get("/?words=strom").text
    text = reader.get("/?words=wallet&reader=clinician").text
    assert "Look in all languages and for all readers (1 handout)" in text
    assert "Show all 7 handouts" in text


def test_broken_topic_is_shown_and_the_others_stay(browser: Browser, project: Path) -> None:
    """A mistake in the Spanish file is shown with its place; English works, and Spanish does once it is corrected."""
    path = project / "content/cytokine-storm/es.yaml"
    right = path.read_text(encoding="utf-8")
    path.write_text(right.replace("\ntitle:", "\ntitel:", 1), encoding="utf-8")
    text = browser.get("/").text
    assert "Cannot be shown: a mistake in content/cytokine-storm/es.yaml" in text
    assert "/sheet/cytokine-storm/red-flag-card?language=en" in text
    assert "/sheet/cytokine-storm/red-flag-card?language=es" not in text
    assert "es.yaml" in browser.get("/problems").text
    path.write_text(right, encoding="utf-8")
    assert "/sheet/cytokine-storm/red-flag-card?language=es" in browser.get("/").text


def test_review_is_recorded_and_becomes_the_state(browser: Browser) -> None:
    """A clinician who gives name, credential and organization is asked once more; then the state is “Reviewed”, and an
    answer with anything missing, or to words that have changed, records nothing."""
    address = "/review/cytokine-storm/en"
    seen = hidden(browser.get(address).text, "seen")
    who = {"name": "A. Example", "credential": "MD", "organization": "Riverside", "due": "2027-01-05", "seen": seen}
    assert browser.post(f"{address}/record", {**who, "credential": "", "confirm": "1"}).status == 422
    assert browser.post(f"{address}/record", {**who, "due": "2001-01-01", "confirm": "1"}).status == 422
    assert browser.post(f"{address}/record", {**who, "seen": "other", "confirm": "1"}).status == 422
    asked = browser.post(f"{address}/record", who)
    assert (asked.status, "Record this review?" in asked.text) == (200, True)
    assert "Reviewed. Use until" not in browser.get("/").text
    assert browser.post(f"{address}/record", {**who, "confirm": "1"}).status == 200
    text = browser.get("/").text
    assert text.count("Reviewed. Use until Jan 5, 2027") == 7
    assert text.count("Draft: not for patients</span>") == 7 + len(LANGUAGES) * len(CARDS)
    assert "Draft: not for patients" not in browser.get("/sheet/cytokine-storm/red-flag-card?language=en").text
    assert "Last reviewed by A. Example" in browser.get(address).text


def test_mail_shows_the_message_and_sends_nothing(browser: Browser) -> None:
    """The address is masked wherever it is seen, the subject does not name the topic, and a draft says that it is not
    mailed."""
    numbers = {"emergency": "911", "phone": "(212) 555-0110", "after_hours_phone": "(212) 555-0111"}
    seen = hidden(browser.get("/clinic").text, "seen")
    assert browser.post("/clinic/save", {**numbers, "seen": seen}).status == 303
    form = {"address": "jordan@example.org", "handout": "cytokine-storm/caregiver-guide/en", "size": "large"}
    text = browser.post("/mail/check", form).text
    assert "Drafts are not mailed" in text
    seen_by_people = re.sub('<input type="hidden"[^>]*>', "", text)
    assert "jordan@example.org" not in seen_by_people
    assert "@example.org" in seen_by_people
    assert "cytokine" not in text.partition("Subject")[2].partition("</dd>")[0].casefold()
    assert browser.post("/mail/check", {**form, "address": "jordan@example"}).status == 422
