"""A save is noticed once it is finished, whatever else happens to the files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from itertools import repeat
from pathlib import Path

from caresheet.app.ports import SystemClock
from caresheet.app.watching import PATIENCE, Watch

ENGLISH = "content/hand-washing/en.yaml"


class Steps(SystemClock):
    """A clock on which something happens whenever somebody waits."""

    def __init__(self, steps: Iterable[Callable[[], object]]) -> None:
        self._steps = iter(steps)

    def sleep(self, _seconds: float) -> None:
        next(self._steps)()


def test_half_written_files_are_waited_for(starter: Path) -> None:
    """A save in three steps is read when the last has been done and nothing changes any more."""
    steps = iter(["quiet", "emptied", "half", "whole", "rest"])
    done: list[str] = []

    def step() -> None:
        done.append(next(steps))
        if done[-1] not in {"quiet", "rest"}:
            (starter / ENGLISH).write_text("#" * len(done), encoding="utf-8")

    assert Watch(starter, clock=Steps(repeat(step))).next_changes() == (ENGLISH,)
    assert done == ["quiet", "emptied", "half", "whole", "rest"]


def test_a_file_that_comes_and_goes_is_no_change(starter: Path) -> None:
    """What an editor writes beside a file for a moment makes nothing again."""
    passing, new = starter / "content" / "hand-washing" / "4913", starter / "layouts" / "new.yaml"
    steps = [passing.touch, passing.unlink, int, new.touch, int]
    assert Watch(starter, clock=Steps(steps)).next_changes() == ("layouts/new.yaml",)


def test_files_that_never_rest_are_read_all_the_same(starter: Path) -> None:
    """Something that writes without end does not keep every save from being noticed."""
    slept: list[int] = []

    def write() -> None:
        slept.append(len(slept))
        (starter / "content" / "log.txt").write_text("x" * len(slept), encoding="utf-8")

    assert Watch(starter, clock=Steps(repeat(write))).next_changes() == ("content/log.txt",)
    assert len(slept) == PATIENCE + 1


def test_each_change_is_reported_once(starter: Path) -> None:
    """What was reported is known; the next change is reported by itself."""
    files = [starter / "layouts" / f"{name}.yaml" for name in ("one", "two")]
    steps = [files[0].touch, int, files[1].touch, int]
    watch = Watch(starter, clock=Steps(steps))
    assert [watch.next_changes(), watch.next_changes()] == [("layouts/one.yaml",), ("layouts/two.yaml",)]


def test_vanished_folders_are_no_error(starter: Path) -> None:
    """A folder that goes while it is watched is a change like any other, and a profile that is gone is no file."""
    names = tuple(sorted(path.relative_to(starter).as_posix() for path in (starter / "layouts").iterdir()))
    steps = [lambda: shutil.rmtree(starter / "layouts"), int]
    watch = Watch(starter, starter.parent / "gone" / "clinic.yaml", Steps(steps))
    assert watch.next_changes() == names
