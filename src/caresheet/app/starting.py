"""Starting a project: a small one that builds at once and explains itself, or the handouts that the package carries."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from caresheet.app.places import near, quoted
from caresheet.app.ports import current_folder
from caresheet.app.requests import require_known
from caresheet.app.sources import find_root, is_project
from caresheet.delivery import write_file
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import NOT_WRITABLE

HIDDEN = ("github", "gitignore", "pre-commit-config.yaml", "vscode")
"""Files and folders of the starter whose names begin with a dot in a project; in the package, tools would heed them."""
SCHEMAS = ("content", "topic", "clinic", "layout", "labels")
"""The kinds of files that people write: editors complete them by these schemas."""
_REPOSITORY = ".git"
_CONTENT, _LAYOUTS, _CLINICS = "content", "layouts", "clinics"
_EDITED_WITH = (".gitignore", ".vscode")
"""Files that help with editing, which every project has."""


def started_lines(folder: Path, topic: str | None) -> Iterator[str]:
    """What is in the folder of a project that was just started, and what to do next."""
    about = f"the handouts of {topic}." if topic else "a small project. Its files explain themselves."
    yield f"{near(folder.absolute())} now holds {about}"
    step = "" if folder.resolve() == current_folder() else f" --project {quoted(folder)}"
    yield f"Make its handouts with:  caresheet build{step}"


def start_project(folder: Path, topic: str | None = None) -> None:
    """Write the starter project to `folder`, which must be new or empty but for a repository; with a topic, the project
    of that topic that the package carries. Raises CaresheetError (not-writable), RequestError for another topic."""
    if folder.is_dir() and any(path.name != _REPOSITORY for path in folder.iterdir()):
        message, hint = f"{folder} is not empty", "name a folder that is new or empty"
        raise CaresheetError((Problem(None, NOT_WRITABLE, message, hint),))
    if topic is not None:
        require_known("topic", (topic,), carried_topics())
    for path, data in (*(starter() if topic is None else carried(topic)), *_schemas()):
        write_file(data, folder / path)


def carried_topics() -> tuple[str, ...]:
    """The topics that the package carries, with their layouts."""
    topics = (_carried() / _CONTENT).iterdir()
    return tuple(sorted(entry.name for entry in topics if (entry / "topic.yaml").is_file()))


def carried(topic: str) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file of the project of this topic: its path and its bytes."""
    for name in (_CLINICS, topic):
        yield from _walk(_carried() / _CONTENT / name, PurePosixPath(_CONTENT, name))
    yield from _walk(_carried() / _LAYOUTS, PurePosixPath(_LAYOUTS))
    yield from ((path, data) for path, data in starter() if path.parts[0] in _EDITED_WITH)


def own_project() -> Path:
    """Where the desk makes a project for somebody who has none: in their documents."""
    from platformdirs import user_documents_path

    return user_documents_path() / "caresheet"


def project_for_desk() -> Path | None:
    """The project around the current folder, else the one that the desk has made in the user's documents, if any."""
    try:
        return find_root(None)
    except CaresheetError:
        return own_project() if is_project(own_project()) else None


def _carried() -> Traversable:
    """The content and layouts of the repository: a wheel contains them, and an installation from a checkout finds them
    in the checkout."""
    inside = files("caresheet") / "carried"
    return inside if inside.is_dir() else Path(__file__).parents[3]


def starter() -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every file of the starter project: its path and its bytes."""
    for entry in sorted((files("caresheet") / "starter").iterdir(), key=lambda entry: entry.name):
        name = f".{entry.name}" if entry.name in HIDDEN else entry.name
        yield from _walk(entry, PurePosixPath(name))


def _walk(entry: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    if entry.is_dir():
        for inner in sorted(entry.iterdir(), key=lambda inner: inner.name):
            yield from _walk(inner, path / inner.name)
    else:
        yield path, entry.read_bytes()


def _schemas() -> Iterator[tuple[PurePosixPath, bytes]]:
    # Schemas load the table of blocks, which --help must not pay for.
    from caresheet.source.schemas import schema

    return ((PurePosixPath(".vscode", "schemas", f"{kind}.json"), schema(kind).encode("utf-8")) for kind in SCHEMAS)
