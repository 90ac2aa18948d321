"""Which file of a project is what: told by its path alone."""

from __future__ import annotations

import re

from msgspec import Struct, field

from caresheet.model import rules
from caresheet.model.problem import Findings, Position
from caresheet.source.schema_shapes import Schema
from caresheet.source.schemas import loaded, part

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CLINICS = "clinics"
"""The folder in content/ that holds clinic profiles, so that no topic can have this name."""


class TopicFolder(Struct):
    """The files of one topic: its topic.yaml, if it has one, each language's, and the reviews of each."""

    name: str
    facts: str | None = None
    languages: dict[str, str] = field(default_factory=dict)
    reviews: dict[str, str] = field(default_factory=dict)

    @property
    def position(self) -> Position:
        """The place to name where a whole file is missing: the first file there is."""
        return Position(self.facts or min((*self.languages.values(), *self.reviews.values())))


class Tree(Struct):
    """The paths of a project, by what they are."""

    topics: dict[str, TopicFolder] = field(default_factory=dict)
    clinics: dict[str, str] = field(default_factory=dict)
    layouts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


def sorted_out(paths: tuple[str, ...], findings: Findings) -> Tree:
    """What each path is. A YAML file at a place where nobody reads it is noted, never passed over."""
    tree = Tree()
    for path in paths:
        folders = path.split("/")
        stem, dot, ending = folders[-1].rpartition(".")
        if dot and stem and ending.lower() in {"yaml", "yml"} and folders[0] in {"content", "layouts", "labels"}:
            if ending != "yaml":
                message = "the name of this file must end in .yaml"
                findings.add(Position(path), rules.MISPLACED_FILE, message, f"rename it to {stem}.yaml")
            _file(tree, folders, stem, path, findings)
    for topic in tree.topics.values():
        _refuse_halves(topic, findings)
    return tree


def _file(tree: Tree, folders: list[str], stem: str, path: str, findings: Findings) -> None:
    match folders[:-1]:
        case ["content", name] if name == CLINICS:
            _keep(tree.clinics, stem, path, findings)
        case ["content", name]:
            topic = tree.topics.setdefault(name, TopicFolder(name))
            if stem == "topic":
                topic.facts = path
                _refuse_name(name, path, findings)
            elif _is_language(stem):
                topic.languages[stem] = path
            else:
                message = f"'{stem}' is not a language tag"
                hint = "name the file after its language, such as en.yaml, es.yaml or pt-BR.yaml"
                findings.add(Position(path), rules.MISPLACED_FILE, message, hint)
        case ["content", name, "reviews"] if _is_language(stem) and name != CLINICS:
            tree.topics.setdefault(name, TopicFolder(name)).reviews[stem] = path
        case ["layouts"]:
            _keep(tree.layouts, stem, path, findings)
        case ["labels"] if _is_language(stem):
            tree.labels[stem] = path
        case _:
            hint = "move it to content/<topic>/, content/clinics/, layouts/ or labels/"
            findings.add(Position(path), rules.MISPLACED_FILE, "YAML files in this folder are not read", hint)


def _keep(kind: dict[str, str], stem: str, path: str, findings: Findings) -> None:
    _refuse_name(stem, path, findings)
    kind[stem] = path


def _refuse_name(name: str, path: str, findings: Findings) -> None:
    if not _NAME.fullmatch(name):
        message = f"'{name}' is not a valid name"
        hint = "use lowercase letters and digits, joined by '-'"
        findings.add(Position(path), rules.MISPLACED_FILE, message, hint)


def _refuse_halves(topic: TopicFolder, findings: Findings) -> None:
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


def _is_language(stem: str) -> bool:
    schema: Schema = loaded("content")
    return re.search(str(part(schema, "$defs", "language", "pattern")), stem) is not None
