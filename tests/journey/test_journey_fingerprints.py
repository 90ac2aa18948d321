"""What the examples are, byte for byte: nobody changes a printed page without seeing that they do."""

from __future__ import annotations

import hashlib
import json
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

import pytest
from tests.journey.journeys import artifacts
from tests.projects.merged import wound_care

from caresheet.outputs.pdf.fingerprint import objects_sha256
from caresheet.source import Folder

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "tests" / "golden" / "fingerprints.json"
MADE_WITH = ("fontpkg-atkinson-hyperlegible", "fontpkg-source-sans-3", "pillow", "reportlab", "segno", "uharfbuzz")
"""The packages that decide about bytes: with another version of one, other bytes are no surprise."""
HINT = "look at the PDFs, then run: pytest tests/journey --update-golden"


class Fingerprint(TypedDict):
    """Of one PDF: over its objects uncompressed, and over its bytes."""

    objects_sha256: str
    sha256: str


class Fingerprints(TypedDict):
    """Of all examples. `zlib` is the version that compressed them."""

    made_with: dict[str, str]
    zlib: str
    handouts: dict[str, Fingerprint]


@pytest.fixture(scope="module")
def now() -> Fingerprints:
    """The fingerprints of the examples as they are made here and now."""
    made = {
        artifact.name: Fingerprint(
            objects_sha256=objects_sha256(artifact.data), sha256=hashlib.sha256(artifact.data).hexdigest()
        )
        for files in (Folder(ROOT), wound_care())
        for artifact in artifacts(files)
    }
    return Fingerprints(
        made_with={package: version(package) for package in MADE_WITH},
        zlib=zlib.ZLIB_RUNTIME_VERSION,
        handouts=dict(sorted(made.items())),
    )


@pytest.fixture(scope="module")
def kept(now: Fingerprints, pytestconfig: pytest.Config) -> Fingerprints:
    """The fingerprints that somebody accepted; `--update-golden` accepts those of now."""
    if pytestconfig.getoption("--update-golden"):
        KEPT.write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8", newline="\n")
    fingerprints: Fingerprints = json.loads(KEPT.read_text(encoding="utf-8"))
    if fingerprints["made_with"] != now["made_with"]:
        pytest.skip(f"fingerprints are of {fingerprints['made_with']}, here is {now['made_with']}")
    return fingerprints


def test_examples_say_and_look_the_same(now: Fingerprints, kept: Fingerprints) -> None:
    """The objects of every example are what they were, on every system and with every Python."""
    assert objects(now) == objects(kept), HINT


def test_examples_are_the_same_bytes(now: Fingerprints, kept: Fingerprints) -> None:
    """With the same zlib, so is every byte."""
    if now["zlib"] != kept["zlib"]:
        pytest.skip(f"zlib {kept['zlib']} made the fingerprints, here is {now['zlib']}")
    assert now["handouts"] == kept["handouts"], HINT


def objects(fingerprints: Fingerprints) -> dict[str, str]:
    return {name: fingerprint["objects_sha256"] for name, fingerprint in fingerprints["handouts"].items()}
