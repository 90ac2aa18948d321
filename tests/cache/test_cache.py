"""The shelf: what it gives back is what was put there, or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caresheet.cache import Cache

HOUR = 3600.0


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(st.dictionaries(st.text(max_size=20), st.binary(max_size=200), max_size=8))
@settings(max_examples=50, deadline=None)
def test_it_gives_back_what_was_put_there(tmp_path_factory: pytest.TempPathFactory, things: dict[str, bytes]) -> None:
    """Whatever the keys and the bytes are, each key has its own last bytes, also for another shelf in the folder."""
    folder = tmp_path_factory.mktemp("shelf") / "deep" / "er"
    for key, data in things.items():
        Cache(folder).put(key, b"older")
        Cache(folder).put(key, data)
    assert {key: Cache(folder).get(key) for key in things} == things
    assert Cache(folder).get("another key altogether") is None


@given(st.integers(0, 60), st.integers(1, 255))
@settings(max_examples=80, deadline=None)
def test_a_damaged_thing_was_never_there(tmp_path_factory: pytest.TempPathFactory, place: int, change: int) -> None:
    """One other bit anywhere in the file, and the thing is gone; it can be put there again."""
    folder = tmp_path_factory.mktemp("shelf")
    Cache(folder).put("key", b"the thing itself, in so many bytes")
    (path,) = files(folder)
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= change
    path.write_bytes(data)
    assert Cache(folder).get("key") is None
    assert files(folder) == []
    Cache(folder).put("key", b"anew")
    assert Cache(folder).get("key") == b"anew"


@pytest.mark.parametrize("length", [0, 5, 31, 32, 40])
def test_a_shortened_thing_was_never_there(tmp_path: Path, length: int) -> None:
    """A file that a full disk cut off is no thing."""
    Cache(tmp_path).put("key", b"the thing itself, in so many bytes")
    (path,) = files(tmp_path)
    os.truncate(path, length)
    assert Cache(tmp_path).get("key") is None


def test_the_oldest_go_first(tmp_path: Path) -> None:
    """Beyond the limit, what was not asked for longest is taken away, and what was asked for lately stays."""
    shelf = Cache(tmp_path, limit=10_000)
    for number in range(20):
        shelf.put(str(number), bytes(1000))
        (new,) = [path for path in files(tmp_path) if path.stat().st_mtime > 1_000_000]
        os.utime(new, (number, number))
    assert shelf.get("3") == bytes(1000)
    shelf.tidy(0.0)
    kept = {number for number in range(20) if shelf.get(str(number)) is not None}
    assert {3, 19, 18, 17} <= kept
    assert not {0, 1, 2, 4} & kept
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 8_000


def test_below_the_limit_everything_stays(tmp_path: Path) -> None:
    """Tidying is no cleaning out."""
    shelf = Cache(tmp_path, limit=10_000)
    for number in range(5):
        shelf.put(str(number), bytes(1000))
    shelf.tidy(0.0)
    assert len(files(tmp_path)) == 5


def test_what_a_crash_left_goes_after_an_hour(tmp_path: Path) -> None:
    """A half-written file of a build that may still be at work stays; an old one goes."""
    shelf = Cache(tmp_path)
    shelf.put("key", b"whole")
    (whole,) = files(tmp_path)
    left = whole.with_name("half.part")
    left.write_bytes(b"ha")
    os.utime(left, (1000.0, 1000.0))
    shelf.tidy(1000.0 + HOUR - 1)
    assert files(tmp_path) == [whole, left] if whole < left else [left, whole]
    shelf.tidy(1000.0 + HOUR + 1)
    assert files(tmp_path) == [whole]


def test_a_place_that_is_no_folder_keeps_nothing(tmp_path: Path) -> None:
    """Where the folder cannot be made, nothing is kept and nothing fails."""
    (tmp_path / "taken").write_bytes(b"a file")
    shelf = Cache(tmp_path / "taken")
    shelf.put("key", b"data")
    assert shelf.get("key") is None
    shelf.tidy(0.0)
    assert (tmp_path / "taken").read_bytes() == b"a file"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """Handouts carry a clinic's details: other users of the machine do not see them."""
    Cache(tmp_path / "shelf").put("key", b"data")
    (path,) = files(tmp_path)
    assert path.parent.stat().st_mode & 0o077 == 0


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Processes that put, get and tidy the same few keys at once only ever get whole things."""
    work = (
        "import sys; from pathlib import Path; from caresheet.cache import Cache\n"
        "shelf = Cache(Path(sys.argv[1]), limit=150_000)\n"
        "for turn in range(300):\n"
        "    key = str(turn % 7)\n"
        "    found = shelf.get(key)\n"
        "    assert found is None or (len(found) == 30_000 and set(found) == {int(key)}), key\n"
        "    shelf.put(key, bytes([int(key)]) * 30_000)\n"
        "    if turn % 20 == 0: shelf.tidy(0.0)\n"
    )
    builds = [subprocess.Popen([sys.executable, "-c", work, str(tmp_path)]) for _ in range(3)]
    assert [build.wait() for build in builds] == [0, 0, 0]
    assert not [path for path in files(tmp_path) if path.suffix == ".part"]


def test_another_program_finds_nothing(tmp_path: Path) -> None:
    """What one version of the program has proved, another has not."""
    Cache(tmp_path, "1.0").put("key", b"data")
    assert Cache(tmp_path, "1.1").get("key") is None
    assert Cache(tmp_path, "1.0").get("key") == b"data"


def test_nothing_is_taken_from_whoever_lacks_the_secret(tmp_path: Path) -> None:
    """What was put there with another secret, or moved to another's place, was never there."""
    Cache(tmp_path, secret=b"theirs").put("key", b"a forged handout")
    assert Cache(tmp_path, secret=b"ours").get("key") is None
    ours = Cache(tmp_path, secret=b"ours")
    ours.put("key", b"one")
    (one,) = files(tmp_path)
    ours.put("other", b"two")
    (other,) = (path for path in files(tmp_path) if path != one)
    other.write_bytes(one.read_bytes())
    assert ours.get("other") is None
    assert ours.get("key") == b"one"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_the_folder_is_for_one_user(tmp_path: Path) -> None:
    """Nobody else may look into a cache that is made."""
    Cache(tmp_path / "cache").put("key", b"data")
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
