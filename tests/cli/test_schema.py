"""`caresheet schema` prints JSON Schemas that an editor can use."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import jsonschema_rs
import pytest
from click.testing import CliRunner

from caresheet.app.file_schemas import KINDS
from caresheet.cli.main import command_line
from caresheet.source import schemas

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_every_schema_can_be_asked_for() -> None:
    """The command line offers exactly the schemas that files are read by."""
    assert KINDS == schemas.KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_valid(kind: str) -> None:
    """What is printed is one JSON Schema, valid by the draft that it names."""
    result = CliRunner().invoke(command_line, ["schema", kind])
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    assert "$schema" in schema
    jsonschema_rs.validator_for(schema)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_in_a_narrow_code_page(kind: str, caresheet: Run) -> None:
    """A console that knows only some letters prints the schema all the same, and what it redirects is JSON in UTF-8."""
    result = caresheet("schema", kind, environment={"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"})
    assert result.returncode == 0
    assert json.loads(result.stdout)


def test_unknown_kind_names_the_known(caresheet: Run) -> None:
    """A kind that does not exist is refused with those that do."""
    result = caresheet("schema", "layouts")
    assert result.returncode == 2
    assert all(kind in result.stderr for kind in KINDS)
