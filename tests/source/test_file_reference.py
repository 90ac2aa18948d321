"""The reference of files: every key of every schema is there, and every example is accepted by what it is for."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
import yaml

from caresheet.model.reference import FileKey
from caresheet.source import file_references
from caresheet.source.schemas import schema

KEYS = [(file.kind, key) for file in file_references() for key in file.keys]
IDS = [f"{kind}.{key.name}" for kind, key in KEYS]


@pytest.mark.parametrize(("kind", "key"), KEYS, ids=IDS)
def test_every_example_is_accepted(kind: str, key: FileKey) -> None:
    """The schema accepts a file that has the example and otherwise only what it must; the key is in the example."""
    examples = {each.name: each.example for of, each in KEYS if of == kind and len(each.path) == 1 and each.required}
    text = "\n".join([*(value for name, value in examples.items() if name != key.path[0]), key.example])
    found = yaml.safe_load(text.replace(": 2026-11-22", ": '2026-11-22'"))
    if kind == "clinic" and (key.path[-1] == "note" or key.path[-2:] == ("note", "<name>")):
        found[key.path[0]]["number"] = "217-555-0120"  # a note has to have its number
    errors = list(jsonschema_rs.validator_for(json.loads(schema(kind))).iter_errors(found))
    assert [str(each) for each in errors] == []
    assert key.path[-1] == "<name>" or f"{key.path[-1]}: " in key.example


def test_layout_keys_have_their_defaults() -> None:
    """A key of a layout says what it is if it is not given, also those that an author names."""
    defaults = {key.name: key.default for kind, key in KEYS if kind == "layout"}
    assert defaults["type.body"] == "12pt"
    assert defaults["type.leading"] == "'1.35'"
    assert defaults["limits.<name>.reading_grade"] == "8"
    assert defaults["header.left"] == "[topic]"
    assert (defaults["pages.max"], defaults["extends"]) == ("", "")


def test_values_are_said_in_words() -> None:
    """What a value is comes from the schema: a choice, a number with its limits, a text, a list, keys."""
    holds = {f"{kind}.{key.name}": key.holds for kind, key in KEYS}
    assert holds["layout.orientation"] == "portrait or landscape"
    assert holds["layout.columns"] == "whole number from 1 to 3"
    assert holds["layout.margins.top"].startswith("length such as 18mm")
    assert holds["layout.pages"] == "keys"
    assert holds["topic.sources.<name>.title"] == "text"
    assert holds["topic.handouts"].startswith("list: name of ")
    assert holds["topic.fields"] == "names, each with keys"
