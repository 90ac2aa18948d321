"""A whole project as it was read: its values, and the files that they were read from."""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import Struct
from msgspec.msgpack import Decoder

from caresheet.model.dependencies import Dependency
from caresheet.model.project import Project


class _KeptFiles(Struct, frozen=True):
    dependencies: tuple[Dependency, ...]


class ReadProject(Struct, frozen=True):
    """A project without faults, which stays the same as long as its dependencies are unchanged."""

    dependencies: tuple[Dependency, ...]
    packed: bytes

    @property
    def project(self) -> Project | None:
        """Its values; None if they are not those of a project, which this version never writes."""
        try:
            return _decoder().decode(self.packed)
        except msgspec.MsgspecError:
            return None


def encode_project(project: Project, dependencies: tuple[Dependency, ...]) -> bytes | None:
    """The project for the cache; None if a name in it is not Unicode text (see `encode_build`)."""
    try:
        return msgspec.json.encode(_KeptFiles(dependencies)) + b"\n" + msgspec.msgpack.encode(project)
    except UnicodeEncodeError:
        return None


def decode_project(data: bytes) -> ReadProject:
    """What `encode_project` made; its values are decoded when they are asked for."""
    head, _, packed = data.partition(b"\n")
    return ReadProject(msgspec.json.decode(head, type=_KeptFiles).dependencies, packed)


@cache
def _decoder() -> Decoder[Project]:
    return Decoder(Project)
