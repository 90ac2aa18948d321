"""Nothing is lost and nothing doubled, whenever the program is killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.delivery.mail_servers import Mailroom, running
from tests.delivery.offices import office, sending, write_list

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
MESSAGES, KILLS, STEPS = 500, 25, 3
"""Steps of a message that the server hears of: its recipient, its words, and that it is kept."""


class Killer:
    """Kills the program at the server's step of a number that was drawn before, so that no clock decides about it."""

    def __init__(self) -> None:
        moments = sorted(random.Random(20261124).sample(range(1, MESSAGES * STEPS - 5 * KILLS), KILLS))
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


def test_killed_again_and_again(caresheet: Run, starter: Path, tmp_path: Path, count: Callable[[str], None]) -> None:
    """500 messages, killed 25 times: each is received once, or listed as unknown; none is lost, none comes twice."""
    killer = Killer()
    room = Mailroom(on_event=killer)
    addresses = [f"family-{number}@example.org" for number in range(MESSAGES)]
    command = (*sending(MESSAGES, write_list(starter, addresses)), "--insecure-localhost")
    with running(room) as port:
        environment = office(starter, port) | {"CARESHEET_CACHE": str(tmp_path / "cache"), "PYTHONUTF8": "1"}
        starts = 0
        while True:
            starts += 1
            program = subprocess.Popen(
                [sys.executable, "-m", "caresheet", *command],
                cwd=starter, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
            killer.program = program
            said = program.communicate()
            if program.returncode >= 0:
                break
        assert program.returncode in {0, 3}, said
        listed = states(caresheet("outbox", "list", cwd=starter, environment=environment).stdout)
    received = Counter(address for address, _ in room.received)
    kills = ", ".join(f"{number} at '{step}'" for step, number in sorted(killer.kills.items()))
    count(f"{MESSAGES} messages, {starts} starts, killed {kills}: {received.total()} received; listed: {dict(listed)}")
    assert sum(killer.kills.values()) == KILLS
    assert set(listed) <= {"sent", "unknown"}
    assert listed.total() == MESSAGES
    assert listed["unknown"] <= KILLS
    assert max(received.values()) == 1
    assert listed["sent"] <= len(received) <= listed["sent"] + listed["unknown"]
