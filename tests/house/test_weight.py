"""Nobody pays for what they do not use: which libraries each command loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PAGES = {"reportlab", "PIL", "pypdfium2", "fontpkg_atkinson_hyperlegible"}
CONTENT = {"yaml", "jsonschema_rs", "markdown_it"}


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The top-level packages that one run of the program imports."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "caresheet", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in result.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize("arguments", [("--help",), ("build", "--help"), ("schema", "layout"), ("--version",)])
def test_asking_costs_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Help, version and schemas load no library but the command line's."""
    packages = loaded(*arguments, cwd=tmp_path)
    assert "click" in packages
    assert packages & (PAGES | CONTENT) == set()


def test_list_loads_nothing_that_prints(starter: Path) -> None:
    """Listing reads the content, but loads neither the page engine nor anything else that makes or reads a PDF."""
    packages = loaded("list", cwd=starter)
    assert "yaml" in packages
    assert packages & PAGES == set()


def test_build_loads_the_page_engine(starter: Path) -> None:
    """The counter-proof: what a build needs shows up in the same list."""
    assert loaded("build", cwd=starter) >= PAGES | CONTENT
