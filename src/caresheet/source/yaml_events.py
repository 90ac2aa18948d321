"""Builds nodes from the events of PyYAML's parser, so that YAML never decides what a text means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

import yaml

from caresheet.model import rules
from caresheet.model.problem import Findings, Position, Problem, Rule
from caresheet.source.characters import MOST_MARKS, SOFT_HYPHEN, as_read, has_flood_of_marks
from caresheet.source.decoding import invisible
from caresheet.source.nodes import Comment, KeyValue, MappingNode, Node, ScalarNode, SequenceNode
from caresheet.source.yaml_diagnostics import quoted_line
from caresheet.source.yaml_loader import LOADER

DEEPEST = 40
"""Levels of nesting. Real content has about 12; PyYAML's C composer crashes at 30,000."""

MOST_EVENTS = 60_000
"""Events of one file. Real content has about 4,000."""

MOST_REPORTED = 100
"""The number of problems after which a file is not read further."""

_COMMENT = re.compile(r"[ \t]+#|(?<=[ \t:,\[{-])#")
_JOINED_ITEM = re.compile(r"[\r\n][ \t]*-[ \t]")
_ANCHOR_OR_TAG = "put the text in quotation marks, or write the words again where they are needed"


class _StopError(Exception):
    """The rest of the file cannot be read, for a reason that has been reported."""


class _OpenNode:
    """An open collection. In a mapping, `key` is the key that waits for its value."""

    __slots__ = ("children", "event", "key", "keys")

    def __init__(self, event: yaml.CollectionStartEvent) -> None:
        self.event = event
        self.children: list[Node] = []
        self.keys: list[ScalarNode] = []
        self.key: ScalarNode | None = None

    @property
    def wants_key(self) -> bool:
        return isinstance(self.event, yaml.MappingStartEvent) and self.key is None


class NodeBuilder:
    """Builds the nodes of one text, event by event, and reports what YAML would change silently.

    `root` is the first document. Raises yaml.YAMLError if YAML cannot read on.
    """

    def __init__(self, text: str, path: str) -> None:
        self.root: Node | None = None
        self._text = text
        self._path = path
        self._findings = Findings()
        self._open: list[_OpenNode] = []
        self._documents = 0
        self._reported = 0
        self._anchors: set[str] = set()

    def run(self) -> bool:
        """Read all events. False if the file is so broken that what was read must not be checked."""
        try:
            for _ in self._taken():
                pass
        except _StopError:
            return False
        return True

    def value_of(self, key: str) -> KeyValue | None:
        """A key of the outermost mapping with its value; None if there is none. The file is read only up to there, and
        problems above it are not reported. Raises yaml.YAMLError."""
        with suppress(_StopError):
            for _ in self._taken():
                root = self._open[0] if len(self._open) == 1 else None
                if root and root.keys and root.key is None and root.keys[-1].text == key:
                    return KeyValue(root.keys[-1], root.children[-1])
        return None

    def problems(self) -> tuple[Problem, ...]:
        """What has been reported so far, in the order of the file."""
        return self._findings.sorted()

    @property
    def bracket(self) -> Position | None:
        """The position of the innermost open bracket."""
        return next((self._position(frame.event) for frame in reversed(self._open) if frame.event.flow_style), None)

    def _taken(self) -> Iterator[yaml.Event]:
        """Every event, once it is part of the nodes."""
        for number, event in enumerate(self._events()):
            if number > MOST_EVENTS:
                self._stop(event, rules.FILE_TOO_LARGE, f"this file has more than {MOST_EVENTS} keys and values")
            self._take(event)
            yield event

    def _events(self) -> Iterator[yaml.Event]:
        yield from yaml.parse(self._text, Loader=LOADER)

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(
                        event, rules.INVALID_YAML, "a second document starts here", "a file can hold only one document"
                    )
            case yaml.CollectionStartEvent():
                self._report_anchor_and_tag(event)
                if len(self._open) >= DEEPEST:
                    self._stop(event, rules.TOO_DEEP, f"this is nested more than {DEEPEST} levels deep")
                self._open.append(_OpenNode(event))
            case yaml.CollectionEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._report_alias(event)
                self._add(
                    ScalarNode("", self._position(event), _mark(event.start_mark).index, _mark(event.end_mark).index)
                )
            case yaml.ScalarEvent():
                self._report_anchor_and_tag(event)
                self._add(self._scalar(event))
            case _:
                pass

    def _close(self, event: yaml.Event) -> None:
        frame = self._open.pop()
        start, end = _mark(frame.event.start_mark).index, _mark(event.end_mark).index
        position, flow = self._position(frame.event), bool(frame.event.flow_style)
        if isinstance(frame.event, yaml.SequenceStartEvent):
            self._add(SequenceNode(tuple(frame.children), position, start, end, flow))
            return
        seen: dict[str, KeyValue] = {}
        for key, value in zip(frame.keys, frame.children, strict=True):
            if key.text in seen:
                first = seen[key.text].key.position.line
                message = f"'{key.text}' appears twice; the first one is in line {first}"
                self._report_at(key.position, rules.DUPLICATE_KEY, message, "keep one of them")
            else:
                seen[key.text] = KeyValue(key, value)
        self._add(MappingNode(tuple(seen.values()), position, start, end, flow))

    def _add(self, node: Node) -> None:
        if not self._open:
            if self.root is None:
                self.root = node
            return
        frame = self._open[-1]
        if frame.wants_key:
            frame.key = self._key(node)
            return
        if frame.key is not None:
            frame.keys.append(frame.key)
            frame.key = None
        frame.children.append(node)

    def _key(self, node: Node) -> ScalarNode:
        """A key is a text. If YAML reads a collection as a key, the author meant `{{…}}` or `[[…]]`."""
        if isinstance(node, ScalarNode):
            if self._text[max(0, node.start - 8) : node.start].rstrip(" \t").endswith("?"):
                whole = self._open[-1].event
                hint = quoted_line(self._text, _mark(whole.start_mark).index)
                self._report(whole, rules.UNQUOTED_COLON, "YAML reads '? ' as the start of a key", hint)
            return node
        whole = self._open[-1].event
        start = _mark(whole.start_mark).index
        message = f"YAML reads text that starts with '{self._text[start]}' as a collection"
        self._report(whole, rules.UNQUOTED_BRACES, message, quoted_line(self._text, start))
        return ScalarNode("", self._position(whole), node.start, node.end)

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        start, end = _mark(event.start_mark).index, _mark(event.end_mark).index
        plain = event.style in {None, ""}
        comment = self._comment(event) if plain else None
        literal = event.style == "|"
        made = ScalarNode(
            as_read(event.value),
            self._position(event),
            start,
            end,
            plain=plain,
            literal=literal,
            comment=comment,
            soft_hyphens=SOFT_HYPHEN in event.value,
            double_quoted=event.style == '"',
        )
        self._check(made, event)
        return made

    def _check(self, made: ScalarNode, event: yaml.ScalarEvent) -> None:
        words = invisible(made.text)
        if words:
            self._report_at(made.position, rules.CONTROL_CHARACTER, words, "delete it")
        if not event.value.isascii() and has_flood_of_marks(event.value):
            message = f"more than {MOST_MARKS} combining marks in a row, which stand on one letter"
            self._report_at(made.position, rules.CONTROL_CHARACTER, message, "delete the marks")
        if event.style in {">", "|"} and not made.text.strip():
            message = f"YAML reads '{event.style}' as the start of folded text, which is empty"
            self._report(event, rules.UNQUOTED_FOLD, message, quoted_line(self._text, made.start))
        if made.plain and _mark(event.end_mark).line > _mark(event.start_mark).line:
            joined = _JOINED_ITEM.search(self._text, made.start, made.end)
            if joined:
                message = "YAML joins an indented '- ' line to the text above it"
                hint = "a list below a text needs a key: - text: … and bullets: …"
                self._report(event, rules.UNQUOTED_DASH, message, hint)

    def _comment(self, event: yaml.ScalarEvent) -> Comment | None:
        """The comment after a '#' in the line where a plain text ends."""
        mark = _mark(event.end_mark)
        match = _COMMENT.match(self._text, mark.index)
        if match is None:
            return None
        start = _mark(event.start_mark).index if event.value else match.end() - 1
        position = Position(self._path, mark.line + 1, mark.column + len(match[0]))
        spaced = self._text[match.end() : match.end() + 1] in {"", " ", "\t", "\n", "\r"}
        return Comment(position, quoted_line(self._text, start), spaced)

    def _report_alias(self, event: yaml.AliasEvent) -> None:
        if event.anchor in self._anchors:
            self._report(event, rules.YAML_ALIAS, f"'*{event.anchor}' is an alias", _ANCHOR_OR_TAG)
            return
        message = "YAML reads text that starts with '*' as an alias"
        self._report(event, rules.UNQUOTED_ASTERISK, message, quoted_line(self._text, _mark(event.start_mark).index))

    def _report_anchor_and_tag(self, event: yaml.NodeEvent) -> None:
        hint = _ANCHOR_OR_TAG
        if event.anchor is not None:
            self._anchors.add(event.anchor)
            self._report(event, rules.YAML_ALIAS, f"YAML reads '&{event.anchor}' as an anchor", hint)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._report(event, rules.YAML_TAG, f"YAML reads '{_short(tag)}' as a tag", hint)

    def _position(self, event: yaml.Event) -> Position:
        mark = _mark(event.start_mark)
        return Position(self._path, mark.line + 1, mark.column + 1)

    def _report(self, event: yaml.Event, rule: Rule, message: str, hint: str = "") -> None:
        self._report_at(self._position(event), rule, message, hint)

    def _report_at(self, position: Position, rule: Rule, message: str, hint: str) -> None:
        self._findings.add(position, rule, message, hint)
        self._reported += 1
        if self._reported > MOST_REPORTED:
            raise _StopError

    def _stop(self, event: yaml.Event, rule: Rule, message: str, hint: str = "") -> None:
        self._report(event, rule, message, hint)
        raise _StopError


class _YamlMark(Protocol):
    """A place in the text, counted from 0. Both of PyYAML's parsers have their own class."""

    index: int
    line: int
    column: int


def _mark(mark: _YamlMark | None) -> _YamlMark:
    """The mark of an event. PyYAML's types allow None, which does not occur."""
    if mark is None:
        raise AssertionError("an event without a place")
    return mark


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
