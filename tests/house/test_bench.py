"""The benchmark still runs: it is written against the rooms themselves, so a change of a room can break it unseen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.bench import copies, phases
from tests.bench.handout import own_parts, write_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_project(own_parts(), tmp_path / "project", 3)
    return tmp_path / "project"


def test_copies_differ(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each copy is made for another clinic, and what it took is printed as JSON."""
    monkeypatch.setattr(sys, "argv", ["copies", str(project), "2", str(tmp_path / "out")])
    copies.main()
    assert json.loads(capsys.readouterr().out)["pages"] >= 1
    first, second = sorted((tmp_path / "out").iterdir())
    assert first.read_bytes() != second.read_bytes()


def test_every_room_is_timed(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The walk through the rooms goes all the way to the written file."""
    monkeypatch.setattr(sys, "argv", ["phases", str(project), "1"])
    phases.main()
    rooms = json.loads(capsys.readouterr().out)
    assert {"read", "compose", "lay out", "paint", "prove", "write"} <= rooms.keys()
