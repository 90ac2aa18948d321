"""A whole build that was done before: what it read, what it made, what it reported."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec import Struct

from caresheet.model.dependencies import Dependency
from caresheet.model.manifest import ManifestEntry
from caresheet.model.problem import Problem


class ArtifactRecord(Struct, frozen=True):
    """One file that a build made: its key in the cache, and its entry in the manifest."""

    key: str
    entry: ManifestEntry


class HandoutRecord(Struct, frozen=True):
    """One handout that a build made, with its files."""

    name: str
    title: str
    language: str
    inputs: tuple[str, ...]
    artifacts: tuple[ArtifactRecord, ...]


class BuildRecord(Struct, frozen=True):
    """A build that would make and report the same on every day from `since` (inclusive) to `until` (exclusive), as long
    as its dependencies are unchanged: between these days no review ends, and none is about to."""

    dependencies: tuple[Dependency, ...]
    since: date
    until: date
    handouts: tuple[HandoutRecord, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether the build would be the same on this day."""
        return self.since <= day < self.until


def encode_build(record: BuildRecord) -> bytes | None:
    """The record for the cache; None where a name in it is no Unicode text (a file name of Linux may be any bytes)."""
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        return None


def decode_build(data: bytes) -> BuildRecord:
    """What `encode_build` made."""
    return msgspec.json.decode(data, type=BuildRecord)
