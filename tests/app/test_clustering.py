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

    def __init__(self, folder: Path, protocol: str = "tcp") -> None:
        self.folder = folder
        folder.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        self.address = f"{protocol}://127.0.0.1:{port}"
        self.settings = {**dict(re.findall(r"(DASK_\w+)=(\w+)", text_of("clinic"))), "TMPDIR": str(folder)}
        self.certificates = certificates(folder) if protocol == "tls" else {}
        here = ("--host", "127.0.0.1", "--no-dashboard")
        self.scheduler = self._start("scheduler", *here, "--port", port, "--protocol", protocol)
        where = (self.address, *here, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        self.workers = [self._start("worker", *where) for _ in range(2)]

    def _start(self, *asked: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{asked[0]}-{time.monotonic_ns()}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *asked],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **self.settings, **self.certificates},
            )

    def keeps(self, *words: bytes) -> list[Path]:
        """The files that any process of the cluster has written with one of these words; at least its logs exist."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        assert len(files) >= 3
        return [path for path in files if any(word in path.read_bytes() for word in words)]

    def stop(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def certificates(folder: Path) -> dict[str, str]:
    """The environment after the manual's lines that make a certificate, and name it, were run in a folder."""
    text = text_of("clinic")
    lines = text[text.index("    openssl req") : text.index("    dask scheduler --protocol")]
    ran = subprocess.run(["/bin/bash", "-ec", f"{lines}\nenv"], cwd=folder, capture_output=True, text=True, check=True)
    return dict(re.findall(r"^(DASK_\w+__TLS__\w+)=(.+)$", ran.stdout, re.MULTILINE))


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
    assert cluster.keeps(b"Tulip", b"latex") == []


@pytest.mark.skipif(sys.platform != "linux", reason="the manual's lines are for a shell")
def test_an_encrypted_cluster(tmp_path: Path) -> None:
    """A cluster with a certificate of its own, made as the manual says, makes the same files, and keeps nothing.
    Whoever has another certificate, none, or no encryption is refused in words, and nothing is written."""
    folder = clinic_with_people(tmp_path / "project")
    people, out, own = write_people(folder, ROWS[:40]), tmp_path / "out", tmp_path / "own"
    (tmp_path / "other").mkdir()
    other, cluster = certificates(tmp_path / "other"), Cluster(tmp_path / "cluster", "tls")

    def merge(address: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
        asked = (TOPIC, "--layout", "leaflet", "--people", str(people), "--write", "--out", str(out))
        command = [sys.executable, "-m", "caresheet", "merge", *asked, "--cluster", address]
        return subprocess.run(
            command, cwd=folder, env={**os.environ, **settings}, capture_output=True, text=True, check=False
        )

    try:
        own_ca_alone = {**other, "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": next(iter(cluster.certificates.values()))}
        for address, settings, code, says in (
            (cluster.address, other, 2, "The cluster has another certificate than this computer. "),
            (cluster.address, own_ca_alone, 2, "The cluster has another certificate than this computer. "),
            (cluster.address, {}, 2, "Dask's configuration names no certificates, which tls:// needs. "),
            (cluster.address, dict.fromkeys(other, "gone.pem"), 2, "There is no file gone.pem, "),
            (cluster.address.replace("tls", "tcp"), cluster.certificates, 1, "check its address (tcp:// or tls://)"),
        ):
            refused = merge(address, settings)
            assert says in refused.stderr
            assert (refused.returncode, "Traceback" in refused.stderr, out.exists()) == (code, False, False)
        made = merge(cluster.address, cluster.certificates)
        assert "40 made" in made.stdout, made.stderr
    finally:
        cluster.stop()
    write_copies(planned(folder, ROWS[:40]), own, time.time())
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        path.name: path.read_bytes() for path in own.iterdir()
    }
    assert cluster.keeps(b"Tulip", b"latex") == []


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp://192.0.2.7:8786", "is not encrypted"),
        ("tcp://cluster.example:8786", "is not encrypted"),
        ("tcp://localhost@cluster.example:8786", "is not the address of a cluster"),
        ("tcp://127.0.0.1", "is not the address of a cluster"),
        ("tls://host:99999", "is not the address of a cluster"),
        ("TLS://host:8786", "is not the address of a cluster"),
        ("tcp://[::1:8786", "is not the address of a cluster"),
        ("tcp://127.0.0.1:8786/tls://", "is not the address of a cluster"),
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
