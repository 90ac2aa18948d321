"""Files that are broken beyond what an author would do, or meant to do harm: a problem with a place, and quickly."""

from __future__ import annotations

import time

import pytest
from tests.source.trees import problems, small, told

ENGLISH = "content/walking/en.yaml"

PATIENCE = 30
"""Seconds: five times what the slowest takes on a slow machine; work with the square of a file takes minutes."""

LARGE = {
    "nested brackets": b"[" * 100_000,
    "nested braces": b"{" * 100_000,
    "nested braces with keys": b"{a: " * 100_000,
    "nested dashes": b"- " * 100_000,
    "nested question marks": b"? " * 100_000,
    "nested keys": b"".join(b" " * depth + b"a:\n" for depth in range(1_500)),
    "brackets on lines of their own": b"[\n" * 100_000,
    "brackets that close": b"x: " + b"[" * 20_000 + b"]" * 20_000,
    "50 MB": b"a" * 50_000_000,
    "many keys": b"".join(b"k%d: v\n" % number for number in range(100_000)),
    "many equal keys": b"a: b\n" * 30_000,
    "many items": b"x: [" + b"a," * 50_000 + b"]",
    "many anchors": b"- &a b\n" * 20_000,
    "many aliases": b"- &a b\n" + b"- *a\n" * 20_000,
    "aliases that grow": b"a: &a [x, x]\n"
    + b"".join(b"%c: &%c [*%c, *%c]\n" % (c + 1, c + 1, c, c) for c in range(97, 120)),
    "alias of itself": b"a: &a [*a]\nb: &b {c: *b}\n",
    "many quotation marks": b"'" * 400_000,
    "many backslashes": b'"' + b"\\" * 400_000,
    "many control characters": b"\x01" * 400_000,
    "many misread lines": b"".join(b"k%d: **x**\n" % number for number in range(50_000)),
    "many faults of shape": b"sections: [" + b"{}, " * 20_000 + b"]\n",
    "one long line": b"title: " + b"x: " * 300_000,
    "one long key": b"k" * 500_000 + b": v\n",
    "one long text": b"title: '" + b"x " * 500_000 + b"'\n",
    "many marks": b"title: '" + b"[*" * 200_000 + b"'\n",
    "many documents": b"---\na: b\n" * 20_000,
    "many directives": b"%YAML 1.1\n" * 20_000,
    "many tags": b"- !a b\n" * 20_000,
    "many marks on a letter": b"title: a" + "\u0301\u0327".encode() * 100_000 + b"\n",
    "many marks with nothing between": b"title: a" + "\u0301\u200b\u0327\u00ad".encode() * 50_000 + b"\n",
    "many escaped marks": b'title: "a' + rb"\u0301\u0327" * 40_000 + b'"\n',
    "many marks in a key": b"a" + "\u0301\u0327".encode() * 300 + b": v\n",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_file(name: str) -> None:
    """However large or deep a file is, it is refused with a place in it, within seconds and without a crash."""
    started = time.process_time()
    found = problems(small({ENGLISH: LARGE[name]}))
    assert time.process_time() - started < PATIENCE
    assert found
    assert {problem.position.file for problem in found if problem.position} == {ENGLISH}
    assert len(found) < 1_000


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"title: caf\xe9\n", "1:11 not-utf-8"),
        ("ä: ü\ntitle: ".encode() + b"\xff", "2:8 not-utf-8"),
        ("title: x".encode("utf-16"), "1:1 not-utf-8"),
        (b"title: \xed\xa0\x80\n", "1:8 not-utf-8"),
        (b"title: a\x00b\n", "1:9 control-character"),
        (b"title: a\x1bb\n", "1:9 control-character"),
        (b"title: a\xc2\x85b\n", "1:9 control-character"),
        ("title: ä\u202eb\n".encode(), "1:9 control-character"),
        ("title: a\u2066b\n".encode(), "1:9 control-character"),
        ("title: a\u2028b\n".encode(), "1:9 control-character"),
        ("a: b\r\ntitle: a\ufeffb\r\n".encode(), "2:9 control-character"),
        ("a: b\rtitle: a\ufffeb\r".encode(), "2:9 control-character"),
        (b'title: "a\\u202eb"\n', "1:8 control-character"),
        (b'title: "a\\0b"\n', "1:8 control-character"),
        (b'title: "\\ud800"\n', "1:11 invalid-yaml"),
        (b"", "1:1 empty-value"),
        (b"\xef\xbb\xbf", "1:1 empty-value"),
        (b" \n\n# nothing\n", "1:1 empty-value"),
        (b"---\n", "1:1 empty-value"),
        (b"'", "1:1 invalid-yaml"),
        (b":", "1:1 invalid-yaml"),
        (b"\x00", "1:1 control-character"),
    ],
)
def test_bytes(data: bytes, place: str) -> None:
    """What is wrong with the bytes of a file is told at the line and column that an editor shows."""
    assert f"{ENGLISH}:{place}" in told(small({ENGLISH: data}))


def test_one_broken_file_does_not_hide_the_next() -> None:
    """The problems of all files are told at once, in the order of files, lines and columns."""
    tree = small(
        {
            ENGLISH: "title: **Walk**\nhandouts: {card: {}}\nsections: [1, 2]\n",
            "content/walking/topic.yaml": "version: '1'\n\tx: y\n",
            "content/clinics/example.yaml": "nam: x\n",
            "content/clinics/other.yaml": "name: Other\nfone: x\n",
            "layouts/card.yaml": "audience: patient\nplace: [rst]\n",
            "layouts/other.yaml": b"\xff",
            "labels/en.yaml": "pages: x\n",
        }
    )
    found = told(tree)
    assert found == [
        "content/clinics/example.yaml:1:1 unknown-key",
        "content/clinics/other.yaml:2:1 unknown-key",
        f"{ENGLISH}:1:8 unquoted-asterisk",
        f"{ENGLISH}:2:18 missing-key",
        f"{ENGLISH}:3:12 wrong-type",
        f"{ENGLISH}:3:15 wrong-type",
        "content/walking/topic.yaml:2:1 invalid-yaml",
        "labels/en.yaml:1:1 unknown-key",
        "layouts/card.yaml:2:9 wrong-value",
        "layouts/other.yaml:1:1 not-utf-8",
    ]


def test_files_at_wrong_places() -> None:
    """A YAML file that nobody would read is told, never passed over."""
    text = small()[ENGLISH]
    tree = small(
        {
            "content/en.yaml": text,
            "content/walking/english.yaml": text,
            "content/walking/es.yml": text,
            "content/walking/old/en.yaml": text,
            "content/Running/topic.yaml": small()["content/walking/topic.yaml"],
            "content/Running/en.yaml": text,
            "layouts/old/card.yaml": "",
            "layouts/Card 2.yaml": small()["layouts/card.yaml"],
            "labels/english.yaml": "",
            "content/walking/notes.txt": "not read, and not meant to be",
            "content/README.md": "neither",
        }
    )
    assert told(tree) == [
        "content/Running/topic.yaml:1:1 misplaced-file",
        "content/en.yaml:1:1 misplaced-file",
        "content/walking/english.yaml:1:1 misplaced-file",
        "content/walking/es.yml:1:1 misplaced-file",
        "content/walking/old/en.yaml:1:1 misplaced-file",
        "labels/english.yaml:1:1 misplaced-file",
        "layouts/Card 2.yaml:1:1 misplaced-file",
        "layouts/old/card.yaml:1:1 misplaced-file",
    ]


def test_topics_that_are_not_whole() -> None:
    """A topic without topic.yaml or without any language is told."""
    tree = small({"content/running/en.yaml": small()[ENGLISH]})
    assert told(tree) == ["content/running/en.yaml:1:1 missing-file"]
    tree = small({"content/running/topic.yaml": small()["content/walking/topic.yaml"]})
    assert told(tree) == ["content/running/topic.yaml:1:1 missing-file"]


def test_nothing_to_read() -> None:
    """Without content or without layouts there is no project; a clinic that is not there is named."""
    assert told({"content/clinics/example.yaml": b"name: x\n"}) == ["- no-project", "- no-project"]
    assert told(small(), "content/clinics/mine.yaml") == ["content/clinics/mine.yaml:1:1 not-readable"]


def test_every_character_is_read_or_refused() -> None:
    """No character of Unicode gets past the letters' check only to stumble in YAML's."""
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF and chr(code) not in "'\r\n"]
    for start in range(0, len(characters), 250_000):
        text = "".join(characters[start : start + 250_000])
        found = {problem.rule.name for problem in problems(small({ENGLISH: f"title: '{text}'\n"}))}
        assert "invalid-yaml" not in found
        assert found <= {"control-character", "missing-key", "file-too-large", "bad-markup"}
