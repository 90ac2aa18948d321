"""New files for a project: a topic to fill in, and a language to translate into."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

from caresheet.app.checking import check
from caresheet.app.requests import RequestError, require_known
from caresheet.app.selection import Selection
from caresheet.app.sources import Sources, read_folder
from caresheet.delivery import write_file
from caresheet.languages import fallbacks, labels_file, labels_tags
from caresheet.languages import language as language_of
from caresheet.model.layout import Layout
from caresheet.model.problem import Severity
from caresheet.model.project import Project
from caresheet.model.topic import Topic
from caresheet.model.wording import fingerprint, text_units
from caresheet.source import Folder
from caresheet.source.memory import MemoryFiles
from caresheet.source.project_tree import is_language, is_name

_TRANSLATES = re.compile(r"^translates:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)


def add_topic(root: Path, name: str, today: date) -> tuple[Path, ...]:
    """Write a topic of examples to replace, in English, to the project at `root`, and return its files.

    It is made with those of the project's layouts that its sections fill without a fault or an error. Raises
    RequestError for a name that cannot be one, or is one already, and where no layout fits; CaresheetError for a
    project that cannot be read.
    """
    project = read_folder(root)
    if not is_name(name) or name == "clinics":
        raise RequestError(f"'{name}' cannot be the name of a topic", "use lowercase letters and digits, joined by '-'")
    if (root / "content" / name).exists():
        raise RequestError(f"there is a folder '{name}' already", "choose another name")
    layouts = tuple(layout for layout in project.layouts if _fits(root, name, layout, today))
    if not layouts:
        hint = "write content/NAME/topic.yaml by hand: 'caresheet manual content'"
        raise RequestError("none of the project's layouts can be filled by an example", hint)
    return _written(root, _topic_files(name, layouts, today))


def add_language(root: Path, language: str, topics: Collection[str]) -> tuple[Path, ...]:
    """Write a file to translate for each of these topics (none for all) that does not have the language yet, and one
    for the program's own words if it does not have them in it; return them.

    Each has the shape and the words of its original, and says which wording it is of. Raises RequestError for what is
    no language, for a topic that does not exist, and where every topic has the language.
    """
    project = read_folder(root)
    if not is_language(language):
        raise RequestError(f"'{language}' is not a language tag", "write one such as es, fr or pt-BR (BCP 47)")
    require_known("topic", topics, (topic.name for topic in project.topics))
    wanted = {name.casefold() for name in topics}
    there = {topic.name for topic in project.topics if topic.language == language}
    originals = [
        topic
        for topic in project.topics
        if topic.translates is None and topic.name not in there and (not wanted or topic.name.casefold() in wanted)
    ]
    if not originals:
        raise RequestError(f"every topic is there in '{language}' already", "'caresheet list' shows the topics")
    made = {f"content/{topic.name}/{language}.yaml": _to_translate(root, topic, language) for topic in originals}
    return _written(root, made | _labels(project, language))


def _fits(root: Path, name: str, layout: Layout, today: date) -> bool:
    """Whether a topic of examples can be made with the layout alone."""
    folder = Folder(root)
    tree = {path: folder.read(path) for path in folder.paths() if not path.startswith("content/")}
    clinics = {path: folder.read(path) for path in folder.paths() if path.startswith("content/clinics/")}
    trial = Sources.in_memory(MemoryFiles(tree | clinics | _topic_files(name, (layout,), today)))
    report = check(trial, Selection(today, (name,)), pages=True)
    return report.number_of(Severity.FAULT) == report.number_of(Severity.ERROR) == 0


def _topic_files(name: str, layouts: Collection[Layout], today: date) -> dict[str, bytes]:
    title = name.replace("-", " ").capitalize()
    words = {
        "today": today.isoformat(),
        "title": title,
        "audiences": ", ".join(dict.fromkeys(layout.audience for layout in layouts)),
        "handouts": ", ".join(layout.name for layout in layouts),
        "titles": "".join(f"  {layout.name}: {{title: {title}}}\n" for layout in layouts),
    }
    return {
        f"content/{name}/{file.name}": Template(file.read_text(encoding="utf-8")).substitute(words).encode()
        for file in sorted((files("caresheet") / "templates").iterdir(), key=lambda file: file.name, reverse=True)
        if file.name.endswith(".yaml")
    }


def _to_translate(root: Path, original: Topic, language: str) -> bytes:
    path = original.position.file
    text = Folder(root).read(path).decode("utf-8-sig").replace("\r\n", "\n")
    head = (
        f"# DRAFT of a translation into '{language}'. Translate every text; leave keys, ids, roles, [@sources] and\n"
        "# {{placeholders}} as they are. `caresheet check` lists what is not translated yet.\n"
        f"translates: {{from: {original.language}, hash: {fingerprint(text_units(original))}}}\n\n"
    )
    return (head + _TRANSLATES.sub("", text)).encode()


def _labels(project: Project, language: str) -> dict[str, bytes]:
    """The program's own words to translate, where neither it nor the project has them."""
    own = {labels.language for labels in project.labels}
    if own.intersection(fallbacks(language)) or set(labels_tags()).intersection(fallbacks(language)):
        return {}
    usual = next(tag for tag in labels_tags() if language_of(tag).usual_original)
    words = (labels_file(usual) or b"").decode().partition("\n")[2]
    head = f"# DRAFT: the words that caresheet prints itself, in '{language}'. Translate them; keep {{braces}}.\n"
    head += "# Until a native speaker has reviewed them, handouts say that they are drafts.\ndraft_words: yes\n"
    return {f"labels/{language}.yaml": (head + words).encode()}


def _written(root: Path, made: dict[str, bytes]) -> tuple[Path, ...]:
    return tuple(_write(root / path, data) for path, data in made.items())


def _write(path: Path, data: bytes) -> Path:
    write_file(data, path)
    return path
