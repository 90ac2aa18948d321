"""The size budget: a module and a function fit on a screen or two, and most are far smaller."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

import pytest

SOURCE = Path(__file__).parents[2] / "src"
MODULE_LINES, FUNCTION_LINES, PARAMETERS = 400, 40, 6
MEDIAN_MODULE, MEDIAN_FUNCTION = 150, 8

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: str) -> Iterator[Function]:
    """All functions and methods of a module, nested ones too."""
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, Function))


def length(function: Function) -> int:
    """The lines of a function, from its `def` to its last one."""
    return (function.end_lineno or 0) - function.lineno + 1


def over_budget(name: str, source: str) -> Iterator[str]:
    """What in a module is larger than allowed. A command of the command line has as many parameters as options."""
    lines = source.count("\n")
    if lines > MODULE_LINES:
        yield f"{name}: {lines} lines"
    for function in functions(source):
        if length(function) > FUNCTION_LINES:
            yield f"{name}: {function.name} has {length(function)} lines"
        if parameters(function) > PARAMETERS and not is_command(function):
            yield f"{name}: {function.name} has {parameters(function)} parameters"


def medians(sources: Iterable[str]) -> tuple[float, float]:
    """The median length of the modules and of all their functions, in lines."""
    modules = list(sources)
    return (
        median(source.count("\n") for source in modules),
        median(length(function) for source in modules for function in functions(source)),
    )


def parameters(function: Function) -> int:
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def is_command(function: Function) -> bool:
    return any(".command(" in ast.unparse(decorator) for decorator in function.decorator_list)


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    """Every module of the program by its path from src/."""
    found = {path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    assert len(found) > 200
    return dict(sorted(found.items()))


def test_size_budget(sources: dict[str, str]) -> None:
    """No module has more than 400 lines, no function more than 40, or more than 6 parameters."""
    assert [said for name, source in sources.items() for said in over_budget(name, source)] == []


def test_most_modules_and_functions_are_small(sources: dict[str, str]) -> None:
    """Half of the modules have at most 150 lines, half of the functions at most 8."""
    module, function = medians(sources.values())
    assert module <= MEDIAN_MODULE
    assert function <= MEDIAN_FUNCTION


def test_size_budget_sees_what_is_too_large() -> None:
    """A long module, a long function and a function with seven parameters are each named."""
    assert list(over_budget("long.py", "x = 1\n" * 401)) == ["long.py: 401 lines"]
    assert list(over_budget("long.py", "def f():\n" + "    x = 1\n" * 40)) == ["long.py: f has 41 lines"]
    wide = "def f(self, a, b, c, d, /, e, *, f, g): ...\n"
    assert list(over_budget("wide.py", wide)) == ["wide.py: f has 7 parameters"]
    assert list(over_budget("command.py", f"@click.command()\n{wide}")) == []
    assert list(over_budget("command.py", f"@click.command(name='print')\n{wide}")) == []


def test_medians_count_methods_and_nested_functions() -> None:
    """Methods and functions inside functions are functions, and an empty module is a module."""
    nested = "class A:\n    def f(self):\n        def g():\n            return 1\n        return g\n"
    assert medians([nested, "", "x = 1\n"]) == (1, 3)
