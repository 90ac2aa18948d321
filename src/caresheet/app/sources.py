"""Finding a project and reading it, from a folder or from memory."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from caresheet.cache import Cache, decode_project, encode_project
from caresheet.model.clinic import Clinic
from caresheet.model.dependencies import Dependency, Recorder, unchanged
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.project import Project
from caresheet.model.rules import EMPTY_VALUE, NO_PROJECT, NOT_READABLE

USUAL_CLINIC = "content/clinics/example.yaml"
"""The clinic profile of a project that is used where none is asked for."""

_PROJECT, _CLINIC = "project", "clinic"


def is_project(folder: Path) -> bool:
    """Whether the folder has both a content/ and a layouts/ folder."""
    # os.path asks without raising; before Python 3.14 Path.is_dir fails on a parent that may not be looked into.
    return os.path.isdir(folder / "content") and os.path.isdir(folder / "layouts")  # noqa: PTH112


def project_around(place: Path) -> Path | None:
    """The nearest project at or above an absolute path, None if it is in none."""
    return next((folder for folder in (place, *place.parents) if is_project(folder)), None)


def find_root(asked: Path | None) -> Path:
    """The project's folder, absolute: the one that was asked for, else the nearest at or above the current folder.

    Raises CaresheetError (no-project).
    """
    here = (asked or Path()).resolve()
    root = (here if is_project(here) else None) if asked else project_around(here)
    if root is not None:
        return root
    where = f"{asked} does not have" if asked else "neither this folder nor one above it has"
    hint = "go to the project's folder, name it with --project DIR, or make one with: caresheet init DIR"
    raise CaresheetError((Problem(None, NO_PROJECT, f"{where} both a content/ and a layouts/ folder", hint),))


def unless_example(root: Path, profile: Path) -> Path | None:
    """The profile, or None for the example of the project at `root`, which is used where no clinic is asked for."""
    return None if profile.resolve() == (root / USUAL_CLINIC).resolve() else profile


class Sources:
    """The files of a project, and those beside its clinic's profile where that lies elsewhere. Remembers what it was
    asked for.

    `where` is the same text for the same files on this machine, empty for files that are in memory only;
    `names_clinic` says whether a clinic was asked for, rather than the usual one taken. What was read is kept in
    `cache`, where there is one.
    """

    def __init__(
        self,
        project: Files,
        beside: Files | None,
        profile: str,
        *,
        where: str = "",
        names_clinic: bool,
        cache: Cache | None = None,
    ) -> None:
        self._project = Recorder(project, _PROJECT)
        self._beside = Recorder(beside, _CLINIC) if beside else self._project
        self._profile = profile
        self._content: Project | None = None
        self._languages = frozenset[str]()
        self._cache = cache if where else None
        self.where = where
        self.names_clinic = names_clinic

    @classmethod
    def in_folder(cls, root: Path, clinic: Path | None = None, cache: Cache | None = None) -> Sources:
        """The project in this folder, with the profile in the file `clinic`, else the usual one.

        Raises CaresheetError (not-readable) where the usual one is missing.
        """
        from caresheet.source.folder import Folder

        if clinic is None:
            _require_usual_clinic(root)
        profile = (clinic or root / USUAL_CLINIC).resolve()
        where = f"{root} {profile if clinic else ''}"
        is_inside = profile.is_relative_to(root)
        return cls(
            Folder(root),
            None if is_inside else Folder(profile.parent),
            profile.relative_to(root).as_posix() if is_inside else profile.name,
            where=where,
            names_clinic=clinic is not None,
            cache=cache,
        )

    @classmethod
    def in_memory(cls, files: Files, clinic: str | None = None) -> Sources:
        """The project in these files, with the profile at the path `clinic` in them, else the usual one."""
        return cls(files, None, clinic or USUAL_CLINIC, names_clinic=clinic is not None)

    def read(self) -> Project:
        """Everything in the project, handed out by the clinic. Raises CaresheetError with all its problems."""
        project = self.read_sound_part()
        if project.problems:
            raise CaresheetError(project.problems)
        return project

    def read_sound_part(self, languages: frozenset[str] = frozenset()) -> Project:
        """The same in spite of faults, without the handouts that they are behind; read once. Given `languages`, topics
        are read only in these and in what these need. What was read without faults before comes from the cache: all of
        it where no file has changed, else each topic whose files have not. Raises CaresheetError where the faults leave
        nothing to make."""
        if self._content is None or self._languages not in (frozenset(), languages):
            self._languages = languages
            self._content = self._recalled() or self._read()
            if self.names_clinic and self._profile != USUAL_CLINIC:
                _require_name(self._content.clinic)
        return self._content

    def _recalled(self) -> Project | None:
        """What was asked for, or all of the project, as it was read before."""
        for key in dict.fromkeys((self._key(self._languages), self._key(frozenset()))):
            data = self._cache.get(key) if self._cache else None
            read = decode_project(data) if data is not None else None
            if read and self.unchanged(read.dependencies):
                return read.project
        return None

    def _read(self) -> Project:
        # Reading loads YAML and the schemas, which --help must not pay for.
        from caresheet.source import read_sound_part

        kept = _OfProject(self._cache, self.where) if self._cache else None
        project = read_sound_part(self._project, (self._beside, self._profile), self._languages, kept)
        data = encode_project(project, self.dependencies) if self._cache and not project.problems else None
        if self._cache and data is not None:
            self._cache.put(self._key(self._languages), data)
        return project

    def _key(self, languages: frozenset[str]) -> str:
        return f"project {self.where}{'+'.join(('', *sorted(languages)))}"

    @property
    def profile(self) -> str:
        """The path of the clinic's profile among its files."""
        return self._profile

    @property
    def dependencies(self) -> tuple[Dependency, ...]:
        """What was read so far."""
        return tuple(dict.fromkeys((*self._project.dependencies, *self._beside.dependencies)))

    def unchanged(self, dependencies: Iterable[Dependency]) -> bool:
        """Whether the files are as they were when these were read."""
        return unchanged(dependencies, {_PROJECT: self._project, _CLINIC: self._beside})

    def digests(self) -> dict[str, str]:
        """The sha256 of every file that was read, by its path; of the clinic's own where it lies elsewhere."""
        read = (*self._project.dependencies, *self._beside.dependencies)
        return {one.path: one.sha256 for one in read if one.sha256}


class _OfProject(Struct, frozen=True):
    """The entries of a cache that belong to one project."""

    cache: Cache
    where: str

    def get(self, key: str) -> bytes | None:
        return self.cache.get(f"{key} of {self.where}")

    def put(self, key: str, data: bytes) -> None:
        self.cache.put(f"{key} of {self.where}", data)


def read_folder(root: Path, clinic: Path | None = None, cache: Cache | None = None) -> Project:
    """What is sound in the project at `root`, handed out by `clinic`; see `Sources.read_sound_part`."""
    return Sources.in_folder(root, clinic, cache).read_sound_part()


def _require_name(clinic: Clinic) -> None:
    """Handouts that are made for a clinic say for which one; those of the usual profile may have a line to write on."""
    if clinic.value("name") is None:
        hint = "write the name that patients know"
        raise CaresheetError((Problem(clinic.place("name"), EMPTY_VALUE, "the clinic has no name", hint),))


def _require_usual_clinic(root: Path) -> None:
    if not (root / USUAL_CLINIC).is_file():
        hint = "make a profile with: caresheet clinic new; then build with --clinic FILE"
        raise CaresheetError((Problem(Position(USUAL_CLINIC), NOT_READABLE, "no such clinic profile", hint),))
