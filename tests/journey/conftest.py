"""What the whole-journey tests share."""

from __future__ import annotations

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
