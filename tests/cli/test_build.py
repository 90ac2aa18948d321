"""`caresheet build` makes all handouts or none, and says in words what stands in the way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.app.projects import change

Run = Callable[..., "subprocess.CompletedProcess[str]"]
CARD, LEAFLET = "hand-washing-card-en.pdf", "hand-washing-leaflet-en.pdf"
ENGLISH = Path("content") / "hand-washing" / "en.yaml"


def made(folder: Path) -> list[str]:
    """What is in a folder besides its manifest, which must be there when anything is."""
    names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    assert not names or "manifest.json" in names
    return [name for name in names if name != "manifest.json"]


def test_build_everything(caresheet: Run, starter: Path) -> None:
    """Every handout is in build/, with a line each and a summary on stdout and nothing on stderr."""
    result = caresheet("build", cwd=starter)
    assert (result.returncode, result.stderr) == (0, "")
    assert made(starter / "build") == [CARD, LEAFLET]
    card, leaflet, summary = result.stdout.splitlines()
    assert card.split() == [str(Path("build") / CARD), "1", "page"]
    assert leaflet.startswith(str(Path("build") / LEAFLET))
    assert summary.startswith("2 handouts, ")
    assert summary.endswith(f" pages, in build{os.sep}")
    assert all((starter / "build" / name).read_bytes().startswith(b"%PDF-") for name in (CARD, LEAFLET))


def test_same_bytes(caresheet: Run, starter: Path) -> None:
    """A second build, elsewhere, gives the same bytes."""
    caresheet("build", cwd=starter)
    shutil.copytree(starter, starter.parent / "copy", ignore=shutil.ignore_patterns("build"))
    caresheet("build", cwd=starter.parent / "copy", environment={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
    for name in (CARD, LEAFLET):
        assert (starter / "build" / name).read_bytes() == (starter.parent / "copy" / "build" / name).read_bytes()


def test_selection(caresheet: Run, starter: Path) -> None:
    """Topic, layout and language narrow what is made; --out and --project say from where and to where; --quiet is."""
    narrowed = ("hand-washing", "--layout", "leaflet", "--lang", "en")
    result = caresheet("build", *narrowed, "--project", "project", "--out", "a/b", "--quiet")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert made(starter.parent / "a" / "b") == [LEAFLET]
    assert made(starter / "build") == []


def test_from_a_folder_within(caresheet: Run, starter: Path) -> None:
    """The project is found from any folder inside it, and its own build/ is used."""
    assert caresheet("build", cwd=starter / "content" / "clinics").returncode == 0
    assert made(starter / "build") == [CARD, LEAFLET]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("hand-wash",), "There is no topic 'hand-wash'. Did you mean 'hand-washing'? The topics are: hand-washing."),
        (
            ("--layout", "leaflets"),
            "There is no layout 'leaflets'. Did you mean 'leaflet'? The layouts are: card, leaflet.",
        ),
        (("--lang", "xx"), "There is no language 'xx'. The languages are: en."),
    ],
    ids=["topic", "layout", "language"],
)
def test_unknown_selection(caresheet: Run, starter: Path, arguments: tuple[str, ...], message: str) -> None:
    """A name that matches nothing is refused with the nearest one and all there are; exit 2, nothing written."""
    result = caresheet("build", *arguments, cwd=starter, environment={"COLUMNS": "200"})
    assert result.returncode == 2
    assert message in result.stderr
    assert made(starter / "build") == []


def test_selection_that_meets_nothing(caresheet: Run, starter: Path) -> None:
    """Names that exist, but no handout that is all of them, are not a silent success."""
    change(starter / "content" / "hand-washing" / "topic.yaml", "[card, leaflet]", "[leaflet]")
    text = (starter / ENGLISH).read_text(encoding="utf-8")
    start, end = text.index("  card:\n"), text.index("  leaflet:\n")
    (starter / ENGLISH).write_text(text[:start] + text[end:], encoding="utf-8")
    result = caresheet("build", "--layout", "card", cwd=starter)
    assert result.returncode == 2
    assert "No handout matches all of these options" in result.stderr


def test_all_problems_at_once(caresheet: Run, starter: Path) -> None:
    """Faults in several files are all reported, one a line with file, line and column; exit 1, nothing written."""
    change(starter / ENGLISH, "title: Hand washing\n", "titel: Hand washing\n")
    change(starter / "layouts" / "card.yaml", "audience: family", "audience: families")
    result = caresheet("build", cwd=starter)
    assert (result.returncode, result.stdout) == (1, "")
    key, audience, summary = result.stderr.splitlines()
    assert summary == "Nothing was written."
    assert key.startswith("content/hand-washing/en.yaml:9:1: unknown-key unknown key 'titel' ")
    assert key.endswith("(did you mean 'title'?)")
    assert audience.startswith("content/hand-washing/topic.yaml:8:12: unknown-name ")
    assert made(starter / "build") == []


def test_not_yaml(caresheet: Run, starter: Path) -> None:
    """A file that is no YAML is named with its line; there is no traceback."""
    (starter / "layouts" / "base.yaml").write_text("paper: [letter\n", encoding="utf-8")
    result = caresheet("build", cwd=starter)
    assert result.returncode == 1
    assert result.stderr.startswith("layouts/base.yaml:")
    assert "invalid-yaml" in result.stderr
    assert "Traceback" not in result.stderr


def test_failing_handout_leaves_the_old_files(caresheet: Run, starter: Path) -> None:
    """When a handout does not fit its pages, its file is not touched, and the message says that it is still there."""
    assert caresheet("build", cwd=starter).returncode == 0
    before = {name: (starter / "build" / name).read_bytes() for name in (CARD, LEAFLET)}
    change(starter / ENGLISH, "Dry them with a clean towel.", "Dry them. " * 120)
    result = caresheet("build", "--layout", "card", cwd=starter)
    assert (result.returncode, result.stdout) == (1, "")
    assert "over-budget" in result.stderr
    assert result.stderr.endswith(f"Still in build{os.sep} from an earlier build: {CARD}\n")
    assert {name: (starter / "build" / name).read_bytes() for name in made(starter / "build")} == before
    assert caresheet("build", cwd=starter).returncode == 3
    assert (starter / "build" / CARD).read_bytes() == before[CARD]
    assert (starter / "build" / LEAFLET).read_bytes() != before[LEAFLET]


def test_problems_of_all_handouts(caresheet: Run, starter: Path) -> None:
    """Handouts that fail each for their own reason are all reported in one go, each problem once."""
    change(starter / ENGLISH, "Dry them with a clean towel.", "Dry them. " * 500)
    change(starter / "layouts" / "card.yaml", "type: {body: 15pt}", "type: {body: 8pt, floor: 8pt}")
    result = caresheet("build", cwd=starter)
    assert result.returncode == 1
    lines = result.stderr.splitlines()
    assert len(lines) == len(set(lines))
    told = [line.partition(" ")[0].rsplit(":", 3)[0] for line in lines if "type-too-small" in line or "not-fit" in line]
    assert set(told) == {"content/hand-washing/en.yaml", "layouts/card.yaml"}


def test_part_that_cannot_be_written(caresheet: Run, starter: Path) -> None:
    """A target that cannot be replaced is named; the other files are written, and the exit code tells it (3)."""
    (starter / "build" / CARD).mkdir(parents=True)
    result = caresheet("build", cwd=starter)
    assert result.returncode == 3
    assert result.stderr.startswith(f"not-writable {Path('build') / CARD} is a folder (")
    assert "choose another folder with --out" in result.stderr
    assert result.stdout.splitlines()[-1].startswith("1 handout, ")
    assert (starter / "build" / LEAFLET).is_file()


def test_nothing_can_be_written(caresheet: Run, starter: Path) -> None:
    """A file in the place of the folder stays; exit 1."""
    (starter / "build").write_text("mine", encoding="utf-8")
    result = caresheet("build", cwd=starter)
    assert result.returncode == 1
    assert "build is not a folder" in result.stderr
    assert (starter / "build").read_text(encoding="utf-8") == "mine"
    assert caresheet("build", "--out", "build", cwd=starter).returncode == 2


def test_two_handouts_of_one_name(caresheet: Run, starter: Path) -> None:
    """Topic a with layout b-c and topic a-b with layout c would be one file: refused before anything is made."""
    for topic, layout in (("a", "b-c"), ("a-b", "c")):
        folder = starter / "content" / topic
        shutil.copytree(starter / "content" / "hand-washing", folder)
        shutil.copy(starter / "layouts" / "leaflet.yaml", starter / "layouts" / f"{layout}.yaml")
        change(folder / "topic.yaml", "[card, leaflet]", f"[card, {layout}]")
        change(folder / "en.yaml", "  leaflet:\n", f"  {layout}:\n")
    result = caresheet("build", cwd=starter)
    assert (result.returncode, result.stdout) == (1, "")
    line, _summary = result.stderr.splitlines()
    assert " duplicate-file-name a-b-c-en is also the name of the handout at content/" in line
    assert caresheet("build", "a", cwd=starter).returncode == 0


def test_missing_usual_clinic(caresheet: Run, starter: Path) -> None:
    """Without the usual profile, the message says how to make one."""
    (starter / "content" / "clinics" / "example.yaml").unlink()
    result = caresheet("build", cwd=starter)
    assert result.returncode == 1
    assert result.stderr.startswith("content/clinics/example.yaml:1:1: not-readable ")
    assert "caresheet clinic new" in result.stderr


def test_no_topic_yet(caresheet: Run, starter: Path) -> None:
    """A project without topics is told apart from one that has been built."""
    shutil.rmtree(starter / "content" / "hand-washing")
    result = caresheet("build", cwd=starter)
    assert (result.returncode, result.stdout) == (1, "")
    assert "no-project " in result.stderr


def test_remarks_stand_once(caresheet: Run, starter: Path) -> None:
    """What is wrong with several handouts without stopping them is printed once, in the order of the files, and
    names them; and again when nothing has changed."""
    change(starter / "layouts" / "base.yaml", "columns: 1", "columns: 1\nlimits: {everyone: {body: 20}}")
    for _ in range(2):
        errors = caresheet("build", "--quiet", "--today", "2099-01-01", cwd=starter).stderr.splitlines()
        assert [(line.partition(":")[0], line.split()[1]) for line in errors] == [
            ("content/hand-washing/topic.yaml", "past-review"),
            ("layouts/base.yaml", "small-body-text"),
            ("layouts/base.yaml", "small-body-text"),
        ]
        assert ["(in hand-washing-card-en)" in line for line in errors[1:]] == [True, False]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the viewer is a script named xdg-open")
def test_open(caresheet: Run, starter: Path, tmp_path: Path) -> None:
    """--open opens the one file, or the folder of several; without a viewer, a warning says where the files are."""
    viewer = tmp_path / "viewer"
    viewer.mkdir()
    script = viewer / "xdg-open"
    script.write_text('#!/bin/sh\necho "$1" > "$OPENED.part" && mv "$OPENED.part" "$OPENED"\n', encoding="utf-8")
    script.chmod(0o755)
    for arguments, expected in ((("--layout", "card"), Path("build") / CARD), ((), Path("build"))):
        opened = tmp_path / f"opened-{len(arguments)}"
        environment = {"PATH": f"{viewer}:/bin:/usr/bin", "OPENED": str(opened)}
        assert caresheet("build", "--open", *arguments, cwd=starter, environment=environment).returncode == 0
        wait_for(opened)
        assert opened.read_text(encoding="utf-8").strip() == str(expected)
    result = caresheet("build", "--open", cwd=starter, environment={"PATH": "/nowhere"})
    assert result.returncode == 0
    assert result.stderr == "warning: build was made, but no program was found to open it\n"


def wait_for(path: Path) -> None:
    """The viewer is a process of its own that nobody waits for."""
    for _ in range(200):
        if path.exists():
            return
        time.sleep(0.05)


def test_words_alone(caresheet: Run, starter: Path) -> None:
    """--format txt and html write the handouts' words beside the PDFs, or instead of them; a full build leaves them."""
    result = caresheet("build", "--format", "txt", "--format", "html", cwd=starter)
    assert (result.returncode, result.stderr) == (0, "")
    names = {f"{Path(name).stem}.{kind}" for name in (CARD, LEAFLET) for kind in ("txt", "html")}
    assert set(made(starter / "build")) == names
    *files, summary = result.stdout.splitlines()
    assert [Path(line).name for line in files] == [
        f"{Path(name).stem}.{kind}" for name in (CARD, LEAFLET) for kind in ("txt", "html")
    ]
    assert summary == f"2 handouts, 4 files, in build{os.sep}"
    text = (starter / "build" / "hand-washing-card-en.txt").read_text(encoding="utf-8")
    assert "Wash your hands\n===============\n" in text
    assert "1. Wet your hands and take soap.\n" in text
    page = (starter / "build" / "hand-washing-card-en.html").read_text(encoding="utf-8")
    assert "<li>Wet your hands and take soap.</li>" in page
    assert caresheet("build", "--format", "pdf", cwd=starter).returncode == 0
    assert set(made(starter / "build")) == {*names, CARD, LEAFLET}
    assert caresheet("verify", cwd=starter).returncode == 0


def test_words_alone_are_released_like_pages(caresheet: Run, starter: Path) -> None:
    """A draft is not released in any form, and nothing is written."""
    result = caresheet("build", "--format", "txt", "--release", cwd=starter)
    assert result.returncode == 1
    assert "not-reviewed" in result.stderr
    assert made(starter / "build") == []


def test_faults_keep_words_from_being_written(caresheet: Run, starter: Path) -> None:
    """A fault in what all handouts share leaves nothing behind, in no format."""
    change(starter / "layouts" / "base.yaml", "floor: 12pt", "floor: 9pt")
    result = caresheet("build", "--format", "html", "--format", "pdf", cwd=starter)
    assert result.returncode == 1
    assert "type-too-small" in result.stderr
    assert made(starter / "build") == []


def test_a_format_that_fails_keeps_all_formats_from_being_written(caresheet: Run, starter: Path) -> None:
    """A handout that is over its page budget has no PDF, and then its text is not written either; text alone knows no
    pages."""
    change(starter / ENGLISH, "Dry them with a clean towel.", "Dry them. " * 500)
    both = caresheet("build", "--layout", "card", "--format", "txt", "--format", "pdf", cwd=starter)
    assert (both.returncode, both.stdout) == (1, "")
    assert "does-not-fit" in both.stderr
    assert made(starter / "build") == []
    assert caresheet("build", "--format", "txt", cwd=starter).returncode == 0
    assert set(made(starter / "build")) == {f"{Path(name).stem}.txt" for name in (CARD, LEAFLET)}
