"""Words of the program that no native speaker has reviewed make every handout in their language a draft."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.app.projects import opened
from tests.mistakes.program import run

from caresheet.app.additions import add_language
from caresheet.app.starting import start_project

REVIEW = ("--reviewer", "Ana Example", "--credential", "MD", "--organization", "Example Hospital", "--yes")
ON = ("--today", "2026-11-24")
MESSAGE = "no native speaker has reviewed the words that caresheet prints itself in 'de'"


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A project whose German translation has a review on record."""
    project = tmp_path / "project"
    start_project(project)
    add_language(project, "de", ())
    made = run("review", "hand-washing", "--lang", "de", *REVIEW, "--due", "2027-11-24", *ON, cwd=project)
    assert made.exit_code == 0, made.stderr
    return project


def released(project: Path) -> str:
    return run("build", "hand-washing", "--lang", "de", "--release", "--out", "public", *ON, cwd=project).stderr


def test_a_reviewed_translation_waits_for_its_labels(reviewed: Path) -> None:
    """A release is refused only because of the labels, and a build says that it is a draft, in German and English."""
    lines = [line for line in released(reviewed).splitlines() if "not-reviewed" in line]
    assert len(lines) == 1
    assert MESSAGE in lines[0]
    assert run("build", "--lang", "de", "--format", "txt", *ON, cwd=reviewed).exit_code == 0
    (text,) = (path.read_text(encoding="utf-8") for path in reviewed.glob("build/*leaflet-de.txt"))
    assert "Entwurf. Nicht an Patienten ausgeben. DRAFT: do not use with patients." in text


def test_the_remedy_is_right(reviewed: Path) -> None:
    """With `draft_words: no` in the project's own labels the review of the handout counts: it is not a draft."""
    (reviewed / "labels").mkdir()
    (reviewed / "labels" / "de.yaml").write_text("draft_words: no\n", encoding="utf-8")
    assert "not-reviewed" not in released(reviewed)
    jobs = opened(reviewed).labels
    assert {labels.language: labels.are_draft for labels in jobs} == {"de": False, "en": False}


def test_both_reasons_are_given(tmp_path: Path) -> None:
    """Without a review of the handout, that is reported as well."""
    start_project(tmp_path / "project")
    add_language(tmp_path / "project", "de", ())
    told = released(tmp_path / "project")
    assert MESSAGE in told
    assert "there is no review of 'de' on record" in told
