"""The topics of a project in words: their handouts, languages and audiences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from caresheet.model.layout import Layout
from caresheet.model.project import Project
from caresheet.model.topic import Topic


def topic_lines(project: Project) -> Iterator[str]:
    """Four lines for each topic, without the handouts that a fault keeps from being made."""
    for _name, versions in groupby(project.topics, key=lambda topic: topic.name):
        yield from _entry(tuple(versions), project)


def _entry(versions: tuple[Topic, ...], project: Project) -> list[str]:
    topic = versions[0]  # the original
    layouts = {layout.name: layout for layout in project.layouts}
    absent = {(each.topic, each.layout) for each in project.missing}
    handouts = [
        f"{handout.layout} (for {_reader(layouts[handout.layout], versions)})"
        for handout in topic.handouts
        if (topic.name, handout.layout) not in absent
    ]
    return [
        f"{topic.name}: {topic.title}",
        f"  handouts   {', '.join(handouts)}",
        f"  languages  {', '.join(_language(version, topic) for version in versions)}",
        f"  audiences  {', '.join(topic.audiences)}",
    ]


def _reader(layout: Layout, versions: tuple[Topic, ...]) -> str:
    """The audience of a handout and, if its layout prints two languages side by side, in which it is made."""
    if not layout.bilingual:
        return layout.audience
    languages = (each.language for each in versions if layout.name in {one.layout for one in each.handouts})
    pairs = (each if each == layout.bilingual else f"{each}+{layout.bilingual}" for each in languages)
    return f"{layout.audience}, in {', '.join(pairs)}"


def _language(version: Topic, original: Topic) -> str:
    """The language tag, and of a translation of some handouts which ones."""
    names = [handout.layout for handout in version.handouts]
    return version.language if len(names) == len(original.handouts) else f"{version.language} ({', '.join(names)})"
