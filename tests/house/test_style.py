"""ruff and mypy find nothing, and what they are told to look at is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )


def test_ruff() -> None:
    """Every rule of ruff that the project keeps is kept, in the source and in the tests."""
    result = run("ruff", "check", "--output-format", "concise", "src", "tests")
    assert result.returncode == 0, result.stdout


def test_mypy() -> None:
    """Every type is known and fits (strict)."""
    result = run("mypy")
    assert result.returncode == 0, result.stdout
    assert "Success" in result.stdout


def test_style_checks_see_a_fault(tmp_path: Path) -> None:
    """Under the project's settings, a shadowed name and a wrong type are each found."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text('"""A module."""\n\nnumber: int = "one"\nprint(number)\n', encoding="utf-8")
    settings = str(ROOT / "pyproject.toml")
    assert "T201" in run("ruff", "check", "--no-cache", "--config", settings, str(wrong), cwd=tmp_path).stdout
    told = run("mypy", "--config-file", settings, "--cache-dir", str(tmp_path / "cache"), str(wrong), cwd=tmp_path)
    assert "Incompatible types" in told.stdout


def test_every_ignored_rule_has_its_reason() -> None:
    """Whoever switches a rule off says why, on the same line."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text.partition("[tool.ruff.lint]")[2].partition("[tool.ruff.lint.mccabe]")[0]
    rules = [line for line in section.splitlines() if line.startswith('    "')]
    assert len(rules) > 10
    assert [line for line in rules if "  # " not in line and ", #" not in line] == []
