"""A merge on a cluster makes the same files whichever worker is lost, and leaves no patient data there."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.app.people import STEM, clinic_with_people, planned, write_people
from tests.app.projects import TOPIC
from tests.conftest import Run
from tests.house.documents import text_of

from caresheet.app import clustering
from caresheet.app.merging import write_copies
from caresheet.app.requests import RequestError

ROWS = tuple(f"Person{number} Tulip,latex {number}," for number in range(1200))


class Cluster:
    """A scheduler and two workers, started as the manual says; what they write goes into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        where = (self.address, "--host", "127.0.0.1", "--no-dashboard", "--nthreads", "1", "--no-nanny")
        self.workers = [self._start("worker", *where, "--local-directory", str(folder)) for _ in range(2)]

    def _start(self, *asked: str) -> subprocess.Popen[bytes]:
        settings = dict(re.findall(r"(DASK_\w+)=(\w+)", text_of("clinic")))
        with (self.folder / f"{asked[0]}-{time.monotonic_ns()}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *asked],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **settings, "TMPDIR": str(self.folder)},
            )

    def stop(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    started = Cluster(tmp_path / "cluster")
    yield started
    started.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="workers are killed as Linux does")
def test_a_lost_worker_loses_nothing(cluster: Cluster, tmp_path: Path, caresheet: Run) -> None:
    """One of two workers is killed while it works: every row has its file, to the byte the one that this machine makes.
    Afterwards no log and no folder of the cluster has patient data. A second run makes nothing."""
    folder = clinic_with_people(tmp_path / "project")
    people, out, own = write_people(folder, ROWS), tmp_path / "out", tmp_path / "own"
    asked = ("merge", TOPIC, "--layout", "leaflet", "--people", str(people), "--write", "--out", str(out))
    command = (*asked, "--cluster", cluster.address)
    merge = subprocess.Popen(
        [sys.executable, "-m", "caresheet", *command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    while merge.poll() is None and not (out.is_dir() and any(out.iterdir())):
        time.sleep(0.01)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    assert len(list(out.iterdir())) < len(ROWS)
    said, _ = merge.communicate()
    assert merge.returncode == 0, said.decode()
    assert f"{len(ROWS)} made, 0 there already, 0 renewed" in said.decode()
    again = caresheet(*command, cwd=folder)
    assert f"0 made, {len(ROWS)} there already" in again.stdout, again.stderr
    write_copies(planned(folder, ROWS[:30]), own, time.time())
    for number in range(1, 31):
        name = f"{STEM}-{number:05}.pdf"
        assert (out / name).read_bytes() == (own / name).read_bytes()
    assert len(list(out.iterdir())) == len(ROWS)
    cluster.stop()
    files = [path for path in cluster.folder.rglob("*") if path.is_file()]
    assert len(files) >= 3
    assert [path for path in files if b"Tulip" in path.read_bytes() or b"latex" in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp://192.0.2.7:8786", "is not encrypted"),
        ("tcp://cluster.example:8786", "is not encrypted"),
        ("cluster", "is not the address of a cluster"),
    ],
)
def test_unsafe_addresses_are_refused(address: str, says: str, tmp_path: Path) -> None:
    """No patient data go to another machine unencrypted."""
    plan = planned(clinic_with_people(tmp_path / "project"))
    with pytest.raises(RequestError, match=says):
        clustering.write_copies_on(address, plan, tmp_path / "out", time.time())


def test_clusters_that_keep_what_they_are_given_are_refused() -> None:
    """By default, Dask spills to a disk, profiles and keeps logs: each of these settings is reported."""
    _, wrong = clustering.settings_here()
    assert wrong == (
        "distributed.worker.memory.target",
        "distributed.worker.memory.spill",
        "distributed.worker.profile.enabled",
        "distributed.admin.log-length",
        "distributed.admin.low-level-log-length",
    )


def test_a_task_never_raises(tmp_path: Path) -> None:
    """A problem with a row names only its place, and a task does not show its content: a worker would log both."""
    plan = planned(clinic_with_people(tmp_path / "project"), ("Ana Tulip,,", "Ben Tulip,,"))
    task = clustering.Task((None,), tuple(zip(plan.which, plan.people, strict=True)))  # type: ignore[arg-type]
    result = clustering.made_on_worker(task)
    assert [str(each.position) for each in result.problems] == [str(person.position) for person in plan.people]
    assert result.copies == (None, None)
    assert "Tulip" not in repr((task, result, *map(str, result.problems)))
    assert repr(task) == "<Task>"
