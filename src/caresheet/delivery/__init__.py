"""Finished artifacts leave the program: whole, or not at all."""

from caresheet.delivery.folder import deliver, is_delivered, read_file, remove_leftovers, write_file
from caresheet.delivery.manifest import load_manifest, remove_stale, save_manifest, sha256_of
from caresheet.delivery.private import is_private, require_writable, write_private
from caresheet.delivery.reviews import append_review
from caresheet.delivery.verdicts import FileState, Verdict, compare_folder

__all__ = [
    "FileState",
    "Verdict",
    "append_review",
    "compare_folder",
    "deliver",
    "is_delivered",
    "is_private",
    "load_manifest",
    "read_file",
    "remove_leftovers",
    "remove_stale",
    "require_writable",
    "save_manifest",
    "sha256_of",
    "write_file",
    "write_private",
]
