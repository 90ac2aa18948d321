"""`caresheet list` shows what can be made."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_list(caresheet: Run, starter: Path) -> None:
    """Each topic stands with its handouts and their readers, its languages and its audiences."""
    result = caresheet("list", cwd=starter)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "hand-washing: Hand washing",
        "  handouts   card (for family), leaflet (for school)",
        "  languages  en",
        "  audiences  family, school",
    ]


def test_list_begins_with_the_original(caresheet: Run, starter: Path) -> None:
    """The title and the handouts are those of the original, even where a translation of some handouts comes first in
    the alphabet; the translation says which ones it has."""
    assert caresheet("new", "language", "ar", cwd=starter).returncode == 0
    path = starter / "content" / "hand-washing" / "ar.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  card:\n"), text.index("  leaflet:\n")
    path.write_text(text[:start] + text[end:], encoding="utf-8", newline="\n")
    result = caresheet("list", cwd=starter)
    assert result.stdout.splitlines() == [
        "hand-washing: Hand washing",
        "  handouts   card (for family), leaflet (for school)",
        "  languages  en, ar (leaflet)",
        "  audiences  family, school",
    ]


def test_list_in_a_narrow_code_page(caresheet: Run, starter: Path) -> None:
    """A title that the console cannot show is written out instead of failing."""
    path = starter / "content" / "hand-washing" / "en.yaml"
    text = path.read_text(encoding="utf-8").replace("title: Hand washing\n", "title: Mycie rąk\n", 1)
    path.write_text(text, encoding="utf-8")
    result = caresheet("list", cwd=starter, environment={"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"})
    assert result.returncode == 0
    assert result.stdout.startswith("hand-washing: Mycie r\\u0105k\n")
