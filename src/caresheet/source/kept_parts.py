"""The parts of a project that were read before without faults: topics, each in one language, and the program's own
labels."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import Struct

from caresheet.model.dependencies import Dependency, Recorder, unchanged
from caresheet.model.files import Files, Kept
from caresheet.model.labels import Labels
from caresheet.model.topic import Topic

_Part = TypeVar("_Part")
_PICTURES = "pictures"


class _KeptTopic(Struct, frozen=True):
    """`inputs` is the sum of all words that it was read from, `pictures` the files that these name, with the list of
    paths among which they were found."""

    inputs: str
    pictures: tuple[Dependency, ...]
    topic: Topic


def recording(files: Files) -> Recorder:
    """The files of a project, which record what is read of them: the pictures of one topic."""
    return Recorder(files, _PICTURES)


def recalled_topic(kept: Kept, path: str, inputs: str, files: Files) -> Topic | None:
    """The topic in the language file at `path`, where nothing that it was read from has changed."""
    found = _recalled(kept, _topic_key(path), _KeptTopic)
    return found.topic if found and found.inputs == inputs and unchanged(found.pictures, {_PICTURES: files}) else None


def keep_topic(kept: Kept, path: str, inputs: str, pictures: Recorder, topic: Topic) -> None:
    """Keep a topic that was read without faults. One whose pictures have names that are not Unicode text is read each
    time."""
    try:
        data = msgspec.msgpack.encode(_KeptTopic(inputs, pictures.dependencies, topic))
    except UnicodeEncodeError:
        return
    kept.put(_topic_key(path), data)


def recalled_labels(kept: Kept, language: str) -> Labels | None:
    """The program's own labels in a language. They change only with the program, and each version has its own cache."""
    return _recalled(kept, _labels_key(language), Labels)


def keep_labels(kept: Kept, labels: Labels) -> None:
    """Keep labels that no file of the project has changed."""
    kept.put(_labels_key(labels.language), msgspec.msgpack.encode(labels))


def _recalled(kept: Kept, key: str, kind: type[_Part]) -> _Part | None:
    """What was kept; None for nothing, and for what this version does not write."""
    data = kept.get(key)
    try:
        return msgspec.msgpack.decode(data, type=kind) if data is not None else None
    except msgspec.MsgspecError:
        return None


def _topic_key(path: str) -> str:
    return f"topic {path}"


def _labels_key(language: str) -> str:
    return f"labels {language}"
