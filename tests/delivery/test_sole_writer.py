"""Two programs that add to the same file at once: neither loses what the other adds."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from caresheet.delivery.sole_writer import sole_writer
from caresheet.model.problem import CaresheetError

HOLDER = """\
import sys, time
from pathlib import Path
from caresheet.delivery.sole_writer import sole_writer

with sole_writer(Path(sys.argv[1])):
    print("has it", flush=True)
    time.sleep(60)
"""


def test_everything_that_is_added_stays(tmp_path: Path) -> None:
    """Of many that read, add and write at once, each adds its line, and no lock is left."""
    path = tmp_path / "en.yaml"
    path.write_text("", encoding="utf-8")

    def add(number: int) -> None:
        with sole_writer(path):
            path.write_text(f"{path.read_text(encoding='utf-8')}{number}\n", encoding="utf-8")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(100)))
    assert sorted(map(int, path.read_text(encoding="utf-8").split())) == list(range(100))
    assert list(tmp_path.iterdir()) == [path]


def test_a_lock_ends_with_its_program(tmp_path: Path) -> None:
    """While another program holds the file, it is waited for, and then refused; once that program is killed, its lock
    holds nobody up, though its file is still there."""
    path = tmp_path / "en.yaml"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        moments = iter(range(0, 1000, 5))
        waiting = sole_writer(path, lambda: next(moments))
        with pytest.raises(CaresheetError, match="another caresheet has been writing"), waiting:
            pass
        holder.kill()
    assert list(tmp_path.iterdir())
    with sole_writer(path):
        pass
    assert list(tmp_path.iterdir()) == []
