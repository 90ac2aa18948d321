"""Compares a translation with its original: the same things must be in the same places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import yaml

from caresheet.languages import language
from caresheet.model import rules
from caresheet.model.problem import Findings, Position
from caresheet.source.letter_case import in_schema_case
from caresheet.source.nodes import KeyValue, MappingNode, Node, ScalarNode, SequenceNode, as_data, is_yes, one_or_more
from caresheet.source.partial import common_part
from caresheet.source.yaml_events import NodeBuilder

_YES_OR_NO = frozenset({"critical", "keep", "row_headers"})
_SETS = frozenset({"for", "sources", "languages"})
_WHOLE = frozenset({"meter"})
_SAME = _YES_OR_NO | _SETS | {"id", "role", "with", "level", "lines", "rows", "sheets", "from", "to", "pictogram"}
"""Keys whose values are not text: a translation keeps them. Those of _WHOLE are mappings or lists."""

_FREE = frozenset({"translates", "lang", "image", "short"})
"""Keys that a translation may fill in as its language needs."""

_NAMING = frozenset({"fields", "handouts", "titles", "contents"})
"""Keys below which an author chooses the names, which may be any of those above."""

_KEY = "translates"
_MARKS = re.compile(r"\{\{\s*(?P<placeholder>[^{}]*?)\s*\}\}|\[@(?P<sources>[^\[\]]*)\]")


def translated_language(root: MappingNode) -> str:
    """The language that a file says that it translates; empty if it does not say."""
    translates = root.get(_KEY)
    source = translates.get("from") if isinstance(translates, MappingNode) else None
    return source.text if isinstance(source, ScalarNode) else ""


def stated_original(data: bytes, path: str) -> str | None:
    """The language that a file with these bytes says that it translates; empty if it does not say. The file is read
    only up to there; None if it is not valid YAML so far."""
    if _KEY.encode() not in data:
        return ""
    builder = NodeBuilder(data.decode("utf-8", "replace").removeprefix("\ufeff"), path)
    try:
        translates = builder.value_of(_KEY)
    except yaml.YAMLError:
        return None
    root = MappingNode((translates,) if translates else (), Position(path))
    folded = in_schema_case(root, "content")
    return translated_language(folded) if isinstance(folded, MappingNode) else None


def original_language(said: Mapping[str, str]) -> str:
    """The language that the other files of a topic translate unless they say otherwise: the one that a file says that
    it translates, or else the usual original (English), or else the first that does not say that it is a translation.

    `said` is the language that each file says that it translates, empty where it says none.
    """
    named = sorted(source for language, source in said.items() if source in said and source != language)
    silent = [tag for tag, source in said.items() if not source]
    silent.sort(key=lambda tag: (not language(tag).usual_original, tag))
    return next(iter((*named, *silent)), "")


def compare(translation: MappingNode, original: MappingNode, findings: Findings, *, declared: bool = True) -> None:
    """Report every place where the translation differs in more than its words. A translation of some
    handouts is compared only in what it has. `declared` tells that the file says what it translates."""
    checking = _TranslationCheck(original.position.file, findings, declared=declared)
    checking.mappings(translation, common_part(original, translation))


class _TranslationCheck:
    """Walks through both files side by side. `other` names the original in messages."""

    def __init__(self, other: str, findings: Findings, *, declared: bool) -> None:
        self._other = other.rpartition("/")[2]
        self._findings = findings
        self._unless = "" if declared else "if this file is not a translation, write translates: {from: none} in it"

    def mappings(self, mine: MappingNode, other: MappingNode, *, named: bool = False) -> None:
        """Compare two mappings key by key. `named` tells that an author chose the names of the keys."""
        free = frozenset[str]() if named else _FREE
        for pair in mine.pairs:
            if other.get(pair.key.text) is None and pair.key.text not in free:
                self._differs(pair.key.position, f"has '{pair.key.text}' here, but {self._other} does not")
        for pair in other.pairs:
            found = mine.pair(pair.key.text)
            if pair.key.text in free:
                continue
            if found is None:
                self._differs(mine.position, f"is missing '{pair.key.text}' here", pair.key.position)
            elif named:
                self.nodes(found.value, pair.value, pair.key.text)
            else:
                self._values(found, pair)

    def _values(self, mine: KeyValue, other: KeyValue) -> None:
        key = mine.key.text
        same = key in _SAME and not isinstance(other.value, MappingNode) and not _holds_cells(key, other.value)
        if same or key in _WHOLE:
            if _value(key, mine.value) != _value(key, other.value):
                self._differs(mine.value.position, f"has a different '{key}'", other.value.position)
            return
        self.nodes(mine.value, other.value, key)

    def nodes(self, mine: Node, other: Node, key: str) -> None:
        """Compare two nodes at the same place of both files."""
        if isinstance(mine, MappingNode) and isinstance(other, MappingNode):
            self.mappings(mine, other, named=key in _NAMING)
        elif isinstance(mine, ScalarNode) and isinstance(other, ScalarNode):
            self._words(mine, other)
        elif isinstance(mine, SequenceNode) and isinstance(other, SequenceNode):
            self._lists(mine, other, key)
        else:
            self._differs(mine.position, "has a different kind of value here", other.position)

    def _lists(self, mine: SequenceNode, other: SequenceNode, key: str) -> None:
        if key == "definitions":
            self._definitions(mine, other)
            return
        if len(mine.items) != len(other.items):
            counts = f"has {len(mine.items)} under '{key}', {self._other} has {len(other.items)}"
            self._differs(mine.position, counts, other.position)
        for one, two in zip(mine.items, other.items, strict=False):
            self.nodes(one, two, key)

    def _definitions(self, mine: SequenceNode, other: SequenceNode) -> None:
        """Glossary terms are matched by id, because each language sorts them its own way."""
        theirs = dict(_by_id(other))
        ours = dict(_by_id(mine))
        for name, node in ours.items():
            if name in theirs:
                self.mappings(node, theirs[name])
            else:
                self._differs(node.position, f"has the term '{name}', but {self._other} does not")
        for name, node in theirs.items():
            if name not in ours:
                self._differs(mine.position, f"is missing the term '{name}'", node.position)

    def _words(self, mine: ScalarNode, other: ScalarNode) -> None:
        if bool(mine.text.strip()) != bool(other.text.strip()):
            self._differs(mine.position, f"is empty here or in {self._other}, but not in both", other.position)
        for kind, what in (("placeholder", "placeholders"), ("sources", "sources")):
            ours, theirs = _marks(mine.text, kind), _marks(other.text, kind)
            if ours != theirs:
                names = ", ".join(sorted((ours - theirs) + (theirs - ours)))
                self._differs(mine.position, f"has different {what} in this text: {names}", other.position)

    def _differs(self, position: Position, message: str, original: Position | None = None) -> None:
        where = f", line {original.line}" if original else ""
        see = f"see {self._other}{where}" if original else ""
        hint = "; ".join(part for part in (see, self._unless) if part)
        self._findings.add(position, rules.TRANSLATION_DIFFERS, f"the translation {message}", hint)


def _holds_cells(key: str, node: Node) -> bool:
    """Whether `rows` are the rows of a table, rather than the number of rows of a log."""
    return key == "rows" and isinstance(node, SequenceNode)


def _value(key: str, node: Node) -> object:
    """A value in canonical form: lists that mean sets as sets, and yes and true as one value."""
    if key in _SETS:
        return frozenset(each.text for each in one_or_more(node) if isinstance(each, ScalarNode))
    if key in _YES_OR_NO:
        return is_yes(node)
    if key in _WHOLE:
        return as_data(node)
    return node.text if isinstance(node, ScalarNode) else None


def _by_id(node: SequenceNode) -> Iterator[tuple[str, MappingNode]]:
    for each in node.items:
        name = each.get("id") if isinstance(each, MappingNode) else None
        if isinstance(each, MappingNode) and isinstance(name, ScalarNode):
            yield name.text, each


def _marks(text: str, kind: str) -> Counter[str]:
    """The placeholders or cited sources of a text, each with its number of uses."""
    found: Counter[str] = Counter()
    for match in _MARKS.finditer(text):
        if match[kind] is not None:
            typed = match[kind].lower() if kind == "placeholder" else match[kind]
            found.update(part.strip().removeprefix("@") for part in typed.split(";"))
    return found
