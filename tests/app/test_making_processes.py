"""Work in processes that can be stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from tests.web.makers import BrokenMaker, SlowMaker

from caresheet.app.filled_sheets import SheetChoice
from caresheet.app.making_processes import Makers, TooSlowError
from caresheet.app.sheet_maker import SheetMaker, SheetOrder
from caresheet.model.problem import CaresheetError

ORDER = SheetOrder(Path("a.yaml"), date(2026, 11, 28), SheetChoice("a", "b", "en"), {"patient.name": "Zoraida"})


@contextmanager
def makers(made: type, *arguments: object) -> Iterator[Makers]:
    opened = Makers(made, *arguments)
    try:
        yield opened
    finally:
        opened.stop()


def test_slow_work_is_stopped_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    """What takes too long is stopped; meanwhile another one is served, and the next one has a new process."""
    with makers(SlowMaker, tmp_path) as some:
        late: list[BaseException] = []

        def wait() -> None:
            try:
                some.ask("view", seconds=4)
            except TooSlowError as error:
                late.append(error)

        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(2)
        (tmp_path / "quick").touch()
        first = some.ask("view", seconds=10)
        assert not late
        thread.join()
        assert late
        assert some.ask("view", seconds=10) == first


def test_bug_and_end_are_told_without_what_was_given() -> None:
    """A bug has no words, and a process that ends is a problem that says what to do; the next ask works as before."""
    with makers(BrokenMaker, "raises") as some, pytest.raises(RuntimeError) as bug:
        some.ask("view", ORDER, 1, seconds=20)
    assert "Zoraida" not in str(bug.value)
    with makers(BrokenMaker, "ends") as some, pytest.raises(CaresheetError, match="was stopped"):
        some.ask("view", ORDER, 1, seconds=20)


def test_problems_come_over(tmp_path: Path) -> None:
    """Faults of a project are raised here as they were there."""
    order = SheetOrder(tmp_path / "a.yaml", ORDER.today, ORDER.choice)
    with makers(SheetMaker, tmp_path) as some, pytest.raises(CaresheetError) as error:
        some.ask("thumbnail", order, seconds=20)
    assert error.value.problems
    assert "Zoraida" not in repr(ORDER)
