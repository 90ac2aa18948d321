"""Finished artifacts leave the program: whole, or not at all."""

from caresheet.delivery.folder import deliver, is_delivered, remove_leftovers, write_file
from caresheet.delivery.manifest import load_manifest, remove_stale, save_manifest, sha256_of
from caresheet.delivery.reviews import append_review
from caresheet.delivery.verdicts import FileState, Verdict, compare_folder

__all__ = [
    "FileState",
    "Verdict",
    "append_review",
    "compare_folder",
    "deliver",
    "is_delivered",
    "load_manifest",
    "remove_leftovers",
    "remove_stale",
    "save_manifest",
    "sha256_of",
    "write_file",
]
