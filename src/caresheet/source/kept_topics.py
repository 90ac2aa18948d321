"""Topics that were read before without faults, each in one language, with what they were read from."""

from __future__ import annotations

import hashlib

import msgspec
from msgspec import Struct

from caresheet.model.files import Files, Kept
from caresheet.model.problem import CaresheetError
from caresheet.model.topic import Topic


class _KeptTopic(Struct, frozen=True):
    """`inputs` is the sum of all words that it was read from. `pictures` are the files that these name, by path, and
    `listing` all paths among which they were found; both are empty without pictures."""

    inputs: str
    listing: str
    pictures: tuple[tuple[str, str], ...]
    topic: Topic


class PictureFiles:
    """Files that remember which pictures were read."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.listing = ""
        self.read_before: dict[str, str] = {}

    def paths(self) -> tuple[str, ...]:
        """Every path in the tree, sorted."""
        paths = self._files.paths()
        self.listing = sum_of(*paths)
        return paths

    def read(self, path: str) -> bytes:
        """The whole file. Raises CaresheetError as the files do."""
        data = self._files.read(path)
        self.read_before[path] = hashlib.sha256(data).hexdigest()
        return data


def sum_of(*parts: str | bytes) -> str:
    """The sha256 of several texts, none of which can pass for two of them."""
    sums = (hashlib.sha256(part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part) for part in parts)
    return hashlib.sha256(b"".join(each.digest() for each in sums)).hexdigest()


def recalled_topic(kept: Kept, path: str, inputs: str, files: Files) -> Topic | None:
    """The topic in the language file at `path`, where nothing that it was read from has changed."""
    data = kept.get(_key(path))
    try:
        found = msgspec.msgpack.decode(data, type=_KeptTopic) if data is not None else None
    except msgspec.MsgspecError:
        return None
    return found.topic if found and found.inputs == inputs and _are_the_same(found, files) else None


def keep_topic(kept: Kept, path: str, inputs: str, files: PictureFiles, topic: Topic) -> None:
    """Keep a topic that was read from `files` without faults; one whose files have names that are not Unicode text is
    read each time."""
    pictures = tuple(files.read_before.items())
    try:
        data = msgspec.msgpack.encode(_KeptTopic(inputs, files.listing, pictures, topic))
    except UnicodeEncodeError:
        return
    kept.put(_key(path), data)


def _key(path: str) -> str:
    return f"topic {path}"


def _are_the_same(found: _KeptTopic, files: Files) -> bool:
    """Whether the pictures are as they were, and found among the same files."""
    try:
        listed = not found.listing or sum_of(*files.paths()) == found.listing
        return listed and all(hashlib.sha256(files.read(path)).hexdigest() == own for path, own in found.pictures)
    except CaresheetError:
        return False
