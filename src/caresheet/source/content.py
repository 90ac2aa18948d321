"""<lang>.yaml: what a topic says in one language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import Findings
from caresheet.model.text import TextRun
from caresheet.model.topic import Field, Handout, Section, Topic, Translates
from caresheet.source import suggest
from caresheet.source.blocks import BlockReader
from caresheet.source.facts import Facts
from caresheet.source.inline import runs
from caresheet.source.nodes import (
    KeyValue,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    is_yes,
    items,
    mapping,
    optional,
    pairs,
    scalar,
    walk,
)
from caresheet.source.parsed_file import ParsedFile
from caresheet.source.words import Names, Use, WordReader


class Place(Struct, frozen=True):
    """Where a language file belongs: its topic and language."""

    topic: str
    language: str


def read_topic(file: ParsedFile, place: Place, facts: Facts | None, files: Files, findings: Findings) -> Topic | None:
    """The topic in one language; None where its shape, or that of its topic.yaml, is not valid.

    Every valid part is judged all the same.
    """
    names = replace(facts.names() if facts else Names(), terms=_terms(file.root))
    found = Findings()
    reader = _ContentReader(file, WordReader(found, names), files, found)
    reader.refuse_doubles()
    title = file.attempt(lambda: reader.words.plain(file.root.need("title")))
    sections = file.valid_only(reader.section, reader.items(file.root.get("sections")))
    fields = reader.fields(facts)
    handouts = reader.handouts(facts)
    file.hand_over(found, findings)
    if facts is None or title is None or not file.valid:
        return None
    return Topic(
        place.topic,
        place.language,
        title,
        facts.version,
        facts.facts_checked,
        facts.codes,
        tuple(each.text for each in facts.audiences),
        fields,
        facts.sources,
        handouts,
        sections,
        file.root.position,
        facts.waivers,
        _translates(file.root),
    )


class _ContentReader(Struct, frozen=True):
    file: ParsedFile
    words: WordReader
    files: Files
    findings: Findings

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The items of a list; none where there is no list, which has been reported."""
        return self.file.attempt(lambda: items(node)) or ()

    def _pairs(self, node: Node | None) -> tuple[KeyValue, ...]:
        return self.file.attempt(lambda: pairs(node)) or ()

    def section(self, node: Node) -> Section:
        """A section with its subsections. Raises InvalidShapeError where it is none."""
        return self._section(mapping(node), critical=is_yes(mapping(node).get("critical")))

    def _section(self, whole: MappingNode, *, critical: bool, inner: bool = False) -> Section:
        """What the section holds is judged first, so that a fault of its own hides nothing inside."""
        reader = BlockReader(self.file, self.words, self.files, critical)
        blocks = reader.blocks(self.items(whole.get("blocks")))
        subsections = self.file.valid_only(
            lambda node: self._section(mapping(node), critical=critical, inner=True),
            self.items(whole.get("subsections")),
        )
        audiences = reader.narrowed(whole) if inner else reader.audiences(whole.get("for"))
        return Section(
            scalar(whole.need("id")).text,
            optional(whole.get("role")),
            self.words.text(whole.need("title"), Use.HEADING),
            audiences,
            critical,
            blocks,
            subsections,
            whole.position,
        )

    def fields(self, facts: Facts | None) -> tuple[Field, ...]:
        """The topic's fields with their words: all that topic.yaml declares and no others."""
        declared = facts.fields if facts else ()
        given = self._pairs(self.file.root.get("fields"))
        if facts:
            self._match(given, tuple(each.name for each in declared), "fields")
        words = {pair.key.text: self.file.attempt(partial(self.words.plain, pair.value)) or "" for pair in given}
        return tuple(Field(each.name.text, each.kind, words.get(each.name.text, "")) for each in declared)

    def handouts(self, facts: Facts | None) -> tuple[Handout, ...]:
        """The handouts in the order of topic.yaml, each with its words: all of them and no others."""
        given = self._pairs(self.file.root.get("handouts"))
        if facts:
            self._match(given, facts.handouts, "handouts")
        ids = _section_ids(self.file.root)
        read = (self.file.attempt(partial(self._handout, pair, ids)) for pair in given)
        made = {each.layout: each for each in read if each}
        order = [each.text for each in facts.handouts] if facts else []
        return tuple(made[name] for name in order if name in made)

    def _handout(self, given: KeyValue, ids: tuple[str, ...]) -> Handout:
        whole = mapping(given.value)
        titles = self._pairs(whole.get("titles"))
        for pair in titles:
            self.words.known(pair.key.text, ids, pair.key.position, rules.UNKNOWN_NAME, "this file has no section")
        subtitle = whole.get("subtitle")
        return Handout(
            given.key.text,
            self.words.plain(whole.need("title")),
            "" if subtitle is None else self.words.plain(subtitle),
            tuple((pair.key.text, self.words.text(pair.value, Use.HEADING)) for pair in titles),
            given.key.position,
        )

    def _match(self, given: tuple[KeyValue, ...], wanted: tuple[ScalarNode, ...], key: str) -> None:
        """Note words for what topic.yaml does not have, and what it has without words."""
        names = tuple(each.text for each in wanted)
        for pair in given:
            if pair.key.text not in names:
                message = f"topic.yaml has no '{pair.key.text}' under '{key}'"
                hint = suggest.hint(pair.key.text, names)
                self.findings.add(pair.key.position, rules.UNKNOWN_NAME, message, hint)
        there = self.file.root.pair(key)
        position = there.key.position if there else self.file.root.position
        for name in names:
            if name not in {pair.key.text for pair in given}:
                message = f"'{key}' is missing words for '{name}', which topic.yaml declares"
                self.findings.add(position, rules.MISSING_KEY, message, f"add {name}: …")

    def refuse_doubles(self) -> None:
        """Names are unique: sections and blocks together, and glossary terms."""
        root = self.file.root
        blocks = BlockReader(self.file, self.words, self.files)
        blocks.unique(_named(root.get("sections")), "section or block")
        blocks.unique((name for name, _ in _definitions(root)), "term")


def _translates(root: MappingNode) -> Translates | None:
    node = root.get("translates")
    if node is None:
        return None
    whole = mapping(node)
    source = scalar(whole.need("from"))
    return Translates(source.text, optional(whole.get("hash")), source.position)


def _named(node: Node | None) -> Iterator[ScalarNode]:
    """The ids of all sections, subsections and blocks."""
    for each in walk(node) if node else ():
        if isinstance(each, MappingNode) and not ("term" in each.names() or _is_box(each)):
            name = each.get("id")
            if isinstance(name, ScalarNode) and name.text:
                yield name


def _is_box(node: MappingNode) -> bool:
    return set(node.names()) <= {"id", "text"}


def _section_ids(root: MappingNode) -> tuple[str, ...]:
    return tuple(name.text for section in _listed(root.get("sections")) for name in _ids_of(section))


def _ids_of(section: Node) -> Iterator[ScalarNode]:
    if isinstance(section, MappingNode):
        name = section.get("id")
        if isinstance(name, ScalarNode):
            yield name
        for each in _listed(section.get("subsections")):
            yield from _ids_of(each)


def _definitions(root: MappingNode) -> Iterator[tuple[ScalarNode, MappingNode]]:
    """Every glossary term of the file with its id."""
    for each in walk(root):
        if isinstance(each, MappingNode):
            for definition in _listed(each.get("definitions")):
                name = definition.get("id") if isinstance(definition, MappingNode) else None
                if isinstance(definition, MappingNode) and isinstance(name, ScalarNode):
                    yield name, definition


def _terms(root: MappingNode) -> dict[str, str]:
    """Each glossary id with its printed words."""
    terms: dict[str, str] = {}
    for name, definition in _definitions(root):
        term = definition.get("term")
        words = runs(term.text).inlines if isinstance(term, ScalarNode) else ()
        terms[name.text] = "".join(each.text for each in words if isinstance(each, TextRun))
    return terms


def _listed(node: Node | None) -> tuple[Node, ...]:
    """The items of what may be a list, in a file that nobody has judged yet."""
    return node.items if isinstance(node, SequenceNode) else ()
