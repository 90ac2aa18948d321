"""<lang>.yaml: what a topic says in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import Findings
from caresheet.model.text import Text, TextRun
from caresheet.model.topic import Field, HandoutEntry, Section, TitleNumber, Topic, Translates
from caresheet.source import suggest
from caresheet.source.blocks import BlockReader
from caresheet.source.inline import parse_text
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
from caresheet.source.partial import is_partial
from caresheet.source.topic_facts import TopicFacts
from caresheet.source.words import KnownNames, TextUse, WordReader

NOTHING = "none"
"""What a file translates that was written by itself."""

_WITH_OWN_IDS = {"definitions", "boxes"}
"""The keys of what has ids that are unique elsewhere: terms in the glossary, boxes in their figure."""
_FIELD = re.compile(r"\{\{\s*patient\.([^{}\s]+)\s*\}\}", re.IGNORECASE)


class LanguageFile(Struct, frozen=True):
    """The topic and the language that a file belongs to, and the language that it translates unless it says otherwise;
    empty for the original itself."""

    topic: str
    language: str
    original: str = ""


def read_topic(
    file: ParsedFile, language_file: LanguageFile, facts: TopicFacts | None, files: Files, findings: Findings
) -> Topic | None:
    """The topic in one language, or None if this file or its topic.yaml is not valid.

    Every valid part is checked all the same.
    """
    names = replace(facts.names() if facts else KnownNames(), terms=_terms(file.root))
    found = Findings()
    translates = file.attempt(lambda: _translates(file.root, language_file.original))
    reader = _ContentReader(file, WordReader(found, names), files, found, translates is not None)
    reader.report_duplicates()
    title = file.attempt(lambda: reader.words.plain(file.root.need("title")))
    sections = file.valid_only(reader.section, reader.items(file.root.get("sections")))
    fields = reader.fields(facts)
    handouts = reader.handouts(facts)
    file.report_new(found, findings)
    if facts is None or title is None or not file.valid:
        return None
    return Topic(
        language_file.topic,
        language_file.language,
        title,
        facts.version,
        facts.facts_checked.text,
        facts.codes,
        tuple(each.text for each in facts.audiences),
        fields,
        facts.sources,
        handouts,
        sections,
        file.root.position,
        facts.waivers,
        translates,
        tuple(node.position for node in walk(file.root) if isinstance(node, ScalarNode) and node.soft_hyphens),
        facts.defaults,
        facts.facts_checked.position,
        file.root.need("title").position,
    )


class _ContentReader(Struct, frozen=True):
    file: ParsedFile
    words: WordReader
    files: Files
    findings: Findings
    is_translation: bool = False

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The items of a list; none if it is not a list, which has been reported."""
        return self.file.attempt(lambda: items(node)) or ()

    def _pairs(self, node: Node | None) -> tuple[KeyValue, ...]:
        return self.file.attempt(lambda: pairs(node)) or ()

    def section(self, node: Node) -> Section:
        """A section with its subsections. Raises InvalidShapeError if it is not a section."""
        return self._section(mapping(node), critical=is_yes(mapping(node).get("critical")))

    def _section(self, whole: MappingNode, *, critical: bool, inner: bool = False) -> Section:
        """Reads the contents first, so that a problem of the section itself does not hide problems inside."""
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
            self.words.text(whole.need("title"), TextUse.HEADING),
            audiences,
            critical,
            blocks,
            subsections,
            whole.position,
            self._numbers(whole.get("numbers")),
        )

    def _numbers(self, node: Node | None) -> tuple[TitleNumber, ...]:
        return self.file.valid_only(self._number, self.items(node))

    def _number(self, node: Node) -> TitleNumber:
        whole = mapping(node)
        label, short = (self.words.maybe(whole.get(key)) for key in ("label", "short"))
        return TitleNumber(label, self.words.text(whole.need("value")), short)

    def fields(self, facts: TopicFacts | None) -> tuple[Field, ...]:
        """The fields that topic.yaml declares, with their labels in this language. A translation of some handouts has
        only those that it has words for."""
        declared = facts.fields if facts else ()
        given = self._pairs(self.file.root.get("fields"))
        if facts:
            is_partial = self._is_partial(facts)
            used = self._fields_used() if is_partial else None
            self._match(given, tuple(each.name for each in declared), "fields", used)
            there = {pair.key.text for pair in given}
            declared = tuple(each for each in declared if not is_partial or each.name.text in there)
        words = {pair.key.text: self.file.attempt(partial(self.words.plain, pair.value)) or "" for pair in given}
        places = {pair.key.text: pair.value.position for pair in given}
        return tuple(
            Field(each.name.text, each.kind, words.get(each.name.text, ""), places.get(each.name.text))
            for each in declared
        )

    def handouts(self, facts: TopicFacts | None) -> tuple[HandoutEntry, ...]:
        """The handouts that topic.yaml lists, in its order, with their words in this language."""
        given = self._pairs(self.file.root.get("handouts"))
        if facts:
            there = frozenset(pair.key.text for pair in given)
            self._match(given, facts.handouts, "handouts", there if self._is_partial(facts) else None)
        ids = _section_ids(self.file.root)
        read = (self.file.attempt(partial(self._handout, pair, ids)) for pair in given)
        made = {each.layout: each for each in read if each}
        order = [each.text for each in facts.handouts] if facts else []
        return tuple(made[name] for name in order if name in made)

    def _handout(self, given: KeyValue, ids: tuple[str, ...]) -> HandoutEntry:
        whole = mapping(given.value)
        titles, contents = (self._pairs(whole.get(key)) for key in ("titles", "contents"))
        for pair in (*titles, *contents):
            self.words.known(pair.key.text, ids, pair.key.position, rules.UNKNOWN_NAME, "this file has no section")
        subtitle, short = (
            self.words.plain(words) if words else "" for words in map(whole.get, ("subtitle", "short_title"))
        )
        return HandoutEntry(
            given.key.text,
            self.words.plain(whole.need("title")),
            subtitle,
            tuple((pair.key.text, self.words.text(pair.value, TextUse.HEADING)) for pair in titles),
            given.key.position,
            short,
            tuple((pair.key.text, pair.value.position) for pair in whole.pairs),
            tuple((pair.key.text, self._plain(pair.value)) for pair in contents),
        )

    def _plain(self, node: Node) -> Text:
        """Words without marks. Raises InvalidShapeError if they are not a text or are blank."""
        return Text((TextRun(self.words.plain(node)),), node.position)

    def _is_partial(self, facts: TopicFacts) -> bool:
        """Whether the file is a translation of some of the handouts only."""
        names = frozenset(each.text for each in facts.handouts)
        return self.is_translation and is_partial(self.file.root, names)

    def _fields_used(self) -> frozenset[str]:
        """The fields that a text of the file asks for."""
        texts = (node.text for node in walk(self.file.root) if isinstance(node, ScalarNode))
        return frozenset(name.lower() for text in texts for name in _FIELD.findall(text))

    def _match(
        self, given: tuple[KeyValue, ...], wanted: tuple[ScalarNode, ...], key: str, needed: frozenset[str] | None
    ) -> None:
        """Report words for names that topic.yaml does not have, and names in topic.yaml that have no words here: all of
        these, or only the `needed` ones."""
        names = tuple(each.text for each in wanted)
        for pair in given:
            if pair.key.text not in names:
                message = f"topic.yaml has no '{pair.key.text}' under '{key}'"
                hint = suggest.hint(pair.key.text, names)
                self.findings.add(pair.key.position, rules.UNKNOWN_NAME, message, hint)
        there = self.file.root.pair(key)
        position = there.key.position if there else self.file.root.position
        for name in names:
            if name not in {pair.key.text for pair in given} and (needed is None or name in needed):
                message = f"'{key}' is missing words for '{name}', which topic.yaml declares"
                self.findings.add(position, rules.MISSING_KEY, message, f"add {name}: …")

    def report_duplicates(self) -> None:
        """Report ids that two sections or blocks share, or two glossary terms."""
        root = self.file.root
        blocks = BlockReader(self.file, self.words, self.files)
        blocks.unique(_named(root.get("sections")), "section or block")
        blocks.unique((name for name, _ in _definitions(root)), "term")


def _translates(root: MappingNode, original: str) -> Translates | None:
    """What the file says that it translates, or else the topic's original."""
    node = root.get("translates")
    if node is None:
        return Translates(original, "", root.position) if original else None
    whole = mapping(node)
    source = scalar(whole.need("from"))
    return None if source.text == NOTHING else Translates(source.text, optional(whole.get("hash")), source.position)


def _named(node: Node | None) -> Iterator[ScalarNode]:
    """The ids of all sections, subsections and blocks."""
    if isinstance(node, MappingNode):
        name = node.get("id")
        if isinstance(name, ScalarNode) and name.text:
            yield name
        for pair in node.pairs:
            if pair.key.text not in _WITH_OWN_IDS:
                yield from _named(pair.value)
    elif isinstance(node, SequenceNode):
        for each in node.items:
            yield from _named(each)


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
    """Every glossary entry of the file with its id."""
    for each in walk(root):
        if isinstance(each, MappingNode):
            for definition in _listed(each.get("definitions")):
                name = definition.get("id") if isinstance(definition, MappingNode) else None
                if isinstance(definition, MappingNode) and isinstance(name, ScalarNode):
                    yield name, definition


def _terms(root: MappingNode) -> dict[str, str]:
    """The printed term of every glossary id."""
    terms: dict[str, str] = {}
    for name, definition in _definitions(root):
        term = definition.get("term")
        words = parse_text(term.text).inlines if isinstance(term, ScalarNode) else ()
        terms[name.text] = "".join(each.text for each in words if isinstance(each, TextRun))
    return terms


def _listed(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, none of anything else: the file may be not valid."""
    return node.items if isinstance(node, SequenceNode) else ()
