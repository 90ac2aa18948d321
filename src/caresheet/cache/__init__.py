"""What was made and proved before is kept, so that only what changed is made again."""

from caresheet.cache.builds import Line, Run, run_from, run_to
from caresheet.cache.changes import reasons
from caresheet.cache.digest import Described, described
from caresheet.cache.folder import Shelf
from caresheet.cache.handouts import Kept, kept_from, kept_to, pdf_of
from caresheet.cache.trace import Recorder, Step, still_true

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
