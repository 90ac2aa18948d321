"""`caresheet watch` makes again what a save has changed, and outlives every mistake in the files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.app.projects import change
from tests.conftest import Run

from caresheet.cli.exits import Exit
from caresheet.cli.main import command_line

CARD, LEAFLET = (Path("build") / f"hand-washing-{name}-en.pdf" for name in ("card", "leaflet"))
ENGLISH = Path("content") / "hand-washing" / "en.yaml"
ONLY_ON_THE_CARD = "subtitle: Five steps, twenty seconds"
READY = "Watching "


class Watcher:
    """The program, watching in a process of its own, and what it has said so far."""

    def __init__(self, project: Path, *arguments: str) -> None:
        self.folder = project.parent / "said"
        self.folder.mkdir(exist_ok=True)
        self._heard = 0
        with (self.folder / "out").open("wb") as out, (self.folder / "err").open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "caresheet", "watch", *arguments],
                cwd=project,
                env=os.environ | {"PYTHONUTF8": "1"},
                stdout=out,
                stderr=err,
            )

    @property
    def errors(self) -> str:
        return (self.folder / "err").read_text(encoding="utf-8")

    def hear(self, words: str) -> list[str]:
        """Wait until a line with these words is said; returns all lines since the last call, up to this one."""
        for _ in range(600):
            lines = (self.folder / "out").read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines[self._heard :], start=self._heard + 1):
                if words in line:
                    new, self._heard = lines[self._heard : number], number
                    return new
            assert self.process.poll() is None, self.errors
            time.sleep(0.05)
        raise AssertionError(f"nobody said {words!r}: {lines} {self.errors}")

    def hear_error(self, words: str) -> None:
        """Wait until a problem with these words is said."""
        for _ in range(600):
            if words in self.errors:
                return
            time.sleep(0.05)
        raise AssertionError(f"no problem with {words!r}: {self.errors}")


@pytest.fixture
def watcher(starter: Path) -> Iterator[Watcher]:
    """A watcher over the starter project, ready."""
    yield from watching(starter)


def watching(project: Path, *arguments: str) -> Iterator[Watcher]:
    one = Watcher(project, *arguments)
    try:
        one.hear(READY)
        yield one
    finally:
        one.process.kill()
        one.process.wait()


def test_only_what_changed_is_made_again(watcher: Watcher, starter: Path, caresheet: Run) -> None:
    """A save is named with the one handout that it changed; the other file is not touched; the manifest is right."""
    card, leaflet = (starter / CARD).read_bytes(), (starter / LEAFLET).stat().st_mtime_ns
    change(starter / ENGLISH, ONLY_ON_THE_CARD, "subtitle: Half a minute")
    saved, made = watcher.hear(str(CARD))
    assert saved[8:] == "  content/hand-washing/en.yaml"
    assert made.split() == [str(CARD), "1", "page"]
    change(starter / ENGLISH, "title: Hand washing at home and at school", "title: Hand washing")
    assert [line.split()[0] for line in watcher.hear(str(LEAFLET))[1:]] == [str(LEAFLET)]
    assert (starter / CARD).read_bytes() != card
    assert (starter / LEAFLET).stat().st_mtime_ns != leaflet
    assert watcher.errors == ""
    watcher.process.kill()
    watcher.process.wait()
    assert caresheet("verify", cwd=starter).returncode == 0


def test_every_format_is_watched(starter: Path) -> None:
    """With --format, pages of HTML and texts are made again as PDFs are."""
    card = [CARD.with_suffix(ending) for ending in (".html", ".txt")]
    for watcher in watching(starter, "--format", "html", "--format", "txt"):
        before = [(starter / path).read_bytes() for path in card]
        change(starter / ENGLISH, ONLY_ON_THE_CARD, "subtitle: Half a minute")
        assert watcher.hear(str(card[1]))[1:] == [str(path) for path in card]
        assert all((starter / path).read_bytes() != old for path, old in zip(card, before, strict=True))


def test_what_prints_nothing_changes_nothing(watcher: Watcher, starter: Path) -> None:
    """A remark in the YAML is noticed, and no file is written again."""
    before = {path: path.stat().st_mtime_ns for path in (starter / CARD, starter / LEAFLET)}
    change(starter / ENGLISH, "title: Hand washing\n", "title: Hand washing\n# a remark\n")
    assert len(watcher.hear("nothing that is printed has changed")) == 2
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_problems_do_not_end_it(watcher: Watcher, starter: Path) -> None:
    """Problems are printed as `build` prints them, the last good PDFs stay, and the next save is made."""
    before = (starter / CARD).read_bytes()
    change(starter / ENGLISH, "title: Hand washing\n", "titel: Hand washing\n")
    watcher.hear_error("content/hand-washing/en.yaml:9:1: unknown-key unknown key 'titel'")
    watcher.hear_error("The handouts stay as they are")
    assert (starter / CARD).read_bytes() == before
    change(starter / ENGLISH, "titel: Hand washing\n", "title: Hand washing\n")
    watcher.hear("nothing that is printed has changed")
    change(starter / ENGLISH, "Dry them with a clean towel.", "Dry them. " * 200)
    watcher.hear_error("does-not-fit")
    watcher.hear_error("1 handout could not be made.")
    watcher.hear(str(LEAFLET))
    change(starter / ENGLISH, "Dry them. " * 200, "Dry them well.")
    watcher.hear(str(CARD))
    assert (starter / CARD).read_bytes() != before


def test_broken_from_the_start(starter: Path) -> None:
    """A project that has problems when it begins is watched until they are put right."""
    change(starter / ENGLISH, "title: Hand washing\n", "titel: Hand washing\n")
    for watcher in watching(starter):
        watcher.hear_error("unknown-key")
        assert not (starter / "build").exists()
        change(starter / ENGLISH, "titel: Hand washing\n", "title: Hand washing\n")
        watcher.hear("2 handouts, ")
        assert (starter / CARD).is_file()


def test_every_kind_of_file_is_watched(starter: Path) -> None:
    """Layouts, labels and a clinic's profile from outside the project are inputs like the content; --out is kept."""
    profile = starter.parent / "ours" / "riverside.yaml"
    profile.parent.mkdir()
    profile.write_text("name: 'Riverside'\nphone: '555-0110'\n", encoding="utf-8", newline="\n")
    card, leaflet = (f"hand-washing-{name}-en-riverside.pdf" for name in ("card", "leaflet"))
    for watcher in watching(starter, "--clinic", str(profile), "--out", "ours"):
        change(starter / "layouts" / "card.yaml", "body: 15pt", "body: 14pt")
        assert card in watcher.hear("1 page")[-1]
        change(profile, "Riverside", "Riverside Clinic")
        assert watcher.hear(leaflet)[0][8:] == "  riverside.yaml"
        (starter / "labels").mkdir()
        shutil.copy(starter / ENGLISH, starter / "labels" / "en.yaml")  # which is none
        watcher.hear_error("labels/en.yaml:")
        shutil.rmtree(starter / "labels")
        watcher.hear("nothing that is printed has changed")
    assert sorted(path.name for path in (starter / "ours").iterdir()) == [card, leaflet, "manifest.json"]


def test_handouts_come_and_go(watcher: Watcher, starter: Path) -> None:
    """A handout that is no longer listed goes from the folder; a PDF that somebody deleted comes back."""
    topic = starter / "content" / "hand-washing" / "topic.yaml"
    (starter / CARD).unlink()
    text = (starter / ENGLISH).read_text(encoding="utf-8")
    start, end = text.index("  leaflet:\n"), text.index("# The label of each blank")
    (starter / ENGLISH).write_text(text[:start] + text[end:], encoding="utf-8", newline="\n")
    change(topic, "[card, leaflet]", "[card]")
    watcher.hear(f"{LEAFLET}  removed")
    assert (starter / CARD).is_file()
    assert not (starter / LEAFLET).exists()


def test_selection_is_checked_once_and_then_waited_for(caresheet: Run, starter: Path) -> None:
    """A wrong name is refused at the start (exit 2); a name that goes from the project later is only a warning."""
    refused = caresheet("watch", "hand-wash", cwd=starter)
    assert refused.returncode == 2
    assert "Did you mean 'hand-washing'?" in refused.stderr
    shutil.copytree(starter / "content" / "hand-washing", starter / "content" / "other")
    for watcher in watching(starter, "other"):
        (starter / "content" / "other").rename(starter / "away")
        watcher.hear_error("There is no topic 'other'.")
        (starter / "away").rename(starter / "content" / "other")
        watcher.hear("nothing that is printed has changed")


def test_no_project(caresheet: Run) -> None:
    """Where there is nothing to watch, it says so and ends."""
    refused = caresheet("watch")
    assert refused.returncode == 1
    assert "no-project" in refused.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_interrupt_is_how_it_ends(watcher: Watcher) -> None:
    """Ctrl-C while it waits ends it with 0 and without a word."""
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(timeout=120) == 0
    assert watcher.errors.strip() == ""


def test_interrupted_work_is_said_to_be(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of making handouts exits 130, as from any command: something was left undone."""

    def interrupt(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("caresheet.cli.watch._renewed", interrupt)
    result = CliRunner().invoke(command_line, ["watch", "--project", str(starter)])
    assert (result.exit_code, result.output) == (Exit.INTERRUPTED, "\n")
