"""A real folder: what lies in it is read, and nothing else ever is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests.source.trees import CLINIC, HERE, Memory, read, sample, small

from caresheet.model.problem import CaresheetError, Problem
from caresheet.source import Folder, read_project

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights that a Windows user lacks")


def lay(root: Path, tree: dict[str, bytes]) -> Folder:
    for path, data in tree.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return Folder(root)


def refused(folder: Folder) -> tuple[Problem, ...]:
    with pytest.raises(CaresheetError) as caught:
        read_project(folder, (folder, CLINIC))
    return caught.value.problems


def refusal(folder: Folder, path: str) -> str:
    with pytest.raises(CaresheetError) as caught:
        folder.read(path)
    (problem,) = caught.value.problems
    assert str(problem.position) == f"{path}:1:1"
    return problem.rule.name


def test_folder_is_what_memory_is() -> None:
    """A project reads the same from the disk as from memory."""
    folder = Folder(HERE / "sample")
    assert read_project(folder, (folder, CLINIC)) == read(sample())
    assert folder.paths() == Memory(sample()).paths()


def test_only_the_project_is_walked(tmp_path: Path) -> None:
    """Hidden files, and whatever lies beside content, layouts and labels, are not listed."""
    folder = lay(tmp_path, small() | {"build/a.yaml": b"", "content/.git/b.yaml": b"", "content/walking/.en.yaml": b""})
    assert folder.paths() == tuple(sorted(small()))


@pytest.mark.parametrize(
    "path", ["../secret", "content/../../secret", "/etc/hostname", "C:/secret", "content\\..\\secret", ".."]
)
def test_paths_that_lead_out(tmp_path: Path, path: str) -> None:
    """No way of writing a path leads out of the project."""
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    folder = lay(tmp_path / "project", small())
    assert refusal(folder, path) in {"outside-project", "not-readable"}
    assert refusal(folder, "../secret") == "outside-project"


@needs_links
def test_links_that_lead_out(tmp_path: Path) -> None:
    """A link to a file outside is refused; one inside the project is followed."""
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    folder = lay(tmp_path / "project", small())
    (tmp_path / "project/content/out.png").symlink_to(tmp_path / "secret")
    (tmp_path / "project/content/in.yaml").symlink_to(tmp_path / "project/layouts/card.yaml")
    assert refusal(folder, "content/out.png") == "outside-project"
    assert folder.read("content/in.yaml") == small()["layouts/card.yaml"]


@needs_links
def test_language_file_that_is_a_link_out(tmp_path: Path) -> None:
    """A content file that is a link to somewhere else is refused at its name."""
    (tmp_path / "en.yaml").write_bytes(small()["content/walking/en.yaml"])
    folder = lay(tmp_path / "project", small())
    (tmp_path / "project/content/walking/en.yaml").unlink()
    (tmp_path / "project/content/walking/en.yaml").symlink_to(tmp_path / "en.yaml")
    assert [str(problem)[:46] for problem in refused(folder)] == ["content/walking/en.yaml:1:1: outside-project t"]


@needs_links
def test_picture_that_is_a_link_out(tmp_path: Path) -> None:
    """A picture that is a link to somewhere else is refused where it is named."""
    (tmp_path / "secret.png").write_bytes(sample()["content/walking/path.png"])
    english = small()["content/walking/en.yaml"].replace(b"It does you good.", b"figure: {image: a.png, alt: A path}")
    folder = lay(tmp_path / "project", small() | {"content/walking/en.yaml": english})
    (tmp_path / "project/content/walking/a.png").symlink_to(tmp_path / "secret.png")
    assert [str(problem)[:44] for problem in refused(folder)] == ["content/walking/en.yaml:10:25: outside-proje"]


@needs_links
def test_folders_that_are_links(tmp_path: Path) -> None:
    """A linked folder inside the project is walked, a circle ends, and one that leads out is refused."""
    folder = lay(tmp_path / "project", small())
    content = tmp_path / "project/content"
    (content / "again").symlink_to(content / "walking", target_is_directory=True)
    (content / "walking/circle").symlink_to(content, target_is_directory=True)
    assert "content/again/en.yaml" in folder.paths()
    (content / "out").symlink_to(tmp_path, target_is_directory=True)
    assert [problem.rule.name for problem in refused(folder)] == ["outside-project"]


def test_file_that_is_none(tmp_path: Path) -> None:
    """A folder under a file's name, a missing file, and a name that no file can have are not readable."""
    folder = lay(tmp_path, small())
    (tmp_path / "layouts/other.yaml").mkdir()
    assert refusal(folder, "layouts/other.yaml") == "not-readable"
    assert refusal(folder, "layouts/none.yaml") == "not-readable"
    assert refusal(folder, "layouts/\0.yaml") == "not-readable"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe would never end: it is refused unread."""
    folder = lay(tmp_path, small())
    os.mkfifo(tmp_path / "layouts/pipe.yaml")
    assert [str(problem)[:41] for problem in refused(folder)] == ["layouts/pipe.yaml:1:1: not-readable this "]


def test_large_files_are_refused_unread(tmp_path: Path) -> None:
    """A YAML file beyond 4 MB and any file beyond 40 MB is refused by its size alone."""
    folder = lay(tmp_path, small())
    for name, size in (("content/a.yaml", 50_000_000), ("content/a.png", 50_000_000), ("content/b.png", 3_000_000)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    assert refusal(folder, "content/a.yaml") == "file-too-large"
    assert refusal(folder, "content/a.png") == "file-too-large"
    assert len(folder.read("content/b.png")) == 3_000_000


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_file_without_leave(tmp_path: Path) -> None:
    """A file that may not be read is not readable, with the system's reason."""
    folder = lay(tmp_path, small())
    (tmp_path / "layouts/card.yaml").chmod(0)
    assert refusal(folder, "layouts/card.yaml") == "not-readable"


def test_clinic_from_elsewhere(tmp_path: Path) -> None:
    """A profile outside of the project is read from its own folder, with its own logo."""
    project = lay(tmp_path / "project", small())
    picture = sample()["content/walking/path.png"]
    elsewhere = lay(tmp_path / "desk", {"mine.yaml": b"name: Mine\nlogo: logo.png\n", "logo.png": picture})
    clinic = read_project(project, (elsewhere, "mine.yaml")).clinic
    assert (clinic.name, clinic.text("name")) == ("mine", "Mine")
    assert clinic.logo
    assert clinic.logo.data == picture
