"""The public API: what `import caresheet` promises to other programs."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import Run

import caresheet

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 27)
FORMATS = ("pdf", "html", "txt")
THREADS = 4
ENGLISH = "content/hand-washing/en.yaml"
CLINIC = "content/clinics/riverside.yaml"

READ_ONLY = """
import sys

def forbid_writing(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise RuntimeError(f"{arguments[0]} was opened to be written to")
    if event in {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "subprocess.Popen"}:
        raise RuntimeError(f"{event} {arguments}")

sys.addaudithook(forbid_writing)
import caresheet

files = {}
for line in sys.stdin:
    path, data = line.split()
    files[path] = bytes.fromhex(data)
project = caresheet.open_project(files)
assert project.check(pages=True).pages
for handout in project.handouts():
    for form in ("pdf", "html", "txt"):
        print(handout.render(form).name)
try:
    project.build("somewhere")
except RuntimeError as error:
    print("refused:", error)
"""

CLIENT = """
from pathlib import Path
import caresheet

project: caresheet.Project = caresheet.open_project(Path("."), clinic="content/clinics/example.yaml")
for handout in project.handouts(topic="hand-washing", size="large", paper="a4"):
    artifact: caresheet.Artifact = handout.render("html")
    pages: int | None = artifact.pages
    data: bytes = artifact.data
problems: tuple[caresheet.Problem, ...] = project.check().problems
"""
MISTAKES = """
import caresheet

caresheet.open_project(1)
caresheet.open_project(".").handouts(reader="nurse")
caresheet.no_such_name
"""


def held(folder: Path) -> dict[str, bytes]:
    """The files of a project, as a program holds them that keeps them elsewhere than in a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0] != "build")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def files(starter: Path) -> dict[str, bytes]:
    return held(starter)


def problems(error: caresheet.CaresheetError) -> list[str]:
    """Place and rule of each problem."""
    return [f"{each.position or ''} {each.rule.name}" for each in error.problems]


def test_the_readme_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shortest program works in a project's folder."""
    monkeypatch.chdir(ROOT)
    project = caresheet.open_project(".")
    assert [each.name for each in project.handouts(language="en")][:2] == [
        "cytokine-storm-red-flag-card-en",
        "cytokine-storm-wallet-card-en",
    ]


def test_the_same_bytes_as_the_command_line(caresheet: Run, starter: Path, files: dict[str, bytes]) -> None:
    """A project held in a dictionary, rendered by four threads at once in every format, has the bytes that
    `caresheet build` writes from its folder."""
    formats = [part for form in FORMATS for part in ("--format", form)]
    assert caresheet("build", *formats, "--today", str(TODAY), cwd=starter).returncode == 0
    written = {path.name: path.read_bytes() for path in (starter / "build").iterdir() if path.suffix != ".json"}
    handouts = opened(files).handouts()
    tasks = [(handout, form) for handout in handouts for form in FORMATS] * 2
    with ThreadPoolExecutor(THREADS) as pool:
        artifacts = list(pool.map(lambda task: task[0].render(task[1]), tasks))
    assert len(written) == len(handouts) * len(FORMATS)
    assert {each.name: each.data for each in artifacts} == written
    assert len({(each.name, each.data) for each in artifacts}) == len(written)


def opened(files: dict[str, bytes], clinic: str | None = None) -> caresheet.Project:
    return caresheet.open_project(files, clinic, today=TODAY)


def test_nothing_is_written_unless_asked(files: dict[str, bytes], tmp_path: Path) -> None:
    """Reading, checking and rendering open no file for writing, make no folder and start no program; building does."""
    typed = "".join(f"{path} {data.hex()}\n" for path, data in files.items())
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "CARESHEET_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY],
        input=typed,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *names, refused = done.stdout.splitlines()
    assert len(names) == 2 * len(FORMATS)
    assert refused.startswith("refused: os.mkdir")
    assert list(tmp_path.glob("cache*")) == []


def test_handouts(files: dict[str, bytes]) -> None:
    """Handouts are chosen by topic, layout and language, in any case of size and paper, and say what they are."""
    project = opened(files)
    assert (project.topics, project.layouts, project.languages) == (("hand-washing",), ("card", "leaflet"), ("en",))
    (card,) = project.handouts(topic="hand-washing", layout="card", language="en")
    assert (card.name, card.title, card.topic) == ("hand-washing-card-en", "Wash your hands", "hand-washing")
    assert (card.layout, card.language, card.audience, card.is_reviewed) == ("card", "en", "family", False)
    assert repr(card) == "<Handout hand-washing-card-en>"
    large, _ = project.handouts(size="LARGE", paper="A4")
    artifact = large.render()
    assert artifact.name == "hand-washing-card-en-large-a4.pdf"
    assert (artifact.media_type, artifact.pages) == ("application/pdf", 1)
    assert artifact.data.startswith(b"%PDF-")
    assert large.render("txt").pages is None


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"topic": "hand-wash"}, "there is no topic 'hand-wash'"),
        ({"layout": "poster"}, "there is no layout 'poster'"),
        ({"language": "fr"}, "there is no language 'fr'"),
        ({"size": "huge"}, "there is no size 'huge'"),
        ({"paper": "a9"}, "there is no paper 'a9'"),
    ],
)
def test_names_that_do_not_exist(files: dict[str, bytes], asked: dict[str, str], message: str) -> None:
    """A wrong name is a RequestError, which is a CaresheetError with a remedy; so is a format."""
    project = opened(files)
    with pytest.raises(caresheet.RequestError, match=message) as caught:
        project.handouts(**asked)  # type: ignore[arg-type]
    assert isinstance(caught.value, caresheet.CaresheetError)
    assert caught.value.problems[0].hint
    with pytest.raises(caresheet.RequestError, match="there is no format 'docx'"):
        project.handouts()[0].render("docx")


def test_problems_of_files(files: dict[str, bytes]) -> None:
    """What is wrong with the files is raised at once, with every place; nothing else ever is."""
    files[ENGLISH] = files[ENGLISH].replace(b"title: Hand washing\n", b"titel: Hand washing\n")
    files["layouts/card.yaml"] = b"audience: [\n"
    with pytest.raises(caresheet.CaresheetError) as caught:
        opened(files)
    places = problems(caught.value)
    assert any(place.startswith(f"{ENGLISH}:") and place.endswith("unknown-key") for place in places), places
    assert any(place.startswith("layouts/card.yaml:") for place in places), places
    with pytest.raises(caresheet.CaresheetError, match="no-project"):
        caresheet.open_project({})
    with pytest.raises(caresheet.CaresheetError, match="no-project"):
        caresheet.open_project(ROOT / "src")


def test_faults_of_a_handout(files: dict[str, bytes]) -> None:
    """A handout that does not fit its pages has no PDF, and the report says why; its text can be had."""
    files[ENGLISH] = files[ENGLISH].replace(b"Dry them with a clean towel.", b"Dry them. " * 500)
    project = opened(files)
    (card,) = project.handouts(layout="card")
    with pytest.raises(caresheet.CaresheetError, match="does-not-fit"):
        card.render("pdf")
    assert b"Dry them. Dry them." in card.render("txt").data
    assert "does-not-fit" in {each.rule.name for each in project.check(pages=True).problems}
    assert project.check(pages=True).has_failed()


def test_sheets_for_a_printer(caresheet: Run, starter: Path, files: dict[str, bytes]) -> None:
    """A handout on sheets, with crop marks or without, is the file that the command line makes, byte for
    byte."""
    layouts = ["--layout", "card", "--today", str(TODAY), "--out", "sheets"]
    assert caresheet("build", "--n-up", "2", "--print-marks", *layouts, cwd=starter).returncode == 0
    handout = opened(files).handouts(layout="card")[0]
    made = handout.on_sheets("2-up", marks=True)
    assert made.name == f"{handout.name}-2-up-marks"
    assert made.render().data == (starter / "sheets" / f"{made.name}.pdf").read_bytes()
    assert handout.on_sheets().render().data == handout.render().data


def test_sheets_that_cannot_be(files: dict[str, bytes]) -> None:
    """An unknown arrangement and another format than PDF are refused."""
    (handout, *_) = opened(files).handouts()
    with pytest.raises(caresheet.RequestError, match="there is no arrangement '3-up'"):
        handout.on_sheets("3-up")
    with pytest.raises(caresheet.RequestError, match="only the pages of a PDF can be put on sheets"):
        handout.on_sheets("2-up").render("html")


def test_a_clinic(files: dict[str, bytes], starter: Path, tmp_path: Path) -> None:
    """The clinic is a path in the project, or for a folder a file anywhere; its numbers are printed."""
    profile = b"name: 'Riverside'\nphone: '555-0110'\n"
    files[CLINIC] = profile
    (starter / CLINIC).write_bytes(profile)
    (tmp_path / "riverside.yaml").write_bytes(profile)
    texts = []
    for project in (
        opened(files, CLINIC),
        caresheet.open_project(starter, CLINIC, today=TODAY),
        caresheet.open_project(str(starter), tmp_path / "riverside.yaml", today=TODAY),
    ):
        leaflet = project.handouts(layout="leaflet")[0].render("txt")
        assert leaflet.name == "hand-washing-leaflet-en-riverside.txt"
        texts.append(leaflet.data)
    assert b"555-0110" in texts[0]
    assert texts[0] == texts[1] == texts[2]
    with pytest.raises(caresheet.CaresheetError, match=r"content/clinics/none.yaml:1:1: not-readable"):
        opened(files, "content/clinics/none.yaml")


def test_build(caresheet: Run, starter: Path, files: dict[str, bytes], tmp_path: Path) -> None:
    """A project in memory is built into a folder as from the command line, manifest and all, and verified there."""
    out = tmp_path / "out"
    published = opened(files).build(out, formats=("pdf", "txt", "pdf"))
    assert sorted(path.name for path in published.paths) == sorted(
        f"hand-washing-{layout}-en.{form}" for layout in ("card", "leaflet") for form in ("pdf", "txt")
    )
    built = caresheet(
        "build", "--format", "pdf", "--format", "txt", "--out", "../other", "--today", str(TODAY), cwd=starter
    )
    assert built.returncode == 0
    assert held(out) == held(tmp_path / "other")
    assert caresheet("verify", str(out), "--project", str(starter), "--today", str(TODAY)).returncode == 0


def test_a_build_that_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    """A release of drafts is refused, and a folder that cannot be written to is reported; nothing is left behind."""
    out = tmp_path / "out"
    with pytest.raises(caresheet.CaresheetError, match="not-reviewed"):
        opened(files).build(out, release=True)
    assert not out.exists()
    out.write_bytes(b"a file")
    with pytest.raises(caresheet.CaresheetError, match="not-writable"):
        opened(files).build(out)
    assert out.read_bytes() == b"a file"


def test_importing_costs_nothing() -> None:
    """`import caresheet` loads nothing else of caresheet but its version, and no library; what it offers is listed."""
    code = "import sys, caresheet; print(*sys.modules); dir(caresheet)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert {name for name in loaded.split() if name.startswith("caresheet")} == {"caresheet", "caresheet.version"}
    assert not {"msgspec", "click", "yaml", "reportlab", "PIL"} & set(loaded.split())
    assert set(caresheet.__all__) <= set(dir(caresheet))
    for name in caresheet.__all__:
        assert getattr(caresheet, name).__doc__ or name == "__version__", name
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        caresheet.no_such_name  # type: ignore[attr-defined]  # noqa: B018


def test_types_reach_the_caller(tmp_path: Path) -> None:
    """A type checker knows the API of the installed package (PEP 561), and finds each mistake in using it."""
    told = []
    for text in (CLIENT, MISTAKES):
        path = tmp_path / "client.py"
        path.write_text(text, encoding="utf-8")
        environment = os.environ | {"MYPYPATH": ""}
        command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(path)]
        told.append(
            subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
        )
    assert told[0].returncode == 0, told[0].stdout
    errors = [line.partition(": error")[0] for line in told[1].stdout.splitlines() if ": error" in line]
    assert errors == [f"client.py:{number}" for number in (4, 5, 6)], told[1].stdout
