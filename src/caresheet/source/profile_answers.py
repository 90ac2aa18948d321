"""Reads a clinic's profile as answers to questions, and writes changed answers back; the rest of the file stays."""

from __future__ import annotations

from collections.abc import Mapping

from caresheet.model.clinic import Clinic
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.model.rules import NOT_WRITABLE
from caresheet.source.decoding import decoded
from caresheet.source.nodes import MappingNode, ScalarNode
from caresheet.source.parsed_file import parsed, read_file
from caresheet.source.profiles import read_clinic


def read_answers(data: bytes, path: str) -> dict[str, str | None]:
    """The text of each key, or the number of a phone number with a note; None for a value that is worded in several
    languages. Raises CaresheetError with everything that is wrong with the file."""
    _, root = _read(data, path)
    nodes = {name: _answer(root, name) for name in root.names()}
    return {name: node.text if node else None for name, node in nodes.items()}


def with_answers(data: bytes, path: str, answers: Mapping[str, str]) -> bytes:
    """The profile with these texts, single-quoted, in place of those that it has, or at its end.

    Raises CaresheetError for a file that has faults, or is written in such a way that they cannot be put there.
    """
    text, root = _read(data, path)
    spots = {key: _answer(root, key) for key in answers}
    there = sorted(((node, key) for key, node in spots.items() if node), key=lambda spot: -spot[0].start)
    new = "".join(f"{key}: {quoted(answers[key])}\n" for key, node in spots.items() if node is None)
    for node, key in there:
        space = " " if text[node.start - 1 : node.start] == ":" else ""
        text = text[: node.start] + space + quoted(answers[key]) + text[node.end :]
    whole = text if not new or text.endswith("\n") else f"{text}\n"
    written = f"{whole}{new}".encode()
    try:
        kept = read_answers(written, path)
    except CaresheetError:
        kept = {}
    if any(kept.get(key) != words for key, words in answers.items()):
        message = "these answers cannot be written into the file as it is"
        raise CaresheetError((Problem(Position(path), NOT_WRITABLE, message, "change them there by hand"),))
    return written


def read_profile(files: Files, path: str) -> Clinic:
    """The clinic with the profile at `path` in its folder. Raises CaresheetError with everything that is wrong with
    the file."""
    findings = Findings()
    file = read_file(files, path, "clinic", findings)
    clinic = read_clinic(file, files, findings) if file else None
    findings.raise_any()
    if clinic is None:
        message = f"{path} is neither a profile nor a problem"
        raise AssertionError(message)
    return clinic


def quoted(value: str) -> str:
    """The value so that YAML takes it as it is (YAML 1.2.2, section 7.3.2)."""
    return "'" + value.replace("'", "''") + "'"


def _read(data: bytes, path: str) -> tuple[str, MappingNode]:
    findings = Findings()
    file = parsed(data, path, "clinic", findings)
    findings.raise_any()
    if file is None:
        message = f"{path} has neither a mapping nor a problem"
        raise AssertionError(message)
    return decoded(data, path, Findings()), file.root


def _answer(root: MappingNode, key: str) -> ScalarNode | None:
    node = root.get(key)
    if isinstance(node, MappingNode):
        node = node.get("number")
    return node if isinstance(node, ScalarNode) else None
