"""The benchmark still runs: it is written against the rooms themselves, so a change of a room can break it unseen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pikepdf
import pytest
from tests.bench import copies, forms, merged, phases, scripts
from tests.bench.handout import LAYOUTS, own_parts, write_personal_project, write_project, write_rivals, write_topics

from caresheet.app.sources import read_folder
from caresheet.outputs.pdf.reader.read import read_pdf


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_project(own_parts(), tmp_path / "project", 3)
    return tmp_path / "project"


def test_copies_differ(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each copy is made for another clinic, and what it took is printed as JSON."""
    monkeypatch.setattr(sys, "argv", ["copies", str(project), "2", str(tmp_path / "out")])
    copies.main()
    assert json.loads(capsys.readouterr().out)["pages"] >= 1
    first, second = sorted((tmp_path / "out").iterdir())
    assert first.read_bytes() != second.read_bytes()


def test_merged_copies_and_forms_have_the_same_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The forms that our copies are timed against are filled with the same values, in as many places."""
    project = tmp_path / "personal"
    write_personal_project(own_parts()[:1], project)
    for name, module, last in (("merged", merged, "1"), ("forms", forms, "pikepdf")):
        monkeypatch.setattr(sys, "argv", [name, str(project), "2", str(tmp_path / name), last])
        module.main()
        assert json.loads(capsys.readouterr().out)["copies"] > 0
    with pikepdf.open(tmp_path / "forms" / "1.pdf") as pdf:
        values = [str(field.V) for field in pdf.Root.AcroForm.Fields]
    assert {"Person 1", "555-0101"} == set(values)
    ours = read_pdf((tmp_path / "merged" / "copy-00002.pdf").read_bytes())
    said = " ".join(text.text for page in ours.pages for text in page.texts)
    assert [said.count(f" {value} ") for value in ("Person 1", "555-0101")] == [
        values.count(value) for value in ("Person 1", "555-0101")
    ]


def test_many_topics_make_six_handouts_each(tmp_path: Path) -> None:
    """The project of many topics is sound, and the peers' document beside it is its first section."""
    parts, project, peers = own_parts(), tmp_path / "project", tmp_path / "peers"
    write_topics(parts, project, 2)
    read = read_folder(project)
    assert (len(read.topics), read.problems, read.missing) == (2, (), ())
    assert [len(topic.handouts) for topic in read.topics] == [LAYOUTS] * 2
    peers.mkdir()
    (peers / "engines.py").write_text("", encoding="utf-8")
    whole = {"title": "Benchmark", "sections": [{"title": part.title, "blocks": []} for part in parts]}
    (peers / "doc.json").write_text(json.dumps(whole), encoding="utf-8")
    write_rivals(peers, parts, tmp_path / "rivals")
    (section,) = json.loads((tmp_path / "rivals/doc.json").read_text(encoding="utf-8"))["sections"]
    assert section["title"] == parts[0].title


def test_every_room_is_timed(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The walk through the rooms goes all the way to the written file."""
    monkeypatch.setattr(sys, "argv", ["phases", str(project), "1"])
    phases.main()
    rooms = json.loads(capsys.readouterr().out)
    assert {"read", "compose", "lay out", "paint", "prove", "write"} <= rooms.keys()


def test_the_error_rates_of_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page in a script is read back as it was written; a wrong letter counts, and a peer that is not installed is
    left out."""
    page = scripts.our_page("ru")
    words = "".join(scripts.paragraphs("ru"))
    for read in (scripts.decoded, scripts.by_place, scripts.pdfium_plain):
        assert scripts.rate(words, read(page)) == 0.0
    assert scripts.rate("abcd", "abxd") == 0.25
    monkeypatch.setenv("PATH", "")
    assert scripts.peers_pages(sys.executable, "Chromium", tmp_path) is None
