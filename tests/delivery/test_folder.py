"""Files are written whole or not at all, and what stands in the way is said in words."""

from __future__ import annotations

import os
import stat
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from caresheet.delivery import deliver, write_file
from caresheet.model.artifact import Artifact
from caresheet.model.problem import CaresheetError

CARD = Artifact("topic-card-en.pdf", "application/pdf", b"%PDF-new", 1, "")


def refusal(artifact: Artifact, folder: Path) -> str:
    with pytest.raises(CaresheetError) as caught:
        deliver(artifact, folder)
    (problem,) = caught.value.problems
    assert problem.rule.name == "not-writable"
    return f"{problem.message} ({problem.hint})"


def test_delivered_whole(tmp_path: Path) -> None:
    """The file has exactly the artifact's bytes and name, in a folder that did not exist, and stands there alone."""
    path = deliver(CARD, tmp_path / "new" / "folder")
    assert path == tmp_path / "new" / "folder" / "topic-card-en.pdf"
    assert path.read_bytes() == CARD.data
    assert list(path.parent.iterdir()) == [path]


def test_replaces_the_old_file(tmp_path: Path) -> None:
    """A file of the same name is replaced."""
    (tmp_path / "topic-card-en.pdf").write_bytes(b"old and longer than the new one")
    assert deliver(CARD, tmp_path).read_bytes() == CARD.data


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes the user's folder as a whole")
def test_private_from_the_first_byte(tmp_path: Path) -> None:
    """What is private cannot be read by others at any moment, however the user's other files are made."""
    seen: set[int] = set()
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            for path in tmp_path.iterdir():
                with suppress(FileNotFoundError):
                    seen.add(stat.S_IMODE(path.stat().st_mode))

    usual = os.umask(0)
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for number in range(20):
            write_file(bytes(1_000_000), tmp_path / f"{number}.eml", private=True)
    finally:
        os.umask(usual)
        stop.set()
        watcher.join()
    assert seen == {0o600}


@settings(deadline=None)
@given(data=st.binary(max_size=2000))
def test_any_bytes_arrive(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing is translated on the way: not line ends, not zeros, not emptiness."""
    target = tmp_path_factory.getbasetemp() / "bytes"
    write_file(data, target)
    assert target.read_bytes() == data


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """A folder that has the file's name is named, stays, and leaves nothing behind."""
    (tmp_path / "topic-card-en.pdf").mkdir()
    assert "topic-card-en.pdf is a folder (rename it, or choose another folder)" in refusal(CARD, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["topic-card-en.pdf"]


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """A file where the folder should be is named and stays as it is, also when it is further up."""
    (tmp_path / "build").write_bytes(b"a file")
    assert "build is not a folder" in refusal(CARD, tmp_path / "build")
    assert "is not a folder" in refusal(CARD, tmp_path / "build" / "deeper")
    assert (tmp_path / "build").read_bytes() == b"a file"


def test_impossible_name_is_a_message(tmp_path: Path) -> None:
    """A name that the system does not take is refused in words."""
    assert "cannot be written" in refusal(replace(CARD, name="n" * 300), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root and Windows write into any folder")
def test_folder_without_permission(tmp_path: Path) -> None:
    """A folder that may not be written to is named; the old file stays."""
    old = tmp_path / "topic-card-en.pdf"
    old.write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        assert f"{tmp_path} cannot be written to" in refusal(CARD, tmp_path)
    finally:
        tmp_path.chmod(0o700)
    assert old.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows keeps an open file from being replaced")
def test_open_elsewhere(tmp_path: Path) -> None:
    """A PDF that is open in a viewer is not replaced, and the message says to close it."""
    old = tmp_path / "topic-card-en.pdf"
    old.write_bytes(b"old")
    with old.open("rb"):
        assert "it may be open in another program (close it there" in refusal(CARD, tmp_path)
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Access is denied"), "may be open in another program (close it there, or choose another"),
        (OSError(28, "No space left on device"), "the disk has no room for"),
        (OSError(5, "Input/output error"), "cannot be written: Input/output error"),
    ],
)
def test_failed_move_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    """When the last step fails (on Windows, a file open elsewhere), the old file is untouched and nothing is left."""

    def fail(_path: Path, _target: Path) -> Path:
        raise error

    old = tmp_path / "topic-card-en.pdf"
    old.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", fail)
    assert words in refusal(CARD, tmp_path)
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


def test_interrupted_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of writing leaves the old file and no half one."""

    def interrupt(_number: int) -> None:
        raise KeyboardInterrupt

    old = tmp_path / "topic-card-en.pdf"
    old.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        deliver(CARD, tmp_path)
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses all but one of those who replace the same file")
def test_many_at_once(tmp_path: Path) -> None:
    """Parallel builds into one folder leave one whole file of one of them, and nothing else."""
    versions = [replace(CARD, data=bytes([number]) * 50_000) for number in range(8)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        for _ in pool.map(lambda version: deliver(version, tmp_path), versions * 3):
            pass
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() in {version.data for version in versions}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mode")
def test_others_may_read_it(tmp_path: Path) -> None:
    """The file has the rights that any new file has in this place, not those of a private temporary one."""
    usual = tmp_path / "usual"
    usual.touch()
    assert deliver(CARD, tmp_path).stat().st_mode == usual.stat().st_mode
