"""Reads the limits that rules measure by, and the waivers of layouts and topics."""

from __future__ import annotations

from caresheet.model import rules
from caresheet.model.limits import Limits, Waiver
from caresheet.model.problem import Findings, Severity
from caresheet.model.topic import EVERYONE
from caresheet.source import suggest
from caresheet.source.extends import merged
from caresheet.source.nodes import (
    MappingNode,
    Node,
    ScalarNode,
    is_yes,
    items,
    mapping,
    number,
    optional,
    pairs,
    scalar,
)


def read_limits(node: Node, audience: str) -> Limits:
    """The limits for one audience: those for everyone, overridden by the audience's own.

    Raises InvalidShapeError if they are not valid.
    """
    given = mapping(node)
    whole = mapping(given.need(EVERYONE))
    own = given.get(audience)
    if own is not None:
        whole = merged(mapping(own), whole)
    numbers = {name: _limit(whole, name) for name in Limits.__struct_fields__ if name != "lay"}
    return Limits(lay=is_yes(whole.get("lay")), **numbers)


def limited_audiences(node: Node | None) -> tuple[ScalarNode, ...]:
    """The audiences that limits are set for, including `everyone`, with their positions.

    Raises InvalidShapeError if they are not valid.
    """
    return tuple(pair.key for pair in pairs(node))


def _limit(whole: MappingNode, key: str) -> float | None:
    node = whole.need(key)
    return None if scalar(node).text == "none" else number(node)


def read_waivers(node: Node | None, findings: Findings) -> tuple[Waiver, ...]:
    """The waivers of one file. Unknown rules and faults, which cannot be waived, are reported; the rules of plug-ins
    are known only when they run.

    Raises InvalidShapeError if they are not valid.
    """
    return tuple(_waiver(mapping(each), findings) for each in items(node))


def _waiver(whole: MappingNode, findings: Findings) -> Waiver:
    name = scalar(whole.need("rule"))
    rule = rules.by_name(name.text)
    if rule is None and rules.IN_PLUGIN not in name.text:
        waivable = [each.name for each in rules.ALL if each.severity is not Severity.FAULT]
        hint = suggest.hint(name.text, waivable)
        findings.add(name.position, rules.UNKNOWN_NAME, f"unknown rule '{name.text}'", hint)
    elif rule is not None and rule.severity is Severity.FAULT:
        message = f"'{name.text}' is a fault, and faults cannot be waived"
        findings.add(name.position, rules.UNKNOWN_NAME, message, "fix what it reports")
    because = " ".join(scalar(whole.need("because")).text.split())
    current = rule.name if rule else name.text
    former = "" if current == name.text else name.text
    return Waiver(current, optional(whole.get("at")), because, name.position, former)
