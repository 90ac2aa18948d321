"""Reads a whole project: every file, and the references between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from caresheet.languages import fallbacks
from caresheet.model import rules
from caresheet.model.clinic import Clinic
from caresheet.model.files import Files, Kept
from caresheet.model.labels import Labels
from caresheet.model.layout import ById, Layout
from caresheet.model.problem import CaresheetError, Findings, Position, Problem
from caresheet.model.project import MissingHandout, Project, original_of
from caresheet.model.topic import EVERYONE, Topic
from caresheet.model.value import Value
from caresheet.source import suggest
from caresheet.source.kept_parts import keep_labels, recalled_labels
from caresheet.source.layouts import BaseLayout, read_layout
from caresheet.source.limits import limited_audiences
from caresheet.source.nodes import ScalarNode
from caresheet.source.parsed_file import ParsedFile, read_file
from caresheet.source.partial import missing_sections
from caresheet.source.profiles import read_clinic, read_labels
from caresheet.source.project_tree import ProjectTree, classified
from caresheet.source.sound_part import Faults, faulty_files, sound_part
from caresheet.source.topic_facts import TopicFacts
from caresheet.source.topic_folder import TopicContents, TopicFolderReader

_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def read_whole(files: Files, clinic: tuple[Files, str]) -> Project:
    """See `caresheet.source.read_project`."""
    project = read_sound(files, clinic)
    if project.problems:
        raise CaresheetError(project.problems)
    return project


def read_sound(
    files: Files, clinic: tuple[Files, str], languages: frozenset[str] = frozenset(), kept: Kept | None = None
) -> Project:
    """See `caresheet.source.read_sound_part`."""
    findings = Findings()
    reading = _ProjectReader(files, clinic, languages, kept, findings)
    try:
        project = reading.project()
    except CaresheetError as error:
        findings.extend(error.problems)
        project = None
    faulty = faulty_files(findings.sorted())
    findings.extend(reading.handout_findings.sorted())
    problems = tuple(_showable(problem) for problem in findings.sorted())
    if project is None or clinic[1] in faulty or any(problem.position is None for problem in problems):
        if problems:
            raise CaresheetError(problems)
        message = "a project was refused without a reason"
        raise AssertionError(message)
    sound = sound_part(project, tuple(reading.listed()), Faults(faulty, frozenset(reading.refused)))
    return replace(sound, problems=problems)


class _ProjectReader(Struct):
    """One pass over a project. What is read stays here until it can be checked as a whole."""

    files: Files
    clinic: tuple[Files, str]
    languages: frozenset[str]
    kept: Kept | None
    findings: Findings
    tree: ProjectTree = field(default_factory=ProjectTree)
    contents: dict[str, TopicContents] = field(default_factory=dict)
    layouts: dict[str, Layout | BaseLayout | None] = field(default_factory=dict)
    limited: list[ScalarNode] = field(default_factory=list)
    handout_findings: Findings = field(default_factory=Findings)
    refused: set[tuple[str, str]] = field(default_factory=set)

    def project(self) -> Project | None:
        """The project, or None if a reported problem keeps it from being complete."""
        self.tree = classified(self.files.paths(), self.findings)
        self._report_missing_folders()
        clinic = self._clinic()
        self._read_layouts(clinic.accent if clinic else None)
        reading = TopicFolderReader(self.files, self._languages_to_read(), self.findings, self.kept)
        self.contents = {name: reading.read(folder) for name, folder in sorted(self.tree.topics.items())}
        for name, facts in self.facts.items():
            self._check_handouts(name, facts)
        self._check_partial_translations()
        self._check_limits()
        self._check_placements()
        self._check_offers()
        labels = self._labels()
        if clinic is None:
            return None
        layouts = tuple(layout for _, layout in sorted(self.layouts.items()) if isinstance(layout, Layout))
        found = self.contents.values()
        reviews = tuple(each for one in found for each in one.reviews)
        unread = tuple(each for one in found for each in one.unread)
        return Project(self.topics, layouts, labels, clinic, reviews, unread=unread)

    @property
    def facts(self) -> dict[str, TopicFacts | None]:
        """What topic.yaml says, by topic; None where it is not valid."""
        return {name: one.facts for name, one in self.contents.items()}

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic in every language that was read."""
        return tuple(topic for one in self.contents.values() for topic in one.topics)

    def _languages_to_read(self) -> frozenset[str]:
        """The languages that are wanted, with the second ones that layouts have; none for all."""
        if not self.languages:
            return frozenset()
        layouts = (each for each in self.layouts.values() if isinstance(each, Layout))
        second = {layout.bilingual.casefold() for layout in layouts if layout.bilingual}
        return frozenset(each.casefold() for each in self.languages) | second

    def _report_missing_folders(self) -> None:
        for kind, what, found in (
            ("content", "a topic", self.tree.topics),
            ("layouts", "a layout", self.tree.layouts),
        ):
            if not found:
                message = f"there is no {kind}/ folder with {what} in it"
                self.findings.add(None, rules.NO_PROJECT, message, "`caresheet init` makes a small project that works")

    def _read_layouts(self, accent: Value | None) -> None:
        parsed_files = {
            name: read_file(self.files, path, "layout", self.findings)
            for name, path in sorted(self.tree.layouts.items())
        }
        self.layouts = {
            name: read_layout(name, parsed_files, self.files, self.findings, accent) for name in parsed_files
        }
        for file in parsed_files.values():
            if file and file.valid:
                self.limited.extend(limited_audiences(file.root.get("limits")))

    def listed(self) -> Iterator[MissingHandout]:
        """Every handout that the topics list in the languages that were read, whether it can be made or not."""
        for name, folder in sorted(self.tree.topics.items()):
            read = self.contents[name]
            layouts = tuple(each.text for each in read.facts.handouts) if read.facts else ("",)
            for language in read.languages if folder.languages else ("",):
                left_out = self._left_out(name, language)
                yield from (MissingHandout(name, language, each) for each in layouts if each not in left_out)

    def _left_out(self, name: str, language: str) -> frozenset[str]:
        """The handouts that a sound translation of some handouts does not have."""
        read = self.contents[name]
        topic = next((each for each in read.topics if each.language == language), None)
        if topic is None or topic.translates is None or read.facts is None:
            return frozenset()
        return frozenset(each.text for each in read.facts.handouts) - {each.layout for each in topic.handouts}

    def _check_handouts(self, name: str, facts: TopicFacts | None) -> None:
        """Report handouts whose layout is missing, cannot be printed, or is for another topic's audience."""
        if facts is None:
            return
        audiences = tuple(each.text for each in facts.audiences)
        for handout in facts.handouts:
            layout = self.layouts.get(handout.text)
            if handout.text not in self.layouts:
                hint = suggest.hint(handout.text, self.layouts)
                message = f"there is no layout '{handout.text}' in layouts/"
                self._refuse(name, handout, Problem(handout.position, rules.UNKNOWN_NAME, message, hint))
            elif isinstance(layout, BaseLayout):
                message = f"layout '{handout.text}' has no '{layout.missing}': it can be extended, but not printed"
                hint = f"add '{layout.missing}' to layouts/{handout.text}.yaml"
                self._refuse(name, handout, Problem(handout.position, rules.MISSING_KEY, message, hint))
            elif isinstance(layout, Layout) and layout.audience not in audiences:
                message = (
                    f"layout '{handout.text}' is for the audience '{layout.audience}', which this topic does not have"
                )
                meant = suggest.closest(layout.audience, audiences) or f"one of {', '.join(audiences)}"
                hint = f"in layouts/{handout.text}.yaml, write audience: {meant}"
                self._refuse(name, handout, Problem(handout.position, rules.UNKNOWN_NAME, message, hint))

    def _refuse(self, topic: str, handout: ScalarNode, problem: Problem) -> None:
        """Report one handout that cannot be made; the others of the topic can."""
        self.refused.add((topic, handout.text))
        self.handout_findings.extend((problem,))

    def _check_partial_translations(self) -> None:
        """Report sections that a handout of a translation prints, but that were left out along with other handouts."""
        topics = self.topics
        for topic in topics:
            original = original_of(topic, topics)
            for handout, section in missing_sections(original, topic, self._printable) if original else ():
                message = f"the translation is missing the section '{section.id}', which '{handout.layout}' prints"
                file = section.position.file.rpartition("/")[2]
                hint = f"see {file}, line {section.position.line}"
                self.findings.add(handout.position, rules.TRANSLATION_DIFFERS, message, hint)

    def _printable(self, name: str) -> Layout | None:
        layout = self.layouts.get(name)
        return layout if isinstance(layout, Layout) else None

    def _check_limits(self) -> None:
        """Report limits for an audience that no topic has. If a topic cannot be read, nothing is reported."""
        known = [EVERYONE]
        for facts in self.facts.values():
            if facts is None:
                return
            known.extend(each.text for each in facts.audiences if each.text not in known)
        for audience in self.limited if self.facts else ():
            if audience.text not in known:
                message = f"no topic has an audience '{audience.text}'"
                self.findings.add(audience.position, rules.UNKNOWN_NAME, message, suggest.hint(audience.text, known))

    def _check_placements(self) -> None:
        """Report sections placed by id that are missing, and layouts of several topics that place by id."""
        for layout in self.layouts.values():
            if isinstance(layout, Layout):
                users = [name for name, facts in self.facts.items() if facts and _uses(facts, layout.name)]
                topics = [topic for topic in self.topics if topic.name in users and _has(topic, layout.name)]
                for placement in layout.placements:
                    if isinstance(placement.what, ById):
                        self._check_placement(placement.what.id, placement.position, topics)

    def _check_offers(self) -> None:
        """Report layouts that name one that does not exist to be printed in their place."""
        for layout in self.layouts.values():
            instead = layout.offer.instead if isinstance(layout, Layout) else None
            if isinstance(layout, Layout) and instead and instead not in self.layouts:
                message = f"there is no layout '{instead}' in layouts/"
                hint = suggest.hint(instead, self.layouts)
                self.findings.add(layout.offer.position, rules.UNKNOWN_NAME, message, hint)

    def _check_placement(self, name: str, position: Position, topics: list[Topic]) -> None:
        if len({topic.name for topic in topics}) > 1:
            message = f"section '{name}' is placed by its id in a layout that several topics use"
            self.findings.add(position, rules.WRONG_VALUE, message, "place it by its role")
            return
        for topic in topics:
            ids = tuple(section.id for section in topic.sections)
            if name not in ids:
                message = f"{topic.name} has no section '{name}'"
                self.findings.add(position, rules.UNKNOWN_NAME, message, suggest.hint(name, ids))

    def _labels(self) -> tuple[Labels, ...]:
        """The labels of every language that was read. The project's own labels are checked in any case."""
        own = {
            language: read_file(self.files, path, "labels", self.findings)
            for language, path in sorted(self.tree.labels.items())
        }
        askers: dict[str, Position] = {}
        for name, topic in self.tree.topics.items():
            for language in self.contents[name].languages:
                if language not in own or own[language]:
                    askers.setdefault(language, Position(topic.languages[language]))
        sound = {language: file for language, file in own.items() if file}
        made = (self._labels_in(language, sound, position) for language, position in sorted(askers.items()))
        return tuple(labels for labels in made if labels)

    def _labels_in(self, language: str, own: dict[str, ParsedFile], asker: Position) -> Labels | None:
        """The labels in one language. Those that no file of the project changes are kept from one command to the
        next."""
        kept = None if any(tag in own for tag in fallbacks(language)) else self.kept
        labels = recalled_labels(kept, language) if kept else None
        if labels is None:
            labels = read_labels(language, own, asker, self.findings)
            if kept and labels:
                keep_labels(kept, labels)
        return labels

    def _clinic(self) -> Clinic | None:
        """The clinic that hands out. All other profiles of the project are checked, too."""
        files, wanted = self.clinic
        for path in self.tree.clinics.values():
            if files is not self.files or path != wanted:
                self._profile(self.files, path)
        return self._profile(files, wanted)

    def _profile(self, files: Files, path: str) -> Clinic | None:
        file = read_file(files, path, "clinic", self.findings)
        return read_clinic(file, files, self.findings) if file else None


def _showable(problem: Problem) -> Problem:
    """The problem without line breaks, tabs and control characters, which words of a file could send to a terminal."""
    message, hint = (_UNSHOWABLE.sub(" ", words) for words in (problem.message, problem.hint))
    return replace(problem, message=message, hint=hint)


def _has(topic: Topic, layout: str) -> bool:
    return any(handout.layout == layout for handout in topic.handouts)


def _uses(facts: TopicFacts, layout: str) -> bool:
    return any(handout.text == layout for handout in facts.handouts)
