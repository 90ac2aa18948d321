"""The size budget: what fits in a head."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
MODULE_LINES, FUNCTION_LINES, PARAMETERS = 400, 40, 6

Function = ast.FunctionDef | ast.AsyncFunctionDef


def over_budget(name: str, source: str) -> Iterator[str]:
    """What in a module is larger than allowed. A command of the front desk has as many parameters as options."""
    lines = source.count("\n")
    if lines > MODULE_LINES:
        yield f"{name}: {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{name}: {node.name} has {lines} lines"
            if parameters(node) > PARAMETERS and not is_command(node):
                yield f"{name}: {node.name} has {parameters(node)} parameters"


def parameters(function: Function) -> int:
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def is_command(function: Function) -> bool:
    return any(ast.unparse(decorator).endswith("command()") for decorator in function.decorator_list)


def test_size_budget() -> None:
    """No module over 400 lines, no function over 40, no function with more than 6 parameters."""
    modules = sorted(SOURCE.rglob("*.py"))
    assert len(modules) > 20
    assert [said for path in modules for said in over_budget(path.name, path.read_text(encoding="utf-8"))] == []


def test_size_budget_sees_what_is_too_large() -> None:
    """A long module, a long function and a function with seven parameters are each named."""
    assert list(over_budget("long.py", "x = 1\n" * 401)) == ["long.py: 401 lines"]
    assert list(over_budget("long.py", "def f():\n" + "    x = 1\n" * 40)) == ["long.py: f has 41 lines"]
    wide = "def f(self, a, b, c, d, /, e, *, f, g): ...\n"
    assert list(over_budget("wide.py", wide)) == ["wide.py: f has 7 parameters"]
    assert list(over_budget("desk.py", f"@click.command()\n{wide}")) == []
