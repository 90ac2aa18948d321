"""`caresheet manual`: every page in the terminal, and all of them as one web page."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.conftest import Run

from caresheet.cli.main import command_line
from caresheet.manual.pages import NAMES


def shown(*arguments: str, columns: int = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(command_line, ["manual", *arguments], prog_name="caresheet")


def test_the_pages_are_listed() -> None:
    """Without a page, each is listed once, in reading order."""
    lines = shown().output.splitlines()
    assert lines[0] == "Pages of the manual (caresheet manual PAGE):"
    assert [line.split()[0] for line in lines[1:]] == list(NAMES)


@pytest.mark.parametrize("page", NAMES)
def test_every_page_is_shown(page: str) -> None:
    """A page begins with its title, is the same in any letter case, and has no control characters."""
    found = shown(page)
    assert found.exit_code == 0, found.output
    title, line = found.output.splitlines()[:2]
    assert line == "=" * len(title)
    assert shown(page.upper()).output == found.output
    assert "\x1b" not in found.output


def test_an_unknown_page_is_refused() -> None:
    """The nearest page and all pages are named; it is wrong usage."""
    found = shown("contnet")
    assert found.exit_code == 2
    assert "There is no page 'contnet'. Did you mean 'content'?" in found.output


def test_the_web_page_is_written(caresheet: Run, tmp_path: Path) -> None:
    """The file has every page; its place is printed. It needs no project."""
    written = caresheet("manual", "--html", "manual.html")
    assert (written.returncode, written.stdout, written.stderr) == (0, "manual.html\n", "")
    text = (tmp_path / "manual.html").read_text(encoding="utf-8")
    assert all(f'id="{name}"' in text for name in NAMES)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the browser is a script named xdg-open")
def test_the_web_page_is_opened(caresheet: Run, tmp_path: Path) -> None:
    """The browser gets the very file that was written, in a folder of its own unless --html names one."""
    browser = tmp_path / "bin"
    browser.mkdir()
    script = browser / "xdg-open"
    script.write_text('#!/bin/sh\necho "$1" > "$OPENED.part" && mv "$OPENED.part" "$OPENED"\n', encoding="utf-8")
    script.chmod(0o755)
    told = tmp_path / "opened"
    environment = {"PATH": f"{browser}:/bin:/usr/bin", "OPENED": str(told)}
    found = caresheet("manual", "--open", environment=environment)
    assert found.returncode == 0, found.stderr
    deadline = time.monotonic() + 30
    while not told.exists() and time.monotonic() < deadline:  # the browser is a process that nobody waits for
        time.sleep(0.05)
    opened = Path(told.read_text(encoding="utf-8").strip())
    assert opened == Path(found.stdout.strip())
    assert opened.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    opened.unlink()
    opened.parent.rmdir()


def test_a_folder_that_is_not_there_is_a_message(caresheet: Run, tmp_path: Path) -> None:
    """What cannot be written is told in one line."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = caresheet("manual", "--html", "file/manual.html")
    assert refused.returncode == 1
    assert refused.stderr.startswith("not-writable ")


def test_a_page_and_the_web_page_exclude_each_other() -> None:
    """The web page has the whole manual."""
    assert shown("clinic", "--html", "x.html").exit_code == 2
