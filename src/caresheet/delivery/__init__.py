"""Finished parcels leave the house: whole, or not at all."""

from caresheet.delivery.folder import deliver, is_there, put, sweep
from caresheet.delivery.manifest import entry_from, entry_to, load_manifest, remove_stale, save_manifest, sha256_of
from caresheet.delivery.reviews import append_review
from caresheet.delivery.verdicts import Verdict, judge

__all__ = [
    "Verdict",
    "append_review",
    "deliver",
    "entry_from",
    "entry_to",
    "is_there",
    "judge",
    "load_manifest",
    "put",
    "remove_stale",
    "save_manifest",
    "sha256_of",
    "sweep",
]
