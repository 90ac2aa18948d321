"""Checks a file against its schema: all problems at once, at their lines, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.problem import Position, Problem, Rule
from caresheet.model.yaml_text import single_quoted
from caresheet.source import suggest
from caresheet.source.block_hints import block_hint, shape_hint
from caresheet.source.item_shapes import WORDINGS
from caresheet.source.nodes import KeyValue, MappingNode, Node, ScalarNode, SequenceNode, as_data
from caresheet.source.schema_shapes import Schema
from caresheet.source.schemas import as_mapping, loaded, part
from caresheet.source.yaml_diagnostics import quoted_line, quoted_part

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, ValidationError

MOST_FAULTS = 200
"""The maximum number of schema violations of one file that are reported."""

Path = tuple[str | int, ...]

_OF_THE_TEXT = {each.name for each in WORDINGS}
_FILL_IN = "write what belongs there"
_WORDS_RULES = (rules.UNQUOTED_BRACES, rules.UNQUOTED_COLON)
_WORDS_FOR_TYPES = (("string", "a text"), ("array", "a list"), ("object", "keys with values"))


class _Fault(Struct, frozen=True):
    """One violation of the schema. `keyword` is the schema's keyword, `schema` the part of the schema that contains it,
    `names` the keys or values concerned."""

    keyword: str
    path: Path
    schema: Schema
    names: tuple[str, ...] = ()


def shape_problems(root: Node, kind: str, text: str) -> Iterator[Problem]:
    """Every problem of a file's nodes with the schema of its kind, one of schemas.KINDS."""
    faults = [_fault(error, loaded(kind)) for error in islice(_validator(kind).iter_errors(as_data(root)), MOST_FAULTS)]
    texts = {fault.path for fault in faults if fault.keyword == "type"}
    faults = [fault for fault in faults if fault.keyword not in {"oneOf", "anyOf"} or fault.path not in texts]
    misspelt = {fault.path: fault for fault in faults if fault.keyword == "additionalProperties"}
    wording = _Wording(root, text)
    found = [
        problem
        for fault in faults
        if not _follows_from(fault, misspelt.get(fault.path))
        for problem in wording.problems(fault)
    ]
    words = {problem.position for problem in found if problem.rule in _WORDS_RULES}
    yield from (problem for problem in found if problem.position not in words or problem.rule in _WORDS_RULES)


@cache
def _validator(kind: str) -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(loaded(kind), validate_formats=True)


def _fault(error: ValidationError, schema: Schema) -> _Fault:
    kind = error.kind
    where = part(schema, *error.schema_path[:-1])
    names: tuple[str, ...] = ()
    keyword = str(error.schema_path[-1]) if error.schema_path else kind.name
    match kind.name:
        case "additionalProperties":
            names = tuple(kind.value)
        case "required":
            names = (str(kind.value),)
        case "propertyNames":
            keyword, names = "propertyNames", (str(kind.value.instance),)
        case _:
            keyword = kind.name
    return _Fault(keyword, tuple(error.instance_path), where if isinstance(where, dict) else {}, names)


def _follows_from(fault: _Fault, misspelt: _Fault | None) -> bool:
    """Whether a violation is only a consequence of misspelled keys beside it."""
    if misspelt is None or fault is misspelt:
        return False
    if fault.keyword in {"oneOf", "anyOf"}:
        return True
    return fault.keyword == "required" and any(suggest.closest(name, fault.names) for name in misspelt.names)


class _Wording(Struct, frozen=True):
    root: Node
    text: str

    def problems(self, fault: _Fault) -> Iterator[Problem]:
        """The violation in words: one problem for each key or value concerned."""
        node, name = self._find(fault.path)
        match fault.keyword:
            case "additionalProperties" if isinstance(node, MappingNode):
                yield from self._unknown_keys(node, fault)
            case "propertyNames" if isinstance(node, MappingNode):
                yield from self._bad_keys(node, fault)
            case "required":
                yield _problem(node.position, rules.MISSING_KEY, f"{name} needs '{fault.names[0]}'")
            case "oneOf" | "anyOf" if isinstance(node, MappingNode):
                yield self._choice(node, name, fault)
            case "uniqueItems" if isinstance(node, SequenceNode):
                yield from _repeated(node)
            case "minItems" | "minProperties":
                yield self._too_few(node, name, fault)
            case "maxProperties":
                yield _too_many(node, name)
            case _:
                yield self._value(node, name, fault)

    def _find(self, path: Path) -> tuple[Node, str]:
        """The node at a path, and words for it."""
        node, key = self.root, ""
        for step in path:
            if isinstance(node, MappingNode) and isinstance(step, str):
                found = node.get(step)
                node, key = (found, step) if found is not None else (node, key)
            elif isinstance(node, SequenceNode) and isinstance(step, int):
                node = node.items[step]
        if not key:
            return node, "this file"
        return node, f"an item of '{_short(key)}'" if isinstance(path[-1], int) else f"'{_short(key)}'"

    def _unknown_keys(self, node: MappingNode, fault: _Fault) -> Iterator[Problem]:
        known = _properties(fault.schema)
        unknown = [pair for pair in node.pairs if pair.key.text in fault.names]
        if unknown and (hint := _block_hint(unknown[0], known)):
            message = f"there is no block '{_short(unknown[0].key.text)}'"
            yield _problem(unknown[0].key.position, rules.UNKNOWN_KEY, message, hint)
            return
        if _takes_text(fault.schema) and unknown and _is_words(node, unknown[0], known):
            yield self._words(node)
            return
        for pair in unknown:
            yield _unknown_key(pair, known)

    def _bad_keys(self, node: MappingNode, fault: _Fault) -> Iterator[Problem]:
        says = fault.schema.get("patternErrorMessage", "is not a valid name")
        for name in fault.names:
            pair = node.pair(name)
            if pair:
                yield _problem(pair.key.position, rules.WRONG_VALUE, f"'{_short(name)}' {says}")

    def _choice(self, node: MappingNode, name: str, fault: _Fault) -> Problem:
        options = tuple(_required(fault.schema))
        given = [pair for pair in node.pairs if pair.key.text in options]
        if not given:
            if len(options) == 2:
                return _problem(node.position, rules.MISSING_KEY, f"{name} needs '{options[0]}' or '{options[1]}'")
            one_of = "one of " + ", ".join(options)
            return _problem(node.position, rules.MISSING_KEY, f"{name} needs a key that names its kind", one_of)
        message = f"'{given[0].key.text}' and '{given[-1].key.text}' cannot be used together"
        remedy = "split it in two" if fault.path and isinstance(fault.path[-1], int) else "keep one of them"
        return _problem(given[-1].key.position, rules.WRONG_VALUE, message, remedy)

    def _too_few(self, node: Node, name: str, fault: _Fault) -> Problem:
        if isinstance(node, SequenceNode) and node.items:
            least = fault.schema.get("minItems")
            return _problem(node.position, rules.WRONG_VALUE, f"{name} needs at least {least} items")
        return _problem(node.position, rules.EMPTY_VALUE, f"{name} is empty", _FILL_IN)

    def _value(self, node: Node, name: str, fault: _Fault) -> Problem:
        if isinstance(node, ScalarNode):
            return self._scalar(node, name, fault)
        whole = self.text[node.start : node.end]
        if isinstance(node, SequenceNode) and len(node.items) == 1 and not _accepts(fault.schema, whole):
            message = f"{name} must be {_expected(fault.schema)}, not a list"
            (only,) = node.items
            hint = f"write {only.text} without brackets" if isinstance(only, ScalarNode) else ""
            return _problem(node.position, rules.WRONG_TYPE, message, hint)
        if _takes_text(fault.schema) and _may_be_words(node):
            return self._words(node)
        message = f"{name} must be {_expected(fault.schema)}, not {_kind(node)}"
        return _problem(node.position, rules.WRONG_TYPE, message)

    def _scalar(self, node: ScalarNode, name: str, fault: _Fault) -> Problem:
        if not node.text.strip():
            if node.comment:
                message = f"YAML reads '#' as the start of a comment, so {name} is empty"
                return _problem(node.comment.position, rules.UNQUOTED_HASH, message, node.comment.hint)
            return _problem(node.position, rules.EMPTY_VALUE, f"{name} is empty", _FILL_IN)
        if fault.keyword == "type":
            message = f"{name} must be {_expected(fault.schema)}, not a text"
            key = name.strip("'")
            return _problem(node.position, rules.WRONG_TYPE, message, _space_missing(node) or _shape(key, node))
        says = fault.schema.get("patternErrorMessage")
        if says:
            rule = rules.WRONG_TYPE if _wants_number(fault.schema) and not _is_number(node.text) else rules.WRONG_VALUE
            return _problem(node.position, rule, f"{name} {says}, not '{_short(node.text)}'")
        options = fault.schema.get("enum")
        known = [str(option) for option in options if option] if isinstance(options, list) else []
        message = f"{name} cannot be '{_short(node.text)}'"
        hint = suggest.hint(node.text, known) or ("one of " + ", ".join(known) if known else "")
        return _problem(node.position, rules.WRONG_VALUE, message, hint)

    def _words(self, node: MappingNode | SequenceNode) -> Problem:
        """An unquoted text that YAML read as a collection."""
        if isinstance(node, SequenceNode) or (node.flow and self.text[node.start] == "{"):
            message = f"YAML reads text that starts with '{self.text[node.start]}' as a collection"
            following = self.text[node.end : node.end + 99].lstrip(" \t")[:1]
            whole = self.text[node.start : node.end]
            hint = quoted_part(whole) if following in {",", "]", "}", "#"} else quoted_line(self.text, node.start)
            return _problem(node.position, rules.UNQUOTED_BRACES, message, hint)
        first = node.pairs[0]
        message = f"YAML reads '{_short(first.key.text)}' as a key, because ': ' follows it"
        whole = self.text[node.start : max(first.value.end, first.key.end)]
        hint = quoted_part(whole) if node.flow else quoted_line(self.text, node.start)
        return _problem(node.position, rules.UNQUOTED_COLON, message, hint)


def _unknown_key(pair: KeyValue, known: Iterable[str]) -> Problem:
    """A key that is not known; in braces, it may be a key and its value without the colon between them."""
    name, _, value = pair.key.text.partition(" ")
    if value and name in known and isinstance(pair.value, ScalarNode) and not pair.value.text:
        hint = f"write {name}: {single_quoted(value)}"
        return _problem(pair.key.position, rules.UNKNOWN_KEY, f"a colon is missing after '{name}'", hint)
    message = f"unknown key '{_short(pair.key.text)}'"
    return _problem(pair.key.position, rules.UNKNOWN_KEY, message, suggest.hint(pair.key.text, known))


def _block_hint(pair: KeyValue, known: Iterable[str]) -> str:
    """How the block is written that an author knows by another name."""
    return block_hint(pair.key.text, known, _as_words(pair.value))


def _shape(key: str, node: ScalarNode) -> str:
    """How a block is written that an author gave as a text."""
    return shape_hint(key, _as_words(node))


def _as_words(node: Node) -> str:
    return single_quoted(_short(node.text)) if isinstance(node, ScalarNode) and node.text.strip() else "'…'"


def _is_words(node: MappingNode, unknown: KeyValue, known: Iterable[str]) -> bool:
    """Whether a mapping is probably a text with a colon: its first key is not one of ours, nor similar to one."""
    name = unknown.key.text
    if node.pairs[0] is not unknown or not unknown.key.plain or not isinstance(unknown.value, ScalarNode):
        return False
    if " " in name or not name.islower() or not name.isascii():
        return True
    return bool(unknown.value.text) and suggest.closest(name, known) is None


def _may_be_words(node: MappingNode | SequenceNode) -> bool:
    """Whether a collection in the place of a text may be an unquoted text."""
    match node:
        case SequenceNode(flow=flow):
            return flow
        case MappingNode(pairs=(first, *_), flow=flow):
            return flow or (first.key.plain and isinstance(first.value, ScalarNode))
        case _:
            return False


def _too_many(node: Node, name: str) -> Problem:
    """The problem with several keys beside a text that allows only one, such as a list and a pictogram."""
    names = node.names() if isinstance(node, MappingNode) else ()
    given = [f"'{_short(each)}'" for each in names if each not in _OF_THE_TEXT]
    return _problem(node.position, rules.WRONG_VALUE, f"{name} has {' and '.join(given)}", "keep one of them")


def _repeated(node: SequenceNode) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in node.items:
        if isinstance(item, ScalarNode):
            if item.text in seen:
                yield _problem(item.position, rules.DUPLICATE_ID, f"'{_short(item.text)}' is listed twice")
            seen.add(item.text)


def _properties(schema: Schema) -> tuple[str, ...]:
    properties = schema.get("properties")
    return tuple(properties) if isinstance(properties, dict) else ()


def _required(schema: Schema) -> Iterator[str]:
    options = schema.get("oneOf", schema.get("anyOf", []))
    for option in options if isinstance(options, list) else ():
        yield from option.get("required", ())


def _types(schema: Schema) -> tuple[str, ...]:
    types = schema.get("type", ("string",) if "enum" in schema else ())
    return (types,) if isinstance(types, str) else tuple(types) if isinstance(types, list | tuple) else ()


def _accepts(schema: Schema, words: str) -> bool:
    """Whether the words could stand there if they were in quotes; true where the schema does not ask for a text. The
    words that a place may have are listed under `then`, because keys may stand there as well."""
    options, pattern = schema.get("enum") or as_mapping(schema.get("then")).get("enum"), schema.get("pattern")
    if not _takes_text(schema):
        return True
    in_options = words in options if isinstance(options, list) else True
    return in_options and (not isinstance(pattern, str) or re.search(pattern, words) is not None)


def _takes_text(schema: Schema) -> bool:
    return "string" in _types(schema)


def _wants_number(schema: Schema) -> bool:
    """Whether the schema asks for a number or for yes or no, rather than for text."""
    return any(name in _types(schema) for name in ("integer", "number", "boolean"))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _expected(schema: Schema) -> str:
    types = _types(schema)
    words = [word for name, word in _WORDS_FOR_TYPES if name in types]
    return " or ".join(words) or "something else"


def _kind(node: MappingNode | SequenceNode) -> str:
    return "a list" if isinstance(node, SequenceNode) else "keys with values"


def _space_missing(node: ScalarNode) -> str:
    return "put a space after each '-' and ':'" if node.plain and (node.text[:1] == "-" or ":" in node.text) else ""


def _short(name: str) -> str:
    return name if len(name) <= 60 else name[:60] + "…"


def _problem(position: Position, rule: Rule, message: str, hint: str = "") -> Problem:
    return Problem(position, rule, message, hint)
