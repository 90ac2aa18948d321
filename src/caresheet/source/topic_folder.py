"""The folder of one topic: its facts, and its words in the languages that are wanted, each compared with its
original."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import CaresheetError, Findings
from caresheet.model.project import Reviews, TopicLanguage
from caresheet.model.topic import Topic
from caresheet.source import suggest
from caresheet.source.content import NOTHING, LanguageFile, read_topic
from caresheet.source.nodes import MappingNode, ScalarNode
from caresheet.source.parsed_file import ParsedFile, read_file
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
    languages. Problems go to `findings`."""

    files: Files
    languages: frozenset[str]
    findings: Findings

    def read(self, folder: TopicFolder) -> TopicContents:
        """What the files of a topic say."""
        file = read_file(self.files, folder.facts, "topic", self.findings) if folder.facts else None
        facts = read_topic_facts(file, self.findings) if file else None
        said = self._said(folder)
        original = original_language(said)
        wanted = self._wanted(folder, said, original)
        parsed_files = {
            language: read_file(self.files, folder.languages[language], "content", self.findings) for language in wanted
        }
        topics: list[Topic] = []
        for language in sorted(parsed_files, key=lambda tag: (tag != original, tag)):
            if content := parsed_files[language]:
                place = LanguageFile(folder.name, language, "" if language == original else original)
                topic = read_topic(content, place, facts, self.files, self.findings)
                topics.extend([topic] if topic else [])
                self._check_translation(place, content, folder, parsed_files)
        unread = tuple(TopicLanguage(folder.name, each) for each in sorted(folder.languages) if each not in wanted)
        return TopicContents(facts, tuple(topics), tuple(self._reviews(folder, wanted)), wanted, unread)

    def _said(self, folder: TopicFolder) -> dict[str, str]:
        """The language that each file says that it translates, as far as the files can be read."""
        found: dict[str, str] = {}
        for language, path in sorted(folder.languages.items()):
            try:
                said = stated_original(self.files.read(path), path)
            except CaresheetError:
                continue  # reported where the file is read as a whole
            if said is not None:
                found[language] = said
        return found

    def _wanted(self, folder: TopicFolder, said: dict[str, str], original: str) -> tuple[str, ...]:
        """The languages to read: those that are wanted, and those that they translate."""
        if not self.languages:
            return tuple(sorted(folder.languages))
        asked = {tag for tag in folder.languages if tag.casefold() in self.languages}
        sources = {said.get(tag) or original for tag in asked}
        return tuple(sorted(asked | (sources & set(folder.languages))))

    def _check_translation(
        self, place: LanguageFile, file: ParsedFile, folder: TopicFolder, parsed_files: dict[str, ParsedFile | None]
    ) -> None:
        translates = file.root.get("translates")
        if translates is None:
            original = parsed_files.get(place.original)
            if original and original.valid and file.valid:
                compare(file.root, original.root, self.findings, declared=False)
            return
        source = translates.get("from") if isinstance(translates, MappingNode) else None
        if not isinstance(source, ScalarNode) or source.position in file.reported_at or source.text == NOTHING:
            return
        others = tuple(each for each in sorted(folder.languages) if each != place.language)
        if source.text not in others:
            message = f"there is no other file '{source.text}.yaml' in this topic"
            self.findings.add(source.position, rules.UNKNOWN_NAME, message, suggest.hint(source.text, others))
            return
        original = parsed_files.get(source.text)
        if original and original.valid and file.valid:
            if translated_language(original.root) not in {"", NOTHING}:
                message = f"{source.text}.yaml is itself a translation"
                self.findings.add(source.position, rules.WRONG_VALUE, message, "name the original file")
            compare(file.root, original.root, self.findings)

    def _reviews(self, folder: TopicFolder, languages: tuple[str, ...]) -> Iterator[Reviews]:
        """The reviews of the languages that are read, and of those that the topic does not have."""
        for language, path in sorted(folder.reviews.items()):
            if language in languages or language not in folder.languages:
                file = read_file(self.files, path, "reviews", self.findings)
                if file:
                    yield Reviews(folder.name, language, read_reviews(file, self.findings))
