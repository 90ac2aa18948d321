"""Makes the handout in one process and prints what each room took, in seconds: the median of several times.

python -m tests.bench.phases PROJECT TIMES
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.compose import compose
from caresheet.delivery import deliver
from caresheet.fonts import coverage
from caresheet.layout import lay_out
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf
from caresheet.rules import HandoutContext, PagesContext, faults, page_findings
from caresheet.source import Folder, read_project

TODAY = date(2026, 11, 27)
Result = TypeVar("Result")


class Clock:
    """What each room took, each time."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {}

    def time(self, room: str, work: Callable[[], Result]) -> Result:
        """The result of a piece of work, which is timed."""
        begun = perf_counter()
        result = work()
        self.took.setdefault(room, []).append(perf_counter() - begun)
        return result


def walk(root: Path, out: Path, clock: Clock) -> None:
    """Go through the rooms one by one, as the pipeline does, and then through the pipeline."""
    files = Folder(root)
    project = clock.time("read", partial(read_project, files, (files, "content/clinics/example.yaml")))
    (job,) = jobs(project, today=TODAY)
    composed = clock.time("compose", partial(compose, job))
    document = composed.document
    case = clock.time("gather", partial(HandoutContext.of, job, composed, coverage()))
    clock.time("check", partial(faults, case))
    page_layout = clock.time("lay out", partial(lay_out, composed))
    clock.time("check the pages", partial(page_findings, PagesContext(case, page_layout)))
    pdf = clock.time("paint", partial(paint, document, page_layout))
    clock.time("prove", partial(prove_pdf, composed, pdf))
    made = clock.time("all of these but read", partial(render, job))
    clock.time("write", partial(deliver, made.handout.artifact("pdf"), out))


def main() -> None:
    """Walk as often as asked."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(int(sys.argv[2])):
            walk(Path(sys.argv[1]), Path(folder), clock)
    print(json.dumps({room: median(each) for room, each in clock.took.items()}))  # noqa: T201


if __name__ == "__main__":
    main()
