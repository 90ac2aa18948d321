"""<lang>.yaml: what a topic says in one language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import Findings
from caresheet.model.text import TextRun
from caresheet.model.topic import Field, Handout, Section, Topic, Translates
from caresheet.source import suggest
from caresheet.source.blocks import BlockReader, sound
from caresheet.source.facts import Facts
from caresheet.source.inline import runs
from caresheet.source.nodes import (
    Mapping,
    Node,
    Pair,
    Scalar,
    UnsoundError,
    is_yes,
    items,
    mapping,
    pairs,
    scalar,
    walk,
)
from caresheet.source.parsed_file import Sheet
from caresheet.source.words import Names, Use, WordReader


class Place(Struct, frozen=True):
    """Where a language file belongs: its topic and language."""

    topic: str
    language: str


def read_topic(sheet: Sheet, place: Place, facts: Facts | None, files: Files, findings: Findings) -> Topic | None:
    """The topic in one language; None where its shape, or that of its topic.yaml, is not sound.

    Every sound part is judged all the same.
    """
    names = replace(facts.names() if facts else Names(), terms=_terms(sheet.root))
    found = Findings()
    reader = _ContentReader(WordReader(found, names), files, found)
    reader.refuse_doubles(sheet.root)
    title = _tried(reader.words.plain, sheet.root.get("title"))
    sections = sound(reader.section, _items(sheet.root.get("sections")))
    fields = reader.fields(sheet.root, facts)
    handouts = reader.handouts(sheet.root, facts)
    sheet.hand_over(found, findings)
    if facts is None or title is None or not sheet.sound:
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
        sheet.root.position,
        facts.waivers,
        _translates(sheet.root),
    )


class _ContentReader(Struct, frozen=True):
    words: WordReader
    files: Files
    findings: Findings

    def section(self, node: Node) -> Section:
        """A section with its subsections. Raises UnsoundError where it is none."""
        return self._section(mapping(node), critical=is_yes(mapping(node).get("critical")))

    def _section(self, whole: Mapping, *, critical: bool, inner: bool = False) -> Section:
        """What the section holds is judged first, so that a fault of its own hides nothing inside."""
        reader = BlockReader(self.words, self.files, critical)
        blocks = reader.blocks(_items(whole.get("blocks")))
        subsections = sound(
            lambda node: self._section(mapping(node), critical=critical, inner=True), _items(whole.get("subsections"))
        )
        audiences = reader.narrowed(whole) if inner else reader.audiences(whole.get("for"))
        role = whole.get("role")
        return Section(
            scalar(whole.get("id")).text,
            "" if role is None else scalar(role).text,
            self.words.text(whole.get("title"), Use.HEADING),
            audiences,
            critical,
            blocks,
            subsections,
            whole.position,
        )

    def fields(self, root: Mapping, facts: Facts | None) -> tuple[Field, ...]:
        """The topic's fields with their words: all that topic.yaml declares and no others."""
        declared = facts.fields if facts else ()
        given = _pairs(root.get("fields"))
        if facts:
            self._match(root, given, tuple(each.name for each in declared), "fields")
        labels = {pair.key.text: pair.value for pair in given}
        words = {name: _tried(self.words.plain, node) or "" for name, node in labels.items()}
        return tuple(Field(each.name.text, each.kind, words.get(each.name.text, "")) for each in declared)

    def handouts(self, root: Mapping, facts: Facts | None) -> tuple[Handout, ...]:
        """The handouts in the order of topic.yaml, each with its words: all of them and no others."""
        given = _pairs(root.get("handouts"))
        if facts:
            self._match(root, given, facts.handouts, "handouts")
        ids = _section_ids(root)
        made = {each.layout: each for each in sound(lambda node: self._handout(node, given, ids), _values(given))}
        order = [each.text for each in facts.handouts] if facts else []
        return tuple(made[name] for name in order if name in made)

    def _handout(self, node: Node, given: tuple[Pair, ...], ids: tuple[str, ...]) -> Handout:
        whole = mapping(node)
        name = next(pair.key for pair in given if pair.value is node)
        titles = _pairs(whole.get("titles"))
        for pair in titles:
            self.words.known(pair.key.text, ids, pair.key.position, rules.UNKNOWN_NAME, "section of this file")
        subtitle = whole.get("subtitle")
        return Handout(
            name.text,
            self.words.plain(whole.get("title")),
            "" if subtitle is None else self.words.plain(subtitle),
            tuple((pair.key.text, self.words.text(pair.value, Use.HEADING)) for pair in titles),
            name.position,
        )

    def _match(self, root: Mapping, given: tuple[Pair, ...], wanted: tuple[Scalar, ...], key: str) -> None:
        """Note words for what topic.yaml does not have, and what it has without words."""
        names = tuple(each.text for each in wanted)
        for pair in given:
            if pair.key.text not in names:
                message = f"topic.yaml has no '{pair.key.text}' under '{key}'"
                hint = suggest.hint(pair.key.text, names)
                self.findings.add(pair.key.position, rules.UNKNOWN_NAME, message, hint)
        there = root.pair(key)
        position = there.key.position if there else root.position
        for name in names:
            if name not in {pair.key.text for pair in given}:
                message = f"'{key}' lacks words for '{name}', which topic.yaml has"
                self.findings.add(position, rules.MISSING_KEY, message, f"add {name}: …")

    def refuse_doubles(self, root: Mapping) -> None:
        """Names are unique: sections and blocks together, and glossary terms."""
        blocks = BlockReader(self.words, self.files)
        blocks.unique(_named(root.get("sections")), "section or block")
        blocks.unique((name for name, _ in _definitions(root)), "term")


def _translates(root: Mapping) -> Translates | None:
    whole = root.get("translates")
    if whole is None:
        return None
    digest, source = mapping(whole).get("hash"), scalar(mapping(whole).get("from"))
    return Translates(source.text, "" if digest is None else scalar(digest).text, source.position)


def _named(node: Node | None) -> Iterator[Scalar]:
    """The ids of all sections, subsections and blocks."""
    for each in walk(node) if node else ():
        if isinstance(each, Mapping) and not ("term" in each.names() or _is_box(each)):
            name = each.get("id")
            if isinstance(name, Scalar) and name.text:
                yield name


def _is_box(node: Mapping) -> bool:
    return set(node.names()) <= {"id", "text"}


def _section_ids(root: Mapping) -> tuple[str, ...]:
    return tuple(name.text for section in _items(root.get("sections")) for name in _ids_of(section))


def _ids_of(section: Node) -> Iterator[Scalar]:
    if isinstance(section, Mapping):
        name = section.get("id")
        if isinstance(name, Scalar):
            yield name
        for each in _items(section.get("subsections")):
            yield from _ids_of(each)


def _definitions(root: Mapping) -> Iterator[tuple[Scalar, Mapping]]:
    """Every glossary term of the file with its id."""
    for each in walk(root):
        if isinstance(each, Mapping):
            for definition in _items(each.get("definitions")):
                name = definition.get("id") if isinstance(definition, Mapping) else None
                if isinstance(definition, Mapping) and isinstance(name, Scalar):
                    yield name, definition


def _terms(root: Mapping) -> dict[str, str]:
    """Each glossary id with its printed words."""
    terms: dict[str, str] = {}
    for name, definition in _definitions(root):
        term = definition.get("term")
        words = runs(term.text).inlines if isinstance(term, Scalar) else ()
        terms[name.text] = "".join(each.text for each in words if isinstance(each, TextRun))
    return terms


def _items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; none where there is no list, which the shape check has told."""
    try:
        return items(node)
    except UnsoundError:
        return ()


def _pairs(node: Node | None) -> tuple[Pair, ...]:
    try:
        return pairs(node)
    except UnsoundError:
        return ()


def _values(given: Iterable[Pair]) -> tuple[Node, ...]:
    return tuple(pair.value for pair in given)


def _tried(read: Callable[[Node | None], str], node: Node | None) -> str | None:
    try:
        return read(node)
    except UnsoundError:
        return None
