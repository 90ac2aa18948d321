"""Who may import whom: the contracts in pyproject.toml hold, and each of them is seen to fail when it is broken."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command(['--no-cache']))"


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(house / "src"), "PYTHONUTF8": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=house, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house that a test may break."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_contracts_hold() -> None:
    """Nobody imports upward, sideways, in a circle, or a library that belongs to another room."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_command_line_has_one_door_to_the_desk() -> None:
    """Its contract names every module of the desk but the server and its sockets, which start it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (door,) = (each for each in contracts if each["name"].startswith("the command line starts the desk"))
    modules = {f"caresheet.web.{path.stem}" for path in (ROOT / "src/caresheet/web").glob("*.py")}
    assert {*door["forbidden_modules"]} == modules - {
        f"caresheet.web.{name}" for name in ("__init__", "server", "sockets")
    }


BROKEN = {
    "upward": ("model/topic.py", "import caresheet.source", "strangers to each other"),
    "upward-to-the-pipeline": ("rules/__init__.py", "import caresheet.app.pipeline", "strangers to each other"),
    "sideways": ("compose/__init__.py", "import caresheet.source", "strangers to each other"),
    "inside-a-function": (
        "delivery/folder.py",
        "def late() -> None:\n    import caresheet.proof",
        "strangers to each other",
    ),
    "unplaced-module": ("helpers.py", '"""A module that nobody gave a place."""', "strangers to each other"),
    "text-in-html": (
        "outputs/html/writer.py",
        "import caresheet.outputs.text.writer",
        "the outputs know nothing of each other",
    ),
    "pdf-in-text": ("outputs/text/writer.py", "import caresheet.outputs.pdf.fingerprint", "the outputs know nothing"),
    "html-in-pdf": ("outputs/pdf/preview.py", "import caresheet.outputs.html.writer", "the outputs know nothing of"),
    "writer-in-the-reader": (
        "outputs/pdf/reader/read.py",
        "import caresheet.outputs.pdf.writer.objects",
        "no reader of an output shares anything with its writer",
    ),
    "reader-in-the-writer": (
        "outputs/pdf/writer/content.py",
        "import caresheet.outputs.pdf.reader.contents",
        "no reader of an output shares anything with its writer",
    ),
    "html-writer-in-the-reader": (
        "outputs/html/reader.py",
        "import caresheet.outputs.html.writer",
        "no reader of an output shares anything with its writer",
    ),
    "text-reader-in-the-writer": (
        "outputs/text/writer.py",
        "import caresheet.outputs.text.reader",
        "no reader of an output shares anything with its writer",
    ),
    "terminal-in-a-room": ("source/__init__.py", "import click", "only the command line knows Click"),
    "terminal-in-app": ("app/building.py", "import click", "only the command line knows Click"),
    "past-app": ("cli/build.py", "import caresheet.layout", "the command line reaches the rooms through app"),
    "api-in-app": ("app/building.py", "import caresheet.api", "strangers to each other"),
    "the-package-in-a-room": ("rules/__init__.py", "import caresheet", "strangers to each other"),
    "reportlab-in-the-command-line": (
        "cli/build.py",
        "import reportlab",
        "only the PDF writer and the fonts know ReportLab",
    ),
    "reportlab-in-layout": ("layout/codes.py", "import reportlab", "only the PDF writer and the fonts know ReportLab"),
    "qr-codes-in-the-writer": ("outputs/pdf/writer/content.py", "import segno", "only layout encodes QR codes"),
    "pdfium-in-layout": ("layout/__init__.py", "import pypdfium2_raw", "only the PDF reader knows PDFium"),
    "pdfium-helpers": ("proof/__init__.py", "import pypdfium2", "PDFium is used as it is"),
    "yaml-in-the-command-line": ("cli/schema.py", "import yaml", "only source knows YAML"),
    "xml-in-the-pictures": ("source/pictures.py", "import xml.sax", "only the SVG reader knows XML"),
    "fonttools-in-layout": ("layout/__init__.py", "import fontTools", "fontTools is for paths"),
    "harfbuzz-in-the-writer": ("outputs/pdf/writer/type0.py", "import uharfbuzz", "only fonts and text know HarfBuzz"),
    "harfbuzz-in-layout": ("layout/atoms.py", "import uharfbuzz", "only fonts and text know HarfBuzz"),
    "icu-in-shaping": ("text/shaping.py", "import icu4py", "only line breaking knows ICU"),
    "text-in-fonts": ("fonts/book.py", "import caresheet.text.unicode", "strangers to each other"),
    "fonts-in-languages": ("languages/__init__.py", "import caresheet.fonts.book", "strangers to each other"),
    "text-in-the-reader": (
        "outputs/pdf/reader/decoder.py",
        "import caresheet.text.bidi",
        "readers of a PDF do not know how it was shaped",
    ),
    "text-in-the-proof": (
        "proof/pdf.py",
        "import caresheet.fonts.book",
        "readers of a PDF do not know how it was shaped",
    ),
    "jsonschema-in-check": ("rules/__init__.py", "import jsonschema_rs", "only source knows YAML"),
    "markdown-in-compose": ("compose/__init__.py", "import markdown_it", "Markdown is read in content"),
    "pillow-in-the-pipeline": ("app/pipeline.py", "import PIL", "pictures are opened by source"),
    "syllapy-in-rules": ("rules/grades.py", "import syllapy", "only English needs a package"),
    "starlette-in-app": ("app/building.py", "import starlette.responses", "only the desk knows Starlette"),
    "server-in-the-command-line": ("cli/build.py", "import uvicorn", "only the desk knows Starlette"),
    "templates-in-an-output": ("outputs/html/writer.py", "import jinja2", "only the desk knows Starlette"),
    "desk-past-app": (
        "web/sheets.py",
        "import caresheet.outputs.pdf.preview",
        "the desk reaches the rooms through app",
    ),
    "desk-in-the-rules": ("web/clinics.py", "import caresheet.rules.phones", "the desk reaches the rooms through app"),
    "desk-in-app": ("app/building.py", "import caresheet.web", "strangers to each other"),
    "a-page-in-the-command-line": ("cli/desk.py", "import caresheet.web.sheets", "the command line starts the desk"),
    "circle": ("cli/exits.py", "import caresheet.cli.build", "no circles"),
}


@pytest.mark.parametrize(("module", "line", "contract"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_contract_is_seen(copy: Path, module: str, line: str, contract: str) -> None:
    """One forbidden line in a copy of the house breaks the contract that forbids it."""
    path = copy / "src" / "caresheet" / module
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{before}\n{line}\n", encoding="utf-8", newline="\n")
    result = lint(copy)
    assert result.returncode == 1
    broken = [said for said in result.stdout.splitlines() if said.endswith("BROKEN")]
    assert any(contract in said for said in broken), result.stdout


def strangers(path: Path) -> Iterator[str]:
    """What a module of the model imports, at any depth, that is not of the standard library, msgspec or the model."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{'.' * node.level}{node.module or ''}"]
        else:
            continue
        for name in names:
            known = name.partition(".")[0] in sys.stdlib_module_names or name.partition(".")[0] == "msgspec"
            if not known and name != "caresheet.model" and not name.startswith("caresheet.model."):
                yield f"{path.name}:{node.lineno} {name}"


def test_the_model_knows_only_the_standard_library_and_msgspec() -> None:
    """Nothing else is imported in the model. This is a list of what is allowed: a list of what is forbidden is never
    complete."""
    modules = sorted((ROOT / "src" / "caresheet" / "model").rglob("*.py"))
    assert len(modules) > 20
    assert [said for path in modules for said in strangers(path)] == []


@pytest.mark.parametrize(
    "line",
    [
        "import platformdirs",
        "import os, yaml.nodes",
        "from caresheet.source import read_project",
        "import caresheet",
        "from . import topic",
        "from caresheet import modelling",
        "def late() -> None:\n    import PIL.Image",
        "if TYPE_CHECKING:\n    import reportlab",
    ],
)
def test_a_stranger_in_the_model_is_seen(tmp_path: Path, line: str) -> None:
    """Any import from elsewhere is named, also inside a function and for types alone; those of the model are not."""
    path = tmp_path / "module.py"
    path.write_text(
        f"import json.decoder\nfrom msgspec import Struct\nfrom caresheet.model import topic\n{line}\n", "utf-8"
    )
    assert len(list(strangers(path))) == 1
