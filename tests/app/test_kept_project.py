"""A project that was read before comes from the cache, whole, as long as no file has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from caresheet.app.sources import Sources, read_folder
from caresheet.cache import Cache, canonical_json, decode_project, encode_project
from caresheet.model.project import Project

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "src/caresheet/starter"
KEPT_TITLE = "The title that only the cache has"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose files a test changes."""
    return shutil.copytree(STARTER, tmp_path / "project")


def titles(root: Path, cache: Cache | None) -> list[str]:
    """The titles in the project, read by a program that has just started."""
    return [topic.title for topic in Sources.in_folder(root, cache=cache).read_sound_part().topics]


def keep_another_title(root: Path, cache: Cache) -> None:
    """Keep the project with another title than its files have: a program with that title has not read the files."""
    titles(root, cache)
    place = f"project {root} "
    data = cache.get(place)
    assert data is not None
    read = decode_project(data)
    project = read.project
    assert project is not None
    topics = tuple(replace(topic, title=KEPT_TITLE) for topic in project.topics)
    changed = encode_project(replace(project, topics=topics), read.dependencies)
    assert changed is not None
    cache.put(place, changed)


@pytest.mark.parametrize("folder", [ROOT, STARTER], ids=["its own handouts", "the starter"])
def test_a_kept_project_is_the_project(folder: Path) -> None:
    """Every value comes back, in its own type: whole numbers stay whole, and what prints is the same."""
    project = read_folder(folder)
    data = encode_project(project, ())
    assert data is not None
    kept = decode_project(data).project
    assert isinstance(kept, Project)
    assert kept == project
    assert canonical_json(kept) == canonical_json(project)


def test_what_has_not_changed_is_not_read_again(root: Path, cache: Cache) -> None:
    """With a cache, the second program takes the project from there; without one, it reads the files."""
    keep_another_title(root, cache)
    assert titles(root, cache) == [KEPT_TITLE]
    assert KEPT_TITLE not in titles(root, None)


@pytest.mark.parametrize("file", ["layouts/card.yaml", "content/clinics/example.yaml"])
def test_a_changed_file_is_read(root: Path, cache: Cache, file: str) -> None:
    """One more line in any file, and everything is read from the files."""
    keep_another_title(root, cache)
    path = root / file
    path.write_text(path.read_text(encoding="utf-8") + "# a new line\n", encoding="utf-8")
    assert KEPT_TITLE not in titles(root, cache)


def test_a_whole_project_serves_for_some_of_its_languages(root: Path, cache: Cache) -> None:
    """What another command has read in all languages is not read again in one."""
    keep_another_title(root, cache)
    project = Sources.in_folder(root, cache=cache).read_sound_part(frozenset({"en"}))
    assert [topic.title for topic in project.topics] == [KEPT_TITLE]


def test_a_new_file_is_read(root: Path, cache: Cache) -> None:
    """The same holds for one more file."""
    keep_another_title(root, cache)
    shutil.copy(root / "layouts/card.yaml", root / "layouts/second-card.yaml")
    assert KEPT_TITLE not in titles(root, cache)


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: data[:100] + b"?" + data[101:], lambda _: b""])
def test_a_torn_or_tampered_project_was_never_kept(root: Path, tmp_path: Path, cache: Cache, harm: object) -> None:
    """What is not sealed with the secret, to the last byte, is ignored."""
    keep_another_title(root, cache)
    assert callable(harm)
    for kept in (path for path in (tmp_path / "cache").glob("*/*") if path.is_file()):
        kept.write_bytes(harm(kept.read_bytes()))
    assert KEPT_TITLE not in titles(root, cache)


def test_a_faulty_project_is_not_kept(root: Path, cache: Cache) -> None:
    """Its problems are reported each time, so it is read each time."""
    shutil.copy(root / "layouts/card.yaml", root / "layouts/broken.yaml")
    (root / "layouts/broken.yaml").write_text("audience: [\n", encoding="utf-8")
    for _ in range(2):
        problems = Sources.in_folder(root, cache=cache).read_sound_part().problems
        assert {str(problem.position) for problem in problems} == {"layouts/broken.yaml:1:11"}
    assert cache.get(f"project {root} ") is None
