"""Where a file has changed, only the topics that need it are read again; the others come from the cache."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from tests.source.trees import sample

from caresheet.app.checking import check_folder
from caresheet.app.current import CurrentProject
from caresheet.app.selection import Selection
from caresheet.app.sources import USUAL_CLINIC, Sources
from caresheet.cache import Cache
from caresheet.model.labels import Labels
from caresheet.model.project import Project
from caresheet.source.kept_parts import _KeptTopic

KEPT = "only the cache has this title: "
CONTENT = "content/walking"
TAGS = ("en", "es", "fr")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample project, which has pictures, with its Spanish translation once more as French."""
    tree = sample()
    tree[f"{CONTENT}/fr.yaml"] = tree[f"{CONTENT}/es.yaml"]
    for path, data in tree.items():
        place = tmp_path / "project" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tmp_path / "project"


def read(root: Path, cache: Cache | None, *languages: str) -> Project:
    """The project, read by a program that has just started."""
    return Sources.in_folder(root, cache=cache).read_sound_part(frozenset(languages))


def key(root: Path, tag: str) -> str:
    return f"topic {CONTENT}/{tag}.yaml of {root} "


def keep_other_titles(root: Path, cache: Cache) -> None:
    """Keep each topic under another title than its file has: a program that tells it has not read the file."""
    read(root, cache)
    for tag in TAGS:
        data = cache.get(key(root, tag))
        assert data is not None
        found = msgspec.msgpack.decode(data, type=_KeptTopic)
        topic = replace(found.topic, title=f"{KEPT}{tag}")
        cache.put(key(root, tag), msgspec.msgpack.encode(replace(found, topic=topic)))


def from_cache(project: Project) -> set[str]:
    """The languages that were not read from their files."""
    return {topic.language for topic in project.topics if topic.title == f"{KEPT}{topic.language}"}


def add_line(path: Path, line: bytes = b"\n# one more line\n") -> None:
    path.write_bytes(path.read_bytes() + line)


CHANGES: dict[str, tuple[str, set[str]]] = {
    "a translation": ("fr.yaml", {"en", "es"}),
    "the original, which all are compared with": ("en.yaml", set()),
    "the facts of all": ("topic.yaml", set()),
    "a picture of all": ("path.png", set()),
    "a layout": ("../../layouts/card.yaml", {"en", "es", "fr"}),
    "the clinic": ("../clinics/example.yaml", {"en", "es", "fr"}),
}


@pytest.mark.parametrize(("file", "kept"), CHANGES.values(), ids=CHANGES)
def test_only_what_a_file_decides_is_read_again(root: Path, cache: Cache, file: str, kept: set[str]) -> None:
    """One more line in a file, and the topics that need it are read; then they are kept anew."""
    keep_other_titles(root, cache)
    add_line(root / CONTENT / file, b"" if file.endswith("png") else b"\n# one more line\n")
    if file.endswith("png"):  # of the same length, another time
        data = (root / CONTENT / file).read_bytes()
        (root / CONTENT / file).write_bytes(data + b"\0")
    fresh, found = read(root, None), read(root, cache)
    assert from_cache(found) == kept
    assert [topic for topic in found.topics if topic.language not in kept] == [
        topic for topic in fresh.topics if topic.language not in kept
    ]


def test_a_file_that_could_be_a_picture_is_looked_for(root: Path, cache: Cache) -> None:
    """A new file may be one that a picture's name means, so topics with pictures are read again."""
    keep_other_titles(root, cache)
    (root / CONTENT / "another.png").write_bytes((root / CONTENT / "path.png").read_bytes())
    assert from_cache(read(root, cache)) == set()


def test_what_comes_from_the_cache_is_what_the_files_say(root: Path, cache: Cache) -> None:
    """Every value, and what else depends on these files: which they are, and their sums in the manifest."""
    read(root, cache)
    add_line(root / CONTENT / "fr.yaml")
    kept, fresh = Sources.in_folder(root, cache=cache), Sources.in_folder(root)
    assert kept.read_sound_part() == fresh.read_sound_part()
    assert set(kept.dependencies) == set(fresh.dependencies)
    assert kept.digests() == fresh.digests()


def test_a_fault_is_told_each_time_at_its_line(root: Path, cache: Cache) -> None:
    """A topic with a fault is not kept, the sound ones are; a fault of the original keeps them all from being made."""
    french = root / CONTENT / "fr.yaml"
    french.write_bytes(french.read_bytes().replace(b"role: warning", b"role: action"))
    first, second = read(root, cache).problems, read(root, cache).problems
    assert first == second
    assert [problem.rule.name for problem in first] == ["translation-differs"]
    assert cache.get(key(root, "fr")) is None
    assert cache.get(key(root, "es")) is not None
    add_line(root / CONTENT / "en.yaml", b"\ntitel: A\n")
    for _ in range(2):
        assert {str(each.position).split(":")[0] for each in read(root, cache).problems} == {f"{CONTENT}/en.yaml"}
        assert read(root, cache).topics == ()


HARMS: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data[:-1],
    lambda data: data[:100] + b"?" + data[101:],
    lambda _: b"",
)


@pytest.mark.parametrize("harm", HARMS)
def test_a_torn_or_tampered_topic_was_never_kept(
    root: Path, tmp_path: Path, cache: Cache, harm: Callable[[bytes], bytes]
) -> None:
    """What is not sealed with the secret, to the last byte, is ignored, and so is what is no topic."""
    keep_other_titles(root, cache)
    add_line(root / "layouts/card.yaml")
    for path in (tmp_path / "cache").glob("*/*"):
        path.write_bytes(harm(path.read_bytes()))
    assert from_cache(read(root, cache)) == set()
    add_line(root / "layouts/card.yaml")
    cache.put(key(root, "es"), msgspec.msgpack.encode({"inputs": 1}))
    assert read(root, cache) == read(root, None)


def test_languages_share_what_is_kept(root: Path, cache: Cache) -> None:
    """A build of one language takes what a build of all has read, and the other way round."""
    keep_other_titles(root, cache)
    add_line(root / "layouts/card.yaml")
    assert from_cache(read(root, cache, "es")) == {"en", "es"}


def test_labels_of_the_program_are_kept_and_those_of_the_project_read(root: Path, cache: Cache) -> None:
    """The packaged words of a language come from the cache; where the project has its own, its files decide."""
    read(root, cache)
    add_line(root / "layouts/card.yaml")
    for tag in TAGS:
        data = cache.get(f"labels {tag} of {root} ")
        assert (data is None) == (tag == "es")  # the only language with a file in labels/
        if data:
            labels = msgspec.msgpack.decode(data, type=Labels)
            cache.put(f"labels {tag} of {root} ", msgspec.msgpack.encode(replace(labels, page=f"{KEPT}{tag}")))
    pages = {labels.language: labels.page for labels in read(root, cache).labels}
    assert pages == {"en": f"{KEPT}en", "es": read(root, None).labels[1].page, "fr": f"{KEPT}fr"}
    (root / "labels/fr.yaml").write_text("levels: {stop: HALTE}\n", encoding="utf-8")
    french = next(labels for labels in read(root, cache).labels if labels.language == "fr")
    assert french.page != f"{KEPT}fr"
    assert "HALTE" in str(french)


def test_the_desk_and_check_take_it_too(root: Path, cache: Cache) -> None:
    """Whoever reads the project takes what another has read."""
    keep_other_titles(root, cache)
    add_line(root / "layouts/card.yaml")
    assert from_cache(CurrentProject(root, cache).read(root / USUAL_CLINIC)) == set(TAGS)
    wanted = Selection(date(2026, 11, 28))
    first, second = (check_folder(root, None, wanted, pages=False, cache=each) for each in (cache, None))
    assert [each.rule for each in first.problems] == [each.rule for each in second.problems]
