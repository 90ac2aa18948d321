"""Nothing is lost and nothing doubled, whenever the program is killed."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.delivery.mail_servers import SENDER, Mailroom, running, trusted_certificate
from tests.delivery.offices import office, sending, write_list
from tests.delivery.sign_in_servers import CLIENT, TENANT, Cloud, signing_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
MESSAGES, KILLS, STEPS = 500, 25, 3
"""Steps of a message that the server hears of: its recipient, its words, and that it is kept."""


class Killer:
    """Kills the program at the server's step of a number that was drawn before, so that no clock decides about it."""

    def __init__(self, messages: int = MESSAGES, kills: int = KILLS, steps: int = STEPS) -> None:
        moments = sorted(random.Random(20261124).sample(range(1, messages * steps - 5 * kills), kills))
        self.left = [moment - before for before, moment in zip([0, *moments], moments, strict=False)]
        self.program: subprocess.Popen[str] | None = None
        self.kills = Counter[str]()
        self._lock = threading.Lock()

    def __call__(self, step: str) -> None:
        with self._lock:
            if not self.left or self.program is None:
                return
            self.left[0] -= 1
            if self.left[0] <= 0:
                self.left.pop(0)
                self.kills[step] += 1
                self.program.kill()
                self.program = None


def states(listing: str) -> Counter[str]:
    return Counter(line.split()[3] for line in listing.splitlines()[1:])


def until_it_ends(command: Sequence[str], project: Path, environment: Mapping[str, str], killer: Killer) -> int:
    """Start the command again and again until it ends by itself; returns how often it was started."""
    starts = 0
    while True:
        starts += 1
        program = subprocess.Popen(
            [sys.executable, "-m", "caresheet", *command],
            cwd=project, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        killer.program = program
        said = program.communicate()
        if program.returncode >= 0:
            assert program.returncode in {0, 3}, said
            return starts


def judge(received: Counter[str], listed: Counter[str], messages: int, killer: Killer, kills: int) -> None:
    """Each message is received once, or listed as unknown."""
    assert sum(killer.kills.values()) == kills
    assert set(listed) <= {"sent", "unknown"}
    assert listed.total() == messages
    assert listed["unknown"] <= kills
    assert max(received.values()) == 1
    assert listed["sent"] <= len(received) <= listed["sent"] + listed["unknown"]


def test_killed_again_and_again(caresheet: Run, starter: Path, tmp_path: Path, count: Callable[[str], None]) -> None:
    """500 messages, killed 25 times: each is received once, or listed as unknown; none is lost, none comes twice."""
    killer = Killer()
    room = Mailroom(on_event=killer)
    addresses = [f"family-{number}@example.org" for number in range(MESSAGES)]
    command = (*sending(MESSAGES, write_list(starter, addresses)), "--insecure-localhost")
    with running(room) as port:
        environment = office(starter, port) | {"CARESHEET_CACHE": str(tmp_path / "cache"), "PYTHONUTF8": "1"}
        starts = until_it_ends(command, starter, environment, killer)
        listed = states(caresheet("outbox", "list", cwd=starter, environment=environment).stdout)
    received = Counter(address for address, _ in room.received)
    kills = ", ".join(f"{number} at '{step}'" for step, number in sorted(killer.kills.items()))
    count(f"{MESSAGES} messages, {starts} starts, killed {kills}: {received.total()} received; listed: {dict(listed)}")
    judge(received, listed, MESSAGES, killer, KILLS)


@pytest.mark.parametrize(("messages", "kills"), [(30, 3), pytest.param(MESSAGES, KILLS, marks=pytest.mark.long)])
def test_killed_over_graph(
    caresheet: Run, starter: Path, tmp_path: Path, count: Callable[[str], None], messages: int, kills: int
) -> None:
    """The same over Microsoft Graph: the program is killed when Graph has a message's words, and after it has kept
    them."""
    killer = Killer(messages, kills, steps=2)
    cloud = Cloud(on_event=killer)
    authority, context = trusted_certificate(tmp_path)
    command = sending(messages, write_list(starter, [f"family-{number}@example.org" for number in range(messages)]))
    with signing_in(cloud, context) as url:
        account = {"sender": SENDER, "service": "microsoft", "tenant": TENANT, "client_id": CLIENT}
        settings = tmp_path / "settings"
        settings.mkdir()
        (settings / "mail.json").write_text(json.dumps(account | {"authority": url, "graph": url}), encoding="utf-8")
        secrets = settings / "mail-secrets.json"
        secrets.touch(0o600)
        secrets.write_text(json.dumps({f"token {CLIENT} {SENDER}": cloud.grant()["refresh_token"]}), encoding="utf-8")
        outbox = office(starter, 1)["CARESHEET_OUTBOX"]
        environment = {"CARESHEET_OUTBOX": outbox, "SSL_CERT_FILE": str(authority)} | {
            "CARESHEET_SETTINGS": str(settings), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "CARESHEET_CACHE": str(tmp_path / "cache"), "PYTHONUTF8": "1",
        }  # fmt: skip
        starts = until_it_ends(command, starter, environment, killer)
        listed = states(caresheet("outbox", "list", cwd=starter, environment=environment).stdout)
    received = Counter(address for address, _ in cloud.received)
    said = ", ".join(f"{number} at '{step}'" for step, number in sorted(killer.kills.items()))
    count(f"{messages} messages, {starts} starts, killed {said}: {received.total()} received; listed: {dict(listed)}")
    judge(received, listed, messages, killer, kills)
