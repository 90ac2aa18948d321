"""`caresheet init` makes a project that builds at once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_init_then_build(caresheet: Run, tmp_path: Path) -> None:
    """The command that init names makes the handouts, without a word on stderr."""
    made = caresheet("init", "my sheets")
    assert made.returncode == 0, made.stderr
    assert 'caresheet build --project "my sheets"' in made.stdout
    built = caresheet("build", "--project", "my sheets")
    assert (built.returncode, built.stderr) == (0, "")
    names = sorted(path.name for path in (tmp_path / "my sheets" / "build").iterdir())
    assert names == ["hand-washing-card-en.pdf", "hand-washing-leaflet-en.pdf", "manifest.json"]


def test_init_here(caresheet: Run, tmp_path: Path) -> None:
    """In the current folder, the next command needs no folder."""
    assert caresheet("init", ".").stdout.endswith("caresheet build\n")
    assert caresheet("list").returncode == 0
    assert (tmp_path / "content" / "hand-washing" / "en.yaml").is_file()


def test_init_refuses_a_folder_in_use(caresheet: Run, tmp_path: Path) -> None:
    """A folder with anything in it stays as it is."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    refused = caresheet("init", ".")
    assert refused.returncode == 1
    assert refused.stderr == "not-writable . is not empty (name a folder that is new or empty)\n"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_init_where_a_file_is(caresheet: Run, tmp_path: Path) -> None:
    """A file in the folder's place is a message, and stays."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert caresheet("init", "file").returncode == 2
    below = caresheet("init", "file/project")
    assert below.returncode == 1
    assert "is not a folder" in below.stderr
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_starter_explains_itself(starter: Path) -> None:
    """Every file of the starter project opens with a comment, and is plain UTF-8 with line feeds."""
    files = sorted(starter.rglob("*.yaml"))
    assert len(files) >= 6
    for path in files:
        data = path.read_bytes()
        assert data.startswith(b"# ")
        assert b"\r" not in data
        assert b"\t" not in data
