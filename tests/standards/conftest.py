"""A run without veraPDF says so where nobody can miss it, and fails where it must not happen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.standards.validators import must_run, why_no_verapdf


@pytest.fixture(scope="session")
def needs_verapdf() -> None:
    """Skips, or fails under CI=true, where veraPDF cannot run."""
    why = why_no_verapdf()
    if why and must_run():
        pytest.fail(f"veraPDF has to run: {why}")
    if why:
        pytest.skip(f"veraPDF did not run: {why}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end of the run that the standards were not checked."""
    if why_no_verapdf():
        terminalreporter.section("PDF/UA-1 AND PDF/A-2a WERE NOT CHECKED", sep="!", red=True)
        terminalreporter.line(why_no_verapdf())


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the PDFs of this run."""
    return tmp_path_factory.mktemp("standards")
