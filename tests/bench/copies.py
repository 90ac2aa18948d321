"""Makes copies of the handout in one process, each for another clinic, and prints what each phase took, in seconds.

python -m tests.bench.copies PROJECT COPIES OUT
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.delivery import deliver
from caresheet.model.clinic import VALUE_KINDS, Clinic
from caresheet.model.problem import Origin, Position
from caresheet.model.value import Value
from caresheet.source import Folder, read_project

TODAY = date(2026, 11, 27)
_HERE = Position("content/clinics/example.yaml")


def main() -> None:
    """Read once, then make and deliver every copy."""
    root, copies, out = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    begun = perf_counter()
    files = Folder(root)
    project = read_project(files, (files, "content/clinics/example.yaml"))
    read = perf_counter()
    pages = 0
    for number in range(copies):
        (job,) = jobs(replace(project, clinic=clinic_of(project.clinic, number)), today=TODAY)
        artifact = render(job).handout.artifact("pdf")
        pages = artifact.pages or 0
        deliver(replace(artifact, name=f"{number}.pdf"), out)
    print(json.dumps({"read": read - begun, "copies": perf_counter() - read, "pages": pages}))  # noqa: T201


def clinic_of(clinic: Clinic, number: int) -> Clinic:
    """The clinic of a copy: another name and another phone number."""
    given = {"name": f"Person {number}", "phone": f"(212) 555-01{number % 100:02}"}
    return replace(
        clinic, values=tuple(Value(VALUE_KINDS[key], text, Origin(key, _HERE)) for key, text in given.items())
    )


if __name__ == "__main__":
    main()
