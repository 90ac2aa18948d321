"""Resolves `extends`: a chain of layouts, merged key by key over the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from caresheet.model import rules
from caresheet.model.problem import Findings
from caresheet.source import suggest
from caresheet.source.nodes import KeyValue, MappingNode, scalar
from caresheet.source.parsed_file import ParsedFile, parsed

_DEFAULTS = "layout-defaults.yaml"


def merged(over: MappingNode, under: MappingNode) -> MappingNode:
    """Two mappings merged: inner mappings merge key by key, any other value of `over` replaces that of `under`."""
    pairs: list[KeyValue] = []
    for pair in under.pairs:
        mine = over.pair(pair.key.text)
        if mine is None:
            pairs.append(pair)
        elif isinstance(mine.value, MappingNode) and isinstance(pair.value, MappingNode):
            pairs.append(KeyValue(mine.key, merged(mine.value, pair.value)))
        else:
            pairs.append(mine)
    known = set(under.names())
    pairs.extend(pair for pair in over.pairs if pair.key.text not in known)
    return MappingNode(tuple(pairs), over.position)


def merged_all(roots: list[MappingNode]) -> MappingNode:
    """Several mappings merged, each over the next one."""
    whole = roots[0]
    for root in roots[1:]:
        whole = merged(whole, root)
    return whole


def chain_of(name: str, parsed_files: Mapping[str, ParsedFile | None], findings: Findings) -> list[ParsedFile] | None:
    """The layout and those that it extends, itself first; None if one is not valid, is missing, or is repeated."""
    chain: list[ParsedFile] = []
    seen: list[str] = []
    wanted: str | None = name
    while wanted is not None:
        file = parsed_files.get(wanted)
        if file is None or not file.valid:
            return None
        chain.append(file)
        seen.append(wanted)
        above = file.root.get("extends")
        if above is None:
            return chain
        wanted = scalar(above).text
        if wanted in seen:
            if wanted == name:
                circle = " → ".join([*seen, wanted])
                message = f"these layouts extend each other in a circle: {circle}"
                first = chain[0].root.get("extends") or above
                findings.add(first.position, rules.EXTENDS_LOOP, message, "remove 'extends' from one of them")
            return None
        if wanted not in parsed_files:
            if len(chain) == 1:
                hint = suggest.hint(wanted, (each for each in parsed_files if each != name))
                findings.add(above.position, rules.UNKNOWN_NAME, f"there is no layout '{wanted}'", hint)
            return None
    return chain


@cache
def defaults() -> MappingNode:
    """The values that every layout starts from."""
    data = (Path(__file__).parent / "schemas" / _DEFAULTS).read_bytes()
    file = parsed(data, f"caresheet/schemas/{_DEFAULTS}", "layout", Findings())
    if file is None or not file.valid:
        raise AssertionError(_DEFAULTS)
    return file.root
