"""Two states of a project are compared without a terminal, and without touching any file."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from caresheet.app.comparison import compare, comparison_json, files_at
from caresheet.app.requests import RequestError
from caresheet.model.project import Project
from caresheet.source import Folder, read_project

CLINIC = "content/clinics/example.yaml"
ENGLISH = "content/hand-washing/en.yaml"


def project(root: Path) -> Project:
    files = Folder(root)
    return read_project(files, (files, CLINIC))


def test_changes_of_wording(starter: Path) -> None:
    """The same project has none; a changed sentence is told with both wordings; a topic that is gone has no digest."""
    before = project(starter)
    assert compare(before, before).is_same
    path = starter / ENGLISH
    path.write_text(path.read_text("utf-8").replace("Rinse both hands.", "Rinse."), encoding="utf-8")
    comparison = compare(before, project(starter))
    assert not comparison.is_same
    (topic,) = comparison.topics
    (change,) = topic.changes
    assert change.old is not None
    assert change.new is not None
    assert (change.old.words, change.new.words) == ("Rinse both hands.", "Rinse.")
    assert topic.old_sha256 != topic.new_sha256
    shutil.copytree(starter / "content" / "hand-washing", starter / "content" / "other")
    (_, other) = compare(project(starter), before).topics
    assert (other.topic, other.new_sha256) == ("other", None)
    assert all(change.new is None for change in other.changes)
    assert json.loads(comparison_json(comparison))["topics"][0]["changes"][0]["new"] == "Rinse."


def test_revisions(starter: Path) -> None:
    """A project is read as git has it; a name that git does not know is a request that cannot be met."""
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run([*git, *command], cwd=starter, check=True)
    now = project(starter)
    (starter / ENGLISH).unlink()
    files = files_at("HEAD", starter)
    assert compare(now, read_project(files, (files, CLINIC))).is_same
    with pytest.raises(RequestError, match="'nowhere' is not a git revision"):
        files_at("nowhere", starter)
