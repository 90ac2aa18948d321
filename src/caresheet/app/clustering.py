"""The copies of a merge made by the workers of a Dask cluster, which prove them; the files are written here.

What goes to the workers is about people, so none of it may reach a disk or a log there: a task never raises, does not
show its arguments when it is printed, and is given only to workers that keep neither data nor profiles. Connections to
other machines must be encrypted.
"""

from __future__ import annotations

import sys
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from caresheet.app.accounting import made_with
from caresheet.app.merging import (
    Became,
    CopyOutcome,
    MergePlan,
    MergeResult,
    begin_copies,
    copy_is_there,
    proved_copy,
    unclaimed_copies,
    written_copy,
)
from caresheet.app.personal import PersonalHandout
from caresheet.app.ports import Progress, unseen
from caresheet.app.requests import RequestError
from caresheet.model.person import Person
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import PROOF_FAILED, WORKER_CRASHED
from caresheet.model.walk import Discreet

if TYPE_CHECKING:
    from distributed import Client, Security

_ROWS = 500
"""The most rows of one task."""
_ENCRYPTED = "tls://"
_CERTIFICATES = "'caresheet manual clinic' shows how to make a certificate and where to name it"
_PATIENCE = 20
"""Seconds to wait for a cluster to answer, and for it to have a worker."""
_SETTINGS = {
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.log-length": 0,
    "distributed.admin.low-level-log-length": 0,
}
"""The settings that every process of the cluster must have: no part of a task goes to a disk or into a record."""


class Task(Discreet, frozen=True):
    """Some rows of a merge: the handouts, and for each row the index of its handout and the person."""

    handouts: tuple[PersonalHandout, ...]
    rows: tuple[tuple[int, Person], ...]


class TaskResult(Discreet, frozen=True):
    """The copies of a task in its order, None for each that could not be made, and the problems of those, in order."""

    copies: tuple[bytes | None, ...]
    problems: tuple[Problem, ...]


def write_copies_on(
    address: str, plan: MergePlan, folder: Path, now: float, progress: Progress = unseen
) -> MergeResult:
    """Like `merging.write_copies`, by the workers of the Dask cluster whose scheduler has this address. Losing a worker
    only costs time: its rows are given to another one.

    Raises RequestError for an address on another machine that is not encrypted (`tls://`), and for a cluster with wrong
    settings or with other versions of what decides the bytes; CaresheetError (worker-crashed) if the cluster ends.
    """
    _require_safe(address)
    with _connected(address) as client:
        rows = begin_copies(plan, folder, now)
        made = dict(progress(_outcomes(client, plan, folder, rows), len(rows)))
    return MergeResult(tuple(made[place] for place in range(len(rows))), unclaimed_copies(plan, folder))


def made_on_worker(task: Task) -> TaskResult:
    """What a worker does. It never raises, because the worker would log what it was given."""
    copies: list[bytes | None] = []
    problems: list[Problem] = []
    for index, person in task.rows:
        try:
            copies.append(proved_copy(task.handouts[index], person))
        except CaresheetError as error:
            copies.append(None)
            problems += error.problems
        except Exception as error:  # noqa: BLE001 - see above
            copies.append(None)
            problems.append(Problem(person.position, PROOF_FAILED, f"no copy was made: {type(error).__name__}"))
    return TaskResult(tuple(copies), tuple(problems))


def settings_here() -> tuple[str, tuple[str, ...]]:
    """In a process of the cluster: the versions that decide the bytes, and the settings that are wrong."""
    import dask.config

    wrong = tuple(name for name, value in _SETTINGS.items() if dask.config.get(name, None) != value)
    return f"{sys.version_info[:2]} zlib {zlib.ZLIB_RUNTIME_VERSION} {dict(made_with())}", wrong


def _outcomes(
    client: Client, plan: MergePlan, folder: Path, rows: Sequence[tuple[str, int, Person]]
) -> Iterator[tuple[int, CopyOutcome]]:
    """What becomes of each row, by its place. Only some tasks are under way at once, so that results do not pile up."""
    missing = list[int]()
    for place, (name, index, person) in enumerate(rows):
        if copy_is_there(plan.handouts[index], folder / name, person):
            yield place, CopyOutcome(name, Became.KEPT)
        else:
            missing.append(place)
    abreast = 2 * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
    size = max(1, min(_ROWS, -(-len(missing) // abreast)))
    waiting = deque(missing[start : start + size] for start in range(0, len(missing), size))
    running = deque[tuple[list[int], object]]()
    while waiting or running:
        while waiting and len(running) < abreast:
            places = waiting.popleft()
            task = Task(plan.handouts, tuple(rows[place][1:] for place in places))
            running.append((places, client.submit(made_on_worker, task, pure=False)))
        places, future = running.popleft()
        result: TaskResult = future.result()  # type: ignore[attr-defined]
        del future  # the worker forgets the result
        yield from _written(result, places, rows, folder)


def _written(
    result: TaskResult, places: Sequence[int], rows: Sequence[tuple[str, int, Person]], folder: Path
) -> Iterator[tuple[int, CopyOutcome]]:
    problems = iter(result.problems)
    for place, data in zip(places, result.copies, strict=True):
        target = folder / rows[place][0]
        if data is None:
            yield place, CopyOutcome(target.name, None, (next(problems),))
        else:
            yield place, written_copy(data, target)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """The cluster, once every process of it is known to have the right settings and versions."""
    try:
        from distributed import Client, Security
        from distributed.comm.core import CommClosedError, FatalCommClosedError
    except ImportError as error:
        raise RequestError("Dask is not installed", "pip install 'caresheet[cluster]'") from error
    security = Security() if address.startswith(_ENCRYPTED) else None
    if security:
        _require_certificates(security)
    refusals: tuple[type[Exception], ...] = (CommClosedError,) if security else (FatalCommClosedError,)
    try:
        with Client(address, timeout=_PATIENCE, security=security, set_as_default=False) as client:
            refusals = (FatalCommClosedError,)
            _require_worker(client)
            _require_fit(client)
            yield client
    except CaresheetError:
        raise
    except refusals as error:  # either side refused the other's certificate, the cluster perhaps without a word
        raise RequestError("the cluster has another certificate than this computer", _CERTIFICATES) from error
    except Exception as error:
        message = f"the cluster did not answer, or stopped working: {type(error).__name__}"
        hint = "check its address (tcp:// or tls://) and its workers, then run this again: it makes what is missing"
        raise CaresheetError((Problem(None, WORKER_CRASHED, message, hint),)) from error


def _require_certificates(security: Security) -> None:
    """Raises RequestError where Dask's configuration has no certificates that this machine can use. Without
    this check, Dask's client waits for 15 seconds and ends with a traceback."""
    paths = (security.tls_ca_file, security.tls_client_cert, security.tls_client_key or security.tls_client_cert)
    absent = [str(path) for path in paths if path and not Path(path).is_file()]
    if absent:
        raise RequestError(f"there is no file {absent[0]}, which Dask's configuration names", _CERTIFICATES)
    try:
        found = security.get_connection_args("client").get("ssl_context")
    except OSError as error:  # ssl.SSLError is one
        message = "the certificates that Dask's configuration names cannot be used"
        raise RequestError(f"{message}: {error.strerror or type(error).__name__}", _CERTIFICATES) from error
    if found is None:
        raise RequestError("Dask's configuration names no certificates, which tls:// needs", _CERTIFICATES)


def _require_worker(client: Client) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        hint = "start one, and see in its output whether it has reached the scheduler"
        raise CaresheetError((Problem(None, WORKER_CRASHED, "the cluster has no worker", hint),)) from error


def _require_fit(client: Client) -> None:
    """Raises RequestError where a process of the cluster has wrong settings or other versions."""
    for worker in client.scheduler_info(n_workers=-1)["workers"]:
        _require_safe(worker)
    here, _ = settings_here()
    for versions, wrong in (client.run_on_scheduler(settings_here), *client.run(settings_here).values()):
        if wrong:
            hint = "start the scheduler and the workers as 'caresheet manual clinic' says"
            raise RequestError(f"these settings of the cluster would keep patients' data: {', '.join(wrong)}", hint)
        if versions != here:
            hint = "install the same versions everywhere"
            raise RequestError("the cluster has different versions of caresheet, Python or a package", hint)


def _require_safe(address: str) -> None:
    scheme, colon, rest = address.partition("://")
    host = _host(rest)
    if scheme not in {"tcp", "tls"} or not colon or not host:
        raise RequestError(f"'{address}' is not the address of a cluster", "write one like tls://host:8786")
    if scheme == "tcp" and not _is_loopback(host):
        raise RequestError(f"the connection to {address} is not encrypted", f"use tls://; {_CERTIFICATES}")


def _host(place: str) -> str | None:
    """The host of a place with a port, such as `host:8786`; None for anything else."""
    try:
        parts = urlsplit(f"//{place}")
        is_whole = parts.port is not None and parts.netloc == place and "@" not in place
    except ValueError:  # a bad port, or an unmatched bracket of an IPv6 address
        return None
    return parts.hostname if is_whole else None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
