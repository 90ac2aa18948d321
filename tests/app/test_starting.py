"""What stands around a new project works there: its workflow, its editor settings, what git leaves out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from tests.mistakes.program import run

from caresheet.app.starting import SCHEMAS, start_project
from caresheet.source.schemas import schema

ROOT = Path(__file__).parents[2]
GIT = shutil.which("git") or ""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project."""
    start_project(tmp_path / "project")
    return tmp_path / "project"


def steps(project: Path) -> list[str]:
    """The commands of the workflow, in order."""
    workflow: Any = yaml.safe_load((project / ".github" / "workflows" / "handouts.yml").read_text(encoding="utf-8"))
    return [step["run"] for step in workflow["jobs"]["handouts"]["steps"] if "run" in step]


def test_the_workflow_works_there(project: Path) -> None:
    """The workflow installs caresheet from where the repository says or from the package index, and its other commands
    find nothing wrong with a new project."""
    install, *others = steps(project)
    assert install == 'python -m pip install "${CARESHEET_SOURCE:-caresheet}"'
    for command in others:
        name, *arguments = command.split()
        assert name == "caresheet"
        done = run(*arguments, cwd=project)
        assert done.exit_code == 0, done.output
    assert sorted(path.suffix for path in (project / "public").iterdir()) == [".json", ".pdf", ".pdf"]


@pytest.mark.long
@pytest.mark.skipif(os.name == "nt", reason="the steps are of a shell")
@pytest.mark.parametrize("source", ["", "wheel"])
def test_the_workflow_runs_from_the_wheel(project: Path, tmp_path: Path, source: str) -> None:
    """The steps as they are written run one after the other in a shell with nothing but Python: what they install is
    the wheel that this project builds, from an index or by its path."""
    wheels = tmp_path / "wheels"
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(wheels), str(ROOT)]
    subprocess.run(build, check=True)
    (wheel,) = wheels.iterdir()
    environment = empty_environment(tmp_path) | {"PIP_FIND_LINKS": str(wheels), "PIP_NO_INDEX": "1"}
    environment["CARESHEET_SOURCE"] = str(wheel) if source else ""
    for command in steps(project):
        done = subprocess.run(
            ["/bin/sh", "-ec", command],
            cwd=project,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (project / "public" / "hand-washing-card-en.pdf").is_file()
    where = subprocess.run(
        ["/bin/sh", "-c", "python -c 'import caresheet; print(caresheet.__file__)'"],
        cwd=project,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(tmp_path)


def empty_environment(folder: Path) -> dict[str, str]:
    """The variables of a shell whose `python` has all that caresheet stands on, and not caresheet."""
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    packages = folder / "packages"
    packages.mkdir()
    for entry in Path(next(path for path in sys.path if path.endswith("site-packages"))).iterdir():
        if (
            "caresheet" not in entry.name
            and entry.suffix != ".pth"
            and not entry.name.startswith(("pip", "setuptools"))
        ):
            (packages / entry.name).symlink_to(entry)
    (site / "packages.pth").write_text(f"{packages}\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return kept | {"PATH": f"{folder / 'venv' / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin"}


def test_every_file_has_its_schema(project: Path) -> None:
    """The editor is told for each YAML file of a project by which one schema it is completed, and that accepts it."""
    settings = json.loads((project / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert set(settings) == {f".vscode/schemas/{kind}.json" for kind in SCHEMAS}
    seen = set()
    for path in sorted(path for name in ("content", "layouts") for path in (project / name).rglob("*.yaml")):
        name = path.relative_to(project).as_posix()
        (found,) = [where for where, patterns in settings.items() if matches(name, patterns)]
        seen.add(found)
        kind = json.loads((project / found).read_text(encoding="utf-8"))
        assert kind == json.loads(schema(Path(found).stem))
        # as text: dates are no JSON, and the program reads every value as typed
        jsonschema_rs.validate(
            kind, json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
        )
    assert len(seen) == len(SCHEMAS) - 1, "all kinds but labels, which a new project has none of"


def matches(name: str, patterns: str | list[str]) -> bool:
    """Whether an editor takes the file for one of these, as the language server for YAML reads its settings."""
    given = [patterns] if isinstance(patterns, str) else patterns
    wanted = any(fnmatch(name, pattern) for pattern in given if not pattern.startswith("!"))
    return wanted and not any(fnmatch(name, pattern[1:]) for pattern in given if pattern.startswith("!"))


@pytest.mark.skipif(not GIT, reason="there is no git")
def test_git_leaves_out_what_is_made_and_what_is_private(project: Path) -> None:
    """After a build, with messages and a list of readers in the folder, git would only keep what somebody wrote; a
    folder that is already a repository can become a project."""
    assert run("build", "--layout", "card", cwd=project).exit_code == 0
    assert run("build", "--layout", "card", "--out", "public", cwd=project).exit_code == 0
    (project / "out").mkdir()
    for private in ("out/001.eml", "families.csv"):
        (project / private).write_text("ana@family.example", encoding="utf-8")
    again = project.parent / "again"
    for folder in (project, again):
        subprocess.run([GIT, "init", "-q", str(folder)], check=True)
    start_project(again)
    kept = [
        subprocess.run([GIT, "status", "-s", "-uall"], cwd=each, capture_output=True, encoding="utf-8", check=True)
        for each in (project, again)
    ]
    assert kept[0].stdout == kept[1].stdout
    assert "content/hand-washing/en.yaml" in kept[0].stdout


def test_the_hook_checks_the_project(project: Path) -> None:
    """The hook of pre-commit runs a command that passes on a new project, for the files that handouts are made from."""
    config: Any = yaml.safe_load((project / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    ((hook,),) = [repository["hooks"] for repository in config["repos"]]
    name, *arguments = hook["entry"].split()
    assert (name, hook["language"]) == ("caresheet", "system")
    assert run(*arguments, "content/hand-washing/en.yaml", cwd=project).exit_code == 0
