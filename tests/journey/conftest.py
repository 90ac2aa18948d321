"""What the whole-journey tests share, and what they say at the end of a run."""

from __future__ import annotations

import pytest
from tests.standards.validators import must_run, why_no_verapdf

SHARE = "share of generated projects that build"


@pytest.fixture(scope="session")
def needs_verapdf() -> None:
    """Skips, or fails under CI=true, where veraPDF cannot run."""
    why = why_no_verapdf()
    if why and must_run():
        pytest.fail(f"veraPDF has to run: {why}")
    if why:
        pytest.skip(f"veraPDF did not run: {why}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the share of generated projects that were built, also when worker processes ran the tests."""
    reports = (report for key in ("passed", "failed") for report in terminalreporter.stats.get(key, ()))
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name == SHARE:
                terminalreporter.line(f"{name}: {value}")
