"""The program's own printed words in one language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Every word that caresheet itself prints. `page` holds `{page}` and `{pages}`, `version` holds `{version}`,
    `based_on` holds `{publishers}`, and `and_others` holds `{publishers}` and `{count}`.

    `levels` pairs each level's value (`stop`, `call`, `note`) with its word; `clinic` pairs each `clinic.*` key
    with the words for its blank. `files` are the project's own that replace any of them.
    """

    language: str
    draft: str
    version: str
    page: str
    contents: str
    references: str
    based_on: str
    and_others: str
    levels: tuple[tuple[str, str], ...]
    clinic: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()
