"""One YAML file of a project: read, decoded, parsed, and checked against its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

import yaml
from msgspec import Struct

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.source.decoding import decoded
from caresheet.source.folder import LARGEST_YAML, too_large
from caresheet.source.letter_case import in_schema_case
from caresheet.source.nodes import InvalidShapeError, MappingNode, Node, ReportedError
from caresheet.source.shape_check import shape_problems
from caresheet.source.yaml_diagnostics import explain
from caresheet.source.yaml_events import NodeBuilder

MOST_REPAIRS = 20
"""The maximum number of lines of one file that are repaired to read on; each costs another pass over the file."""

MOST_CHARACTERS = 4_000_000
"""Characters read for one file, in all passes together."""

Made = TypeVar("Made")


class ParsedFile(Struct, frozen=True):
    """A YAML file that could be parsed. `reported_at` has the positions of the problems already reported; the valid
    parts of the file are read and checked all the same."""

    path: str
    root: MappingNode
    reported_at: frozenset[Position] = frozenset()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with its characters, its YAML and its shape."""
        return not self.reported_at

    def tolerate(self, error: InvalidShapeError) -> None:
        """Continue after a part that could not be read and whose problem has been reported.

        Raises AssertionError if the file is valid: then the schema allows something that the reader does not know, and
        to continue would leave words out silently.
        """
        if self.valid:
            raise AssertionError(f"{error}, though the schema allows it") from error

    def attempt(self, read: Callable[[], Made]) -> Made | None:
        """What `read` returns, or None if it fails for a reason that has been reported."""
        try:
            return read()
        except ReportedError:
            return None
        except InvalidShapeError as error:
            self.tolerate(error)
            return None

    def valid_only(self, make: Callable[[Node], Made], nodes: Iterable[Node]) -> tuple[Made, ...]:
        """What `make` returns for each node, without the nodes that fail for a reason that has been reported."""
        made = (self.attempt(partial(make, node)) for node in nodes)
        return tuple(each for each in made if each is not None)

    def report_new(self, found: Findings, findings: Findings) -> None:
        """Report what was found later, except at positions that have a problem already: a second one would confuse."""
        findings.extend(tuple(problem for problem in found.sorted() if problem.position not in self.reported_at))


def read_file(files: Files, path: str, kind: str, findings: Findings) -> ParsedFile | None:
    """The parsed file, or None if nothing in it can be checked. Problems go to `findings`."""
    data = read_bytes(files, path, findings)
    return None if data is None else parsed(data, path, kind, findings)


def read_bytes(files: Files, path: str, findings: Findings) -> bytes | None:
    """The whole file, or None if it cannot be read. Problems go to `findings`."""
    try:
        return files.read(path)
    except CaresheetError as error:
        findings.extend(error.problems)
        return None


def parsed(data: bytes, path: str, kind: str, findings: Findings) -> ParsedFile | None:
    """The file with these bytes. `kind` is one of schemas.KINDS."""
    own = Findings()
    try:
        if len(data) > LARGEST_YAML:
            raise too_large(path, len(data), LARGEST_YAML)
        text, root = _nodes(decoded(data, path, own), path, own)
    except CaresheetError as error:
        own.extend(error.problems)
        text, root = "", None
    if root is not None:
        root = in_schema_case(root, kind)
        _check_shape(root, kind, text, own)
    findings.extend(own.sorted())
    reported_at = frozenset(problem.position for problem in own.sorted() if problem.position)
    return ParsedFile(path, root, reported_at) if isinstance(root, MappingNode) else None


def _nodes(text: str, path: str, findings: Findings) -> tuple[str, Node | None]:
    """The nodes and the text that they were parsed from. Lines that YAML misreads are repaired, so that one does not
    hide the next."""
    for _ in range(max(1, min(MOST_REPAIRS, MOST_CHARACTERS // (len(text) + 1)))):
        builder = NodeBuilder(text, path)
        try:
            whole = builder.run()
        except yaml.MarkedYAMLError as error:
            misread = explain(text, path, error, builder.bracket)
            findings.extend((misread.problem,))
            if misread.repaired is None:
                findings.extend(_above(builder.problems(), misread.problem))
                return text, None
            text = misread.repaired
            continue
        findings.extend(builder.problems())
        return text, _rooted(builder, path, findings) if whole else None
    return text, None


def _above(problems: tuple[Problem, ...], misread: Problem) -> tuple[Problem, ...]:
    """The problems of the lines that YAML read as they were meant: those above the one that it misread."""
    line = misread.position.line if misread.position else 0
    return tuple(problem for problem in problems if problem.position and problem.position.line < line)


def _rooted(builder: NodeBuilder, path: str, findings: Findings) -> Node | None:
    if builder.root is None or (not isinstance(builder.root, MappingNode) and not findings and _is_empty(builder.root)):
        findings.add(Position(path), rules.EMPTY_VALUE, "this file is empty")
        return None
    return builder.root


def _is_empty(node: Node) -> bool:
    return node.start == node.end


def _check_shape(root: Node, kind: str, text: str, findings: Findings) -> None:
    """Report what the schema does not allow, except at positions that have a problem already."""
    known = {problem.position for problem in findings.sorted()}
    problems = sorted(shape_problems(root, kind, text), key=_place)
    findings.extend(tuple(problem for problem in problems if problem.position not in known))


def _place(problem: Problem) -> Position:
    return problem.position or Position("")
