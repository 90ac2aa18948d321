"""The folder of one topic: its facts, and its words in the languages that are wanted, each compared with its
original."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from msgspec import Struct, field

from caresheet.model import rules
from caresheet.model.files import Files, Kept
from caresheet.model.problem import CaresheetError, Findings
from caresheet.model.project import Reviews, TopicLanguage
from caresheet.model.topic import Topic
from caresheet.source import suggest
from caresheet.source.content import NOTHING, LanguageFile, read_topic
from caresheet.source.kept_parts import keep_topic, recalled_topic, recording
from caresheet.source.nodes import MappingNode, ScalarNode
from caresheet.source.parsed_file import ParsedFile, parsed, read_bytes, read_file
from caresheet.source.project_tree import TopicFolder
from caresheet.source.reviews import read_reviews
from caresheet.source.topic_facts import TopicFacts, read_topic_facts
from caresheet.source.translation import compare, original_language, stated_original, translated_language


class TopicContents(Struct, frozen=True):
    """What was read of a topic: its facts, None if they are not valid, its words in each language, the original first,
    and their reviews. `languages` are those whose files were read, `unread` the others."""

    facts: TopicFacts | None
    topics: tuple[Topic, ...]
    reviews: tuple[Reviews, ...]
    languages: tuple[str, ...]
    unread: tuple[TopicLanguage, ...]


class TopicFolderReader(Struct, frozen=True):
    """Reads topics from `files`, in `languages` (small letters) and what these translate; without any, in all
    languages. What was read before without faults comes from `kept`, as long as it is the same. Problems go to
    `findings`."""

    files: Files
    languages: frozenset[str]
    findings: Findings
    kept: Kept | None = None

    def read(self, folder: TopicFolder) -> TopicContents:
        """What the files of a topic say."""
        facts_data, facts = self._facts(folder)
        texts = self._texts(folder)
        said = {language: stated_original(data, folder.languages[language]) for language, data in texts.items()}
        known = {language: source for language, source in said.items() if source is not None}
        original = original_language(known)
        wanted = self._wanted(folder, known, original)
        reading = _LanguagesReader(self, folder, texts, facts, facts_data, known, original)
        topics = (reading.topic(language) for language in sorted(wanted, key=lambda tag: (tag != original, tag)))
        sound = tuple(topic for topic in topics if topic)
        unread = tuple(TopicLanguage(folder.name, each) for each in sorted(folder.languages) if each not in wanted)
        return TopicContents(facts, sound, tuple(self._reviews(folder, wanted)), wanted, unread)

    def _facts(self, folder: TopicFolder) -> tuple[bytes, TopicFacts | None]:
        """The bytes of topic.yaml, and what they say, None if they are not valid."""
        data = read_bytes(self.files, folder.facts, self.findings) if folder.facts else None
        if folder.facts is None or data is None:
            return b"", None
        file = parsed(data, folder.facts, "topic", self.findings)
        return data, read_topic_facts(file, self.findings) if file else None

    def _texts(self, folder: TopicFolder) -> dict[str, bytes]:
        """The bytes of every language file that can be read; the others are reported where they are wanted."""
        found: dict[str, bytes] = {}
        for language, path in sorted(folder.languages.items()):
            try:
                found[language] = self.files.read(path)
            except CaresheetError:
                continue
        return found

    def _wanted(self, folder: TopicFolder, said: dict[str, str], original: str) -> tuple[str, ...]:
        """The languages to read: those that are wanted, and those that they translate."""
        if not self.languages:
            return tuple(sorted(folder.languages))
        asked = {tag for tag in folder.languages if tag.casefold() in self.languages}
        sources = {said.get(tag) or original for tag in asked}
        return tuple(sorted(asked | (sources & set(folder.languages))))

    def _reviews(self, folder: TopicFolder, languages: tuple[str, ...]) -> Iterator[Reviews]:
        """The reviews of the languages that are read, and of those that the topic does not have."""
        for language, path in sorted(folder.reviews.items()):
            if language in languages or language not in folder.languages:
                file = read_file(self.files, path, "reviews", self.findings)
                if file:
                    yield Reviews(folder.name, language, read_reviews(file, self.findings))


class _LanguagesReader(Struct):
    """Reads the language files of one topic. `said` is the language that each says that it translates."""

    whole: TopicFolderReader
    folder: TopicFolder
    texts: dict[str, bytes]
    facts: TopicFacts | None
    facts_data: bytes
    said: dict[str, str]
    original: str
    parsed_files: dict[str, ParsedFile | None] = field(default_factory=dict)

    def topic(self, language: str) -> Topic | None:
        """The topic in one language, None if its files are not valid."""
        path, kept = self.folder.languages[language], self.whole.kept
        inputs = self._inputs(language)
        topic = recalled_topic(kept, path, inputs, self.whole.files) if kept else None
        if topic:
            return topic
        findings, files = Findings(), recording(self.whole.files)
        content = self._parsed(language, findings)
        place = LanguageFile(self.folder.name, language, "" if language == self.original else self.original)
        if content:
            topic = read_topic(content, place, self.facts, files, findings)
            self._check_translation(place, content, findings)
        if kept and topic and not findings:
            keep_topic(kept, path, inputs, files, topic)
        self.whole.findings.extend(findings.sorted())
        return topic

    def _inputs(self, language: str) -> str:
        """The sha256 of everything that decides what the topic is in this language: its words and its facts, and the
        words that it is compared with."""
        source = self.said.get(language) or self.original
        names = (self.folder.name, language, self.original, *sorted(self.folder.languages))
        texts = (self.texts.get(language, b""), self.facts_data, self.texts.get(source, b""))
        return _sum_of(*names, *texts)

    def _parsed(self, language: str, findings: Findings) -> ParsedFile | None:
        """A language file, parsed once. Problems go to `findings`; so does the one of a file that cannot be read."""
        if language not in self.parsed_files:
            path, data = self.folder.languages[language], self.texts.get(language)
            if data is None:
                self.parsed_files[language] = read_file(self.whole.files, path, "content", findings)
            else:
                self.parsed_files[language] = parsed(data, path, "content", findings)
        return self.parsed_files[language]

    def _check_translation(self, place: LanguageFile, file: ParsedFile, findings: Findings) -> None:
        translates = file.root.get("translates")
        if translates is None:
            original = self._parsed(place.original, findings) if place.original else None
            if original and original.valid and file.valid:
                compare(file.root, original.root, findings, declared=False)
            return
        source = translates.get("from") if isinstance(translates, MappingNode) else None
        if not isinstance(source, ScalarNode) or source.position in file.reported_at or source.text == NOTHING:
            return
        others = tuple(each for each in sorted(self.folder.languages) if each != place.language)
        if source.text not in others:
            message = f"there is no other file '{source.text}.yaml' in this topic"
            findings.add(source.position, rules.UNKNOWN_NAME, message, suggest.hint(source.text, others))
            return
        original = self._parsed(source.text, findings)
        if original and original.valid and file.valid:
            if translated_language(original.root) not in {"", NOTHING}:
                message = f"{source.text}.yaml is itself a translation"
                findings.add(source.position, rules.WRONG_VALUE, message, "name the original file")
            compare(file.root, original.root, findings)


def _sum_of(*parts: str | bytes) -> str:
    """The sha256 of several texts, none of which can pass for two of them."""
    sums = (hashlib.sha256(part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part) for part in parts)
    return hashlib.sha256(b"".join(each.digest() for each in sums)).hexdigest()
