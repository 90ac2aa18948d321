"""The world as use cases see it: a clock, progress, and the user's cache."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from caresheet.app.ports import SystemClock, unseen
from caresheet.app.user_cache import user_cache


def test_clock() -> None:
    """The moment is in UTC and never goes back; a wait of nothing returns."""
    clock = SystemClock()
    before = clock.now()
    clock.sleep(0)
    assert clock.now() >= before
    assert before.tzinfo is UTC
    assert abs((clock.today() - before.date()).days) <= 1


def test_unseen_progress_hands_on_everything() -> None:
    """Every result comes, in order, and none is asked for before it is wanted."""
    asked: list[int] = []
    results = unseen((asked.append(number) or number for number in range(3)), 3)
    assert asked == []
    assert list(results) == [0, 1, 2]


def test_where_the_cache_is(tmp_path: Path) -> None:
    """The environment names its folder; an empty name means none."""
    assert user_cache({"CARESHEET_CACHE": ""}) is None
    cache = user_cache({"CARESHEET_CACHE": str(tmp_path / "cache")})
    assert cache is not None
    cache.put("key", b"data")
    assert (tmp_path / "cache").is_dir()
    assert user_cache({}) is not None
