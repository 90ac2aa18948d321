"""What was made and proved before is kept, so that only what changed is made again."""

from caresheet.store.digest import Described, described
from caresheet.store.kept import Kept, kept_from, kept_to, pdf_of
from caresheet.store.reasons import reasons
from caresheet.store.run import Line, Run, run_from, run_to
from caresheet.store.shelf import Shelf
from caresheet.store.trace import Recorder, Step, still_true

__all__ = [
    "Described",
    "Kept",
    "Line",
    "Recorder",
    "Run",
    "Shelf",
    "Step",
    "described",
    "kept_from",
    "kept_to",
    "pdf_of",
    "reasons",
    "run_from",
    "run_to",
    "still_true",
]
