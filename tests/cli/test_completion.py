"""Tab offers what the project has: topics, layouts, languages and clinics."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from tests.conftest import Run

from caresheet.app.starting import start_project
from caresheet.cli.main import command_line


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two languages and two clinics."""
    root = tmp_path_factory.mktemp("completion") / "project"
    start_project(root)
    topic = root / "content" / "hand-washing"
    (topic / "es.yaml").write_bytes((topic / "en.yaml").read_bytes())
    (root / "content" / "clinics" / "riverside.yaml").write_text("name: Riverside\n", encoding="utf-8")
    return root


def offered(folder: Path, *words: str, typed: str = "") -> list[str]:
    with contextlib.chdir(folder):
        shell = ShellComplete(command_line, {}, "caresheet", "_CARESHEET_COMPLETE")
        return [item.value for item in shell.get_completions(list(words), typed)]


@pytest.mark.parametrize("command", ["build", "preview", "print", "watch", "fit", "score"])
def test_commands_that_make_handouts(project: Path, command: str) -> None:
    """Topics stand alone; layouts, languages and clinics behind their options; a base layout is none."""
    assert offered(project, command) == ["hand-washing"]
    assert offered(project, command, "--layout") == ["card", "leaflet"]
    assert offered(project, command, "--lang") == ["en", "es"]
    assert offered(project, command, "--clinic") == ["example", "riverside"]


def test_other_commands(project: Path) -> None:
    """Wherever a name is asked for, it is offered."""
    assert offered(project, "check", "--topic") == ["hand-washing"]
    assert offered(project, "verify", "--layout") == ["card", "leaflet"]
    assert offered(project, "email", "--lang") == ["en", "es"]
    assert offered(project, "review", "hand-washing", "--lang") == ["en", "es"]
    assert offered(project, "new", "language", "fr") == ["hand-washing"]
    assert offered(project, "clinic", "use") == offered(project, "clinic", "edit") == ["example", "riverside"]


def test_what_was_begun(project: Path) -> None:
    """Only names that begin so are offered, in whatever case; a path is left to the shell."""
    assert offered(project, "build", "--clinic", typed="RIV") == ["riverside"]
    assert offered(project, "build", "--clinic", typed="content/") == ["content/"]
    assert offered(project, "build", typed="x") == []


def test_another_project(project: Path, tmp_path: Path) -> None:
    """Names are those of --project; where there is no project, nothing is offered, and nothing goes wrong."""
    assert offered(tmp_path, "build", "--project", str(project), "--layout") == ["card", "leaflet"]
    assert offered(tmp_path, "build", "--layout") == []


def test_a_broken_project(tmp_path: Path) -> None:
    """Files that cannot be read as YAML or as UTF-8 take nothing away from the other names."""
    for name in ("content", "layouts"):
        (tmp_path / name).mkdir()
    (tmp_path / "layouts" / "card.yaml").write_bytes(b"audience: \xff\n  - [")
    assert offered(tmp_path, "build", "--layout") == ["card"]


def test_the_line_for_a_shell_works(caresheet: Run, project: Path) -> None:
    """What bash asks is answered line by line."""
    asked = {"_CARESHEET_COMPLETE": "bash_complete", "COMP_WORDS": "caresheet build --layout ", "COMP_CWORD": "3"}
    assert caresheet(cwd=project, environment=asked).stdout == "plain,card\nplain,leaflet\n"
