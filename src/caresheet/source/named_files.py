"""Files that a YAML file names, such as pictures and fonts: found inside the project, by a path seen from that file."""

from __future__ import annotations

import posixpath

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Position, Problem, Rule
from caresheet.source import suggest
from caresheet.source.characters import as_read
from caresheet.source.nodes import ScalarNode


class FileKind(Struct, frozen=True):
    """A kind of named file: what messages call it, and the rules for a file that is missing or too large."""

    name: str
    missing: Rule
    too_large: Rule


class NamedFile(Struct, frozen=True):
    """A file of the project: its path from the root, and its bytes."""

    path: str
    data: bytes


def named_file(name: ScalarNode, files: Files, kind: FileKind) -> NamedFile:
    """The file that a YAML file names. Raises CaresheetError at the name if it is missing, too large, or outside the
    project."""
    path = _known(_inside(name, kind), name.position, files, kind)
    try:
        return NamedFile(path, files.read(path))
    except CaresheetError as error:
        rule = error.problems[0].rule
        if rule is rules.NOT_READABLE:
            message = f"there is no {kind.name} '{path}', or it cannot be read"
            raise refusal(name.position, kind.missing, message, _near(path, files)) from error
        if rule is rules.FILE_TOO_LARGE:
            raise refusal(name.position, kind.too_large, error.problems[0].message, "make it smaller") from error
        message = f"'{path}' lies outside the project"
        raise refusal(name.position, rule, message, f"copy the {kind.name} into it") from error


def refusal(position: Position, rule: Rule, message: str, hint: str) -> CaresheetError:
    """The error for one problem."""
    return CaresheetError((Problem(position, rule, message, hint),))


def _inside(name: ScalarNode, kind: FileKind) -> str:
    """The path from the root. Neither `..` beyond it nor an absolute path is followed."""
    if "\\" in name.text:
        message = "a path is written with '/', not with '\\'"
        raise refusal(name.position, kind.missing, message, "replace each '\\' with '/'")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name.position.file), name.text))
    if path.startswith(("/", "../")) or path == ".." or ":" in name.text:
        message = f"'{name.text}' lies outside the project"
        raise refusal(name.position, rules.OUTSIDE_PROJECT, message, f"copy the {kind.name} into the project")
    return path


def _known(path: str, position: Position, files: Files, kind: FileKind) -> str:
    """The path as the project has it: a name with characters that have stand-ins, such as the narrow space in a Mac's
    screenshots, is found, too."""
    paths = files.paths()
    if path not in paths:
        path = next((each for each in paths if as_read(each) == path), path)
    other = next((each for each in paths if each != path and each.casefold() == path.casefold()), None)
    if other:
        message = f"there is no {kind.name} '{path}': uppercase and lowercase letters differ"
        raise refusal(position, kind.missing, message, f"did you mean '{other}'?")
    return path


def _near(path: str, files: Files) -> str:
    found = suggest.closest(path, (each for each in files.paths() if not each.endswith(".yaml")))
    return f"did you mean '{found}'?" if found else ""
