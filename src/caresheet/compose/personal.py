"""A handout for one person: with values in place of lines to write on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from caresheet.model.composed import Composed
from caresheet.model.structure import Structure, StructureNode
from caresheet.model.text import FieldBlank, Runs, TextRun


def for_person(composed: Composed, values: Mapping[str, str], *, apart: bool = False) -> Composed:
    """What the handout says with these values, by the names of their fields, filled in. Its look does not change: its
    document keeps the lines.

    `apart` puts a space around each value: on paper, a value is separate, in the space of its line, and the words after
    it do not move.
    """
    structure = composed.structure
    return replace(composed, structure=replace(structure, root=_filled(structure.root, values, " " if apart else "")))


def fields_in(structure: Structure) -> tuple[str, ...]:
    """The names of the fields that the handout has lines for, each once, in reading order."""
    runs = (run for node in structure.root.everything() for run in node.runs)
    return tuple(dict.fromkeys(run.name for run in runs if isinstance(run, FieldBlank) and run.name))


def _filled(node: StructureNode, values: Mapping[str, str], around: str) -> StructureNode:
    children = tuple(_filled(child, values, around) for child in node.children)
    return replace(node, runs=tuple(_runs(node.runs, values, around)), children=children)


def _runs(runs: Runs, values: Mapping[str, str], around: str) -> Iterator[TextRun | FieldBlank]:
    for run in runs:
        value = values.get(run.name) if isinstance(run, FieldBlank) else None
        if isinstance(run, TextRun) or value is None:
            yield run
            continue
        yield TextRun(f"{around}{value}{around}")
        if run.captioned:
            yield TextRun(f" ({run.label})")
