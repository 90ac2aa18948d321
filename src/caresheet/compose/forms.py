"""A handout to fill in on a screen: each of its blanks, and each box of a checklist, is a form field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, groupby

from msgspec.structs import replace

from caresheet.compose.structure import numbered
from caresheet.model.structure import Role, Structure, StructureNode
from caresheet.model.text import FieldBlank, Runs, TextRun

_LEFT_ALONE = frozenset({Role.FIGURE, Role.FORM_FIELD})


def with_form_fields(structure: Structure) -> Structure:
    """The structure with a form field for each blank and for each box to tick.

    A blank has the name of the value that belongs there, so that all blanks of one name are one field. Other lines to
    write on and boxes are numbered in reading order. What is drawn in a figure stays as it is.
    """
    return replace(structure, root=numbered(_FormBuilder().with_fields(structure.root)))


class _FormBuilder:
    """Names the lines and boxes that have no name."""

    def __init__(self) -> None:
        self._lines = count(1)
        self._boxes = count(1)

    def with_fields(self, node: StructureNode) -> StructureNode:
        """An element with the fields in it."""
        if node.role in _LEFT_ALONE:
            return node
        label = _plain(node.text).strip().rstrip(":")
        own = _inline(self._named(node.runs, label), None) if _has_blank(node.runs) else ()
        children = (*own, *(made for child in node.children for made in self._child(node, child, label)))
        return replace(node, runs=() if own else node.runs, children=children)

    def _child(self, parent: StructureNode, child: StructureNode, label: str) -> Iterator[StructureNode]:
        """An element, or the parts of an inline one that has blanks among its words."""
        if child.role is Role.SPAN and _has_blank(child.runs):
            yield from _inline(self._named(child.runs, label), child.language)
        else:
            yield self.with_fields(self._with_box(child) if parent.role is Role.CHECKLIST else child)

    def _named(self, runs: Runs, label: str) -> Runs:
        """The words, in which each line to write on without a name gets one, and the label of its element."""
        lines = [run for run in runs if isinstance(run, FieldBlank) and not run.name]
        numbers = count(1)

        def named(run: FieldBlank) -> FieldBlank:
            own = f"{label} {next(numbers)}/{len(lines)}" if len(lines) > 1 else label
            return replace(run, name=f"line.{next(self._lines)}", label=own)

        return tuple(named(run) if isinstance(run, FieldBlank) and not run.name else run for run in runs)

    def _with_box(self, item: StructureNode) -> StructureNode:
        """An item of a checklist, with a check box in front of its words and labeled by them."""
        first, *others = item.children
        if first.role is not Role.ITEM_LABEL:
            return item
        words = next((_plain(node.text) for body in others for node in body.everything() if node.text), "")
        box = FieldBlank(f"box.{next(self._boxes)}", words.strip(), 0.0, captioned=False, is_check_box=True)
        label = replace(first, runs=(), children=(StructureNode(Role.FORM_FIELD, runs=(box,)),))
        return replace(item, children=(label, *others))


def _has_blank(runs: Runs) -> bool:
    return any(isinstance(run, FieldBlank) for run in runs)


def _inline(runs: Runs, language: str | None) -> Iterator[StructureNode]:
    """Words and fields, one after the other: no element has both words and other elements."""
    for is_field, group in groupby(runs, key=lambda run: isinstance(run, FieldBlank)):
        if is_field:
            yield from (StructureNode(Role.FORM_FIELD, runs=(run,)) for run in group)
        else:
            yield StructureNode(Role.SPAN, runs=tuple(group), language=language)


def _plain(runs: Runs) -> str:
    return "".join(run.text for run in runs if isinstance(run, TextRun))
