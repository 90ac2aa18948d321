"""A project on the disk, read for the tests of app."""

from __future__ import annotations

from pathlib import Path

from caresheet.model.project import Project
from caresheet.source import Folder, read_project

TOPIC = "hand-washing"
CLINIC = "content/clinics/example.yaml"
ENGLISH = f"content/{TOPIC}/en.yaml"


def opened(root: Path) -> Project:
    """The project in a folder, with its usual clinic."""
    files = Folder(root)
    return read_project(files, (files, CLINIC))


def change(path: Path, old: str, new: str) -> None:
    """Replace words of a file that are there exactly once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def misspell(root: Path, topic: str = TOPIC, file: str = "en.yaml") -> None:
    """Misspell a key of one file of a topic, which keeps the whole file from being read."""
    change(root / "content" / topic / file, "\ntitle:", "\ntitel:")
