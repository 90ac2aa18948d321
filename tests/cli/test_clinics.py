"""Clinics by name, a usual one, and profiles whose answers are changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from tests.mistakes.program import run

from caresheet.app.profiles import FIELDS
from caresheet.app.starting import start_project
from caresheet.app.user_settings import FOLDER

KEYS = [field.key for field in FIELDS]
PROFILE = """\
# Ours.
name: 'Harbor Clinic'   # as on the door
phone: {number: '(212) 555-0110', note: {en: 'by day', es: 'de día'}}
after_hours_phone: "(212) 555-0111"
emergency: 911
arrival_desk: {en: 'Gate 2', es: 'Puerta 2'}
fever_threshold:
logo: ''  # none yet
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project with a clinic of its own, and a user with settings."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "settings"))
    start_project(tmp_path / "project")
    (tmp_path / "project" / "content" / "clinics" / "harbor.yaml").write_text(PROFILE, encoding="utf-8")
    return tmp_path / "project"


def edited(project: Path, **answers: str) -> Result:
    typed = "".join(f"{answers.get(key, '')}\n" for key in KEYS if key != "arrival_desk")
    return run("clinic", "edit", "harbor", cwd=project, typed=typed)


def profile(project: Path) -> str:
    return (project / "content" / "clinics" / "harbor.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["harbor", "Harbor", "HARBOR", "content/clinics/harbor.yaml"])
def test_a_clinic_by_its_name(project: Path, name: str) -> None:
    """--clinic takes the name of a profile in any case, or its path."""
    made = run("build", "--layout", "card", "--clinic", name, cwd=project)
    assert (made.exit_code, made.stderr) == (0, "")
    assert (project / "build" / "hand-washing-card-en-harbor.pdf").is_file()


def test_a_clinic_as_people_call_it(project: Path) -> None:
    """The clinic's own name finds the profile that `clinic new` made for it."""
    (project / "content" / "clinics" / "clinica-san-jose.yml").write_text("name: 'X'\n", encoding="utf-8")
    assert run("check", "--clinic", "Clínica San José", cwd=project).exit_code == 0


def test_every_command_knows_names(project: Path) -> None:
    """All commands that are about a clinic refuse an unknown one with the nearest and the list of them."""
    for command in ("build", "check", "preview", "print", "score", "fit", "watch", "clinic edit", "clinic use"):
        given = ("arbor",) if " " in command else ("--clinic", "arbor")
        refused = run(*command.split(), *given, cwd=project)
        assert refused.exit_code == 2
        assert "There is no clinic 'arbor'. Did you mean 'harbor'? The clinics are: example, harbor." in refused.stderr


def test_the_usual_clinic(project: Path) -> None:
    """`clinic use` makes a clinic the one of all commands, which say so; --clinic is for another once; `example`
    forgets it."""
    assert run("clinic", "use", "Harbor", cwd=project).stdout == "Your usual clinic is harbor.\n"
    made = run("build", "--layout", "card", cwd=project)
    assert made.stderr == "For your usual clinic, harbor. (For another: --clinic NAME)\n"
    assert made.stdout.splitlines()[0] == "build/hand-washing-card-en-harbor.pdf  1 page"
    assert run("build", "--layout", "card", "-q", cwd=project).stderr == ""
    other = run("build", "--layout", "card", "--clinic", "example", cwd=project)
    assert other.stdout.splitlines()[0] == "build/hand-washing-card-en.pdf  1 page"
    assert run("clinic", "use", "example", cwd=project).stdout == "You have no usual clinic.\n"
    assert run("build", "--layout", "card", cwd=project).stderr == ""


def test_a_usual_clinic_of_another_project(project: Path) -> None:
    """What is chosen for one project does not count in another."""
    start_project(project.parent / "other")
    run("clinic", "use", "harbor", cwd=project)
    assert run("build", "--layout", "card", cwd=project.parent / "other").stderr == ""


def test_a_usual_clinic_that_is_gone(project: Path) -> None:
    """Then nothing is made for a clinic that nobody meant."""
    run("clinic", "use", "harbor", cwd=project)
    (project / "content" / "clinics" / "harbor.yaml").unlink()
    refused = run("build", cwd=project)
    assert refused.exit_code == 2
    assert "The profile of your usual clinic is gone" in refused.stderr
    assert not (project / "build").exists()


def test_settings_that_are_broken_or_nowhere(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken settings are told with the remedy; without a folder for them nothing can be chosen."""
    folder = project.parent / "settings"
    folder.mkdir()
    for broken in ("{", '{"usual_clinics": [1]}', "\x80"):
        (folder / "settings.json").write_bytes(broken.encode("latin-1"))
        refused = run("build", cwd=project)
        assert (refused.exit_code, "(delete the file settings.json there)" in refused.stderr) == (1, True)
    monkeypatch.setenv(FOLDER, "")
    assert "there is no folder for your settings" in run("clinic", "use", "harbor", cwd=project).stderr
    assert run("build", "--layout", "card", cwd=project).exit_code == 0


def test_list(project: Path) -> None:
    """Each profile with its name for --clinic, the clinic's own, and what it lacks; the usual one is marked."""
    (project / "content" / "clinics" / "broken.yaml").write_text("nam: X\n", encoding="utf-8")
    run("clinic", "use", "harbor", cwd=project)
    assert run("clinic", "list", cwd=project).stdout.splitlines() == [
        "  broken   cannot be read: caresheet check --clinic broken",
        "  example  Example Clinic, no phone number for nights and weekends, no emergency number",
        "* harbor   Harbor Clinic",
        "* your usual clinic: content/clinics/harbor.yaml",
    ]


def test_enter_keeps_everything(project: Path) -> None:
    """Who only presses Enter leaves the file as it is, byte for byte."""
    asked = edited(project)
    assert asked.exit_code == 0
    assert profile(project) == PROFILE
    assert "Daytime phone number [(212) 555-0110]: " in asked.stdout
    assert "Where to go on arrival: has words for each language" in asked.stdout


def test_edit_changes_only_what_is_answered(project: Path) -> None:
    """A new answer takes the place of the old one, `-` empties it, a new key stands at the end; comments, notes, the
    logo and words for each language stay."""
    answers = {"name": "O'Hara's", "phone": "(212) 555-0199", "after_hours_phone": "-", "fever_threshold": "38 °C"}
    asked = edited(project, **answers, hospital="River")
    assert asked.exit_code == 0
    expected = (
        PROFILE.replace("'Harbor Clinic'", "'O''Hara''s'")
        .replace("(212) 555-0110", "(212) 555-0199")
        .replace('"(212) 555-0111"', "''")
        .replace("fever_threshold:", "fever_threshold: '38 °C'")
    )
    assert profile(project) == f"{expected}hospital: 'River'\n"
    assert "warning: no answer to 'Phone number for nights and weekends'" in asked.stderr


def test_an_old_answer_that_cannot_be_used_is_asked_again(project: Path) -> None:
    """Enter does not keep a number that nobody can dial."""
    path = project / "content" / "clinics" / "harbor.yaml"
    path.write_text("name: X\nemergency: '9l1'\n", encoding="utf-8")
    typed = "".join("\n911\n" if key == "emergency" else "\n" for key in KEYS)
    asked = run("clinic", "edit", "harbor", cwd=project, typed=typed)
    assert asked.exit_code == 0
    assert path.read_text(encoding="utf-8") == "name: X\nemergency: '911'\n"


@pytest.mark.parametrize("text", ["{name: X}\n", "name: X\nphone: [1]\n", "nam: X\n", "name: 'X\n"])
def test_a_file_that_cannot_be_changed_stays(project: Path, text: str) -> None:
    """A profile with faults, or without lines of its own, is told, and left as it is."""
    path = project / "content" / "clinics" / "harbor.yaml"
    path.write_text(text, encoding="utf-8")
    asked = run(
        "clinic", "edit", "harbor", cwd=project, typed="".join("9\n" if key == "hospital" else "\n" for key in KEYS)
    )
    assert asked.exit_code == 1
    assert "harbor.yaml:" in asked.stderr
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("ends", ["", "\n", "\n\n", "\r\n"])
def test_a_new_answer_has_a_line_of_its_own(project: Path, ends: str) -> None:
    """However the file ends, and with a byte order mark, too."""
    path = project / "content" / "clinics" / "harbor.yaml"
    path.write_bytes(f"\ufeffname: X{ends}".encode())
    assert (
        run(
            "clinic", "edit", "harbor", cwd=project, typed="".join("9\n" if key == "hospital" else "\n" for key in KEYS)
        ).exit_code
        == 0
    )
    assert path.read_text(encoding="utf-8-sig").split() == ["name:", "X", "hospital:", "'9'"]


def test_values_are_judged_at_once(project: Path) -> None:
    """What every build would say of a profile is said when it is written: a number without its area code, a letter that
    cannot be printed."""
    asked = edited(project, phone="555-0123", hospital="東京病院")
    assert "content/clinics/harbor.yaml:3:17: phone-number `phone` has seven digits" in asked.stderr
    assert "content/clinics/harbor.yaml:9:11: no-glyph `hospital`: the typeface does not have" in asked.stderr


def test_a_website_is_a_web_address(project: Path) -> None:
    """Anything else is asked again."""
    typed = "".join("ask us\nwww.example.org\n" if key == "website" else "\n" for key in KEYS if key != "arrival_desk")
    asked = run("clinic", "edit", "harbor", cwd=project, typed=typed)
    assert "This is not a web address. Write it like www.example.org." in asked.stderr
    assert profile(project).endswith("website: 'www.example.org'\n")


@pytest.mark.parametrize("text", ["name: ''\n", "phone: '(212) 555-0110'\n", "name:\n"])
def test_a_clinic_without_a_name_hands_out_nothing(project: Path, text: str) -> None:
    """Handouts that are made for a clinic say for which; those of the project's own example have a line to write on."""
    (project / "content" / "clinics" / "harbor.yaml").write_text(text, encoding="utf-8")
    refused = run("build", "--clinic", "harbor", cwd=project)
    assert refused.exit_code == 1
    assert "empty-value the clinic has no name (write the name that patients know)" in refused.stderr
    (project / "content" / "clinics" / "example.yaml").write_text(text, encoding="utf-8")
    assert run("build", "--layout", "card", cwd=project).exit_code == 0


def test_advice_for_editors_is_not_for_clinics(project: Path) -> None:
    """Who has a clinic's handouts made is told of its profile and nothing that only an editor can change, whether or
    not anything is made again; a build without a clinic and `check` tell it."""
    layout = project / "layouts" / "card.yaml"
    layout.write_text(
        layout.read_text(encoding="utf-8").replace("type: {body", "columns: 3\ntype: {body"), encoding="utf-8"
    )
    path = project / "content" / "clinics" / "harbor.yaml"
    path.write_text(PROFILE.replace("emergency: 911", "emergency: '9l1'"), encoding="utf-8")
    for command in (("build",), ("build",), ("print",), ("preview",)):
        made = run(*command, "--layout", "card", "--clinic", "harbor", cwd=project)
        assert [line.split()[:2] for line in made.stderr.splitlines()] == [
            ["content/clinics/harbor.yaml:5:12:", "unsafe-value"]
        ]
    assert "layouts/card.yaml" in run("build", "--layout", "card", cwd=project).stderr
    assert "layouts/card.yaml" in run("check", "--pages", "--clinic", "harbor", cwd=project).stdout
