"""A rule together with the function that looks for what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

from caresheet.model.problem import Findings, Problem, Rule

Context = TypeVar("Context")


class Check(Struct, Generic[Context], frozen=True):
    """One rule and its function, which yields a problem for everything that breaks the rule.

    The function's docstring says what the rule asks for and names the source that asked for it first.
    """

    rule: Rule
    function: Callable[[Context], Iterator[Problem]]


def run(checks: Iterable[Check[Context]], context: Context) -> tuple[Problem, ...]:
    """Everything that breaks the rules, by file, line and column."""
    findings = Findings()
    for check in checks:
        findings.extend(tuple(check.function(context)))
    return findings.sorted()
