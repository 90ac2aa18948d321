"""A fault keeps only what it is behind from being made, and the exit code says how much of what was asked for was."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result
from tests.app.projects import change, misspell
from tests.mistakes.program import TODAY, run

from caresheet.app.starting import start_project

NAMES = ("feet-card-en", "feet-leaflet-en", "hand-washing-card-en", "hand-washing-leaflet-en")
LONG = ("Dry them with a clean towel.", "Dry them. " * 120)
"""Too much for the card and not for the leaflet."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """The small project with its topic twice, which makes four handouts."""
    project = tmp_path / "project"
    start_project(project)
    shutil.copytree(project / "content" / "hand-washing", project / "content" / "feet")
    return project


def build(folder: Path, *arguments: str) -> Result:
    return run("build", "--jobs", "1", "--today", TODAY, *arguments, cwd=folder)


def made(folder: Path) -> tuple[str, ...]:
    """The names of the files in build/, without those that only account for them."""
    return tuple(sorted(path.name for path in (folder / "build").glob("*") if path.suffix != ".json"))


def files(ending: str = "pdf", names: tuple[str, ...] = NAMES) -> tuple[str, ...]:
    return tuple(f"{name}.{ending}" for name in names)


def test_another_topics_fault_is_told_and_stops_nothing(folder: Path) -> None:
    """What was asked for is made, whatever is wrong elsewhere: exit 0, and the fault is told."""
    misspell(folder, "feet")
    result = build(folder, "hand-washing")
    assert (result.exit_code, made(folder)) == (0, files(names=NAMES[2:]))
    assert re.search(r"^content/feet/en\.yaml:\d+:1: unknown-key", result.stderr, re.MULTILINE)


def test_everything_was_asked_for_without_a_topic(folder: Path) -> None:
    """Without a topic everything was asked for: what is whole is made, and the exit code is 3. What earlier builds made
    of the rest stays, and the message names it."""
    assert build(folder).exit_code == 0
    misspell(folder, "feet")
    change(folder / "content" / "hand-washing" / "en.yaml", "clean towel", "dry towel")
    old = (folder / "build" / "feet-card-en.pdf").read_bytes()
    result = build(folder)
    assert (result.exit_code, made(folder)) == (3, files())
    assert (folder / "build" / "feet-card-en.pdf").read_bytes() == old
    assert "2 handouts could not be made." in result.stderr
    assert "from an earlier build: feet-card-en.pdf, feet-leaflet-en.pdf" in result.stderr


def test_nothing_that_was_asked_for_could_be_made(folder: Path) -> None:
    """Exit 1, the folder is as it was, and the message says what is still there."""
    assert build(folder).exit_code == 0
    misspell(folder, "feet")
    before = {path: path.read_bytes() for path in (folder / "build").iterdir()}
    result = build(folder, "feet")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nothing was written." in result.stderr
    assert "from an earlier build: feet-card-en.pdf, feet-leaflet-en.pdf" in result.stderr
    assert {path: path.read_bytes() for path in (folder / "build").iterdir()} == before


@pytest.mark.parametrize("formats", [("pdf",), ("txt", "pdf"), ("pdf", "txt"), ("html", "txt", "pdf"), ("txt",)])
def test_every_combination_of_formats(folder: Path, formats: tuple[str, ...]) -> None:
    """A card that is over its page budget has no PDF, and then none of its files is written; the other handouts are, in
    all formats: 3. Alone it is 1. Text alone knows no pages: 0."""
    change(folder / "content" / "feet" / "en.yaml", *LONG)
    options = [part for each in formats for part in ("--format", each)]
    whole, alone = build(folder, *options), build(folder, "feet", "--layout", "card", *options)
    if formats == ("txt",):
        assert (whole.exit_code, alone.exit_code, made(folder)) == (0, 0, files("txt"))
        return
    assert (whole.exit_code, alone.exit_code) == (3, 1)
    assert "over-budget" in whole.stderr
    assert made(folder) == tuple(sorted(file for each in formats for file in files(each, NAMES[1:])))


def test_a_layout_is_behind_its_own_handouts_only(folder: Path) -> None:
    """A fault in a layout keeps its handouts from being made; asked for the others, nothing is missing."""
    change(folder / "layouts" / "card.yaml", "audience: family", "audience: families")
    assert build(folder).exit_code == 3
    assert made(folder) == files(names=(NAMES[1], NAMES[3]))
    assert build(folder, "--layout", "leaflet").exit_code == 0
    assert build(folder, "--layout", "card").exit_code == 1


def test_a_fault_in_what_all_layouts_extend(folder: Path) -> None:
    """Nothing can be made of layouts that extend a faulty one."""
    change(folder / "layouts" / "base.yaml", "columns: 1", "colums: 1")
    result = build(folder)
    assert (result.exit_code, made(folder)) == (1, ())
    assert "unknown-key" in result.stderr


def test_an_unknown_layout_is_one_handout(folder: Path) -> None:
    """A layout that does not exist is missing by itself; the topic's other handouts are made."""
    (folder / "layouts" / "card.yaml").rename(folder / "layouts" / "cards.yaml")
    result = build(folder, "feet")
    assert (result.exit_code, made(folder)) == (3, files(names=("feet-leaflet-en",)))
    assert "there is no layout 'card'" in result.stderr


def test_a_translation_falls_with_its_original(folder: Path) -> None:
    """A translation of a faulty file cannot be compared with it, so it is not made; a faulty translation stops only
    itself."""
    spanish = folder / "content" / "feet" / "es.yaml"
    shutil.copy(spanish.with_name("en.yaml"), spanish)
    misspell(folder, "feet")
    change(spanish, "\ntitle:", "\ntranslates: {from: en, translator: Ana Ruiz, date: 2026-01-01}\ntitle:")
    assert build(folder, "feet", "--lang", "es").exit_code == 1
    change(spanish.with_name("en.yaml"), "\ntitel:", "\ntitle:")
    change(spanish, "\ntitle:", "\ntitel:")
    assert build(folder, "feet", "--lang", "en").exit_code == 0
    assert build(folder, "feet").exit_code == 3


@pytest.mark.parametrize("name", ["clínica.yaml", "mine.yaml"])
def test_another_clinics_fault_stops_nothing(folder: Path, name: str) -> None:
    """Only the profile that is handed out by matters; the other one's fault is told."""
    (folder / "content" / "clinics" / name).write_text("nmae: X\n", encoding="utf-8")
    result = build(folder)
    assert (result.exit_code, made(folder)) == (0, files())
    assert f"content/clinics/{name}:1:1: " in result.stderr
    assert build(folder, "--clinic", f"content/clinics/{name}").exit_code == 1


def test_the_clinics_own_fault_stops_everything(folder: Path) -> None:
    """Without the clinic nothing can be made."""
    change(folder / "content" / "clinics" / "example.yaml", "name:", "nmae:")
    result = build(folder)
    assert (result.exit_code, made(folder)) == (1, ())
    assert "unknown-key" in result.stderr


def test_a_release_is_all_or_nothing(folder: Path) -> None:
    """A release of everything is refused for a fault anywhere, and for the faults of the rest is told; a release of one
    topic only for that topic's."""
    for topic in ("feet", "hand-washing"):
        reviewer = ("--reviewer", "Ana Ruiz", "--credential", "RN", "--organization", "Clinic")
        said = run(
            "review", topic, "--lang", "en", *reviewer, "--due", "2027-01-01", "--yes", "--today", TODAY, cwd=folder
        )
        assert said.exit_code == 0
    assert build(folder, "--release").exit_code == 0
    shutil.rmtree(folder / "build")
    misspell(folder, "feet")
    refused = build(folder, "--release")
    assert (refused.exit_code, made(folder)) == (1, ())
    assert "unknown-key" in refused.stderr
    released = build(folder, "hand-washing", "--release")
    assert (released.exit_code, made(folder)) == (0, files(names=NAMES[2:]))
    assert "unknown-key" in released.stderr


@pytest.mark.parametrize("command", ["preview", "print", "list", "score", "fit"])
def test_other_commands_do_what_they_can(folder: Path, command: str) -> None:
    """What does more than one handout does what can be done, tells the rest, and leaves with 3."""
    misspell(folder, "feet")
    result = run(command, cwd=folder)
    assert result.exit_code == 3
    assert "hand-washing" in result.stdout
    assert "feet" not in result.stdout
    assert re.search(r"^content/feet/en\.yaml:\d+:1: unknown-key", result.stderr, re.MULTILINE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of resources")
def test_messages_that_could_not_all_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of messages that are written as files, those that the disk has room for are written though another is not: 3; if
    none can be written, 1."""
    monkeypatch.setenv("CARESHEET_MAIL_FROM", "clinic@example.org")
    clinic = folder / "content" / "clinics" / "example.yaml"
    change(clinic, "after_hours_phone: ''", "after_hours_phone: '+1 415 555 2671'")
    change(clinic, "emergency: ''", "emergency: '911'")
    (folder / "list.csv").write_text(
        "address,size,consent_date\na@example.org,,2026-11-01\nb@example.org,giant,2026-11-01\n", encoding="utf-8"
    )
    call = ("email", "feet", "--layout", "card", "--recipients", "list.csv", "--draft", "--today", TODAY, "--eml-dir")
    first = run(*call, "all", cwd=folder)
    assert first.exit_code == 0, first.output
    small, large = sorted(path.stat().st_size for path in (folder / "all").glob("*.eml"))
    assert small < large
    with room_for((small + large) // 2):
        some = run(*call, "some", cwd=folder)
    assert some.exit_code == 3, some.output
    assert some.stdout.startswith("1 message in some")
    assert len(list((folder / "some").glob("*.eml"))) == 1
    with room_for(small - 1):
        none = run(*call, "none", cwd=folder)
    assert none.exit_code == 1, none.output
    assert list((folder / "none").glob("*.eml")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of resources")
def test_files_without_their_manifest(folder: Path) -> None:
    """Where the disk has no room for the manifest, the files are there all the same: 3, not 1, and it is told."""
    assert build(folder, "--format", "txt").exit_code == 0
    sizes = {path.name: path.stat().st_size for path in (folder / "build").iterdir()}
    manifest = sizes.pop("manifest.json")
    assert max(sizes.values()) < manifest
    shutil.rmtree(folder / "build")
    with room_for(manifest - 1):
        result = build(folder, "--format", "txt")
    assert (result.exit_code, made(folder)) == (3, tuple(sorted(sizes)))
    assert "manifest.json" in result.stderr


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may become larger than so many bytes."""
    import resource

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_other_languages_are_not_read(folder: Path) -> None:
    """What is wrong in a language that was not asked for is told by `check`, not by a build of another language, which
    says in one line that it did not look. A release looks at everything."""
    spanish = folder / "content" / "feet" / "es.yaml"
    spanish.write_text("titel: Pies\n", encoding="utf-8")
    line = "1 other language was not read; `caresheet check` finds faults in all languages"
    for option, names in ((("feet", "--lang", "en"), NAMES[:2]), (("--lang", "EN"), NAMES)):
        result = build(folder, *option)
        assert (result.exit_code, made(folder), result.stderr.count(line)) == (0, files(names=names), 1)
        assert "es.yaml" not in result.stderr
        assert line not in build(folder, *option, "--quiet").stderr
    for command in (("build", "--lang", "es"), ("build", "--release", "--lang", "en"), ("check",)):
        told = run(*command, "--today", TODAY, cwd=folder)
        assert told.exit_code == 1
        assert re.search(r"^content/feet/es\.yaml:1:1: ", told.output, re.MULTILINE)
        assert (line in told.stderr) == ("es" in command)
    assert line not in build(folder).stderr
    unknown = build(folder, "--lang", "fr")
    assert (unknown.exit_code, "The languages are: en, es." in unknown.stderr) == (2, True)
