"""A new topic and a new language are whole from the start: they build, and `check` says what is left to do."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.app.projects import ENGLISH, change
from tests.mistakes.program import run

from caresheet.app.additions import add_language, add_topic
from caresheet.app.checking import check_folder
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection
from caresheet.app.sources import read_folder
from caresheet.app.starting import start_project
from caresheet.model.problem import Severity

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 1)
SPANISH = "content/hand-washing/es.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project."""
    start_project(tmp_path / "project")
    return tmp_path / "project"


def rules_of(root: Path, **chosen: tuple[str, ...]) -> set[str]:
    """The rules that are broken badly enough to fail a check."""
    report = check_folder(root, None, Selection(TODAY, **chosen), pages=True)
    return {each.rule.name for each in report.problems if each.rule.severity is not Severity.WARNING}


def test_a_topic_passes_check_and_builds(project: Path) -> None:
    """The topic is listed for every layout that it fills, and nothing is wrong with it but that nobody reviewed it."""
    made = run("new", "topic", "foot-care", cwd=project)
    assert made.stdout.splitlines() == [
        "content/foot-care/topic.yaml",
        "content/foot-care/en.yaml",
        "Write your own words in their place, and build:  caresheet build foot-care",
    ]
    assert run("check", "--pages", cwd=project).exit_code == 0
    built = run("build", "foot-care", cwd=project)
    assert (built.exit_code, built.stderr) == (0, "")
    assert built.stdout.splitlines()[-1] == "2 handouts, 2 pages, in build/"
    facts = yaml.safe_load((project / "content" / "foot-care" / "topic.yaml").read_text(encoding="utf-8"))
    assert facts["handouts"] == ["card", "leaflet"]
    assert run("list", cwd=project).stdout.splitlines()[0] == "foot-care: Foot care"


def test_a_topic_of_a_project_with_layouts_for_one_topic(tmp_path: Path) -> None:
    """Layouts that place the sections of one topic by name are left out; the others take the new one."""
    shutil.copytree(ROOT / "layouts", tmp_path / "layouts")
    shutil.copytree(ROOT / "content", tmp_path / "content")
    add_topic(tmp_path, "foot-care", TODAY)
    listed = yaml.safe_load((tmp_path / "content" / "foot-care" / "topic.yaml").read_text(encoding="utf-8"))["handouts"]
    assert {"red-flag-card", "caregiver-guide", "full-explainer"} <= set(listed)
    assert not {"staff-grading", "staff-triage"} & set(listed)
    assert rules_of(tmp_path, topics=("foot-care",)) == set()


@pytest.mark.parametrize("name", ["Foot care", "Foot", "clinics", "hand-washing", "../x", "3m", ""])
def test_names_that_cannot_be_topics(project: Path, name: str) -> None:
    """Nothing is written for a name that is none, or is one already."""
    before = sorted(project.rglob("*"))
    assert run("new", "topic", name, cwd=project).exit_code == 2
    assert sorted(project.rglob("*")) == before


def test_no_layout_fits(project: Path) -> None:
    """Then it says so, and where to read how to write a topic by hand."""
    (project / "layouts" / "leaflet.yaml").unlink()
    change(project / "layouts" / "card.yaml", "{role: action,", "{section: steps,")
    change(project / "content" / "hand-washing" / "topic.yaml", "[card, leaflet]", "[card]")
    with pytest.raises(RequestError, match="none of the project's layouts can be filled"):
        add_topic(project, "foot-care", TODAY)


def test_a_language_has_the_shape_of_the_original(project: Path) -> None:
    """The file differs from its original in nothing but that it says which wording it translates; it builds, as a
    draft; and `check` fails for nothing but texts that are left to translate."""
    made = run("new", "language", "es", cwd=project)
    assert made.stdout.splitlines()[0] == SPANISH
    text = (project / SPANISH).read_text(encoding="utf-8")
    assert text.startswith("# DRAFT of a translation into 'es'.")
    ours, theirs = (yaml.safe_load((project / path).read_text(encoding="utf-8")) for path in (SPANISH, ENGLISH))
    translates = ours.pop("translates")
    assert ours == theirs
    assert translates["from"] == "en"
    assert len(translates["hash"]) == 64
    assert rules_of(project, languages=("es",)) == {"untranslated-text", "action-steps"}
    built = run("build", "--lang", "es", cwd=project)
    assert (built.exit_code, built.stderr) == (0, "")
    refused = run("build", "--lang", "es", "--release", cwd=project)
    assert "not-reviewed" in refused.stderr


def test_a_later_change_of_the_original_is_told(project: Path) -> None:
    """The hash is that of the wording as it was."""
    add_language(project, "es", ())
    change(project / ENGLISH, "Rinse both hands.", "Rinse both of your hands.")
    assert "outdated-translation" in rules_of(project, languages=("es",))


def test_a_language_that_the_program_does_not_speak(project: Path) -> None:
    """Its own words are there to translate, too; a second topic does not write them again."""
    made = [path.relative_to(project).as_posix() for path in add_language(project, "gl", ("Hand-Washing",))]
    assert made == ["content/hand-washing/gl.yaml", "labels/gl.yaml"]
    assert "\ndraft_words: yes\n" in (project / "labels/gl.yaml").read_text(encoding="utf-8")
    built = run("build", "--lang", "gl", cwd=project)
    assert (built.exit_code, built.stderr) == (0, "")
    add_topic(project, "foot-care", TODAY)
    assert [path.name for path in add_language(project, "gl", ())] == ["gl.yaml"]


def test_a_regional_language_needs_no_words_of_its_own(project: Path) -> None:
    """What falls back to words that are there is not written again."""
    assert [path.name for path in add_language(project, "es-MX", ())] == ["es-MX.yaml"]


def test_an_original_as_other_editors_save_it(project: Path) -> None:
    """A byte order mark, CRLF, and an original that says that it translates nothing, make a sound file."""
    text = (project / ENGLISH).read_text(encoding="utf-8")
    written = f"\ufefftranslates: {{from: none}}\n{text}".replace("\n", "\r\n")
    (project / ENGLISH).write_bytes(written.encode())
    add_language(project, "es", ())
    assert [topic.language for topic in read_folder(project).topics] == ["en", "es"]
    assert rules_of(project, languages=("es",)) == {"untranslated-text", "action-steps"}


@pytest.mark.parametrize("arguments", [("spanish",), ("ES_mx",), ("en",), ("es", "feet")])
def test_languages_that_cannot_be_written(project: Path, arguments: tuple[str, ...]) -> None:
    """What is no language tag, a language that is there, and a topic that is not, are told."""
    before = sorted(project.rglob("*"))
    assert run("new", "language", *arguments, cwd=project).exit_code == 2
    assert sorted(project.rglob("*")) == before
