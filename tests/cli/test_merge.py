"""`caresheet merge` and `caresheet build --patient`: only on request, complete, and without a name in any message."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.app.people import STEM, TODAY, clinic_with_people, write_people
from tests.app.projects import TOPIC
from tests.cli.test_killed import gone
from tests.conftest import Run

from caresheet.app.personal import personal_handout
from caresheet.app.pipeline import compose_checked
from caresheet.app.selection import jobs
from caresheet.app.sources import read_folder

KILLS = ((3, 300), pytest.param(50, 2000, marks=pytest.mark.long))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return clinic_with_people(tmp_path / "project")


def command(people: Path, *more: str) -> tuple[str, ...]:
    return ("merge", TOPIC, "--layout", "leaflet", "--people", str(people), *more)


def test_nothing_is_made_unless_asked_for(folder: Path, caresheet: Run) -> None:
    """Without --write there is a picture of the first page and a count; with it the copies, and no picture; a second
    time they are there already. A draft is never written."""
    people, out = write_people(folder), folder / "build" / "people"
    shown = caresheet(*command(people), cwd=folder)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("5 copies, ")
    assert [path.name for path in out.iterdir()] == [f"{STEM}-preview.png"]
    made = caresheet(*command(people, "--write"), cwd=folder)
    assert "5 made, 0 there already, 0 renewed" in made.stdout
    assert sorted(path.name for path in out.iterdir()) == [f"{STEM}-{number:05}.pdf" for number in range(1, 6)]
    again = caresheet(*command(people, "--write"), cwd=folder)
    assert "0 made, 5 there already, 0 renewed" in again.stdout
    assert caresheet(*command(people, "--write", "--draft"), cwd=folder).returncode == 2
    assert "López" not in shown.stdout + shown.stderr + made.stdout + made.stderr


def test_for_one_patient(folder: Path, caresheet: Run) -> None:
    """`build --patient -` reads values from standard input, never from an argument. The PDF is the one that a merge
    makes, text and web page say the value; the manifest lists none of them; a wrong line is reported by its number."""
    given = "helper: Ana López\nallergies: nuts\nmobile: (212) 555-0143\n"
    wanted = ("build", TOPIC, "--layout", "leaflet", "--patient", "-")
    made = caresheet(*wanted, "--format", "pdf", "--format", "txt", "--format", "html", cwd=folder, typed=given)
    assert made.returncode == 0, made.stderr
    out = folder / "build"
    (job,) = jobs(read_folder(folder), layouts=("leaflet",), today=TODAY)
    values = {f"patient.{name}": text for name, text in (line.split(": ") for line in given.splitlines())}
    name = f"{job.name}-patient"
    assert (out / f"{name}.pdf").read_bytes() == personal_handout(compose_checked(job)).copy(values)
    for ending in ("txt", "html"):
        assert "Show this to Ana López (Name of your helper)." in " ".join(
            (out / f"{name}.{ending}").read_text(encoding="utf-8").split()
        )
    assert sorted(path.name for path in out.iterdir()) == [f"{name}.html", f"{name}.pdf", f"{name}.txt"]
    wrong = caresheet(*wanted, cwd=folder, typed="helper: Ana\nallergy: nuts\n")
    assert wrong.returncode == 1
    assert "standard input:2:1: unknown-key" in wrong.stderr


HEEDING_CTRL_C = """\
import signal
from caresheet.cli.main import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
"""The program, whatever the process that starts it does about Ctrl-C."""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as POSIX systems do")
def test_a_merge_is_stopped_by_ctrl_c(folder: Path) -> None:
    """Whoever stops a merge is told that nothing is lost; the copies that are there are complete."""
    merges = Merges(folder, 1000)
    merge = subprocess.Popen(
        [sys.executable, "-c", HEEDING_CTRL_C, *merges.asked],
        cwd=folder,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while merge.poll() is None and not (merges.out.is_dir() and merges.there > 10):
        time.sleep(0.01)
    os.killpg(merge.pid, signal.SIGINT)
    _, said = merge.communicate()
    assert (merge.returncode, said.decode().strip()) == (
        130,
        "warning: stopped by Ctrl-C; run the same command again: it makes what is missing",
    )
    assert 10 < merges.whole() < 1000


class Merges:
    """A merge of many rows, as a separate process, and what it leaves."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.folder = folder
        self.people = write_people(folder, (f"Person{number} Tulip,latex {number}," for number in range(rows)))
        self.out = folder.parent / "out" / "people"
        self.out.parent.mkdir()
        (job,) = jobs(read_folder(folder), layouts=("leaflet",), today=TODAY)
        self.handout = personal_handout(compose_checked(job))
        self.rows = rows

    def run(self) -> subprocess.Popen[bytes]:
        """A merge by two processes."""
        return subprocess.Popen(
            [sys.executable, "-m", "caresheet", *self.asked],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def asked(self) -> tuple[str, ...]:
        return command(self.people, "--write", "--jobs", "2", "--out", str(self.out))

    @property
    def there(self) -> int:
        """How many files there are."""
        return len(list(self.out.iterdir()))

    def whole(self) -> int:
        """How many copies there are; each is complete, and nothing else is in or around their folder."""
        found = sorted(self.out.iterdir()) if self.out.is_dir() else []
        for path in found:
            number = int(path.stem.rpartition("-")[2]) - 1
            values = {"patient.helper": f"Person{number} Tulip", "patient.allergies": f"latex {number}"}
            assert path.read_bytes() == self.handout.copy(values), path
        assert [each.name for each in self.out.parent.iterdir()] in ([], ["people"])
        holding = [p for p in self.folder.rglob("*") if p.is_file() and b"Tulip" in p.read_bytes()]
        assert holding == []
        return len(found)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a part may be left, for the next merge to remove")
@pytest.mark.parametrize(("kills", "rows"), KILLS)
def test_a_killed_merge(kills: int, rows: int, folder: Path, caresheet: Run, count: Callable[[str], None]) -> None:
    """Killed at many random moments, a merge leaves complete copies and no other patient data, and no process lives
    on; the next one makes only what is missing."""
    chance, merges = random.Random(7), Merges(folder, rows)
    assert merges.run().wait() == 0
    cut = 0
    for _ in range(kills):
        for path in chance.sample(sorted(merges.out.iterdir()), merges.whole() * 3 // 4):
            path.unlink()
        merge, enough = merges.run(), chance.randrange(merges.there, rows - 20)
        while merge.poll() is None and merges.there <= enough:
            time.sleep(0.001)
        time.sleep(chance.uniform(0.0, 0.01))
        with contextlib.suppress(ProcessLookupError):  # it was done first: not counted as cut
            chance.choice((os.kill, os.killpg))(merge.pid, signal.SIGKILL)
        merge.wait()
        assert gone(merge.pid)
        cut += merges.whole() < rows
    assert cut > kills / 2
    there = merges.whole()
    last = caresheet(*merges.asked, cwd=folder)
    assert f"{rows - there} made, {there} there already, 0 renewed" in last.stdout
    assert merges.whole() == rows
    count(f"{kills} merges of {rows} killed, {cut} before they were done")
