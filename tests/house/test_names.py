"""Names: what a package exports never hides one of its modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def hidden_modules(package: Path) -> set[str]:
    """The modules of a package whose name its `__init__.py` binds to something else.

    `package.name` is then the module or the other thing, depending on which import ran last, and neither mypy nor ruff
    notices.
    """
    modules = {path.stem for path in package.glob("*.py")} | {
        path.parent.name for path in package.glob("*/__init__.py")
    }
    return modules & set(_bound(ast.parse((package / "__init__.py").read_text(encoding="utf-8"))))


def _bound(init: ast.Module) -> Iterator[str]:
    for statement in init.body:
        match statement:
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                yield from ((name.asname or name.name).partition(".")[0] for name in names)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


def test_no_export_hides_a_module() -> None:
    """No name in a package's `__init__.py` equals the name of one of the package's modules."""
    packages = sorted(path.parent for path in SOURCE.rglob("__init__.py"))
    assert len(packages) > 10
    assert {package.name: hidden for package in packages if (hidden := hidden_modules(package))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from box.lid import {}",
        "from box.lid import cover as {}",
        "def {}() -> None: ...",
        "class {}: ...",
        "{} = 1",
        "{}: int = 1",
    ],
)
def test_hidden_module_is_seen(tmp_path: Path, line: str) -> None:
    """Each way of binding a module's name in its package is found; the same line with another name is not."""
    (tmp_path / "lid.py").write_text("", encoding="utf-8")
    init = tmp_path / "__init__.py"
    for name, hidden in (("lid", {"lid"}), ("cap", set())):
        init.write_text(f"{line.format(name)}\n", encoding="utf-8")
        assert hidden_modules(tmp_path) == hidden


MEANT_TWICE = {
    frozenset({"model/topic.py", "model/document.py"}),  # as written by an author, and as composed for a reader
    frozenset({"model/project.py", "api.py"}),  # what was read, and the door to it for other programs
}
"""Pairs of modules in which one name means one thing at two stages."""


def homes_of_classes(source: Path) -> dict[str, set[str]]:
    """The modules that define a class of each name; `_Name` and `Name` are one name to a reader."""
    homes: dict[str, set[str]] = {}
    for path in sorted(source.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name.lstrip("_"), set()).add(path.relative_to(source).as_posix())
    return homes


def test_a_class_name_is_used_once() -> None:
    """Who reads the name of a class knows which one is meant."""
    homes = homes_of_classes(SOURCE / "caresheet")
    assert len(homes) > 200
    twice = {name: places for name, places in homes.items() if len(places) > 1 and frozenset(places) not in MEANT_TWICE}
    assert twice == {}


def test_a_name_used_twice_is_seen(tmp_path: Path) -> None:
    """Two classes of one name in two modules are found, also where one of them is private."""
    (tmp_path / "box.py").write_text("class Lid: ...\n", encoding="utf-8")
    (tmp_path / "pot.py").write_text("class _Lid: ...\nclass Handle: ...\n", encoding="utf-8")
    assert homes_of_classes(tmp_path) == {"Lid": {"box.py", "pot.py"}, "Handle": {"pot.py"}}
