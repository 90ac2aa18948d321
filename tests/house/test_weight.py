"""Nobody pays for what they do not use: which libraries each command loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PAGES = {"reportlab", "PIL", "pypdfium2_raw", "fontpkg_atkinson_hyperlegible"}
CONTENT = {"jsonschema_rs", "markdown_it"}
DESK = {"anyio", "jinja2", "python_multipart", "starlette", "uvicorn"}
YAML = {"yaml"}


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The top-level packages that one run of the program imports."""
    return {name.partition(".")[0] for name in loaded_modules(*arguments, cwd=cwd)}


def loaded_modules(*arguments: str, cwd: Path) -> set[str]:
    """The modules that one run of the program imports, by their whole names."""
    return imported("-m", "caresheet", *arguments, cwd=cwd)


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The modules that Python imports with these arguments."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {line.rpartition("|")[2].strip() for line in result.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize(
    "arguments", [("--help",), ("build", "--help"), ("clinic", "--help"), ("desk", "--help"), ("--version",)]
)
def test_asking_costs_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Help and version load no library but the command line's."""
    packages = loaded(*arguments, cwd=tmp_path)
    assert "click" in packages
    assert packages & (PAGES | CONTENT | YAML | DESK) == set()


def test_schema_loads_nothing_heavy(tmp_path: Path) -> None:
    """A schema is printed without loading what validates with it, or what prints."""
    assert loaded("schema", "layout", cwd=tmp_path) & (PAGES | CONTENT) == set()


def test_list_loads_nothing_that_prints(starter: Path) -> None:
    """Listing reads the content, but loads neither the page engine nor anything else that makes or reads a PDF."""
    packages = loaded("list", cwd=starter)
    assert packages >= CONTENT | YAML
    assert packages & PAGES == set()


def test_build_loads_the_page_engine(starter: Path) -> None:
    """The counter-proof: what a build needs shows up in the same list. A project without pictures needs no Pillow, and
    one without drawings no fontTools."""
    packages = loaded("build", cwd=starter)
    assert packages >= (PAGES - {"PIL"}) | CONTENT | YAML
    assert packages & ({"fontTools"} | DESK) == set()


UNUSED = {
    "difflib", "importlib.metadata", "xml", "caresheet.source.svg", "caresheet.rules.advice",
    "caresheet.proof.html", "caresheet.proof.press", "caresheet.proof.text", "caresheet.outputs.html",
    "caresheet.outputs.text", "multiprocessing", "phonenumbers",
}  # fmt: skip
MOST_MODULES = 500
"""Modules that a build loads besides Python's own: ours and those of packages."""


def test_a_build_of_pages_loads_no_more_than_it_needs(starter: Path) -> None:
    """Suggestions, drawings in SVG and other formats are loaded once they are asked for, the numbers of all countries
    once a clinic has one or names its country, and what versions the packages have is not searched for in all of
    them."""
    modules = loaded_modules("build", "--jobs", "1", cwd=starter)
    assert {"caresheet.outputs.pdf.writer", "caresheet.proof.pdf"} <= modules
    assert modules & UNUSED == set()
    assert len([name for name in modules if name.partition(".")[0] not in sys.stdlib_module_names]) < MOST_MODULES


def test_opening_a_project_in_python_loads_nothing_that_prints(starter: Path) -> None:
    """A program that opens a project pays for the page engine only once it makes something."""
    modules = imported("-c", "import caresheet; caresheet.open_project('.').handouts()", cwd=starter)
    packages = {name.partition(".")[0] for name in modules}
    assert packages >= CONTENT | YAML
    assert packages & PAGES == set()


def test_plain_text_is_not_shaped(starter: Path) -> None:
    """Handouts in letters of the text family load neither what shapes other scripts nor what breaks their lines.

    ReportLab itself imports HarfBuzz wherever it is installed.
    """
    modules = loaded_modules("build", cwd=starter)
    assert "caresheet.outputs.pdf.writer.type0" in modules
    assert {"caresheet.fonts.opened", "caresheet.text.shaping", "icu4py"} & modules == set()
