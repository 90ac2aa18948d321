"""The README keeps its word: the two commands are those of the CI, and what its examples say is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.house.documents import README, ROOT

from caresheet import open_project
from caresheet.fonts.families import family_of


def text() -> str:
    return README.read_text(encoding="utf-8")


def test_it_is_short() -> None:
    """A nurse reads it: at most 250 lines."""
    assert len(text().splitlines()) <= 250


def test_ci_runs_the_readme_commands() -> None:
    """What .ci/run runs are the two commands of the README, as printed."""
    row = next(line for line in text().splitlines() if line.startswith("| Linux, macOS | `python3"))
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = re.findall(r"`([^`]+)`", row)
    assert len(commands) == 2
    for command in commands:
        assert command in script


def test_the_line_after_set_up_finds_the_program(tmp_path: Path) -> None:
    """After the set-up and the line for Linux and macOS, `caresheet` is a command in the same shell."""
    line = re.findall(r"^\| Linux, macOS \| `(\. [^`]+)` \|$", text(), re.MULTILINE)
    assert line == [". .venv/bin/activate"]
    if os.name == "nt" or not (Path(sys.prefix) / "bin" / "activate").is_file():
        pytest.skip("the tests do not run in a virtual environment of Linux or macOS")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    found = subprocess.run(
        ["/bin/sh", "-c", f"{line[0]} && command -v caresheet"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert found.stdout.strip().endswith("bin/caresheet")


@pytest.fixture
def clinic_project(tmp_path: Path) -> Path:
    """The project as a fresh clone has it."""
    for name in ("content", "layouts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_clinic_staff_see_what_is_printed(caresheet: Run, clinic_project: Path) -> None:
    """`clinic new` ends with the two lines that the README shows, and its command makes the Spanish card."""
    shown = re.search(r"```\n(The profile is in .*?)```", text(), re.DOTALL)
    assert shown
    asked = caresheet("clinic", "new", cwd=clinic_project, typed="Riverside\n\n\n555-0111\n911\n" + "\n" * 20)
    assert asked.stdout.endswith(shown[1]), asked.stdout
    command = re.search(r"^\$ caresheet (build --clinic .*) --open$", text(), re.MULTILINE)
    assert command
    built = caresheet(*command[1].split(), cwd=clinic_project)
    assert built.returncode == 0, built.stderr
    assert (clinic_project / "build").is_dir()
    assert [path.suffix for path in sorted((clinic_project / "build").iterdir())] == [".pdf", ".json"]


def test_editors_see_what_is_printed(caresheet: Run, tmp_path: Path) -> None:
    """The commands for editors work, and the mistake that the README shows is told in these words at this place."""
    assert "$ caresheet init my-project\n$ cd my-project\n$ caresheet build\n" in text()
    assert caresheet("init", "my-project").returncode == 0
    project = tmp_path / "my-project"
    assert caresheet("build", cwd=project).returncode == 0
    page = project / "content" / "hand-washing" / "en.yaml"
    words = page.read_text(encoding="utf-8")
    assert words.count("\ntitle:") == 1
    shown = re.search(r"<!-- shown: mistake -->\n```\n(.*)\n```", text())
    assert shown
    page.write_text(words.replace("\ntitle:", "\ntitel:"), encoding="utf-8")
    told = caresheet("build", cwd=project)
    assert told.returncode == 1
    assert shown[1] in told.stderr.splitlines()


def test_ci_commands_work(caresheet: Run, starter: Path) -> None:
    """The two commands for continuous integration find nothing wrong in a whole project, and end as shown."""
    for command in ("build --out public/ --quiet", "verify public/"):
        assert f"$ caresheet {command}\n" in text()
        done = caresheet(*command.split(), cwd=starter)
        assert done.returncode == 0, done.stderr
    # a fresh clone has no fonts but those that come with caresheet, and the languages that need others are left out
    made = [each for each in open_project(ROOT).handouts() if not family_of(each.language).extra]
    assert f"…\n{done.stdout.splitlines()[-1].replace('2 files', f'{len(made)} files')}\n```" in text()


def test_reviewers_see_what_is_printed(caresheet: Run, clinic_project: Path) -> None:
    """The review begins as the README shows; nothing is recorded when nobody answers."""
    shown = re.search(r"^\$ caresheet (review .*)\n((?:.*\n)+?)```", text(), re.MULTILINE)
    assert shown
    asked = caresheet(*shown[1].split(), cwd=clinic_project)
    assert asked.stdout.startswith("\n".join(shown[2].splitlines()))
    assert not (clinic_project / "content" / "cytokine-storm" / "reviews").exists()


def test_coordinators_see_what_is_printed(caresheet: Run, clinic_project: Path) -> None:
    """A draft is refused with the message that the README shows."""
    command = re.search(r"^    caresheet (email .*)$", text(), re.MULTILINE)
    shown = re.search(r"^content/\S+ not-reviewed .*$", text(), re.MULTILINE)
    assert command
    assert shown
    profile = "name: Riverside\nafter_hours_phone: '(555) 555-0111'\nemergency: '911'\n"
    (clinic_project / "content" / "clinics" / "riverside.yaml").write_text(profile, encoding="utf-8")
    sender = {"CARESHEET_MAIL_FROM": "team@example.org", "CARESHEET_OUTBOX": str(clinic_project / "outbox")}
    refused = caresheet(*command[1].split(), cwd=clinic_project, typed="maria@example.org\n", environment=sender)
    assert refused.returncode == 1
    assert without_line(shown[0]) in map(without_line, refused.stderr.splitlines())


def without_line(told: str) -> str:
    """A problem without its line and column, which move with every change of the content."""
    return re.sub(r":\d+:\d+:", ":", told)


def test_python_example_works() -> None:
    """The example for developers runs in the project's folder, and prints what the handouts are."""
    code = re.search(r"```python\n(.*?)```", text(), re.DOTALL)
    assert code
    done = subprocess.run([sys.executable, "-c", code[1]], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "cytokine-storm-red-flag-card-en.pdf 1\n"
