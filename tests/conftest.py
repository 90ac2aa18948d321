"""What tests of several rooms share."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.run import LANES, close_run, open_run

COUNTED = "counted"
_OWN = tempfile.TemporaryDirectory(prefix="caresheet-tests-")
"""In the place of the user's own folders; deleted at the end."""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that rewrites the golden trees (tests/golden)."""
    parser.addoption("--update-golden", action="store_true", help="write the tag trees of the examples anew")


def pytest_configure(config: pytest.Config) -> None:
    """Where nobody looks at the trees, nobody may accept them. Nothing that was made before decides about a test, and
    nothing that the user of this machine has chosen, or has sent."""
    os.environ["CARESHEET_CACHE"] = ""
    os.environ["CARESHEET_OUTBOX"] = os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = _OWN.name
    os.environ["CARESHEET_SETTINGS"] = ""
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is refused in CI: look at the trees, and commit what you accept")
    if not hasattr(config, "workerinput"):
        open_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last line names the lane, so that nobody takes one for the other."""
    if hasattr(config, "workerinput"):
        return
    close_run()
    chosen = config.getoption("markexpr")
    print(f"lane: {LANES.get(chosen, chosen)}")  # noqa: T201 - the terminal's own report has ended


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have counted, whichever process they ran in."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in getattr(report, "user_properties", ()):
            if name == COUNTED and getattr(report, "when", "") == "call":
                terminalreporter.write_line(str(value))


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tell at the end of the run what was counted in a test: the counts are part of its proof."""
    return lambda words: record_property(COUNTED, words)


@pytest.fixture
def caresheet(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The program as a process of its own, in the folder `cwd` (else the test's), with `environment` on top. What it
    keeps, it keeps for the calls of one test."""
    own = {"PYTHONUTF8": "1", "CARESHEET_CACHE": str(tmp_path_factory.mktemp("cache"))}

    def run(
        *arguments: str, cwd: Path = tmp_path, typed: str = "", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "caresheet", *arguments],
            cwd=cwd,
            env=os.environ | own | (environment or {}),
            input=typed,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture
def starter(tmp_path: Path, caresheet: Run) -> Path:
    """A fresh copy of the project that `caresheet init` makes."""
    folder = tmp_path / "project"
    made = caresheet("init", str(folder))
    assert made.returncode == 0, made.stderr
    return folder
