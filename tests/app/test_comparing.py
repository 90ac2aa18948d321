"""Two states of a project are compared without a terminal, and without touching any file."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.app.projects import ENGLISH, change, opened

from caresheet.app.comparing import compare, comparison_json, read_state
from caresheet.app.requests import RequestError


def test_changes_of_wording(starter: Path) -> None:
    """The same project has none; a changed sentence is told with both wordings; a topic that is gone has no digest."""
    before = opened(starter)
    assert compare(before, before).is_same
    change(starter / ENGLISH, "Rinse both hands.", "Rinse.")
    comparison = compare(before, opened(starter))
    assert not comparison.is_same
    (topic,) = comparison.topics
    (changed,) = topic.changes
    assert changed.old is not None
    assert changed.new is not None
    assert (changed.old.words, changed.new.words) == ("Rinse both hands.", "Rinse.")
    assert topic.old_sha256 != topic.new_sha256
    shutil.copytree(starter / "content" / "hand-washing", starter / "content" / "other")
    (_, other) = compare(opened(starter), before).topics
    assert (other.topic, other.new_sha256) == ("other", None)
    assert all(each.new is None for each in other.changes)
    assert json.loads(comparison_json(comparison))["topics"][0]["changes"][0]["new"] == "Rinse."


def test_revisions(starter: Path) -> None:
    """A project is read as git has it, or from another folder; a name that git does not know is a request that cannot
    be met."""
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "first")):
        subprocess.run([*git, *command], cwd=starter, check=True)
    now = read_state(str(starter), None)
    (starter / ENGLISH).unlink()
    assert compare(now, read_state("HEAD", starter)).is_same
    with pytest.raises(RequestError, match="'nowhere' is not a git revision"):
        read_state("nowhere", starter)
