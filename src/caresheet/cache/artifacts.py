"""Proven artifacts as bytes and back, found again by what their handout says."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import compress, decompress

import msgspec
from msgspec import Struct

from caresheet.cache.canonical import CanonicalJson, canonical_json
from caresheet.cache.changes import changed_because
from caresheet.cache.folder import Cache
from caresheet.model import rules
from caresheet.model.artifact import Artifact
from caresheet.model.problem import Position, Problem

_RULES = {rule.id: rule for rule in rules.ALL}
_NOWHERE = -1


class CachedArtifact(Struct, frozen=True):
    """An artifact that was proved, and what was found wrong with its pages without stopping it."""

    artifact: Artifact
    problems: tuple[Problem, ...] = ()


class _Head(Struct, frozen=True):
    """All of a cached artifact but its bytes. A problem is its place among the positions, its rule, message,
    hint and handouts."""

    name: str
    media_type: str
    pages: int | None
    fingerprint: str
    problems: tuple[tuple[int, str, str, str, tuple[str, ...]], ...]


def encode_artifact(cached: CachedArtifact, positions: tuple[Position, ...]) -> bytes | None:
    """The artifact for the cache; its problems refer to the `positions` by number, so that they are reported at the
    right lines after these have moved. None where a problem stands at none of them."""
    places = {position: number for number, position in enumerate(positions)}
    problems = []
    for problem in cached.problems:
        place = _NOWHERE if problem.position is None else places.get(problem.position)
        if place is None:
            return None
        problems.append((place, problem.rule.id, problem.message, problem.hint, problem.handouts))
    made = cached.artifact
    head = _Head(made.name, made.media_type, made.pages, made.fingerprint, tuple(problems))
    return msgspec.json.encode(head) + b"\n" + made.data


def decode_artifact(data: bytes, positions: tuple[Position, ...] | None = None) -> CachedArtifact:
    """What `encode_artifact` made, at the positions of today; without its problems where these are not given."""
    line, _, content = data.partition(b"\n")
    head = msgspec.json.decode(line, type=_Head)
    artifact = Artifact(head.name, head.media_type, content, head.pages, head.fingerprint)
    if positions is None:
        return CachedArtifact(artifact)
    problems = (
        Problem(positions[place] if place != _NOWHERE else None, _RULES[rule], message, hint, handouts)
        for place, rule, message, hint, handouts in head.problems
    )
    return CachedArtifact(artifact, tuple(problems))


class HandoutCache:
    """The artifacts of one handout in a cache, found by the content that they are made from. Without a cache, nothing
    is ever found and nothing kept."""

    def __init__(self, cache: Cache | None, handout: str, content: object, positions: tuple[Position, ...]) -> None:
        """`handout` tells it from other handouts, `content` is what `canonical_json` takes; `positions` are those that
        problems may stand at besides the ones in it."""
        self._cache = cache
        self._last = f"the last {handout}"
        # Nothing is spelled out for a cache that is not there.
        self._content = canonical_json(content) if cache else CanonicalJson("", ())
        self._sha256 = self._content.sha256
        self._positions = (*self._content.positions, *positions)

    def key(self, form: str) -> str:
        """The key of the artifact in a format; empty without a cache."""
        return f"{self._sha256} {form}" if self._cache else ""

    def get(self, form: str) -> CachedArtifact | None:
        """The artifact in a format, if it is there."""
        data = self._cache.get(self.key(form)) if self._cache else None
        return None if data is None else decode_artifact(data, self._positions)

    def put(self, form: str, cached: CachedArtifact) -> None:
        """Keep an artifact that was proved."""
        data = encode_artifact(cached, self._positions) if self._cache else None
        if self._cache and data is not None:
            self._cache.put(self.key(form), data)

    def renewed_because(self, forms: Sequence[str]) -> tuple[str, ...]:
        """Why the artifacts in these formats had to be made, compared with the last time; which is now this time."""
        if self._cache is None:
            return ()
        before = self._cache.get(self._last)
        self._cache.put(self._last, compress(self._content.text.encode("utf-8", "surrogatepass"), 1))
        if before is None:
            return ("it was not made before by this caresheet",)
        changes = changed_because(decompress(before).decode("utf-8", "surrogatepass"), self._content.text)
        return changes or (f"the cache has no {' and no '.join(forms)} of it",)
