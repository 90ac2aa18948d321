"""What tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.delivery.mail_servers import trusting
from tests.delivery.sign_in_servers import cloud, url

from caresheet.delivery.mail.outbox import Outbox

__all__ = ["cloud", "trusting", "url"]


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An empty outbox for one test."""
    with Outbox(tmp_path / "outbox", date(2026, 11, 24), b"k" * 32) as opened:
        yield opened
