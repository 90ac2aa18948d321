"""What of a project is sound where some of its files are not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.problem import Problem
from caresheet.model.project import MissingHandout, Project
from caresheet.model.topic import Picture, SvgPicture, Topic
from caresheet.model.walk import iter_structs


class Faults(Struct, frozen=True):
    """The files that faults were found in, and the handouts, as topic and layout, that are refused although their files
    are sound."""

    files: AbstractSet[str]
    refused: AbstractSet[tuple[str, str]]


def faulty_files(problems: Iterable[Problem]) -> frozenset[str]:
    """The files that have to be changed."""
    return frozenset(problem.position.file for problem in problems if problem.position)


def sound_part(project: Project, listed: Collection[MissingHandout], faults: Faults) -> Project:
    """The project without what faulty files are behind. `listed` are all handouts that the topics list; those that
    cannot be made become `missing`."""
    versions = {(each.topic, each.language) for each in listed}
    topics = tuple(topic for topic in project.topics if _is_sound(topic, project, versions, faults.files))
    layouts = tuple(layout for layout in project.layouts if not faults.files & set(layout.files))
    labels = tuple(each for each in project.labels if not faults.files & set(each.files))
    sound = replace(project, topics=topics, layouts=layouts, labels=labels)
    whole = frozenset(_handouts(sound, faults.refused))
    return replace(sound, missing=tuple(each for each in listed if each not in whole))


def _handouts(sound: Project, refused: AbstractSet[tuple[str, str]]) -> Iterator[MissingHandout]:
    """Every handout that can be made."""
    layouts = {layout.name for layout in sound.layouts}
    languages = {labels.language for labels in sound.labels}
    for topic in sound.topics:
        for handout in topic.handouts if topic.language in languages else ():
            if handout.layout in layouts and (topic.name, handout.layout) not in refused:
                yield MissingHandout(topic.name, topic.language, handout.layout)


def _is_sound(topic: Topic, project: Project, versions: AbstractSet[tuple[str, str]], faulty: AbstractSet[str]) -> bool:
    """Whether nothing is wrong with the files of a topic, with what it translates, and with its pictures. What its
    other languages say does not matter: `versions` are all topics and their languages, sound or not."""
    if topic.translates is not None:
        original = project.original_of(topic)  # two files that name each other are a fault: follow one of them only
        if original is None or not _is_sound(replace(original, translates=None), project, versions, faulty):
            return False
    if not faulty:
        return True
    folder = f"content/{topic.name}/"
    others = {language for name, language in versions if name == topic.name} - {topic.language}
    elsewhere = {f"{folder}{part}{language}.yaml" for language in others for part in ("", "reviews/")}
    pictures = {each.path for each in iter_structs(topic.sections) if isinstance(each, Picture | SvgPicture)}
    return not any(path in pictures or (path.startswith(folder) and path not in elsewhere) for path in faulty)
