"""Every key that a schema allows is read: whoever writes it, and then takes it away, gets another project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import pytest
from tests.fonts.own_fonts import installed
from tests.source.trees import CLINIC, HERE, Tree, problems, read, sample

from caresheet.cache import canonical_json
from caresheet.languages import labels_file
from caresheet.model.problem import Findings
from caresheet.source.nodes import MappingNode, Node, ScalarNode, SequenceNode
from caresheet.source.parsed_file import parsed
from caresheet.source.schemas import KINDS, loaded

Path = tuple[str | int, ...]
Place = tuple[str, Path]
EN, ES, AR = (f"content/walking/{language}.yaml" for language in ("en", "es", "ar"))
FACTS = "content/walking/topic.yaml"
JUDGED = tuple(kind for kind in KINDS if kind != "reviews")
"""A review keeps a digest of all of its own keys, so that taking any of them away breaks it."""


def kind_of(path: str) -> str:
    """The schema that a file of the project is judged by."""
    folders = {"layouts": "layout", "labels": "labels"}
    names = {"example.yaml": "clinic", "topic.yaml": "topic"}
    return folders.get(path.partition("/")[0]) or names.get(path.rpartition("/")[2], "content")


def plain(node: Node) -> object:
    match node:
        case ScalarNode():
            return node.text
        case SequenceNode():
            return [plain(item) for item in node.items]
        case MappingNode():
            return {pair.key.text: plain(pair.value) for pair in node.pairs}


def loaded_yaml(data: bytes, kind: str) -> dict[str, object]:
    file = parsed(data, f"{kind}.yaml", kind, Findings())
    assert file
    assert file.valid
    whole = plain(file.root)
    assert isinstance(whole, dict)
    return whole


@cache
def documents() -> dict[str, dict[str, object]]:
    """Files that together use every key of every schema, none of them with the value that would hold without it."""
    made = {path: loaded_yaml(data, kind_of(path)) for path, data in sample().items() if path.endswith(".yaml")}
    whole = HERE / "whole"
    made["layouts/whole.yaml"] = loaded_yaml((whole / "layout.yaml").read_bytes(), "layout")
    made[CLINIC] = loaded_yaml((whole / "clinic.yaml").read_bytes(), "clinic")
    for language in ("en", "ar"):  # Arabic has every plural form
        labels = labels_file(language)
        assert labels
        made[f"labels/{language}.yaml"] = reworded(loaded_yaml(labels, "labels"))
    made[FACTS]["handouts"] = ["card", "guide", "whole"]
    made[FACTS]["waive"] = [{"rule": "sentence-length", "at": "S1", "because": "Walkers like long sentences."}]
    for source in values(made[FACTS]["sources"]):
        source["lang"] = "de"
    for path in (EN, ES):
        handouts, sections = made[path]["handouts"], made[path]["sections"]
        assert isinstance(handouts, dict)
        assert isinstance(sections, list)
        handouts["whole"] = {"title": "Everything", "short_title": "All", "contents": {"why": "Reasons"}}
        sections[0]["numbers"] = [{"label": "Day", "short": "D", "value": "555"}, {"label": "Night", "value": "556"}]
        sections[1]["blocks"].append({"signs": [{"text": "Pain", "pictogram": "heart"}]})
        sections[1]["blocks"].append({"bullets": [{"text": "Sit down", "signs": ["Pale skin"]}]})
        for along in ("rows", "columns"):
            graded = {"caption": "Hills", "columns": ["Grade", "Climb"], "rows": [["Grade 1", "10 m"]]}
            sections[1]["blocks"].append({"table": {**graded, "meter": {along: [1]}}})
        sections[1]["blocks"].append({"language_help": {"languages": ["vi", "so"]}})
        sections[1]["blocks"].append({"quote": {"text": "I walk with my dog.", "by": "A neighbor"}})
        sections[1]["blocks"].append({"paragraph": "Walk along.", "id": "along", "for": "caregiver", "sources": ["S1"]})
        sections[0]["blocks"][2]["alert"]["blocks"].append(
            {"paragraph": "Now.", "id": "now", "for": "everyone", "sources": ["S1"], "lang": "de", "keep": "yes"}
        )
        sections[0]["blocks"][2]["alert"]["blocks"] += [
            {kind: ["Now."]} for kind in ("bullets", "signs", "checklist")
        ] + [{"entries": [{"label": "Now", "value": "Walk"}]}]
    made[ES]["translates"] = {"from": "en", "hash": "0" * 64}
    made[AR] = made[ES]
    return made


def reworded(labels: dict[str, object]) -> dict[str, object]:
    """The labels with every word another."""
    return {
        key: reworded(value) if isinstance(value, dict) else "no" if key == "draft_words" else f"{value}-x"
        for key, value in labels.items()
    }


def values(mapping: object) -> list[dict[str, object]]:
    assert isinstance(mapping, dict)
    return list(mapping.values())


def tree(changed: dict[str, dict[str, object]], *, translated: bool) -> Tree:
    """The project's files; JSON is YAML too, and leaves no doubt about any text."""
    whole = documents() | changed
    files = sample() | fonts() | {path: json.dumps(each, ensure_ascii=False).encode() for path, each in whole.items()}
    return {path: data for path, data in files.items() if translated or path not in {ES, AR}}


@cache
def fonts() -> Tree:
    """The font files that a layout names, the first of them variable."""
    names = {"Heebo": "Heebo", "Mukta": "Mukta", "Sarabun": "Sarabun", "Siliguri": "Hind Siliguri"}
    return {f"layouts/fonts/{file}.ttf": installed(family) for file, family in names.items()}


def declared(schema: object) -> Iterator[str]:
    """Every key that a schema allows, with all that the schema says of it: what is declared twice counts once."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        for key, inner in properties.items() if isinstance(properties, dict) else ():
            yield named(key, inner)
        for inner in schema.values():
            yield from declared(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from declared(inner)


def named(key: str, schema: object) -> str:
    return f"{key} {json.dumps(schema, sort_keys=True)}"


def used(node: object, schema: object, whole: dict[str, object], path: Path = ()) -> Iterator[tuple[str, Path]]:
    """The keys in a document, each as `declared` names it, with their paths."""
    found = followed(schema, whole)
    properties, others = found.get("properties", {}), found.get("additionalProperties")
    if isinstance(node, dict) and isinstance(properties, dict):
        for key, value in node.items():
            if key in properties:
                yield named(key, properties[key]), (*path, key)
                yield from used(value, properties[key], whole, (*path, key))
            elif isinstance(others, dict):
                yield from used(value, others, whole, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from used(value, found.get("items", {}), whole, (*path, number))
    for branch in ("then", "else"):
        if branch in found:
            yield from used(node, found[branch], whole, path)


def followed(schema: object, whole: dict[str, object]) -> dict[str, object]:
    assert isinstance(schema, dict)
    if "$ref" not in schema:
        return schema
    target: object = whole
    for step in str(schema["$ref"]).removeprefix("#/").split("/"):
        assert isinstance(target, dict)
        target = target[step]
    return followed(target, whole)


def without(node: object, path: Path) -> object:
    """A document without one of its keys."""
    here, rest = path[0], path[1:]
    if isinstance(node, list):
        return [without(value, rest) if number == here else value for number, value in enumerate(node)]
    assert isinstance(node, dict)
    if not rest:
        return {key: value for key, value in node.items() if key != here}
    return node | {here: without(node[here], rest)}


@cache
def said(translated: bool) -> str:  # noqa: FBT001 - cached
    """What the whole project says, with its translation or without it."""
    return canonical_json(read(tree({}, translated=translated))).text


def counts(place: Place) -> bool:
    """Whether the project without the key is another, or no project at all. A translation would differ from whatever
    changes in its original, so that it is there only for keys of its own."""
    path, key = place
    translated = path in {ES, "labels/ar.yaml"}
    if path == ES and key[0] != "translates":
        return False
    shorter = without(documents()[path], key)
    assert isinstance(shorter, dict)
    changed = tree({path: shorter}, translated=translated)
    return bool(problems(changed)) or canonical_json(read(changed)).text != said(translated)


@pytest.mark.parametrize("kind", JUDGED)
def test_every_key_of_a_schema_is_read(kind: str) -> None:
    """No key is allowed that the reader does not know: each is used at one place at least where it makes a difference.
    A key that a schema gets and no reader does is named here."""
    places: dict[str, list[Place]] = {key: [] for key in declared(loaded(kind))}
    for path, document in documents().items():
        if kind_of(path) == kind:
            for key, inside in used(document, loaded(kind), loaded(kind)):
                places[key].append((path, inside))
    assert [key for key, found in places.items() if not any(counts(place) for place in found)] == []
