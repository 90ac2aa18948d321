"""What killed programs left is taken away; what others are writing is not."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from caresheet.delivery import remove_leftovers, write_file

WRITER = """
import sys
from pathlib import Path
from caresheet.delivery import write_file

while True:
    write_file(bytes(3_000_000), Path(sys.argv[1]), outside=True)
    print(end=".", flush=True)
"""


def killed_while_writing(target: Path) -> list[Path]:
    """What is left half written by a program that is killed at work; started anew until something is."""
    for _ in range(40):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.read(2)
            time.sleep(0.003)
            writer.kill()
        left = list(target.parent.parent.glob(".caresheet-*.part"))
        if left:
            return left
    return []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell which process is gone")
def test_a_killed_program_leaves_nothing_in_the_folder(tmp_path: Path) -> None:
    """A program killed in the middle of writing leaves a whole file in the folder and nothing else; its half-written
    one lies outside and is swept away."""
    target = tmp_path / "build" / "card.pdf"
    left = killed_while_writing(target)
    assert left
    assert list(target.parent.iterdir()) == [target]
    assert target.read_bytes() == bytes(3_000_000)
    remove_leftovers(target.parent, time.time())
    assert list(tmp_path.rglob(".*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell which process is gone")
def test_what_is_being_written_stays(tmp_path: Path) -> None:
    """A program that is still at work keeps its file."""
    target = tmp_path / "build" / "card.pdf"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        for _ in range(10):
            writer.stdout.read(1)
            remove_leftovers(target.parent, time.time())
        writer.send_signal(signal.SIGSTOP)
        before = list(tmp_path.rglob(".*"))
        remove_leftovers(target.parent, time.time())
        assert list(tmp_path.rglob(".*")) == before
        assert writer.poll() is None
        writer.kill()


@pytest.mark.parametrize(
    "name", [".caresheet-0badcafe-1-00.part", ".caresheet--1-00.part", ".caresheet-of-somebody.part"]
)
def test_of_other_machines_only_old_ones_go(tmp_path: Path, name: str) -> None:
    """Whether they still run cannot be asked: an hour says it. What is called otherwise is never touched."""
    (tmp_path / "build").mkdir()
    part, other = tmp_path / "build" / name, tmp_path / "build" / ".caresheet.part"
    for path in (part, other):
        path.write_bytes(b"half")
        os.utime(path, (1000, 1000))
    remove_leftovers(tmp_path / "build", 1000 + 3599)
    assert part.exists()
    remove_leftovers(tmp_path / "build", 1000 + 3601)
    assert not part.exists()
    assert other.exists()


def test_on_another_disk_it_is_written_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder above lies on another disk, or may not be written to, the file still arrives whole."""
    move = Path.replace

    def move_on_one_disk(path: Path, target: Path) -> Path:
        if path.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", move_on_one_disk)
    target = tmp_path / "build" / "card.pdf"
    write_file(b"whole", target, outside=True)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [target]
    assert target.read_bytes() == b"whole"
