"""The handouts that the package carries: the repository's own, in a checkout as in a wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from caresheet.app.requests import RequestError
from caresheet.app.starting import carried, carried_topics, start_project

ROOT = Path(__file__).parents[2]
TOPIC = "cytokine-storm"


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel installs."""
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_wheel_carries_the_repository_s_own_files(unpacked: Path) -> None:
    """Content and layouts in the wheel are those of the repository, byte for byte, and all of them."""
    for name in ("content", "layouts"):
        assert files_below(unpacked / "caresheet/carried" / name) == files_below(ROOT / name)


def test_project_from_the_wheel_in_an_empty_folder(unpacked: Path, tmp_path: Path) -> None:
    """Without a checkout, an installed wheel makes a project of the topic, and its handouts can be made."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "caresheet", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    made = run("init", "--from", TOPIC, "ours")
    assert (made.returncode, made.stderr) == (0, "")
    assert f"the handouts of {TOPIC}" in made.stdout
    built = run("build", "--project", "ours", "--layout", "wall-card", "--lang", "en", "--quiet")
    assert built.returncode == 0, built.stderr
    assert list(tmp_path.rglob("*.pdf"))


def test_project_of_a_topic(tmp_path: Path) -> None:
    """It has the topic, the clinics and all layouts as they are here, and what editors need; no other topic."""
    assert carried_topics() == (TOPIC,)
    start_project(tmp_path / "ours", TOPIC)
    made = files_below(tmp_path / "ours")
    for name in ("content", "layouts"):
        assert files_below(tmp_path / "ours" / name) == files_below(ROOT / name)
    assert ".vscode/schemas/topic.json" in made
    assert ".gitignore" in made
    assert {str(path) for path, _ in carried(TOPIC)} <= made.keys()


def test_unknown_topic_is_refused(tmp_path: Path) -> None:
    """A topic that the package does not have is refused with a list of those that it has; nothing is written."""
    with pytest.raises(RequestError, match="there is no topic 'storm'"):
        start_project(tmp_path / "ours", "storm")
    assert not (tmp_path / "ours").exists()
