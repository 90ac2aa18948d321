"""How a block is written, for authors who wrote something else: other programs' names for blocks, and a text in the
place of a block's keys."""

from __future__ import annotations

from collections.abc import Iterable

OTHER_NAMES = {
    "image": "figure",
    "img": "figure",
    "picture": "figure",
    "photo": "figure",
    "diagram": "figure",
    "flowchart": "figure",
    "list": "bullets",
    "items": "bullets",
    "ul": "bullets",
    "ol": "steps",
    "numbered": "steps",
    "numbers": "steps",
    "instructions": "steps",
    "todo": "checklist",
    "checkboxes": "checklist",
    "box": "alert",
    "callout": "alert",
    "caution": "alert",
    "danger": "alert",
    "important": "alert",
    "info": "alert",
    "note": "alert",
    "tip": "alert",
    "warning": "alert",
    "blockquote": "quote",
    "citation": "quote",
    "faq": "questions",
    "glossary": "definitions",
    "form": "entries",
    "phones": "contacts",
    "diary": "log",
}
"""What other programs and people call a block, by our own name of it."""

SHAPES = {
    "bullets": "bullets: [{}]",
    "steps": "steps: [{}]",
    "signs": "signs: [{}]",
    "checklist": "checklist: [{}]",
    "alert": "alert: {{level: stop, title: 'Stop', blocks: [{}]}}",
    "table": "table: {{caption: {}, columns: ['Week', 'Minutes'], rows: [['First', '10']]}}",
    "figure": "figure: {{image: {}, alt: 'What the picture shows.'}}",
    "questions": "questions: [{{ask: {}, answer: 'Yes.'}}]",
    "definitions": "definitions: [{{id: name, term: 'Word', meaning: {}}}]",
    "quote": "quote: {{text: {}, by: 'Who says it'}}",
    "entries": "entries: [{{label: {}, lines: 2}}]",
    "contacts": "contacts: [{{label: {}, value: '555-0100'}}]",
    "log": "log: {{caption: {}, columns: ['Day', 'Minutes'], rows: 7}}",
    "by_audience": "by_audience: {{everyone: {}}}",
}
"""How each kind of block is written that is more than a text, with the place of the author's own words."""

INSTEAD = {
    "heading": "a heading is the title of a section: start a section with id, role and title",
    "header": "a heading is the title of a section: start a section with id, role and title",
    "subtitle": "a heading is the title of a section: start a section with id, role and title",
    "h2": "a heading is the title of a section: start a section with id, role and title",
    "link": "a link stands in a text: write '[words](https://…)'",
    "url": "a link stands in a text: write '[words](https://…)'",
    "text": "a paragraph is a text without a key: write - '…'",
    "p": "a paragraph is a text without a key: write - '…'",
    "paragraph": "a paragraph is a text without a key: write - '…'",
}
"""What to write instead of a block that there is not."""


def block_hint(name: str, known: Iterable[str], words: str) -> str:
    """How to write what an author means by a block of this name; empty where that is not known. `known` are the keys
    that can stand there, `words` what the author wrote as its value, in quotes."""
    lower = name.casefold()
    if "figure" not in tuple(known):  # not where a block stands
        return ""
    own = OTHER_NAMES.get(lower)
    return shape_hint(own, words) if own else INSTEAD.get(lower, "")


def shape_hint(name: str, words: str) -> str:
    """How to write a block of this kind with these words; empty if there is no such block."""
    shape = SHAPES.get(name)
    return f"write {shape.format(words)}" if shape else ""
