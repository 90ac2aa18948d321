"""topic.yaml: what is the same for a topic in every language."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.clinic import VALUE_KINDS
from caresheet.model.limits import Waiver
from caresheet.model.problem import Findings, Origin
from caresheet.model.topic import Source
from caresheet.model.value import Value, ValueKind
from caresheet.source.limits import read_waivers
from caresheet.source.nodes import (
    InvalidShapeError,
    KeyValue,
    ScalarNode,
    items,
    mapping,
    one_of,
    one_or_more,
    optional,
    pairs,
    scalar,
)
from caresheet.source.parsed_file import ParsedFile
from caresheet.source.words import KnownNames, WordReader


class DeclaredField(Struct, frozen=True):
    """A field for a patient's value, before a language gives it a label."""

    name: ScalarNode
    kind: ValueKind


class TopicFacts(Struct, frozen=True):
    """What topic.yaml says for all languages of a topic. `handouts` are names of layouts with their positions."""

    version: str
    facts_checked: ScalarNode
    codes: tuple[tuple[str, str], ...]
    audiences: tuple[ScalarNode, ...]
    handouts: tuple[ScalarNode, ...]
    defaults: tuple[Value, ...]
    fields: tuple[DeclaredField, ...]
    sources: tuple[Source, ...]
    waivers: tuple[Waiver, ...]

    def names(self) -> KnownNames:
        """The names that this topic's language files may use, without glossary terms, which they define themselves."""
        return KnownNames(
            tuple(each.text for each in self.audiences),
            tuple(each.id for each in self.sources),
            tuple(each.name.text for each in self.fields),
            defaults=tuple(each.origin.key for each in self.defaults),
        )


def read_topic_facts(file: ParsedFile, findings: Findings) -> TopicFacts | None:
    """What topic.yaml says, or None if it is not valid: then language files cannot be checked against it."""
    found = Findings()
    words = WordReader(found, KnownNames())
    root = file.root
    try:
        made = TopicFacts(
            words.plain(root.need("version")),
            scalar(root.need("facts_checked")),
            tuple(
                (pair.key.text, words.plain(code))
                for pair in pairs(root.get("codes"))
                for code in one_or_more(pair.value)
            ),
            tuple(scalar(each) for each in items(root.get("audiences"))),
            tuple(scalar(each) for each in items(root.get("handouts"))),
            tuple(_default(pair, words) for pair in pairs(root.get("defaults"))),
            tuple(_field(pair) for pair in pairs(root.get("fields"))),
            tuple(_source(pair, words) for pair in pairs(root.get("sources"))),
            read_waivers(root.get("waive"), found),
        )
    except InvalidShapeError as error:
        file.tolerate(error)
        return None
    finally:
        file.report_new(found, findings)
    return made if file.valid else None


def _field(pair: KeyValue) -> DeclaredField:
    return DeclaredField(pair.key, one_of(ValueKind, mapping(pair.value).need("kind")))


def _default(pair: KeyValue, words: WordReader) -> Value:
    key = pair.key.text
    if key not in VALUE_KINDS:
        raise InvalidShapeError(pair.key.position, f"a clinic has no value '{key}'")
    return Value(VALUE_KINDS[key], words.plain(pair.value), Origin(key, pair.value.position))


def _source(pair: KeyValue, words: WordReader) -> Source:
    whole = mapping(pair.value)
    year = whole.get("year")
    return Source(
        pair.key.text,
        words.plain(whole.need("title")),
        words.plain(whole.need("organization")),
        "" if year is None else words.plain(year),
        scalar(whole.need("url")).text,
        scalar(whole.need("seen")).text,
        pair.key.position,
        optional(whole.get("lang")),
    )
