"""The table of block kinds: each has an example that works from the file to the printed page, and what editors complete
with and what authors look up are the same table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from textwrap import indent

import jsonschema_rs
import pypdfium2
import pytest
import yaml
from tests.source.trees import CLINIC, Memory, small

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.job import Job
from caresheet.model.problem import CaresheetError
from caresheet.model.reference import BlockReference, KeyReference
from caresheet.source import block_references, read_project
from caresheet.source.block_kinds import COMMON_KEYS, BlockKind
from caresheet.source.schemas import schema

EN = "content/walking/en.yaml"
NUMBERS = {"clinic.phone": "555-0110", "clinic.emergency": "112"}
NOT_PRINTED = {"pictogram", "id", "level", "alt", "from", "to", "everyone"}
"""Keys whose values do not print: names, what is said in the place of a picture, and what is for other readers."""


@cache
def reference(name: str) -> BlockReference:
    return next(each for each in block_references() if each.name == name)


def content(blocks: str) -> str:
    """The small topic with these blocks in its only section."""
    text = small()[EN].decode().replace("      - It does you good.\n", "")
    return text + indent(blocks, "      ")


def job_with(blocks: str) -> Job:
    profile = "name: Example Clinic\nphone: '555-0110'\nemergency: '112'\n"
    files = Memory(small({EN: content(blocks), CLINIC: profile}))
    (job,) = jobs(read_project(files, (files, CLINIC)), today=date(2026, 11, 24))
    return job


def listed(example: str) -> str:
    """An example as an item of a list of blocks."""
    return f"- {indent(example, '  ').strip()}\n"


def words(node: object) -> Iterator[str]:
    """What an example prints, text by text."""
    match node:
        case dict():
            for key, value in node.items():
                if key not in NOT_PRINTED:
                    yield from words(value)
        case list():
            for each in node:
                yield from words(each)
        case str():
            yield re.sub(r"\{\{(.*?)\}\}", lambda match: NUMBERS[match[1]], node.replace("**", ""))


def squeezed(text: str) -> str:
    """Without white space, which every output sets as it needs."""
    return "".join(text.split()).replace("\ufffe", "-").replace("\x02", "-")


def printed(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


@pytest.mark.parametrize("kind", BlockKind, ids=lambda kind: kind.key)
def test_every_kind_has_an_example_that_works(kind: BlockKind) -> None:
    """The smallest example of a kind reads, composes, fits its page and is proved; all its words are in the PDF, in the
    page of HTML and in the plain text."""
    example = reference(kind.key).example
    handout = render(job_with(listed(example)), ("pdf", "html", "txt")).handout
    pdf, html, text = (artifact.data for artifact in handout.artifacts)
    outputs = {
        "pdf": printed(pdf),
        "html": unescape(re.sub(r"<[^>]*>", "", html.decode())),
        "txt": text.decode(),
    }
    expected = list(words(yaml.safe_load(example)))
    assert expected
    for output, said in outputs.items():
        assert [each for each in expected if squeezed(each) not in squeezed(said)] == [], output


@pytest.mark.parametrize("kind", BlockKind, ids=lambda kind: kind.key)
def test_editors_accept_every_example(kind: BlockKind) -> None:
    """The printed schema accepts the example as an editor reads it, and refuses it under a key of another name."""
    validator = jsonschema_rs.validator_for(json.loads(schema("content")))
    example = reference(kind.key).example
    assert validator.is_valid(yaml.safe_load(content(listed(example))))
    misspelt = example.replace(f"{kind.key}:", f"{kind.key}s:", 1)
    assert misspelt == example or not validator.is_valid(yaml.safe_load(content(listed(misspelt))))


BLOCK_BY_BLOCK = [
    ("- 'Walk.'", True),
    ("- {paragraph: 'Walk.', keep: yes}", True),
    ("- {paragraph: 'Walk.', steps: ['Walk.']}", False),
    ("- {keep: yes}", False),
    ("- {signs: []}", False),
    ("- {steps: [{text: 'Walk.', bullets: ['Now.']}]}", True),
    ("- {steps: [{text: 'Walk.', bullets: ['Now.'], signs: ['Here.']}]}", False),
    ("- {steps: [{text: 'Walk.', table: 'Now.'}]}", False),
    ("- {steps: [{with: clinic.phone, text: 'Walk.', else: 'Run.', bullets: ['Now.']}]}", True),
    ("- {steps: [{with: clinic.phone, text: 'Walk.', else: 'Run.', bullets: ['Now.'], signs: ['Here.']}]}", False),
    ("- {steps: [{with: clinic.phone, text: 'Walk.'}]}", False),
    ("- {steps: [{text: 'Walk.', else: 'Run.'}]}", False),
    ("- {paragraph: {with: clinic.phone, text: 'Walk.', else: 'Run.'}}", True),
    ("- {paragraph: {with: clinic.phone, else: 'Run.'}}", False),
    ("- {paragraph: {with: clinic.phone, text: 'Walk.'}}", False),
    ("- {paragraph: {with: phone, text: 'Walk.', else: 'Run.'}}", False),
    ("- {entries: [{label: 'A', value: {with: clinic.phone, text: 'Walk.', else: 'Run.'}}]}", True),
    ("- {table: {caption: 'A', columns: ['B', 'C'], rows: [['', {with: clinic.phone, text: 'D', else: 'E'}]]}}", True),
    ("- {alert: {level: stop, blocks: ['Walk.', {entries: [{label: 'Name'}]}]}}", True),
    ("- {alert: {level: stop, blocks: [{alert: {level: stop, blocks: ['Walk.']}}]}}", False),
    ("- {alert: {level: stop, blocks: [{contacts: [{label: 'Name'}]}]}}", False),
    ("- {by_audience: {patient: 'Walk.'}}", True),
    ("- {by_audience: {patient: ['Walk.', {steps: ['Walk.']}]}}", True),
    ("- {by_audience: {patient: []}}", False),
    ("- {by_audience: {patient: {walk: 'Walk.'}}}", False),
    ("- {by_audience: {Patients!: 'Walk.'}}", False),
    ("- {table: {caption: 'A', columns: ['B', 'C'], rows: [['', ['D', 'E']], ['F', 'G']]}}", True),
    ("- {table: {caption: 'A', columns: ['B', 'C'], rows: [{level: call, cells: ['D']}]}}", True),
    ("- {table: {caption: 'A', columns: ['B'], rows: [['C']]}}", False),
    ("- {figure: {alt: 'A', image: a.png, flow: {boxes: [{id: a, text: 'B'}, {id: b, text: 'C'}]}}}", False),
    ("- {log: {caption: 'A', columns: ['B', 'C'], rows: 60, sheets: 10}}", True),
    ("- {log: {caption: 'A', columns: ['B', 'C'], rows: 61}}", False),
    ("- {log: {caption: 'A', columns: ['B', 'C'], rows: 0}}", False),
    ("- {questions: [{ask: 'A', answer: ['B', {steps: ['C']}]}]}", True),
    ("- {questions: [{ask: 'A'}]}", False),
]


@pytest.mark.parametrize(("blocks", "accepted"), BLOCK_BY_BLOCK)
def test_the_printed_schema_decides_like_the_reader(blocks: str, *, accepted: bool) -> None:
    """What an editor marks as wrong in a block is what the program refuses, and the other way round."""
    text = content(blocks)
    assert jsonschema_rs.validator_for(json.loads(schema("content"))).is_valid(yaml.safe_load(text)) is accepted
    files = Memory(small({EN: text}))
    try:
        read_project(files, (files, CLINIC))
    except CaresheetError:
        assert not accepted
    else:
        assert accepted


def test_the_reference_has_every_key_of_the_schema() -> None:
    """What an author can look up of each kind is what the schema allows in it, key by key, with the same words."""
    defined = json.loads(schema("content"))["$defs"]
    block = defined["block"]["properties"]
    assert [each.name for each in block_references()] == [name for name in block if name in {k.key for k in BlockKind}]
    assert set(block) == {each.name for each in block_references()} | {key.name for key in COMMON_KEYS}
    for each in block_references():
        assert each.description == block[each.name]["description"]
        assert inside(each.keys) == properties(block[each.name], defined), each.name


def inside(keys: tuple[KeyReference, ...]) -> dict[str, object]:
    return {key.name: (key.description, key.required, inside(key.keys)) for key in keys}


def properties(found: dict[str, object], defined: dict[str, dict[str, object]]) -> dict[str, object]:
    """The keys inside a schema, as deep as the reference goes: not into blocks, nor into items of items."""
    if "$ref" in found:
        name = str(found["$ref"]).rpartition("/")[2]
        return {} if name in SEEN else properties(defined[name], defined)
    here = {
        key: (inner["description"], key in found.get("required", ()), properties(inner, defined | {"items": {}}))
        for key, inner in found.get("properties", {}).items()
    }
    return here or (properties(found["items"], defined) if "items" in found else {})


SEEN = {"block", "alert_block", "block_or_blocks"}


def test_a_page_of_the_reference() -> None:
    """A page says what stands behind the key and inside of it, what may stand beside it, and what becomes of it."""
    page = reference("log")
    assert (page.title, page.holds) == ("Log", "keys")
    assert [(key.name, key.holds, key.required) for key in page.keys] == [
        ("caption", "text", True),
        ("columns", "list of texts, 2 or more", True),
        ("rows", "whole number from 1 to 60", True),
        ("sheets", "whole number from 1 to 10", False),
    ]
    assert [key.name for key in page.common_keys] == ["id", "for", "sources", "lang", "keep"]
    assert reference("bullets").holds == "list of texts or keys"
    (meter,) = (key for key in reference("table").keys if key.name == "meter")
    assert {key.holds for key in meter.keys} == {"list of whole numbers from 0 to 10"}
    assert reference("by_audience").holds == "names, each with block, or list of blocks"
    assert [key.name for key in reference("bullets").keys] == [
        "text",
        "with",
        "else",
        "bullets",
        "steps",
        "signs",
        "checklist",
    ]
    assert all(each.title and each.description and each.prints and each.example for each in block_references())
