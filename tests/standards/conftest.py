"""A run without veraPDF says so where nobody can miss it, and fails where it must not happen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.run import need
from tests.standards.validators import why_no_verapdf


@pytest.fixture(scope="session")
def needs_verapdf() -> None:
    """Skips where veraPDF cannot run, and fails where it must."""
    need("verapdf", why_no_verapdf())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end of the run that the standards were not checked."""
    if why_no_verapdf():
        terminalreporter.section("PDF/UA-1 AND PDF/A-2a WERE NOT CHECKED", sep="!", red=True)
        terminalreporter.line(why_no_verapdf())


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the PDFs of this run."""
    return tmp_path_factory.mktemp("standards")
