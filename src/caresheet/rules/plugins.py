"""Rules that other packages add: the entry points of the group `caresheet.rules`.

A package names a `RulePack` in its metadata, here under the name `acme`:

    [project.entry-points."caresheet.rules"]
    acme = "acme_rules:PACK"

Its rules are called `acme/…`, have ids that start with `ACME`, and are errors or warnings, because builds never load
them: only what is checked is judged by them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from msgspec import Struct, field

from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.problem import Problem, Rule, Severity
from caresheet.rules.checks import Check
from caresheet.rules.context import HandoutContext, TopicContext
from caresheet.rules.reading import Reading

GROUP = "caresheet.rules"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ID = re.compile(r"[A-Z]+[0-9]+[a-z]?")
Context = TypeVar("Context")


class RulePack(Struct, frozen=True):
    """The rules of one package, by what they look at, and a page of help in Markdown for each, by the rule's name."""

    topic: tuple[Check[TopicContext], ...] = ()
    handout: tuple[Check[HandoutContext], ...] = ()
    reading: tuple[Check[Reading], ...] = ()
    clinic: tuple[Check[Clinic], ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of the pack, once."""
        topic, handout = [check.rule for check in self.topic], [check.rule for check in self.handout]
        reading, clinic = [check.rule for check in self.reading], [check.rule for check in self.clinic]
        return tuple(dict.fromkeys((*topic, *handout, *reading, *clinic)))


class Plugins(Struct, frozen=True):
    """The packs that could be loaded, and what is wrong with the others."""

    packs: tuple[RulePack, ...]
    problems: tuple[Problem, ...]


@cache
def plugins() -> Plugins:
    """The packs of all installed packages, loaded when they are first asked for. Nothing that they do wrong is raised.

    A check of theirs that fails, or yields problems of another rule, yields broken-plugin instead.
    """
    packs, problems = list[RulePack](), list[Problem]()
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        pack, wrong = _loaded(entry)
        if pack is None or wrong:
            problems.append(_broken(f"the rules '{entry.name}' ({entry.value}) cannot be used: {wrong}"))
        else:
            packs.append(_guarded_pack(pack))
    return Plugins(tuple(packs), tuple(problems))


def plugin_rules() -> tuple[Rule, ...]:
    """The rules that other packages add."""
    return tuple(rule for pack in plugins().packs for rule in pack.rules)


def plugin_page(rule: Rule) -> str:
    """The page of help, in Markdown, of a rule that another package adds."""
    return next(pack.pages[rule.name] for pack in plugins().packs if rule in pack.rules)


def plugin_problems() -> tuple[Problem, ...]:
    """What is wrong with packages that add rules."""
    return plugins().problems


def _loaded(entry: EntryPoint) -> tuple[RulePack | None, str]:
    """The pack that an entry point names, and what is wrong with it."""
    try:
        pack = entry.load()
    except Exception as error:  # noqa: BLE001 - a package may fail in any way when it is imported
        return None, f"{type(error).__name__}: {error}"
    if not isinstance(pack, RulePack):
        return None, f"it names a {type(pack).__name__} rather than a RulePack"
    return pack, next(_wrong_in(pack, entry.name), "")


def _wrong_in(pack: RulePack, prefix: str) -> Iterator[str]:
    for rule in pack.rules:
        before, _, name = rule.name.partition(rules.IN_PLUGIN)
        if before != prefix or not _NAME.fullmatch(name):
            yield f"the name of the rule '{rule.name}' must be '{prefix}/' and lower-case words joined by hyphens"
        if rule.id.startswith(rules.ID_PREFIX) or not _ID.fullmatch(rule.id):
            yield f"the id of the rule '{rule.name}' must be capitals and a number, not starting with {rules.ID_PREFIX}"
        if rule.severity is Severity.FAULT:
            yield f"the rule '{rule.name}' must be an error or a warning, not a fault"
        if not pack.pages.get(rule.name, "").strip():
            yield f"the rule '{rule.name}' has no page of help in `pages`"


def _guarded_pack(pack: RulePack) -> RulePack:
    return RulePack(
        _guarded(pack.topic), _guarded(pack.handout), _guarded(pack.reading), _guarded(pack.clinic), pack.pages
    )


def _guarded(checks: Iterable[Check[Context]]) -> tuple[Check[Context], ...]:
    return tuple(Check(check.rule, _guard(check)) for check in checks)


def _guard(check: Check[Context]) -> Callable[[Context], Iterator[Problem]]:
    def function(context: Context) -> Iterator[Problem]:
        try:
            found: tuple[object, ...] = tuple(check.function(context))
        except Exception as error:  # noqa: BLE001 - a package's check may fail in any way
            found = (_broken(f"the check of '{check.rule.name}' failed: {type(error).__name__}: {error}"),)
        for problem in found:
            if isinstance(problem, Problem) and problem.rule in {check.rule, rules.BROKEN_PLUGIN}:
                yield problem
            else:
                yield _broken(f"the check of '{check.rule.name}' yields something else than problems of its rule")

    return function


def _broken(message: str) -> Problem:
    return Problem(None, rules.BROKEN_PLUGIN, message, "update or uninstall the package that adds this rule")
