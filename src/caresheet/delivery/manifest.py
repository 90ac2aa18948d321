"""`manifest.json`: the account of a folder of handouts, kept beside them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from caresheet.delivery.folder import read_file, write_file
from caresheet.model.edition import Edition, Size
from caresheet.model.ink import Ink
from caresheet.model.look import PAPERS
from caresheet.model.manifest import InputFile, Manifest, ManifestEntry
from caresheet.model.press import Sheets
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.rules import BAD_MANIFEST

NAME = "manifest.json"
_ENDINGS = frozenset({"pdf", "html", "txt"})
"""What a build makes, and so what a build may delete."""
VERSION = 2
"""Of the file's form: 1 knew PDFs only. A reader refuses a version that it does not know."""


class _File(Struct, frozen=True, omit_defaults=True):
    """What the file says of one handout: a ManifestEntry as JSON, without its name."""

    media_type: str
    sha256: str
    fingerprint: str
    pages: int | None
    topic: str
    layout: str
    language: str
    clinic: str
    size: Size
    paper: str | None
    made_with: dict[str, str]
    inputs: dict[str, str]
    fillable: bool = False
    sheets: Sheets = Sheets.PAGES
    marks: bool = False
    bilingual: str | None = None
    ink: Ink | None = None


class _Whole(Struct, frozen=True):
    version: int
    files: dict[str, _File]


class _Version(Struct, frozen=True):
    version: int


def load_manifest(folder: Path) -> Manifest:
    """The folder's account, empty where it has none. Raises CaresheetError (bad-manifest) where it cannot be read or is
    of another version."""
    path = folder / NAME
    if not os.path.lexists(path):  # a folder that is a file is reported when the first file is delivered
        return Manifest()
    data = read_file(path)
    if data is None:
        raise _bad(path, "it cannot be read")
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version == VERSION:
            files = msgspec.json.decode(data, type=_Whole).files
            return Manifest(tuple(_entry(name, file) for name, file in sorted(files.items())))
    except (ValueError, RecursionError) as error:  # all errors of msgspec are ValueErrors
        raise _bad(path, "it is not the manifest of a build") from error
    raise _bad(path, f"it has version {version}, and this caresheet knows version {VERSION}")


def save_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the account, whole or not at all. The same account gives the same bytes."""
    whole = _Whole(VERSION, {entry.name: _file(entry) for entry in manifest.entries})
    write_file(msgspec.json.format(msgspec.json.encode(whole)) + b"\n", folder / NAME, outside=True)


def sha256_of(data: bytes) -> str:
    """The sha256 of a file's bytes, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def remove_stale(entries: tuple[ManifestEntry, ...], folder: Path) -> tuple[ManifestEntry, ...]:
    """Delete handouts that are no longer made, and return those. One that somebody has changed since is left alone, and
    so is whatever is not a handout, however the manifest calls it."""
    removed = []
    for entry in entries:
        path = folder / entry.name
        data = read_file(path)
        if data is None and not os.path.lexists(path):
            removed.append(entry)
        elif data is not None and entry.format in _ENDINGS and sha256_of(data) == entry.sha256:
            try:
                path.unlink()
            except OSError:  # open elsewhere: it stays in the account, and the next build tries again
                continue
            removed.append(entry)
    return tuple(removed)


def _bad(path: Path, reason: str) -> CaresheetError:
    hint = "delete it and build again; a new one is then written"
    return CaresheetError((Problem(Position(str(path)), BAD_MANIFEST, reason, hint),))


def _file(entry: ManifestEntry) -> _File:
    return _File(
        media_type=entry.media_type,
        sha256=entry.sha256,
        fingerprint=entry.fingerprint,
        pages=entry.pages,
        topic=entry.topic,
        layout=entry.layout,
        language=entry.language,
        clinic=entry.clinic,
        size=entry.edition.size,
        paper=entry.edition.paper,
        made_with=dict(entry.made_with),
        inputs={one.path: one.sha256 for one in entry.inputs},
        fillable=entry.edition.fillable,
        sheets=entry.edition.sheets,
        marks=entry.edition.marks,
        bilingual=entry.edition.bilingual,
        ink=entry.edition.ink,
    )


def _entry(name: str, file: _File) -> ManifestEntry:
    """Raises ValueError for a name that leads out of the folder or that no file can have, for a clinic outside the
    project, and for an unknown paper.
    """
    if Path(name).name != name or not name.isprintable() or name.startswith("."):
        raise ValueError(f"{name!r} is not the name of a file in the folder")
    if not file.clinic.isprintable() or PurePosixPath(file.clinic).is_absolute() or ".." in Path(file.clinic).parts:
        raise ValueError(f"{file.clinic!r} is not a clinic's profile in the project")
    if file.paper is not None and file.paper not in PAPERS:
        raise ValueError(f"unknown paper {file.paper}")
    return ManifestEntry(
        name=name,
        media_type=file.media_type,
        sha256=file.sha256,
        fingerprint=file.fingerprint,
        pages=file.pages,
        topic=file.topic,
        layout=file.layout,
        language=file.language,
        clinic=file.clinic,
        edition=Edition(file.size, file.paper, file.fillable, file.sheets, file.marks, file.bilingual, file.ink),
        made_with=tuple(file.made_with.items()),
        inputs=tuple(InputFile(path, digest) for path, digest in file.inputs.items()),
    )
