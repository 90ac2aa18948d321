"""Groups of bidirectional classes (UAX 9, table 4)."""

from __future__ import annotations

ISOLATE_INITIATORS = frozenset({"LRI", "RLI", "FSI"})
EMBEDDINGS = frozenset({"LRE", "RLE", "LRO", "RLO"})
REMOVED = EMBEDDINGS | {"PDF", "BN"}
"""Classes that rule X9 removes."""
NEUTRALS = ISOLATE_INITIATORS | {"B", "S", "WS", "ON", "PDI"}
"""Classes that rules N1 and N2 resolve (NI)."""
STRONG = frozenset({"L", "R", "AL"})
NUMBERS = frozenset({"EN", "AN"})
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
"""Classes without which a paragraph that runs from left to right has one level throughout."""


def direction_at(level: int) -> str:
    """The direction of an embedding level: R for odd ones, L for even ones (BD2)."""
    return "R" if level & 1 else "L"


def side(own: str) -> str:
    """The direction that a strong character or a number gives its neighbors: numbers count as R (N0, N1)."""
    return "R" if own in NUMBERS else own
