"""Decides by its path what each file of a project is."""

from __future__ import annotations

import re

from msgspec import Struct, field

from caresheet.model import rules
from caresheet.model.problem import Findings, Position
from caresheet.source.schema_shapes import Schema
from caresheet.source.schemas import loaded, part

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CLINICS = "clinics"
"""The folder in content/ for clinic profiles. A topic cannot have this name."""


class TopicFolder(Struct):
    """The files of one topic: its topic.yaml, if there is one, its language files, and the reviews of each language."""

    name: str
    facts: str | None = None
    languages: dict[str, str] = field(default_factory=dict)
    reviews: dict[str, str] = field(default_factory=dict)

    @property
    def position(self) -> Position:
        """The position to report a missing file at: the first file that exists."""
        return Position(self.facts or min((*self.languages.values(), *self.reviews.values())))


class ProjectTree(Struct):
    """The paths of a project by their kind."""

    topics: dict[str, TopicFolder] = field(default_factory=dict)
    clinics: dict[str, str] = field(default_factory=dict)
    layouts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


def classified(paths: tuple[str, ...], findings: Findings) -> ProjectTree:
    """The paths by their kind. A YAML file that would not be read is reported, never skipped."""
    tree = ProjectTree()
    for path in paths:
        folders = path.split("/")
        stem, dot, ending = folders[-1].rpartition(".")
        if dot and stem and ending.lower() in {"yaml", "yml"} and folders[0] in {"content", "layouts", "labels"}:
            if ending != "yaml" and folders[:-1] != ["content", CLINICS]:
                message = "the name of this file must end in .yaml"
                findings.add(Position(path), rules.MISPLACED_FILE, message, f"rename it to {stem}.yaml")
            _file(tree, folders, stem, path, findings)
    for topic in tree.topics.values():
        _report_missing_files(topic, findings)
    return tree


def _file(tree: ProjectTree, folders: list[str], stem: str, path: str, findings: Findings) -> None:
    match folders[:-1]:
        case ["content", name] if name == CLINICS:
            tree.clinics[path] = path
        case ["content", name]:
            topic = tree.topics.setdefault(name, TopicFolder(name))
            if stem == "topic":
                topic.facts = path
                _report_invalid_name(name, path, findings)
            elif is_language(stem):
                topic.languages[stem] = path
            else:
                message = f"'{stem}' is not a language tag"
                hint = "name the file after its language, such as en.yaml, es.yaml or pt-BR.yaml"
                findings.add(Position(path), rules.MISPLACED_FILE, message, hint)
        case ["content", name, "reviews"] if is_language(stem) and name != CLINICS:
            tree.topics.setdefault(name, TopicFolder(name)).reviews[stem] = path
        case ["layouts"]:
            _keep(tree.layouts, stem, path, findings)
        case ["labels"] if is_language(stem):
            tree.labels[stem] = path
        case _:
            hint = "move it to content/<topic>/, content/clinics/, layouts/ or labels/"
            findings.add(Position(path), rules.MISPLACED_FILE, "YAML files in this folder are not read", hint)


def _keep(kind: dict[str, str], stem: str, path: str, findings: Findings) -> None:
    _report_invalid_name(stem, path, findings)
    kind[stem] = path


def is_name(name: str) -> bool:
    """Whether a topic or a layout can have this name."""
    return _NAME.fullmatch(name) is not None


def _report_invalid_name(name: str, path: str, findings: Findings) -> None:
    if not is_name(name):
        message = f"'{name}' is not a valid name"
        hint = "use lowercase letters and digits, joined by '-'"
        findings.add(Position(path), rules.MISPLACED_FILE, message, hint)


def _report_missing_files(topic: TopicFolder, findings: Findings) -> None:
    if topic.facts is None:
        message = f"the topic '{topic.name}' has no topic.yaml"
        findings.add(topic.position, rules.MISSING_FILE, message, f"add content/{topic.name}/topic.yaml")
    elif not topic.languages:
        message = f"the topic '{topic.name}' has no language file"
        findings.add(topic.position, rules.MISSING_FILE, message, f"add content/{topic.name}/en.yaml")
    for language, path in topic.reviews.items():
        if language not in topic.languages:
            message = f"these are reviews in '{language}', a language that the topic '{topic.name}' does not have"
            findings.add(
                Position(path), rules.MISPLACED_FILE, message, "name the file after one of the topic's languages"
            )


def is_language(stem: str) -> bool:
    """Whether it is a language tag as file names have them."""
    schema: Schema = loaded("content")
    return re.search(str(part(schema, "$defs", "language", "pattern")), stem) is not None
