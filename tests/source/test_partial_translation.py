"""A translation of some handouts: it has what they need, is compared in what it has, and depends only on that part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml
from tests.projects.merged import Memory, wound_care

from caresheet.app.selection import jobs
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.project import Project
from caresheet.model.wording import fingerprint, text_units
from caresheet.rules.advice import TopicContext, topic_advice
from caresheet.source import read_project, read_sound_part

SPANISH, ENGLISH = "content/wound-care/es.yaml", "content/wound-care/en.yaml"
CLINIC = "content/clinics/example.yaml"
CARD = {"warning-signs", "call-signs", "first-steps", "contacts", "about"}


def card_alone(change: Callable[[dict[str, Any]], None] = lambda _: None) -> Memory:
    """The test topic, of which only the card is translated."""
    files = dict(wound_care().files)
    spanish = yaml.safe_load(files[SPANISH])
    spanish["handouts"] = {"red-flag-card": spanish["handouts"]["red-flag-card"]}
    spanish["sections"] = [section for section in spanish["sections"] if section["id"] in CARD]
    used = yaml.safe_dump(spanish["sections"], allow_unicode=True)
    spanish["fields"] = {name: words for name, words in spanish["fields"].items() if f"patient.{name}" in used}
    change(spanish)
    files[SPANISH] = yaml.safe_dump(spanish, allow_unicode=True, sort_keys=False).encode()
    return Memory(files)


def problems(files: Memory) -> tuple[Problem, ...]:
    try:
        read_project(files, (files, CLINIC))
    except CaresheetError as error:
        return error.problems
    return ()


def project(files: Memory) -> Project:
    return read_project(files, (files, CLINIC))


def test_it_has_its_handouts_and_no_others() -> None:
    """The card is there in both languages, the guide and the explainer only in English, and none is missing."""
    made = project(card_alone())
    names = [(job.topic.language, job.layout.name) for job in jobs(made, today=date(2026, 11, 27))]
    english = [("en", "red-flag-card"), ("en", "caregiver-guide"), ("en", "full-explainer")]
    assert names == [*english, ("es", "red-flag-card")]
    assert made.missing == ()
    sound = read_sound_part(files := card_alone(), (files, CLINIC))
    assert sound.missing == ()


def test_a_section_that_a_handout_prints_is_missed() -> None:
    """It is reported at the handout, with the line of the original."""

    def without_contacts(spanish: dict[str, Any]) -> None:
        spanish["sections"] = [each for each in spanish["sections"] if each["id"] != "contacts"]
        spanish["handouts"]["red-flag-card"].pop("titles")

    files = card_alone(without_contacts)
    english = yaml.safe_load(files.files[ENGLISH])
    english["handouts"]["red-flag-card"].pop("titles")
    files.files[ENGLISH] = yaml.safe_dump(english, allow_unicode=True, sort_keys=False).encode()
    (problem,) = problems(files)
    assert problem.rule.name == "translation-differs"
    assert problem.message == "the translation is missing the section 'contacts', which 'red-flag-card' prints"
    assert str(problem.position).startswith(f"{SPANISH}:")


@pytest.mark.parametrize("key", ["role", "critical", "for"])
def test_what_is_there_is_compared(key: str) -> None:
    """A section that is there is a translation of the one with its id, wherever that is in the original."""

    def changed(spanish: dict[str, Any]) -> None:
        spanish["sections"][-1][key] = {"role": "action", "critical": True, "for": "patient"}[key]

    assert {problem.rule.name for problem in problems(card_alone(changed))} == {"translation-differs"}


def test_a_field_in_use_needs_its_words() -> None:
    """The words of a field are needed if a text asks for the field, and only then."""

    def asks(spanish: dict[str, Any]) -> None:
        spanish["fields"].pop("wound_place", None)
        spanish["title"] = "Heridas"
        spanish["sections"][-1]["blocks"].append("{{patient.wound_place}}")

    found = problems(card_alone(asks))
    assert "'fields' is missing words for 'wound_place', which topic.yaml declares" in {each.message for each in found}
    assert "fields" not in {problem.message.split("'")[1] for problem in problems(card_alone())}


def test_an_original_has_every_handout() -> None:
    """A file that is not a translation needs words for every handout that topic.yaml names."""

    def original(spanish: dict[str, Any]) -> None:
        spanish["translates"] = {"from": "none"}

    found = problems(card_alone(original))
    assert "'handouts' is missing words for 'caregiver-guide', which topic.yaml declares" in {
        each.message for each in found
    }


def test_it_depends_only_on_its_part() -> None:
    """Only a change in the part of the original that is translated makes it outdated, and numbers are compared text by
    text."""
    made = project(card_alone())
    spanish = next(topic for topic in made.topics if topic.language == "es")
    part = made.original_of(spanish)
    assert part is not None
    said = fingerprint(text_units(part))

    def hashed(spanish: dict[str, Any]) -> None:
        spanish["translates"] = {"from": "en", "hash": said}

    changes = (("Keep it clean", "Keep it dry", False), ("Keep the wound covered", "Cover the wound", True))
    for old, new, expected in changes:
        files = card_alone(hashed)
        assert old.encode() in files.files[ENGLISH]
        files.files[ENGLISH] = files.files[ENGLISH].replace(old.encode(), new.encode())
        assert ("outdated-translation" in advised(files)) == expected, old
    files = card_alone(hashed)
    assert "translated-numbers" not in advised(files)
    files.files[SPANISH] = files.files[SPANISH].replace(b"10 min", b"20 min")
    assert "translated-numbers" in advised(files)


def advised(files: Memory) -> set[str]:
    made = project(files)
    spanish = next(topic for topic in made.topics if topic.language == "es")
    context = TopicContext(spanish, made.original_of(spanish), date(2026, 11, 27))
    return {problem.rule.name for problem in topic_advice(context)}
