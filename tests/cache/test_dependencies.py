"""Asking again: the same answers as long as the files are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from caresheet.model.dependencies import Recorder, unchanged
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError
from caresheet.source import Folder


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, text in {"content/a/en.yaml": "one", "content/a/es.yaml": "uno", "layouts/card.yaml": "two"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def asked(files: Files) -> Recorder:
    """A recorder that was asked for the list, two files, one of them twice, and one that is not there."""
    recorder = Recorder(files, "project")
    assert "content/a/en.yaml" in recorder.paths()
    assert [recorder.read("content/a/en.yaml") for _ in range(2)] == [b"one", b"one"]
    recorder.read("layouts/card.yaml")
    with pytest.raises(CaresheetError):
        recorder.read("content/logo.png")
    return recorder


def test_nothing_changed(tree: Path) -> None:
    """The same folder answers the same, whatever was written again with the same bytes; so does a copy of it."""
    dependencies = asked(Folder(tree)).dependencies
    assert len(dependencies) == 4
    (tree / "content/a/en.yaml").write_text("one", encoding="utf-8")
    assert unchanged(dependencies, {"project": Folder(tree)})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/a/en.yaml", "One"),
        ("layouts/card.yaml", ""),
        ("content/a/fr.yaml", "un"),
        ("content/logo.png", "now there"),
        ("labels/en.yaml", "own"),
    ],
)
def test_a_change_is_seen(tree: Path, path: str, text: str) -> None:
    """A file that was read has other bytes, one more is there, or one that was missing."""
    dependencies = asked(Folder(tree)).dependencies
    (tree / path).parent.mkdir(exist_ok=True)
    (tree / path).write_text(text, encoding="utf-8")
    assert not unchanged(dependencies, {"project": Folder(tree)})


def test_a_file_that_nobody_read_may_change(tree: Path) -> None:
    """What was not read decided nothing."""
    dependencies = asked(Folder(tree)).dependencies
    (tree / "content/a/es.yaml").write_text("dos", encoding="utf-8")
    assert unchanged(dependencies, {"project": Folder(tree)})


def test_a_file_that_is_gone_is_seen(tree: Path) -> None:
    """So is a tree that is not there at all."""
    dependencies = asked(Folder(tree)).dependencies
    (tree / "layouts/card.yaml").unlink()
    assert not unchanged(dependencies, {"project": Folder(tree)})
    assert not unchanged(dependencies, {})
