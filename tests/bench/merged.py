"""Makes personal copies of the handout in one call, as `caresheet merge` does, and prints how long that took, in
seconds.

python -m tests.bench.merged PROJECT COPIES OUT PROCESSES
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from time import perf_counter

from tests.bench.copies import TODAY

from caresheet.app.merging import MergePlan, write_copies
from caresheet.app.personal import personal_handout
from caresheet.app.pipeline import compose_checked
from caresheet.app.selection import jobs
from caresheet.app.sources import read_folder
from caresheet.model.person import Person, PersonalValue


def main() -> None:
    """Prepare the handout once, then make, prove and write every copy."""
    root, copies, out, processes = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    shutil.rmtree(out, ignore_errors=True)
    begun = perf_counter()
    (job,) = jobs(read_folder(root), today=TODAY)
    handout = personal_handout(compose_checked(job))
    plan = MergePlan("copy", tuple(map(_person, range(copies))), (handout,), (0,) * copies, ())
    ready = perf_counter()
    result = write_copies(plan, out, time.time(), processes)
    done = perf_counter()
    if result.problems:
        raise SystemExit(str(result.problems[0]))
    changed = len(handout.pdf.pages)
    print(json.dumps({"ready": ready - begun, "copies": done - ready, "pages": handout.pages, "changed": changed}))  # noqa: T201


def _person(number: int) -> Person:
    given = {"patient.name": f"Person {number}", "patient.phone": f"555-01{number % 100:02}"}
    return Person(number + 1, tuple(PersonalValue(field, text, None) for field, text in given.items()))


if __name__ == "__main__":
    main()
