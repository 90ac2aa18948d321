"""Trees of files in memory, and the sample project that tests read and break."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from caresheet.model import rules
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.project import Project
from caresheet.source import read_project

HERE = Path(__file__).parent
CLINIC = "content/clinics/example.yaml"
Tree = dict[str, bytes]


class Memory:
    """Files that lie in a dictionary."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(self._tree))

    def read(self, path: str) -> bytes:
        if path not in self._tree:
            raise CaresheetError((Problem(Position(path), rules.NOT_READABLE, "there is none"),))
        return self._tree[path]


@cache
def _stored(name: str) -> tuple[tuple[str, bytes], ...]:
    root = HERE / name
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return tuple((path.relative_to(root).as_posix(), path.read_bytes()) for path in files)


def sample(**changed: str | bytes | None) -> Tree:
    """The sample project, which uses every part of the language once; see `changed_tree` for what may be changed."""
    return changed_tree("sample", changed)


def small(changed: dict[str, str | bytes | None] | None = None) -> Tree:
    """A project as small as one can be, to be broken at one place."""
    return changed_tree("small", changed or {})


def changed_tree(name: str, changed: dict[str, str | bytes | None]) -> Tree:
    """A stored project with some files in other words; None takes a file away."""
    tree = dict(_stored(name))
    for path, data in changed.items():
        if data is None:
            tree.pop(path)
        else:
            tree[path] = data.encode("utf-8") if isinstance(data, str) else data
    return tree


def read(tree: Tree, clinic: str = CLINIC) -> Project:
    """What the tree holds. Raises CaresheetError."""
    files = Memory(tree)
    return read_project(files, (files, clinic))


def problems(tree: Tree, clinic: str = CLINIC) -> tuple[Problem, ...]:
    """What is wrong with the tree."""
    try:
        read(tree, clinic)
    except CaresheetError as error:
        return error.problems
    return ()


def told(tree: Tree, clinic: str = CLINIC) -> list[str]:
    """What is wrong with the tree, each as `file:line:column rule`."""
    return [f"{problem.position or '-'} {problem.rule.name}" for problem in problems(tree, clinic)]
