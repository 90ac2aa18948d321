"""A value of a clinic's profile: a text, the words for each language, or a phone number with a note."""

from __future__ import annotations

from caresheet.model import rules
from caresheet.model.clinic import FOR_ALL, VALUE_KINDS
from caresheet.model.problem import Findings, Origin
from caresheet.model.value import Value
from caresheet.source.characters import single_spaced
from caresheet.source.nodes import InvalidShapeError, Node, ScalarNode, mapping, pairs, scalar


def read_values(key: str, node: Node, findings: Findings) -> tuple[Value, ...]:
    """The value of a key, once for each language that it is worded in. Raises InvalidShapeError if it has no such
    shape."""
    if key not in VALUE_KINDS:
        raise InvalidShapeError(node.position, f"no value of a clinic is called '{key}'")
    number = None if isinstance(node, ScalarNode) else mapping(node).get("number")
    if number is None:
        return tuple(_value(key, each, language, "", findings) for language, each in _wordings(node))
    note = mapping(node).get("note")
    noted = _wordings(note) if note is not None else ((FOR_ALL, None),)
    return tuple(_value(key, number, language, _words(each, findings), findings) for language, each in noted)


def report_comment(node: ScalarNode, findings: Findings) -> None:
    """Report a comment after a value: it may be half of a phone number. After an empty value, a comment is fine."""
    if node.comment is not None and (node.text or not node.comment.spaced):
        message = "YAML ignores everything after ' #' in unquoted text"
        findings.add(node.comment.position, rules.UNQUOTED_HASH, message, node.comment.hint)


def _wordings(node: Node) -> tuple[tuple[str, Node], ...]:
    """The words for each language, or for all."""
    if isinstance(node, ScalarNode):
        return ((FOR_ALL, node),)
    return tuple((pair.key.text, pair.value) for pair in pairs(node))


def _value(key: str, node: Node, language: str, note: str, findings: Findings) -> Value:
    return Value(VALUE_KINDS[key], _words(node, findings), Origin(key, node.position), language, note)


def _words(node: Node | None, findings: Findings) -> str:
    if node is None:
        return ""
    report_comment(scalar(node), findings)
    return single_spaced(scalar(node).text)
