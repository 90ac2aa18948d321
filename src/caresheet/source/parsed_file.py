"""One YAML file of a project: its bytes read, its letters, its nodes and its shape judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

import yaml
from msgspec import Struct

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.source.folder import LARGEST_YAML, too_large
from caresheet.source.letters import decoded
from caresheet.source.nodes import InvalidShapeError, MappingNode, Node, ReportedError
from caresheet.source.shapes import judged
from caresheet.source.yaml_diagnostics import explain
from caresheet.source.yaml_events import Builder

MOST_REPAIRS = 20
"""Misread lines of one file that are put right to read on; each costs another pass over the file."""

MOST_LETTERS = 4_000_000
"""Letters read for one file, all passes together."""

Made = TypeVar("Made")


class ParsedFile(Struct, frozen=True):
    """A YAML file that could be read. `reported_at` are the places of the problems already reported; whatever else is
    valid is read and judged all the same."""

    path: str
    root: MappingNode
    reported_at: frozenset[Position] = frozenset()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with its letters and its shape."""
        return not self.reported_at

    def tolerate(self, error: InvalidShapeError) -> None:
        """Goes on after a part that could not be read, whose fault has been reported.

        Raises AssertionError where the file is valid: the schema allows what the reader does not know, and going on
        would leave words out without a sign.
        """
        if self.valid:
            raise AssertionError(f"{error}, though the schema allows it") from error

    def attempt(self, read: Callable[[], Made]) -> Made | None:
        """What `read` makes, or None where it cannot, for a reason that has been reported."""
        try:
            return read()
        except ReportedError:
            return None
        except InvalidShapeError as error:
            self.tolerate(error)
            return None

    def valid_only(self, make: Callable[[Node], Made], nodes: Iterable[Node]) -> tuple[Made, ...]:
        """What can be made of the nodes: one that cannot be used has been reported, and does not hide the others."""
        made = (self.attempt(partial(make, node)) for node in nodes)
        return tuple(each for each in made if each is not None)

    def hand_over(self, found: Findings, findings: Findings) -> None:
        """Note what was found in the file later, but at places that are told of already: that would confuse."""
        findings.extend(tuple(problem for problem in found.sorted() if problem.position not in self.reported_at))


def read_file(files: Files, path: str, kind: str, findings: Findings) -> ParsedFile | None:
    """The file, or None where nothing of it can be judged. Whatever is wrong with it is noted."""
    try:
        data = files.read(path)
    except CaresheetError as error:
        findings.extend(error.problems)
        return None
    return parsed(data, path, kind, findings)


def parsed(data: bytes, path: str, kind: str, findings: Findings) -> ParsedFile | None:
    """The file with these bytes; `kind` is one of schemas.KINDS."""
    own = Findings()
    try:
        if len(data) > LARGEST_YAML:
            raise too_large(path, len(data), LARGEST_YAML)
        text, root = _nodes(decoded(data, path, own), path, own)
    except CaresheetError as error:
        own.extend(error.problems)
        text, root = "", None
    if root is not None:
        _judge(root, kind, text, own)
    findings.extend(own.sorted())
    reported_at = frozenset(problem.position for problem in own.sorted() if problem.position)
    return ParsedFile(path, root, reported_at) if isinstance(root, MappingNode) else None


def _nodes(text: str, path: str, findings: Findings) -> tuple[str, Node | None]:
    """The nodes, with the text they were read from: misread lines are put right, so that one does not hide the next."""
    for _ in range(max(1, min(MOST_REPAIRS, MOST_LETTERS // (len(text) + 1)))):
        builder = Builder(text, path)
        try:
            whole = builder.run()
        except yaml.MarkedYAMLError as error:
            misread = explain(text, path, error, builder.bracket)
            findings.extend((misread.problem,))
            if misread.repaired is None:
                findings.extend(builder.problems())
                return text, None
            text = misread.repaired
            continue
        findings.extend(builder.problems())
        return text, _rooted(builder, path, findings) if whole else None
    return text, None


def _rooted(builder: Builder, path: str, findings: Findings) -> Node | None:
    if builder.root is None or (not isinstance(builder.root, MappingNode) and not findings and _is_empty(builder.root)):
        findings.add(Position(path), rules.EMPTY_VALUE, "this file is empty")
        return None
    return builder.root


def _is_empty(node: Node) -> bool:
    return node.start == node.end


def _judge(root: Node, kind: str, text: str, findings: Findings) -> None:
    """Notes what is wrong with the shape, but where something is known to be misread already."""
    known = {problem.position for problem in findings.sorted()}
    problems = sorted(judged(root, kind, text), key=_place)
    findings.extend(tuple(problem for problem in problems if problem.position not in known))


def _place(problem: Problem) -> Position:
    return problem.position or Position("")
