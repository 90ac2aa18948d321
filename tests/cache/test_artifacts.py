"""A cached artifact comes back as it was, at today's positions."""

from __future__ import annotations

from pathlib import Path

import pytest

from caresheet.cache import Cache, CachedArtifact, HandoutCache, decode_artifact, encode_artifact
from caresheet.model import rules
from caresheet.model.artifact import Artifact
from caresheet.model.problem import Position, Problem

WHERE = tuple(Position("content/kettles/en.yaml", line, 3) for line in (4, 8, 15))
PDF = Artifact("kettles-card-en.pdf", "application/pdf", b"%PDF-1.7\n\x00\xff\n%%EOF\n", 3, "0123")
TEXT = Artifact("kettles-card-en.txt", "text/plain", b"Wait\n", None, "4567")
FULL = Problem(WHERE[1], rules.PAGE_FILL, "page 2 is “full”", "say less")


@pytest.mark.parametrize("artifact", [PDF, TEXT], ids=["pdf", "txt"])
def test_it_comes_back(artifact: Artifact) -> None:
    """Bytes, pages and problems are the same."""
    cached = CachedArtifact(artifact, (FULL, Problem(None, rules.LINE_LENGTH, "x")))
    data = encode_artifact(cached, WHERE)
    assert data is not None
    assert decode_artifact(data, WHERE) == cached


def test_problems_move_with_their_lines() -> None:
    """Where lines were added above, a problem is reported at its new line."""
    data = encode_artifact(CachedArtifact(PDF, (FULL,)), WHERE)
    assert data is not None
    moved = tuple(Position(each.file, each.line + 10, each.column) for each in WHERE)
    (problem,) = decode_artifact(data, moved).problems
    assert problem.position == moved[1]


def test_a_problem_at_no_known_place_is_not_kept() -> None:
    """It could not be reported at its line another day, so the handout is made again."""
    elsewhere = Problem(Position("layouts/a.yaml"), rules.PAGE_FILL, "full")
    assert encode_artifact(CachedArtifact(PDF, (elsewhere,)), WHERE) is None


def test_the_artifact_alone() -> None:
    """It can be had without the positions of today, and then without its problems."""
    data = encode_artifact(CachedArtifact(PDF, (FULL,)), WHERE)
    assert data is not None
    assert decode_artifact(data) == CachedArtifact(PDF)


def test_the_same_content_is_found_in_each_format(tmp_path: Path) -> None:
    """What was kept is found for the same content and format only, and what changed is named."""
    cache = Cache(tmp_path)
    before = HandoutCache(cache, "card", ("Wait", 3), WHERE)
    before.put("pdf", CachedArtifact(PDF, (FULL,)))
    assert before.renewed_because(["pdf"]) == ("it was not made before by this caresheet",)
    again = HandoutCache(cache, "card", ("Wait", 3), WHERE)
    assert again.get("pdf") == CachedArtifact(PDF, (FULL,))
    assert again.get("html") is None
    assert again.renewed_because(["html", "txt"]) == ("the cache has no html and no txt of it",)
    other = HandoutCache(cache, "card", ("Wait", 4), WHERE)
    assert other.get("pdf") is None
    assert other.renewed_because(["pdf"]) == (" is now '4', was '3'",)


def test_without_a_cache_nothing_is_found() -> None:
    """Nothing is spelled out, found or kept."""
    without = HandoutCache(None, "card", object(), ())
    without.put("pdf", CachedArtifact(PDF))
    assert (without.get("pdf"), without.key("pdf"), without.renewed_because(["pdf"])) == (None, "", ())
