"""A project is read in the languages that are asked for, and in what these need; the others are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.source.trees import CLINIC, Memory, sample

from caresheet.model.project import Project, TopicLanguage
from caresheet.source import Folder, read_sound_part

ROOT = Path(__file__).parents[2]
TOPIC = "walking"
ENGLISH, SPANISH, FRENCH = (f"content/{TOPIC}/{tag}.yaml" for tag in ("en", "es", "fr"))


def three_languages(**changed: bytes) -> dict[str, bytes]:
    """The sample project with its Spanish translation once more, as French; files by their language."""
    tree = sample()
    tree[FRENCH] = tree[SPANISH]
    return tree | {f"content/{TOPIC}/{tag}.yaml": data for tag, data in changed.items()}


def read(tree: dict[str, bytes], *languages: str) -> Project:
    files = Memory(tree)
    return read_sound_part(files, (files, CLINIC), frozenset(languages))


def tags(project: Project) -> tuple[str, ...]:
    return tuple(topic.language for topic in project.topics if topic.name == TOPIC)


@pytest.mark.parametrize(
    ("asked", "there", "unread"),
    [
        (("en",), ("en",), ("es", "fr")),
        (("es",), ("en", "es"), ("fr",)),
        (("ES", "Fr"), ("en", "es", "fr"), ()),
        (("de",), (), ("en", "es", "fr")),
        ((), ("en", "es", "fr"), ()),
    ],
)
def test_a_translation_needs_its_original(
    asked: tuple[str, ...], there: tuple[str, ...], unread: tuple[str, ...]
) -> None:
    """What is asked for is read with what it translates, and is what it is when everything is read; labels are
    those of the languages that were read. Nothing counts as missing."""
    whole, part = read(three_languages()), read(three_languages(), *asked)
    assert tags(part) == there
    assert part.topics == tuple(topic for topic in whole.topics if topic.language in there)
    assert part.unread == tuple(TopicLanguage(TOPIC, tag) for tag in unread)
    assert {each.language for each in part.labels} == set(there)
    assert (part.missing, part.problems) == ((), ())


def test_a_fault_in_another_language_is_not_seen() -> None:
    """It is told where the language is asked for, or another one translates it."""
    broken = b"titel: [A\n"
    assert read(three_languages(fr=broken), "es").problems == ()
    assert {each.position.file for each in read(three_languages(fr=broken), "fr").problems if each.position} == {FRENCH}
    project = read(three_languages(en=broken), "es")
    assert ENGLISH in {each.position.file for each in project.problems if each.position}
    assert tags(project) == ()


def test_the_original_is_found_without_its_translations() -> None:
    """A file that does not say what it translates is the original that another file names, which is not read."""
    tree = three_languages()
    tree[SPANISH] = tree[SPANISH].replace(b"translates: {from: en}\n", b"")
    tree[FRENCH] = tree[FRENCH].replace(b"translates: {from: en}", b"'translates': {\n  from: 'ES'}")
    tree[ENGLISH] = b"# as before\n" + tree[ENGLISH]
    english = read(tree, "en")
    assert tags(english) == ("es", "en")
    assert [topic.translates.language for topic in english.topics if topic.translates] == ["es"]
    assert english.unread == (TopicLanguage(TOPIC, "fr"),)
    assert english.topics == tuple(topic for topic in read(tree).topics if topic.language in {"es", "en"})


def test_the_second_language_of_a_layout_is_read() -> None:
    """A layout in two languages needs both, whichever is asked for."""
    tree = three_languages()
    assert tags(read(tree, "en")) == ("en",)
    tree["layouts/card.yaml"] += b"bilingual: fr\n"
    assert tags(read(tree, "en")) == ("en", "fr")


@pytest.mark.parametrize("language", ["en", "es", "zh-Hans"])
def test_our_own_handouts_in_one_language(language: str) -> None:
    """Each language of the cytokine storm alone is what it is among all."""
    files = Folder(ROOT)
    part = read_sound_part(files, (files, CLINIC), frozenset({language}))
    whole = read_sound_part(files, (files, CLINIC))
    assert part.topics == tuple(topic for topic in whole.topics if topic.language in {"en", language})
    assert part.labels == tuple(each for each in whole.labels if each.language in {"en", language})
    assert len(part.unread) == len(whole.topics) - len(part.topics)
