"""What was made before is not made again, and nobody can tell from the files."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.app.projects import change
from tests.conftest import Run

from caresheet.app.workers import workers
from caresheet.model.problem import CaresheetError

ENGLISH = Path("content") / "hand-washing" / "en.yaml"
ROOT = Path(__file__).parents[2]
HEAVY = ("PIL", "caresheet.app.pipeline", "jsonschema_rs", "markdown_it", "pypdfium2_raw", "reportlab", "yaml")
LOADED = """
import sys
from caresheet.cli.main import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def die(_piece: int) -> int:
    """What the system does to a process for which it has no memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def digests(folder: Path) -> dict[str, str]:
    """Every file in a folder with its sha256."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def explained(caresheet: Run, project: Path, *arguments: str) -> dict[str, str]:
    """Each handout with why it was made."""
    result = caresheet("build", "--explain", *arguments, cwd=project)
    assert result.returncode == 0, result.stderr
    lines = (line.partition(": ") for line in result.stdout.splitlines())
    return {name.removeprefix("hand-washing-"): why for name, colon, why in lines if colon}


NEW = "it was not made before by this caresheet"
SAME = "not made again: neither its words nor its look have changed"


def test_only_what_changed(caresheet: Run, starter: Path) -> None:
    """A sentence that only the leaflet prints makes the leaflet again, and is named; so is a key of a layout."""
    assert explained(caresheet, starter) == {"card-en": NEW, "leaflet-en": NEW}
    assert explained(caresheet, starter) == {"card-en": SAME, "leaflet-en": SAME}
    change(starter / ENGLISH, "after the toilet", "after every use of the toilet")
    assert explained(caresheet, starter) == {
        "card-en": SAME,
        "leaflet-en": "'after the toilet' is now 'after every use of the toilet'",
    }
    change(starter / "layouts" / "card.yaml", "body: 15pt", "body: 16pt")
    card = explained(caresheet, starter)
    assert card["leaflet-en"] == SAME
    assert card["card-en"].startswith("look.type.body is now '16.0', was '15.0' (and ")
    change(starter / ENGLISH, "Go on for twenty seconds.", "Go on for thirty seconds.")
    changed = explained(caresheet, starter)
    assert set(changed.values()) == {"'Go on for twenty seconds.' is now 'Go on for thirty seconds.'"}


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_every_format_is_kept(caresheet: Run, starter: Path, jobs: str) -> None:
    """HTML and text are kept and explained as PDFs are, by one process or several; a format that is new is named."""
    words = ("--format", "html", "--format", "txt", "--jobs", jobs)
    assert explained(caresheet, starter, *words) == {"card-en": NEW, "leaflet-en": NEW}
    before = digests(starter / "build")
    assert explained(caresheet, starter, *words) == {"card-en": SAME, "leaflet-en": SAME}
    change(starter / ENGLISH, "after the toilet", "after every use of the toilet")
    assert explained(caresheet, starter, *words) == {
        "card-en": SAME,
        "leaflet-en": "'after the toilet' is now 'after every use of the toilet'",
    }
    now = digests(starter / "build")
    changed = {"manifest.json", "hand-washing-leaflet-en.html", "hand-washing-leaflet-en.txt"}
    assert {name for name in now if now[name] != before[name]} == changed
    assert set(explained(caresheet, starter, "--format", "pdf").values()) == {"the cache has no pdf of it"}
    assert set(explained(caresheet, starter, *words, "--format", "pdf").values()) == {SAME}


def test_lines_may_move(caresheet: Run, starter: Path) -> None:
    """Comments and line ends change no handout; what is wrong is told at its new line."""
    path = starter / "layouts" / "card.yaml"
    change(path, "type: {body: 15pt}", "type: {body: 15pt, floor: 12pt}\nlimits: {everyone: {body: 20}}")
    before = caresheet("build", cwd=starter).stderr
    assert "card.yaml:6:27: small-body-text" in before
    path.write_bytes(b"# One more line.\r\n" + path.read_bytes().replace(b"\n", b"\r\n"))
    again = caresheet("build", "--explain", cwd=starter)
    assert again.stdout.count(SAME) == 2
    assert again.stderr == before.replace("card.yaml:6:27:", "card.yaml:7:27:")


def test_nothing_is_parsed_where_nothing_changed(starter: Path, tmp_path: Path) -> None:
    """The second build loads no YAML, no schemas, no ReportLab, no PDFium, and not even the pipeline."""
    environment = os.environ | {"CARESHEET_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-c", LOADED, "build", "--quiet", "--jobs", "1"]
    first, second = (
        subprocess.run(command, cwd=starter, env=environment, capture_output=True, encoding="utf-8", check=True)
        for _ in range(2)
    )
    assert set(HEAVY) - {"PIL"} <= set(first.stderr.split())
    assert not set(HEAVY) & set(second.stderr.split())


def test_the_store_never_changes_a_byte(caresheet: Run, tmp_path: Path) -> None:
    """This project's own handouts are the same without it, with it empty, and with it full; so is their manifest."""
    shutil.copytree(ROOT / "content", tmp_path / "own" / "content")
    shutil.copytree(ROOT / "layouts", tmp_path / "own" / "layouts")
    asked = ("build", "--quiet", "--project", "own", "--today", "2026-11-28")
    for name, environment in (("without", {"CARESHEET_CACHE": ""}), ("empty", {}), ("full", {})):
        assert caresheet(*asked, "--out", name, environment=environment).returncode == 0
    assert digests(tmp_path / "without") == digests(tmp_path / "empty") == digests(tmp_path / "full")
    assert len(digests(tmp_path / "full")) > 8


def test_files_that_are_there_are_left_alone(caresheet: Run, starter: Path) -> None:
    """A build that changes nothing touches no file, so that nothing downstream starts; one that was changed by hand or
    deleted is put right."""
    caresheet("build", cwd=starter)
    build = starter / "build"
    card, leaflet, manifest = sorted(build.iterdir())
    for path in (card, leaflet, manifest):
        os.utime(path, (1000, 1000))
    whole = card.read_bytes()
    assert caresheet("build", cwd=starter).returncode == 0
    assert {path.stat().st_mtime for path in build.iterdir()} == {1000}
    card.write_bytes(b"changed")
    leaflet.unlink()
    assert caresheet("build", cwd=starter).returncode == 0
    assert card.read_bytes() == whole
    assert leaflet.exists()


@pytest.mark.parametrize("harm", ["cut", "swap", "empty", "folder"])
def test_a_damaged_store_heals(caresheet: Run, starter: Path, tmp_path: Path, harm: str) -> None:
    """Whatever happens to the files of the store, the handouts are right, and the next build finds them again."""
    cache = tmp_path / "cache"
    environment = {"CARESHEET_CACHE": str(cache)}
    caresheet("build", cwd=starter, environment=environment)
    good = digests(starter / "build")
    kept = sorted(path for path in cache.rglob("*") if path.is_file())
    assert len(kept) >= 5
    for number, path in enumerate(kept):
        if harm == "cut":
            os.truncate(path, path.stat().st_size // 2)
        elif harm == "swap":
            path.write_bytes(kept[number - 1].read_bytes()[:-1] + b"x")
        elif harm == "empty":
            path.write_bytes(b"")
        else:
            path.unlink()
            path.mkdir()
    shutil.rmtree(starter / "build")
    assert caresheet("build", cwd=starter, environment=environment).returncode == 0
    assert digests(starter / "build") == good
    if harm != "folder":
        again = caresheet("build", "--explain", cwd=starter, environment=environment)
        assert again.stdout.count(SAME) == 2


def test_a_review_that_ends_makes_it_stale(caresheet: Run, starter: Path) -> None:
    """The day on which a draft is past its date, the handouts are made again, without any file having changed; on
    every day before, nothing is."""
    checked = "2026-11-22"
    assert f"facts_checked: {checked}" in (starter / "content/hand-washing/topic.yaml").read_text("utf-8")
    due = date(2027, 11, 22)
    caresheet("build", "--today", checked, cwd=starter)
    before = digests(starter / "build")
    assert set(explained(caresheet, starter, "--today", due.isoformat()).values()) == {SAME}
    assert digests(starter / "build") == before
    past = due.replace(year=due.year + 1).isoformat()
    assert SAME not in explained(caresheet, starter, "--today", past).values()
    assert digests(starter / "build") != before
    assert set(explained(caresheet, starter, "--today", checked).values()) == {SAME}
    assert digests(starter / "build") == before


def test_another_selection_is_another_build(caresheet: Run, starter: Path) -> None:
    """Size, paper, ink, clinic and what is chosen are never confused."""
    for arguments in ((), ("--size", "large"), ("--paper", "a4"), ("--ink", "black"), ("--layout", "card")):
        for _ in range(2):
            out = starter.parent / "-".join(("out", *arguments)).replace("--", "")
            assert caresheet("build", "-q", *arguments, "--out", str(out), cwd=starter).returncode == 0
    names = {
        path.name: {each for each in digests(path) if each != "manifest.json"} for path in starter.parent.glob("out*")
    }
    assert names["out-layout-card"] == {"hand-washing-card-en.pdf"}
    assert all("-large" in name for name in names["out-size-large"])
    assert all("-a4" in name for name in names["out-paper-a4"])
    assert all("-black" in name for name in names["out-ink-black"])
    assert names["out"] == {"hand-washing-card-en.pdf", "hand-washing-leaflet-en.pdf"}


def test_faults_are_told_each_time(caresheet: Run, starter: Path) -> None:
    """A build that fails leaves nothing to be found, and the words that worked before are found again."""
    caresheet("build", cwd=starter)
    change(starter / ENGLISH, "for: everyone\n    critical: yes", "for: nobody\n    critical: yes")
    first, second = (caresheet("build", cwd=starter) for _ in range(2))
    assert first.returncode == second.returncode == 1
    assert first.stderr == second.stderr != ""
    change(starter / ENGLISH, "for: nobody", "for: everyone")
    assert set(explained(caresheet, starter).values()) == {SAME}


def test_a_cache_that_cannot_be_used(caresheet: Run, starter: Path, tmp_path: Path) -> None:
    """Where the store's folder cannot be made, everything works as without one, and nobody is told."""
    (tmp_path / "taken").write_bytes(b"")
    result = caresheet("build", cwd=starter, environment={"CARESHEET_CACHE": str(tmp_path / "taken")})
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "taken").read_bytes() == b""


def test_jobs_change_nothing(caresheet: Run, starter: Path) -> None:
    """One process or many: the same bytes, the same lines in the same order, on stdout and stderr."""
    change(starter / ENGLISH, "title: How to wash your hands", "title: Washing")
    seen = []
    for jobs in ("1", "2", "7"):
        out = starter.parent / "out"
        result = caresheet("build", "--jobs", jobs, "--out", str(out), cwd=starter, environment={"CARESHEET_CACHE": ""})
        seen.append((result.returncode, result.stdout, result.stderr, digests(out)))
        shutil.rmtree(out)
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][0] == 0


def test_jobs_tell_all_faults(caresheet: Run, starter: Path) -> None:
    """Faults of handouts that were made side by side come all at once, in the order of the files."""
    change(starter / "layouts" / "base.yaml", "floor: 12pt", "floor: 9pt")
    told = {jobs: caresheet("build", "--jobs", jobs, cwd=starter) for jobs in ("1", "3")}
    assert told["1"].returncode == told["3"].returncode == 1
    assert told["1"].stderr == told["3"].stderr
    fault, outcome = told["1"].stderr.splitlines()
    assert outcome == "Nothing was written."
    assert fault.startswith("layouts/base.yaml:")
    assert "(in hand-washing-card-en, hand-washing-leaflet-en)" in fault


@pytest.mark.parametrize("times", [20, pytest.param(200, marks=pytest.mark.long)])
def test_a_faulty_build_ends_without_a_traceback(caresheet: Run, starter: Path, times: int) -> None:
    """However often a build by two processes is refused, stderr has its fault and the outcome, and not a word more: no
    process is still being waited for when Python ends."""
    change(starter / "layouts" / "base.yaml", "floor: 12pt", "floor: 9pt")
    told = {caresheet("build", "--jobs", "2", cwd=starter).stderr for _ in range(times)}
    assert len(told) == 1
    assert len(told.pop().splitlines()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_that_is_taken_away_is_said() -> None:
    """Where the system ends one of the processes, the build is refused (worker-crashed), with what to do."""
    with (
        pytest.raises(CaresheetError, match=r"worker-crashed a process .* \(try again with --jobs 1"),
        workers(2) as side,
    ):
        list(side(die, [1, 2, 3]))


def test_a_poisoned_cache_is_not_believed(caresheet: Run, starter: Path, tmp_path: Path) -> None:
    """Whoever rewrites what the cache keeps, with a digest that fits but without the secret, gets nothing printed:
    the next build makes the handouts again, the same bytes."""
    folder = tmp_path / "kept"
    here = {"CARESHEET_CACHE": str(folder)}
    assert caresheet("build", cwd=starter, environment=here).returncode == 0
    before = digests(starter / "build")
    size = hashlib.blake2b().digest_size
    for path in (path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()[size:].replace(b"twenty seconds", b"thirty seconds")
        data = data + b"poison"
        path.write_bytes(hashlib.blake2b(path.parent.name.encode() + path.name.encode() + data).digest() + data)
    shutil.rmtree(starter / "build")
    assert caresheet("build", cwd=starter, environment=here).returncode == 0
    assert digests(starter / "build") == before


def test_without_a_home_nothing_is_kept(caresheet: Run, starter: Path, tmp_path: Path) -> None:
    """Where the secret of the cache cannot be kept, handouts are made all the same, each time anew."""
    (tmp_path / "file").write_bytes(b"")
    here = {"CARESHEET_CACHE": str(tmp_path / "kept"), "XDG_DATA_HOME": str(tmp_path / "file")}
    assert caresheet("build", cwd=starter, environment=here).returncode == 0
    assert sys.platform != "linux" or not (tmp_path / "kept").exists()


def test_machines_may_share_a_secret(caresheet: Run, starter: Path, tmp_path: Path) -> None:
    """CARESHEET_CACHE_SECRET makes the cache of one machine good for another."""
    here = {"CARESHEET_CACHE": str(tmp_path / "kept"), "CARESHEET_CACHE_SECRET": "of our CI"}
    for home in ("one", "two"):
        own = {"XDG_DATA_HOME": str(tmp_path / home), "HOME": str(tmp_path / home)}
        result = caresheet("build", "--explain", cwd=starter, environment=here | own)
        assert result.returncode == 0
    assert result.stdout.count("not made again") == 2
