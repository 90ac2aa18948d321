"""The fingerprint of a PDF covers everything that a reader could look at, and nothing that only compression decides."""

from __future__ import annotations

import re
import zlib

import pytest
from tests.outputs.pdfs import moved

import caresheet
from caresheet.app.starting import starter
from caresheet.outputs.pdf.fingerprint import objects_sha256


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A handout of the starter project."""
    project = caresheet.open_project({str(path): data for path, data in starter()})
    return project.handouts(layout="card")[0].render("pdf").data


def with_other_reference(pdf: bytes, key: bytes) -> bytes:
    """The same file, of the same length, whose cross-references name another object under `key`."""
    found = re.search(rb"/" + key + rb" (\d+) 0 R", pdf)
    assert found
    other = b"%0*d" % (len(found[1]), int(found[1]) - 1)
    return pdf[: found.start(1)] + other + pdf[found.end(1) :]


def with_swapped_places(pdf: bytes) -> bytes:
    """The same file, whose cross-references give the places of two objects to each other."""
    head = pdf.rindex(b"/Type/XRef")
    start = pdf.index(b"\nstream\n", head) + len(b"\nstream\n")
    end = pdf.rindex(b"\nendstream")
    table = bytearray(zlib.decompress(pdf[start:end]))
    first, second = [place for place in range(0, len(table), 7) if table[place] == 1][:2]
    table[first : first + 7], table[second : second + 7] = table[second : second + 7], table[first : first + 7]
    packed = zlib.compress(bytes(table))
    length = re.search(rb"/Length (\d+)>>$", pdf[head : start - len(b"\nstream\n")])
    assert length
    before = pdf[:head] + pdf[head : head + length.start(1)] + b"%d>>" % len(packed) + b"\nstream\n"
    return before + packed + pdf[end:]


TAMPERED = {
    "bytes behind the end": lambda pdf: pdf + b"\n",
    "bytes before the first object": lambda pdf: pdf.replace(b"\n", b"\n%x\n", 1),
    "an update behind the end": lambda pdf: pdf + b"1 0 obj\n<</S/JavaScript>>\nendobj\nstartxref\n0\n%%EOF\n",
    "a comment between objects": lambda pdf: pdf.replace(b"endobj\n", b"endobj\n%x\n", 1),
    "another root": lambda pdf: with_other_reference(pdf, b"Root"),
    "another information dictionary": lambda pdf: with_other_reference(pdf, b"Info"),
    "objects in each other's place": with_swapped_places,
    "no PDF at all": lambda _pdf: b"not even a pdf",
    "nothing": lambda _pdf: b"",
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_tampering_changes_the_fingerprint(pdf: bytes, tamper: object) -> None:
    """Whatever is put before, between or behind the objects, and whatever they are taken for, is noticed."""
    assert callable(tamper)
    changed = tamper(pdf)
    assert changed != pdf
    try:
        assert objects_sha256(changed) != objects_sha256(pdf)
    except ValueError:
        assert objects_sha256(pdf)


def test_compression_does_not(pdf: bytes) -> None:
    """The same file with its first stream stored instead of packed has the same fingerprint."""
    head = re.search(rb"/Length (\d+)>>\nstream\n", pdf)
    assert head
    packed = pdf[head.end() : head.end() + int(head[1])]
    stored = zlib.compress(zlib.decompress(packed), 0)
    longer = len(stored) - len(packed) + len(b"%d" % len(stored)) - len(head[1])
    changed = pdf[: head.start(1)] + b"%d>>\nstream\n" % len(stored) + stored + pdf[head.end() + len(packed) :]
    assert objects_sha256(moved(changed, head.start(), longer)) == objects_sha256(pdf)
