"""The benchmark: caresheet beside its peers on one document, in one run, as ratios.

    python -m tests.bench --peers ../shared/bench          all of it, as Markdown
    python -m tests.bench --peers ../shared/bench cold     one part of it, such as merge

A part of the project that no test runs: it measures, and a machine at work on something else measures wrongly. Peers
that are not installed beside caresheet are left out and named.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from math import log
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.handout import (
    LAYOUTS,
    own_parts,
    peers_parts,
    write_personal_project,
    write_project,
    write_rivals,
    write_topics,
)
from tests.bench.process import Measured, run

ENGINES = {
    "typst": "typst",
    "typst-2a": "typst",
    "fullbleed": "fullbleed",
    "reportlab-untagged": "reportlab",
    "emboss": "emboss-pdf",
    "fpdf2": "fpdf2",
    "weasyprint": "weasyprint",
}
"""The peers by the name that their script knows, each with its package."""
OURS = "caresheet"
TAGGED = ("typst-2a", "fullbleed")
"""The peers whose files are tagged; those of the first are PDF/UA-1 and PDF/A-2a, like ours."""
FORMS = ("pikepdf", "pypdf")
"""Packages that fill in forms."""
RIVAL = "typst-2a"
"""The peer that our builds of many handouts are compared with."""
FILLED = 50
FURTHER = 20
"""Copies after the first one, over which the time of each is averaged."""
MERGED = 1000
STEPS = (1, 10, 100, 1000)
MOST_MERGED = 10_000
TOPICS = (1, 10, 40)
LONG = 20.0
"""Seconds from which a run is not repeated to find the best of several."""
_NOT_KEPT = {"CARESHEET_CACHE": ""}
_SECONDS = re.compile(r"\bs=([\d.]+)")

Say = Callable[[str], None]


class Bench:
    """Where the benchmark runs: the peers' folder (or None), a folder for what is made, and how often each runs."""

    def __init__(self, peers: Path | None, folder: Path, runs: int) -> None:
        self.peers = peers
        self.folder = folder
        self.runs = runs
        self.parts = peers_parts(peers) if peers else own_parts()
        self.project = self.with_sections(len(self.parts))
        self.rivals = [name for name, package in ENGINES.items() if peers and _version(package)]

    def with_sections(self, sections: int) -> Path:
        """A project of so many sections."""
        folder = self.folder / f"sections-{sections}"
        write_project(self.parts, folder, sections)
        return folder

    def engine(self, name: str, copies: int) -> Measured:
        """One run of a peer, or of caresheet, over so many copies."""
        out = str(self.folder / "out" / name)
        if name == OURS:
            return run([sys.executable, "-m", "tests.bench.copies", str(self.project), str(copies), out])
        assert self.peers is not None
        return run([sys.executable, str(self.peers / "engines.py"), name, str(copies), out])

    def build(self) -> Measured:
        """The program as a user starts it, with nothing kept from before."""
        asked = ["build", "--quiet", "--project", str(self.project), "--out", str(self.folder / "out" / "build")]
        return run([sys.executable, "-m", "caresheet", *asked], _NOT_KEPT)


def cold(bench: Bench, say: Say) -> None:
    """Whole processes that make one handout, one engine after the other, so that a slow moment hits all of them."""
    took: dict[str, list[float]] = {}
    for _ in range(bench.runs):
        took.setdefault(OURS, []).append(bench.build().seconds)
        for name in bench.rivals:
            took.setdefault(name, []).append(bench.engine(name, 1).seconds)
    _table(say, "whole process, one handout", {name: median(each) for name, each in took.items()})
    _explainer(bench, say)


def _explainer(bench: Bench, say: Say) -> None:
    """Our own longest handout in one language, with nothing kept, and where another command has read the project."""
    asked = [
        "build",
        "--quiet",
        "--lang",
        "en",
        "--layout",
        "full-explainer",
        "--out",
        str(bench.folder / "out" / "own"),
    ]
    program = [sys.executable, "-m", "caresheet"]
    took: dict[str, list[float]] = {}
    for number in range(bench.runs):
        took.setdefault("explainer, nothing kept", []).append(run([*program, *asked], _NOT_KEPT).seconds)
        kept = {"CARESHEET_CACHE": str(bench.folder / f"kept-{number}"), "CARESHEET_CACHE_SECRET": "of the benchmark"}
        run([*program, "list"], kept)
        took.setdefault("explainer, sources kept", []).append(run([*program, *asked], kept).seconds)
        if RIVAL in bench.rivals:
            took.setdefault(RIVAL, []).append(bench.engine(RIVAL, 1).seconds)
    _table(say, "the explainer, beside ten pages", {name: median(each) for name, each in took.items()})


def further(bench: Bench, say: Say) -> None:
    """What each further copy costs in one process: many less one, shared among the rest."""
    took: dict[str, list[float]] = {}
    for _ in range(bench.runs):
        for name in (OURS, *bench.rivals):
            one, many = (_inside(bench.engine(name, copies)) for copies in (1, 1 + FURTHER))
            took.setdefault(name, []).append((many - one) / FURTHER)
    _table(say, "each further copy", {name: median(each) for name, each in took.items()})


def again(bench: Bench, say: Say) -> None:
    """What it takes to start: the help, and a build of this project's own handouts where nothing has changed."""
    kept = {"CARESHEET_CACHE": str(bench.folder / "cache")}
    out = str(bench.folder / "out" / "again")
    commands = {
        "import click": [sys.executable, "-c", "import click"],
        "caresheet --help": [sys.executable, "-m", "caresheet", "--help"],
        "caresheet build, nothing changed": [sys.executable, "-m", "caresheet", "build", "--quiet", "--out", out],
    }
    run(commands["caresheet build, nothing changed"], kept)
    took: dict[str, list[float]] = {}
    for _ in range(bench.runs):
        for name, command in commands.items():
            took.setdefault(name, []).append(run(command, kept).seconds)
    base = median(took["import click"])
    say("\n| whole process | ms | of `import click` | beyond it, ms |\n| --- | --- | --- | --- |")
    for name, each in took.items():
        seconds = median(each)
        say(f"| {name} | {seconds * 1000:.0f} | {seconds / base:.2f} × | {(seconds - base) * 1000:.0f} |")


def sections(bench: Bench, say: Say) -> None:
    """How time and memory grow with the length of a handout."""
    took = []
    for count in STEPS:
        project = bench.with_sections(count)
        asked = [sys.executable, "-m", "tests.bench.copies", str(project), "1", str(bench.folder / "out" / "long")]
        took.append(_best(bench, asked))
    _growth(say, "sections", took)


def copies(bench: Bench, say: Say) -> None:
    """How time and memory grow with the number of copies made in one process."""
    out = str(bench.folder / "out" / "many")
    took = [
        _best(bench, [sys.executable, "-m", "tests.bench.copies", str(bench.project), str(count), out])
        for count in STEPS
    ]
    _growth(say, "copies", took)


def topics(bench: Bench, say: Say) -> None:
    """How a build of many topics grows; and the largest one with one process and with two, compared with as many
    documents of that length by a peer, each in its own process, two at a time."""
    grown = []
    for count in TOPICS:
        write_topics(bench.parts, bench.folder / f"topics-{count}", count)
        grown.append(_best(bench, _build_all(bench, count, 1), _NOT_KEPT))
    _growth(say, f"topics × {LAYOUTS}", grown, TOPICS)
    many, took = TOPICS[-1] * LAYOUTS, dict[str, list[float]]()
    rivals = bench.folder / "rivals"
    if bench.peers and RIVAL in bench.rivals:
        write_rivals(bench.peers, bench.parts, rivals)
    for _ in range(bench.runs):
        for jobs in (1, 2):
            seconds = run(_build_all(bench, TOPICS[-1], jobs), _NOT_KEPT).seconds
            took.setdefault(f"{OURS} build, jobs: {jobs}", []).append(seconds)
        if rivals.is_dir():
            one = [sys.executable, str(rivals / "engines.py"), RIVAL, "1"]
            begun = perf_counter()
            with ThreadPoolExecutor(2) as two:
                list(two.map(run, ([*one, str(rivals / f"out-{number}")] for number in range(many))))
            took.setdefault(RIVAL, []).append(perf_counter() - begun)
    _table(say, f"{many} handouts", {name: median(each) for name, each in took.items()})


def _build_all(bench: Bench, topics: int, jobs: int) -> list[str]:
    project, out = bench.folder / f"topics-{topics}", bench.folder / "out" / "topics"
    asked = ["build", "--quiet", "--jobs", str(jobs), "--project", str(project), "--out", str(out)]
    return [sys.executable, "-m", "caresheet", *asked]


def shares(bench: Bench, say: Say) -> None:
    """Where the time of one handout goes: the rooms, and what is imported on the way."""
    told = run([sys.executable, "-m", "tests.bench.phases", str(bench.project), str(bench.runs)]).output
    rooms: dict[str, float] = json.loads(told)
    say("\n| room | ms |\n| --- | --- |")
    for room, seconds in rooms.items():
        say(f"| {room} | {seconds * 1000:.1f} |")
    ours = "caresheet.cli.build, caresheet.app.pipeline, caresheet.source.project, caresheet.layout, caresheet.proof"
    loading = f"import {ours}, jsonschema_rs, pypdfium2_raw, yaml"
    trace = run([sys.executable, "-X", "importtime", "-c", loading]).errors
    say("\n| imported | ms |\n| --- | --- |")
    for package, microseconds in _imports(trace):
        say(f"| {package} | {microseconds / 1000:.1f} |")


def merge(bench: Bench, say: Say) -> None:
    """What a personal copy costs in a large merge, with one process and with two, compared with a further copy by Typst
    and by Fullbleed and with programs that fill in a form and prove nothing; and how memory grows."""
    project, out = bench.folder / "personal", str(bench.folder / "out" / "merged")
    write_personal_project(bench.parts, project)
    took: dict[str, list[float]] = {}
    for _ in range(bench.runs):
        for name in [name for name in TAGGED if name in bench.rivals]:
            one, many = (_inside(bench.engine(name, copies)) for copies in (1, 1 + FURTHER))
            took.setdefault(name, []).append((many - one) / FURTHER)
        for name in filter(_version, FORMS):
            asked = [sys.executable, "-m", "tests.bench.forms", str(project), str(FILLED), out, name]
            took.setdefault(f"{name}, a form, not proved", []).append(_inside(run(asked)) / FILLED)
        for processes in (1, 2):
            asked = [sys.executable, "-m", "tests.bench.merged", str(project), str(MERGED), out, str(processes)]
            name = f"caresheet merge, processes: {processes}"
            took.setdefault(name, []).append(_inside(run(asked)) / MERGED)
    _table(say, f"each of {MERGED:,} personal copies", {name: median(each) for name, each in took.items()})
    steps = (*STEPS, MOST_MERGED)
    grown = [
        _best(bench, [sys.executable, "-m", "tests.bench.merged", str(project), str(count), out, "1"])
        for count in steps
    ]
    _growth(say, "copies merged", grown, steps)


PARTS = {
    "merge": merge,
    "cold": cold,
    "further": further,
    "again": again,
    "sections": sections,
    "copies": copies,
    "topics": topics,
    "shares": shares,
}


def _best(bench: Bench, command: list[str], environment: Mapping[str, str] | None = None) -> Measured:
    """The quickest of up to three runs; a long run is not repeated."""
    found = [run(command, environment)]
    if found[0].seconds < LONG:
        found += [run(command, environment) for _ in range(min(bench.runs, 3) - 1)]
    return min(found, key=lambda measured: measured.seconds)


def _inside(measured: Measured) -> float:
    """The seconds that a run tells of its copies, without starting the process."""
    found = _SECONDS.search(measured.output)
    return float(found[1]) if found else float(json.loads(measured.output)["copies"])


def _table(say: Say, what: str, took: dict[str, float]) -> None:
    base = {name: took[name] for name in ("typst", "typst-2a", "reportlab-untagged") if name in took}
    say(f"\n| {what} | seconds |{''.join(f' of {name} |' for name in base)}")
    say(f"| --- | --- |{' --- |' * len(base)}")
    for name, seconds in sorted(took.items(), key=lambda item: item[1]):
        say(f"| {name} | {seconds:.4f} |{''.join(f' {seconds / other:.2f} × |' for other in base.values())}")


def _growth(say: Say, what: str, took: Sequence[Measured], steps: Sequence[int] = STEPS) -> None:
    say(f"\n| {what} | seconds | peak memory (MB) | growth exponent |\n| --- | --- | --- | --- |")
    before: tuple[int, float] | None = None
    for count, measured in zip(steps, took, strict=True):
        growth = "" if before is None else f"{log(measured.seconds / before[1], count / before[0]):.2f}"
        say(f"| {count:,} | {measured.seconds:.2f} | {measured.peak_mb:.0f} | {growth} |")
        before = count, measured.seconds


def _imports(trace: str) -> list[tuple[str, int]]:
    """Microseconds of each package's own modules, the slowest first; the standard library as one."""
    own: dict[str, int] = {}
    for line in trace.splitlines():
        found = re.match(r"import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)", line)
        if found:
            package = found[2].split(".")[0]
            name = "the standard library" if package.lstrip("_") in _STANDARD or package in _STANDARD else package
            own[name] = own.get(name, 0) + int(found[1])
    return sorted(own.items(), key=lambda item: -item[1])


_STANDARD = sys.stdlib_module_names


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _machine() -> str:
    model = ""
    if sys.platform == "linux":
        told = subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout  # noqa: S607
        found = re.search(r"Model name:\s+(.+)", told)
        model = f", {found[1]}" if found else ""
    return f"{platform.system()} {platform.machine()}{model}, Python {platform.python_version()}"


def main() -> None:
    """Run what is asked for and print Markdown."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.split("\n")[0] if __doc__ else "")
    asked.add_argument("part", nargs="*", choices=[*PARTS, []], help="what to measure; else everything")
    asked.add_argument("--peers", type=Path, help="the folder with the peers' engines.py and doc.json")
    asked.add_argument("--runs", type=int, default=7, help="how often each is run; the median counts")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given.peers, Path(folder), given.runs)
        packages = [OURS, *(ENGINES[name] for name in bench.rivals)]
        print(f"{_machine()}; {', '.join(f'{package} {_version(package)}' for package in packages)}")  # noqa: T201
        missing = [name for name in ENGINES if name not in bench.rivals]
        if missing:
            print(f"Not measured, because not installed: {', '.join(missing)}")  # noqa: T201
        for part in given.part or PARTS:
            PARTS[part](bench, lambda line: print(line, flush=True))  # noqa: T201


if __name__ == "__main__":
    main()
