"""What tests of this room share, some of it with those of delivery."""

from pathlib import Path

import pytest
from tests.delivery.mail_servers import trusting
from tests.delivery.sign_in_servers import cloud, url

from caresheet.cache import Cache

__all__ = ["cloud", "trusting", "url"]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache with a secret."""
    return Cache(tmp_path / "cache", "1", secret=b"of this test")
