"""What was made and proved before is kept, so that only what changed is made again."""

from caresheet.store.digest import Described, described
from caresheet.store.kept import Kept, kept_from, kept_to
from caresheet.store.reasons import reasons
from caresheet.store.shelf import Shelf
from caresheet.store.trace import Recorder, Step, still_true

__all__ = [
    "Described",
    "Kept",
    "Recorder",
    "Shelf",
    "Step",
    "described",
    "kept_from",
    "kept_to",
    "reasons",
    "still_true",
]
