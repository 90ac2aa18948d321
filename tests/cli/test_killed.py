"""A build that is killed, whenever that is, leaves whole handouts and nothing else; the next one puts all right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Run

KILLS = (30, pytest.param(100, marks=pytest.mark.long))
ENGLISH = Path("content") / "hand-washing" / "en.yaml"
WORDINGS = ("Go on for twenty seconds.", "Go on for thirty seconds.")


class Builds:
    """A project in two wordings, and how a build of each leaves its folder."""

    def __init__(self, project: Path, cache: Path) -> None:
        self.project = project
        self.out = project / "build"
        self.cache = cache
        self.whole = [self._good(wording) for wording in WORDINGS]

    def _good(self, wording: str) -> dict[str, bytes]:
        self.write(wording)
        assert self.run().wait() == 0
        return self.found()

    def lasting(self, wording: str) -> float:
        """The seconds that a build of this wording takes now."""
        self.write(wording)
        begun = time.monotonic()
        assert self.run().wait() == 0
        return time.monotonic() - begun

    def forget(self) -> None:
        """Throw away what was proved."""
        shutil.rmtree(self.cache, ignore_errors=True)

    def write(self, wording: str) -> None:
        """Put one of the wordings into the content."""
        path = self.project / ENGLISH
        text = path.read_text(encoding="utf-8")
        for other in WORDINGS:
            text = text.replace(other, wording)
        path.write_text(text, encoding="utf-8", newline="\n")

    def run(self) -> subprocess.Popen[bytes]:
        """A build by two processes."""
        return subprocess.Popen(
            [sys.executable, "-m", "caresheet", "build", "--quiet", "--jobs", "2"],
            cwd=self.project,
            env=os.environ | {"CARESHEET_CACHE": str(self.cache)},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def found(self) -> dict[str, bytes]:
        """Everything that lies in the folder, hidden files too."""
        return {path.name: path.read_bytes() for path in self.out.iterdir()}

    def strange(self) -> list[str]:
        """The files that are neither of one wording nor of the other, nor an account of some of both."""
        good = {(name, data) for whole in self.whole for name, data in whole.items()}
        return [name for name, data in self.found().items() if (name, data) not in good]


def gone(group: int) -> bool:
    """Whether all processes of a group end by themselves. Asked of Linux alone, which tells about every process."""
    for _ in range(500):
        if not any(_is_at_work(path, group) for path in Path("/proc").glob("[0-9]*/stat")):
            return True
        time.sleep(0.01)
    return False


def _is_at_work(path: Path, group: int) -> bool:
    try:
        state, _, its_group, *_ = path.read_text(encoding="utf-8").rpartition(") ")[2].split()
    except OSError:
        return False
    return int(its_group) == group and state != "Z"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("kills", KILLS)
def test_a_killed_build(
    kills: int, starter: Path, tmp_path: Path, caresheet: Run, count: Callable[[str], None]
) -> None:
    """At so many random moments of builds by two processes: no file is partial or foreign, whatever the moment, and no
    process lives on; the next build makes everything, and nothing that was half written is left anywhere."""
    chance = random.Random(3)
    builds = Builds(starter, tmp_path / "cache")
    known = builds.lasting(WORDINGS[0])
    builds.forget()
    unknown = builds.lasting(WORDINGS[1])
    killed = finished = between = 0
    for turn in range(kills):
        builds.write(WORDINGS[turn % 2])
        is_known = turn % 4 != 0
        if not is_known:
            builds.forget()
        build = builds.run()
        time.sleep((known if is_known else unknown) * chance.triangular(0.1, 1.2, 0.95))
        if build.poll() is None:
            os.kill(build.pid, signal.SIGKILL)
            killed += 1
        else:
            finished += 1
        build.wait()
        assert gone(build.pid)
        assert builds.strange() == []
        between += builds.found() not in builds.whole
        if turn % 10 == 9:
            assert builds.run().wait() == 0
            assert builds.found() == builds.whole[turn % 2]
            assert list(starter.rglob(".caresheet-*")) == []
    assert killed > kills / 4
    count(f"{killed} builds killed, {finished} finished before; {between} left handouts of both wordings")
    assert caresheet("verify", cwd=starter).returncode == 0
