"""Reads a clinic's profile as answers to questions, and writes changed answers back; the rest of the file stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from caresheet.model.clinic import FOR_ALL, Clinic
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.model.rules import NOT_WRITABLE
from caresheet.model.yaml_text import single_quoted
from caresheet.source.decoding import decoded
from caresheet.source.nodes import MappingNode, Node, ScalarNode, scalar
from caresheet.source.parsed_file import parsed, read_file
from caresheet.source.profiles import read_clinic


def read_wordings(data: bytes, path: str) -> dict[str, dict[str, str]]:
    """The words of each key, by language or FOR_ALL; for a phone number with a note, the number. Raises CaresheetError
    with everything that is wrong with the file."""
    _, root = _read(data, path)
    spots = {name: _spots(root.get(name)) for name in root.names()}
    return {name: {language: node.text for language, node in found.items()} for name, found in spots.items()}


def with_wordings(data: bytes, path: str, wordings: Mapping[str, Mapping[str, str]]) -> bytes:
    """The profile with these words, single-quoted, in place of those that it has, or at its end.

    Raises CaresheetError for a file that has faults, or is written in such a way that they cannot be put there.
    """
    text, root = _read(data, path)
    edits = [edit for key, words in wordings.items() for edit in _edits(root.get(key), words)]
    new = "".join(f"{key}: {_as_yaml(words)}\n" for key, words in wordings.items() if root.get(key) is None)
    for start, end, words in sorted(edits, reverse=True):
        space = " " if text[start - 1 : start] == ":" else ""
        text = text[:start] + space + words + text[end:]
    whole = text if not new or text.endswith("\n") else f"{text}\n"
    written = f"{whole}{new}".encode()
    try:
        kept = read_wordings(written, path)
    except CaresheetError:
        kept = {}
    if any(kept.get(key) != dict(words) for key, words in wordings.items()):
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


def _read(data: bytes, path: str) -> tuple[str, MappingNode]:
    findings = Findings()
    file = parsed(data, path, "clinic", findings)
    findings.raise_any()
    if file is None:
        message = f"{path} has neither a mapping nor a problem"
        raise AssertionError(message)
    return decoded(data, path, Findings()), file.root


def _spots(node: Node | None) -> dict[str, ScalarNode]:
    """Where the words of a value are, by language or FOR_ALL."""
    if isinstance(node, MappingNode):
        number = node.get("number")
        if number is None:
            return {pair.key.text: scalar(pair.value) for pair in node.pairs}
        node = number
    return {FOR_ALL: scalar(node)} if node is not None else {}


def _edits(node: Node | None, words: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """The edits that give a value these words: where each starts and ends in the file's text, and the new text."""
    spots = _spots(node)
    if node is not None and spots.keys() == words.keys():
        for language, spot in spots.items():
            yield spot.start, spot.end, single_quoted(words[language])
    elif isinstance(node, MappingNode):
        end = node.end if node.flow else max(spot.end for spot in spots.values())  # a block goes on to the next key
        yield node.start, end, _as_yaml(words)
    elif node is not None:
        yield node.start, node.end, _as_yaml(words)


def _as_yaml(words: Mapping[str, str]) -> str:
    if words.keys() == {FOR_ALL}:
        return single_quoted(words[FOR_ALL])
    return "{" + ", ".join(f"{language}: {single_quoted(text)}" for language, text in words.items()) + "}"
