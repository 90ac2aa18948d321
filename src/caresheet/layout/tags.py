"""The structure of a handout as tags, in reading order."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from caresheet.model.direction import Direction, direction_of
from caresheet.model.page_layout import ROOT, Tag
from caresheet.model.structure import Role, Structure, StructureNode
from caresheet.model.text import FieldBlank

_RIGHT_TO_LEFT = ("Layout", "WritingMode", "RlTb")
"""Where lines of a whole document begin (ISO 32000-1, table 344); its elements inherit it."""
_REMEMBERED = 64
"""How many parts of handouts are remembered with their tags."""
_ATTRIBUTES = {"L": ("List", "ListNumbering"), "TH": ("Table", "Scope")}
"""Owner and key of the attribute that says what a type leaves open (ISO 32000-1, tables 347 and 349)."""


def tags_of(structure: Structure) -> list[Tag]:
    """A tag for each element of a composed structure, at the place of its number."""
    root = structure.root
    tags = [_tag(root, ROOT), *(tag for part in root.children for tag in _tags_in(part, root.number))]
    if direction_of(structure.language) is Direction.RIGHT_TO_LEFT:
        tags[0] = replace(tags[0], attributes=(*tags[0].attributes, _RIGHT_TO_LEFT))
    return tags


@lru_cache(_REMEMBERED)
def _tags_in(part: StructureNode, parent: int) -> tuple[Tag, ...]:
    """The tags of a part of the handout."""
    tags: list[Tag] = []
    _add(part, parent, tags)
    return tuple(tags)


def _add(node: StructureNode, parent: int, tags: list[Tag]) -> None:
    tags.append(_tag(node, parent))
    for child in node.children:
        _add(child, node.number, tags)


def _tag(node: StructureNode, parent: int) -> Tag:
    is_field = node.role is Role.FORM_FIELD
    return Tag(
        node.type.name,
        parent,
        position=node.position,
        alternative=node.alternative or None,
        language=node.language,
        attributes=_attributes(node),
        link=node.link if node.role is Role.LINK else None,
        identifier=node.anchor if node.role is Role.NOTE else None,
        field=next((run for run in node.runs if isinstance(run, FieldBlank)), None) if is_field else None,
    )


def _attributes(node: StructureNode) -> tuple[tuple[str, str, str], ...]:
    """A figure stands between blocks (ISO 32000-1, table 344)."""
    if node.role is Role.FIGURE:
        return (("Layout", "Placement", "Block"),)
    return ((*_ATTRIBUTES[node.type.name], node.type.attribute),) if node.type.attribute else ()
