"""What a topic is called and what is made of it unless a language is named is decided by its original, whichever
language comes first in the alphabet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.app.projects import opened

from caresheet.app.catalogue import catalogue
from caresheet.app.patient_build import plan_patient_build
from caresheet.app.selection import Selection
from caresheet.model.project import Project

TODAY = date(2026, 12, 1)
TOPIC = "cytokine-storm"


@pytest.fixture(scope="module")
def project() -> Project:
    """The shipped project: written in English, with some handouts in Arabic."""
    return opened(Path(__file__).parents[2])


def test_the_original_comes_first(project: Project) -> None:
    """Then its translations, by their tags; so do the languages of each handout, and the title is the original's."""
    languages = [topic.language for topic in project.topics]
    assert languages[0] == "en"
    assert languages[1:] == sorted(languages[1:])
    assert languages[1] == "ar"
    (topic,) = catalogue(project, TODAY)
    assert topic.title == "Cytokine storm"
    assert [card.layout for card in topic.cards] == [handout.layout for handout in project.topics[0].handouts]
    assert {card.rows[0].language for card in topic.cards} == {"en"}


def test_a_patient_s_lines_are_those_of_every_handout(project: Project) -> None:
    """A handout that a translation of some handouts puts first may have no line for a patient; the others keep
    theirs."""
    wanted = Selection(TODAY, (TOPIC,), ("wall-card", "caregiver-guide"), ("ar", "es"))
    build = plan_patient_build(project, wanted, release=False)
    assert [context.job.layout.name for context in build.contexts] == ["caregiver-guide"]
    assert "name" in [field.name for field in build.fields]
