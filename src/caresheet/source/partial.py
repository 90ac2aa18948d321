"""A translation of some of a topic's handouts, and the parts of the original that it must have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from caresheet.model.layout import Layout
from caresheet.model.placements import placed
from caresheet.model.topic import EVERYONE, HandoutEntry, Section, Topic
from caresheet.source.nodes import MappingNode, Node, ScalarNode, SequenceNode


def is_partial(translation: MappingNode, handouts: frozenset[str]) -> bool:
    """Whether a file names some of these handouts, and not all of them."""
    return bool(handouts & _names(translation, "handouts") < handouts)


def common_part(original: MappingNode, translation: MappingNode) -> MappingNode:
    """The original without the handouts that the translation leaves out, and then without the sections and fields that
    it does not have either; the whole original for a translation of all handouts."""
    if not is_partial(translation, _names(original, "handouts")):
        return original
    ids = frozenset(_ids(translation.get("sections")))
    pairs = tuple(replace(pair, value=_kept(pair.key.text, pair.value, translation, ids)) for pair in original.pairs)
    return replace(original, pairs=pairs)


def missing_sections(
    original: Topic, translation: Topic, layouts: Callable[[str], Layout | None]
) -> Iterator[tuple[HandoutEntry, Section]]:
    """Each handout of a translation of some handouts, with each section of the original that its layout prints and the
    translation does not have."""
    if len(translation.handouts) == len(original.handouts):
        return
    there = {section.id for section in translation.sections}
    absent = tuple(section for section in original.sections if section.id not in there)
    for handout in translation.handouts:
        layout = layouts(handout.layout)
        for _, printed in placed(_read_by(absent, layout.audience), layout) if layout else ():
            yield from ((handout, section) for section in printed)


def _read_by(sections: tuple[Section, ...], audience: str) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.audiences & {audience, EVERYONE})


def _kept(key: str, value: Node, translation: MappingNode, ids: frozenset[str]) -> Node:
    if key in {"handouts", "fields"} and isinstance(value, MappingNode):
        there = _names(translation, key)
        return replace(value, pairs=tuple(pair for pair in value.pairs if pair.key.text in there))
    if key == "sections" and isinstance(value, SequenceNode):
        return replace(value, items=tuple(item for item in value.items if ids.intersection(_id(item))))
    return value


def _names(root: MappingNode, key: str) -> frozenset[str]:
    held = root.get(key)
    return frozenset(held.names()) if isinstance(held, MappingNode) else frozenset()


def _ids(sections: Node | None) -> Iterator[str]:
    for section in sections.items if isinstance(sections, SequenceNode) else ():
        yield from _id(section)


def _id(section: Node) -> tuple[str, ...]:
    name = section.get("id") if isinstance(section, MappingNode) else None
    return (name.text,) if isinstance(name, ScalarNode) else ()
