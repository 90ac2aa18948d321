"""What the whole-journey tests share."""

from __future__ import annotations

import pytest
from tests.run import need
from tests.standards.validators import why_no_verapdf


@pytest.fixture(scope="session")
def needs_verapdf() -> None:
    """Skips where veraPDF cannot run, and fails where it must."""
    need("verapdf", why_no_verapdf())
