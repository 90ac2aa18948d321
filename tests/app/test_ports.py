"""The world as use cases see it: a clock, progress, and the user's cache."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import tomllib
import webbrowser
from datetime import UTC
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from caresheet.app.ports import SystemClock, open_system_browser, unseen
from caresheet.app.user_cache import _DECIDE, program, user_cache

DECIDE_NOTHING = {"click", "jinja2", "msgspec", "openpyxl", "platformdirs", "python-multipart", "starlette", "uvicorn"}
"""Dependencies that no byte of a handout and no word about it depends on."""


ENDS_AT_ONCE = "from caresheet.app.ports import open_system_browser\nopen_system_browser('http://127.0.0.1/page')"


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


def test_browser_opens_though_the_program_ends(tmp_path: Path) -> None:
    """A program whose last act is to open a page has opened it, each time."""
    opened, browser = tmp_path / "opened", tmp_path / "browse.py"
    browser.write_text(f"import sys\nopen({str(opened)!r}, 'a').write(sys.argv[1] + '\\n')\n", "utf-8")
    environment = os.environ | {"BROWSER": f"{sys.executable} {browser} %s"}
    for _ in range(5):
        subprocess.run([sys.executable, "-c", ENDS_AT_ONCE], env=environment, check=True, timeout=60)
    for _ in range(200):
        if opened.exists() and opened.read_text(encoding="utf-8").count("\n") == 5:
            return
        time.sleep(0.1)
    raise AssertionError(f"it was opened less than 5 times: {opened.exists() and opened.read_text(encoding='utf-8')}")


@pytest.mark.parametrize("name", ["w3m", "lynx", "/usr/bin/www-browser"])
def test_text_browser_is_no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    """A browser that would take over the terminal is not opened, and a graphical one is, without waiting for it."""
    opened = tmp_path / "opened"
    slow = tmp_path / "slow.py"
    slow.write_text(f"import time, sys\nopen({str(opened)!r}, 'w').write(sys.argv[1])\ntime.sleep(3)\n", "utf-8")
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setenv("BROWSER", f"{name} %s")
    assert not open_system_browser("http://127.0.0.1/text")
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setenv("BROWSER", f"{sys.executable} {slow} %s")
    begun = time.monotonic()
    assert open_system_browser("http://127.0.0.1/windows")
    assert time.monotonic() - begun < 2
    while not opened.exists() or not opened.read_text(encoding="utf-8"):
        assert time.monotonic() - begun < 20
        time.sleep(0.05)
    assert opened.read_text(encoding="utf-8") == "http://127.0.0.1/windows"


def test_where_the_cache_is(tmp_path: Path) -> None:
    """The environment names its folder; an empty name means none."""
    assert user_cache({"CARESHEET_CACHE": ""}) is None
    cache = user_cache({"CARESHEET_CACHE": str(tmp_path / "cache")})
    assert cache is not None
    cache.put("key", b"data")
    assert (tmp_path / "cache").is_dir()
    assert user_cache({}) is not None


def test_what_is_installed_later_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that was filled without the fonts of a language is not used once they are installed, nor after they are
    gone again: whether the language is left out is decided anew."""
    before = program()
    (tmp_path / "fontpkg_heebo").mkdir()
    (tmp_path / "fontpkg_heebo" / "__init__.py").touch()
    monkeypatch.delitem(sys.modules, "fontpkg_heebo", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    assert program() != before


def test_every_package_counts() -> None:
    """All that a handout depends on decides about the cache: the dependencies, and the fonts and dictionaries of all
    scripts."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    others = [name for name in extras if name not in {"cluster", "keyring", "scripts", "test"}]
    wanted = (*project["dependencies"], *(each for name in others for each in extras[name]))
    names = {re.split(r"[<>=;]", each)[0].strip().lower() for each in wanted} - DECIDE_NOTHING
    brought = packages_distributions()
    counted = {name.lower().replace("_", "-") for each in _DECIDE for name in brought[each.removesuffix("_raw")]}
    assert names - counted == set()
