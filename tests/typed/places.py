"""A small project in which every place that an author can type into holds words of its own."""

from __future__ import annotations

import json
from functools import cache

from msgspec import Struct
from tests.source.trees import Memory

from caresheet.languages import labels_file
from caresheet.model.problem import Findings
from caresheet.source.nodes import MappingNode, Node, ScalarNode, SequenceNode
from caresheet.source.parsed_file import parsed

FACTS, WORDS, LAYOUT, CLINIC, LABELS = (
    "content/demo/topic.yaml",
    "content/demo/en.yaml",
    "layouts/sheet.yaml",
    "content/clinics/example.yaml",
    "labels/en.yaml",
)
Path = tuple[str | int, ...]

DOCUMENTS: dict[str, object] = {
    FACTS: {
        "version": "1",
        "facts_checked": "2026-11-22",
        "audiences": ["reader"],
        "handouts": ["sheet"],
        "fields": {"helper": {"kind": "name"}},
        "sources": {
            "S1": {"title": "Source", "organization": "Guild", "url": "https://example.org/s", "seen": "2026-11-22"}
        },
    },
    WORDS: {
        "title": "Topic",
        "fields": {"helper": "helper"},
        "handouts": {"sheet": {"title": "Handout", "subtitle": "Lead"}},
        "sections": [
            {
                "id": "one",
                "role": "about",
                "title": "Section",
                "for": "everyone",
                "blocks": [
                    "Paragraph.",
                    {"bullets": [{"text": "Bullet", "bullets": ["Inner"]}]},
                    {"steps": ["Step"]},
                    {"checklist": ["Check"]},
                    {"signs": ["Sign"]},
                    {"alert": {"level": "stop", "title": "Alert", "blocks": ["Inside"]}},
                    {
                        "table": {
                            "caption": "Table",
                            "columns": ["Column", "Other"],
                            "rows": [["Cell", ["Listed", "Two"]]],
                        }
                    },
                    {
                        "figure": {
                            "alt": "Alternative",
                            "caption": "Caption",
                            "flow": {"boxes": [{"id": "a", "text": "Box"}, {"id": "b", "text": "Next"}]},
                        }
                    },
                    {"questions": [{"ask": "Question", "answer": ["Answer"]}]},
                    {"definitions": [{"id": "term", "term": "Term", "meaning": "Meaning"}]},
                    {"contacts": [{"label": "Label", "value": "Value"}]},
                    {"log": {"caption": "Log", "columns": ["Day", "Cups"], "rows": "2"}},
                    "Cited. [@S1] Ask {{patient.helper}} or {{clinic.phone}}, {{clinic.address}}, {{clinic.hospital}}.",
                ],
            },
            {"id": "two", "role": "background", "title": "Second", "for": "everyone", "blocks": ["Under it."]},
        ],
    },
    LAYOUT: {
        "audience": "reader",
        "paper": "a5",
        "contents": "yes",
        "citations": "numbered",
        "header": {"left": ["topic"], "center": [], "right": ["clinic"]},
        "footer": {"left": ["title", "document", "version", "review"], "center": [], "right": ["page"]},
        "place": ["rest", "references"],
    },
    CLINIC: {"name": "Clinic", "address": "Address", "phone": "", "hospital": "Hospital"},
}


class Place(Struct, frozen=True):
    """Where an author types: a file and the path of keys in it. `marks` tells whether marks have a meaning there, and
    `spoken` whether the words are an alternative text, which no page shows."""

    file: str
    path: Path
    marks: bool = True
    spoken: bool = False

    def __str__(self) -> str:
        return f"{self.file.rpartition('/')[2]} {'.'.join(map(str, self.path))}"


BLOCKS: Path = ("sections", 0, "blocks")
PLACES = (
    Place(FACTS, ("version",)),
    Place(FACTS, ("sources", "S1", "title")),
    Place(FACTS, ("sources", "S1", "organization")),
    Place(WORDS, ("title",)),
    Place(WORDS, ("fields", "helper")),
    Place(WORDS, ("handouts", "sheet", "title")),
    Place(WORDS, ("handouts", "sheet", "subtitle")),
    Place(WORDS, ("sections", 0, "title")),
    Place(WORDS, (*BLOCKS, 0)),
    Place(WORDS, (*BLOCKS, 1, "bullets", 0, "text")),
    Place(WORDS, (*BLOCKS, 1, "bullets", 0, "bullets", 0)),
    Place(WORDS, (*BLOCKS, 2, "steps", 0)),
    Place(WORDS, (*BLOCKS, 3, "checklist", 0)),
    Place(WORDS, (*BLOCKS, 4, "signs", 0)),
    Place(WORDS, (*BLOCKS, 5, "alert", "title")),
    Place(WORDS, (*BLOCKS, 5, "alert", "blocks", 0)),
    Place(WORDS, (*BLOCKS, 6, "table", "caption")),
    Place(WORDS, (*BLOCKS, 6, "table", "columns", 0)),
    Place(WORDS, (*BLOCKS, 6, "table", "rows", 0, 0)),
    Place(WORDS, (*BLOCKS, 6, "table", "rows", 0, 1, 0)),
    Place(WORDS, (*BLOCKS, 7, "figure", "alt"), spoken=True),
    Place(WORDS, (*BLOCKS, 7, "figure", "caption")),
    Place(WORDS, (*BLOCKS, 8, "questions", 0, "ask")),
    Place(WORDS, (*BLOCKS, 8, "questions", 0, "answer", 0)),
    Place(WORDS, (*BLOCKS, 9, "definitions", 0, "term")),
    Place(WORDS, (*BLOCKS, 9, "definitions", 0, "meaning")),
    Place(WORDS, (*BLOCKS, 10, "contacts", 0, "label")),
    Place(WORDS, (*BLOCKS, 10, "contacts", 0, "value")),
    Place(WORDS, (*BLOCKS, 11, "log", "caption")),
    Place(WORDS, (*BLOCKS, 11, "log", "columns", 0)),
    Place(CLINIC, ("name",), marks=False),
    Place(CLINIC, ("address",), marks=False),
    Place(CLINIC, ("hospital",), marks=False),
    Place(LABELS, ("draft",), marks=False),
    Place(LABELS, ("references",), marks=False),
    Place(LABELS, ("levels", "stop"), marks=False),
    Place(LABELS, ("clinic", "phone"), marks=False),
)


def project(place: Place, words: str) -> Memory:
    """The project with these words at one place. JSON is YAML, too, and leaves no doubt about any character."""
    files = {path: dumped(document) for path, document in _documents().items()}
    files[place.file] = dumped(_replaced(_documents()[place.file], place.path, words))
    return Memory(files)


def dumped(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _replaced(document: object, path: Path, words: str) -> object:
    if not path:
        return words
    first, *rest = path
    if isinstance(document, list):
        return [_replaced(each, tuple(rest), words) if place == first else each for place, each in enumerate(document)]
    assert isinstance(document, dict)
    assert first in document, path
    return {key: _replaced(each, tuple(rest), words) if key == first else each for key, each in document.items()}


@cache
def _documents() -> dict[str, object]:
    return DOCUMENTS | {LABELS: _labels()}


def _labels() -> object:
    data = labels_file("en")
    assert data is not None
    file = parsed(data, LABELS, "labels", Findings())
    assert file is not None
    return _plain(file.root)


def _plain(node: Node) -> object:
    match node:
        case ScalarNode():
            return node.text
        case SequenceNode():
            return [_plain(item) for item in node.items]
        case MappingNode():
            return {pair.key.text: _plain(pair.value) for pair in node.pairs}
