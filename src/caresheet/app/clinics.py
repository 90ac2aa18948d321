"""Which clinic hands out: by the name of its profile, by its file, or this user's usual one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from caresheet.app.requests import RequestError, require_known
from caresheet.app.sources import USUAL_CLINIC
from caresheet.model.clinic import ascii_name

_ENDINGS = {".yaml", ".yml"}


def clinic_profiles(root: Path) -> tuple[Path, ...]:
    """The profiles of the project at `root`, by name."""
    folder = root / Path(USUAL_CLINIC).parent
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(path for path in found if path.suffix.lower() in _ENDINGS and not path.name.startswith(".")))


def find_clinic(root: Path, asked: str) -> Path:
    """The profile of the project at `root` with this name, in any case, or as `clinic new` makes a file name of a
    clinic's name; else the file, by its path from the current folder. Raises RequestError where there is none."""
    profiles = clinic_profiles(root)
    for name in (asked.casefold(), ascii_name(asked)):
        for path in profiles:
            if path.stem.casefold() == name:
                return path
    if _is_path(asked):
        return _existing(Path(asked))
    require_known("clinic", (asked,), (path.stem for path in profiles))
    message = f"{asked} was refused as an unknown clinic, and is known"
    raise AssertionError(message)


def clinic_names(root: Path) -> Iterator[str]:
    """What a clinic of the project can be called in a command."""
    return (path.stem for path in clinic_profiles(root))


def _is_path(asked: str) -> bool:
    return any(sign in asked for sign in {"/", os.sep}) or Path(asked).suffix.lower() in _ENDINGS


def _existing(path: Path) -> Path:
    if not path.is_file():
        says = "is a folder, not a clinic profile" if path.is_dir() else "does not exist"
        raise RequestError(f"the file '{path}' {says}", "'caresheet clinic list' shows the clinics")
    return path
