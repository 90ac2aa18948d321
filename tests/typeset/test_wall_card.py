"""The card for the wall: large, one side, and nothing of a patient."""

from __future__ import annotations

import pytest
from tests.compose.builders import TODAY, job
from tests.projects.merged import ROOT
from tests.typeset.kettles import handout, project

from caresheet.check import Case, faults
from caresheet.compose import compose
from caresheet.fonts import coverage
from caresheet.model.edition import REGULAR, Edition, Size
from caresheet.model.topic import Handout
from caresheet.prove import prove
from caresheet.read import Folder, read_project
from caresheet.typeset import lay_out, paint


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_wall_card_is_one_large_side(paper: str) -> None:
    """It fills one turned sheet with type that is read from a step away, and says what it shall."""
    document, problems = handout(project(), "wall-card", Edition(Size.REGULAR, paper))
    assert problems == ()
    setting = lay_out(document)
    assert len(setting.pages) == 1
    assert setting.pages[0].width > setting.pages[0].height
    assert setting.body_size >= 18
    assert prove(document, paint(document, setting)) == ()


def test_a_patient_on_the_wall_is_refused() -> None:
    """A placeholder of the patient in a public handout is a fault, at the line where its author wrote it."""
    _, problems = handout(project(action="Show them {{patient.kettle}}."), "wall-card")
    (problem,) = problems
    assert problem.rule.name == "patient-on-public"
    assert str(problem.position) == "content/kettles/en.yaml:30:86"
    assert problem.message == "'{{patient.kettle}}' would stand in the public handout 'wall-card'"


def test_the_same_words_may_be_handed_out() -> None:
    """What the patient keeps may ask for the patient's details."""
    assert handout(project(action="Show them {{patient.kettle}}."), "wallet-card")[1] == ()


def test_the_clinics_own_lines_may_hang() -> None:
    """A line for something that the clinic has not filled in is no patient's."""
    document, problems = handout(project(action="Ask for {{clinic.coordinator}}."), "wall-card")
    assert problems == ()
    assert prove(document, paint(document, lay_out(document))) == ()


def test_the_shipped_topic_is_no_wall_card() -> None:
    """Its critical steps ask for the patient's therapy, so a wall card of it is refused, not cleaned up silently."""
    files = Folder(ROOT)
    whole = read_project(files, (files, "content/clinics/example.yaml"))
    (layout,) = (each for each in whole.layouts if each.name == "wall-card")
    topic, labels = whole.topics[0], whole.labels[0]
    card = Handout("wall-card", "Warning signs", "", (), topic.handouts[0].position)
    document = compose(job(topic, card, layout, whole.clinic, labels, REGULAR))
    problems = faults(Case.of(topic, layout, document, coverage(), TODAY))
    assert {problem.rule.name for problem in problems} == {"patient-on-public"}
    assert {problem.position.file for problem in problems if problem.position} == {topic.position.file}
