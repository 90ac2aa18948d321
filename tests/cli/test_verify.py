"""A folder of published PDFs is guarded: whatever is not what the project makes today is named, and fails."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zlib
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.outputs.pdfs import moved

from caresheet.delivery import sha256_of


@pytest.fixture
def built(starter: Path, caresheet: Run) -> Path:
    """The starter project with all its handouts in build/."""
    assert caresheet("build", cwd=starter).returncode == 0
    return starter


def manifest(project: Path) -> dict[str, dict[str, object]]:
    files = json.loads((project / "build" / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert isinstance(files, dict)
    return files


def pdfs(project: Path) -> list[Path]:
    found = sorted((project / "build").glob("*.pdf"))
    assert found
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_the_manifest_accounts_for_every_file(built: Path) -> None:
    """Each PDF stands there with its fingerprint, and each of its inputs with the fingerprint of today's file."""
    files = manifest(built)
    assert sorted(files) == [path.name for path in pdfs(built)]
    for path in pdfs(built):
        facts = files[path.name]
        assert facts["sha256"] == sha256_of(path.read_bytes())
        inputs = facts["inputs"]
        assert isinstance(inputs, dict)
        assert {"content/clinics/example.yaml", "content/hand-washing/en.yaml"} <= set(inputs)
        for name, digest in inputs.items():
            assert digest == sha256_of((built / name).read_bytes())


def test_a_fresh_build_is_up_to_date(built: Path, caresheet: Run) -> None:
    """Verifying what was just built finds nothing, also from a copy of the project in another folder."""
    checked = caresheet("verify", cwd=built)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "all up to date" in checked.stdout
    copy = built.parent / "another folder"
    shutil.copytree(built, copy)
    assert caresheet("verify", cwd=copy).returncode == 0


def test_changed_words_make_a_handout_outdated(built: Path, caresheet: Run) -> None:
    """After an edit of the content the file is out of date, and the edited input is named."""
    edit(built / "content" / "hand-washing" / "en.yaml", "soap", "good soap")
    checked = caresheet("verify", cwd=built)
    assert checked.returncode == 1
    assert "out of date (content/hand-washing/en.yaml)" in checked.stdout


def test_a_comment_does_not_make_a_handout_outdated(built: Path, caresheet: Run) -> None:
    """What is compared is what would be printed, not the inputs: a remark in the YAML changes nothing."""
    path = built / "content" / "hand-washing" / "en.yaml"
    path.write_text(f"# a remark\n{path.read_text(encoding='utf-8')}", encoding="utf-8", newline="\n")
    assert caresheet("verify", cwd=built).returncode == 0


def test_a_missing_file_is_missing(built: Path, caresheet: Run) -> None:
    """A handout that was deleted from the folder is noticed."""
    pdfs(built)[0].unlink()
    checked = caresheet("verify", cwd=built)
    assert checked.returncode == 1
    assert "missing" in checked.stdout


def test_a_foreign_file_is_foreign(built: Path, caresheet: Run) -> None:
    """A PDF that no build made is noticed."""
    (built / "build" / "leaflet-of-somebody.pdf").write_bytes(b"%PDF-1.7\n")
    checked = caresheet("verify", cwd=built)
    assert checked.returncode == 1
    assert "leaflet-of-somebody.pdf  foreign" in checked.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_names_steer_no_terminal(built: Path, caresheet: Run) -> None:
    """The name of a foreign file may be anything: what would steer the terminal is written out."""
    (built / "build" / "a\x07\u202efdp.pdf").touch()
    result = caresheet("verify", "build", cwd=built)
    assert result.returncode == 1
    assert "a\\x07\\u202efdp.pdf  foreign" in result.stdout
    assert result.stdout.replace("\n", "").isprintable()


def test_a_changed_file_is_noticed(built: Path, caresheet: Run) -> None:
    """One byte changed in a published PDF is enough."""
    path = pdfs(built)[0]
    path.write_bytes(path.read_bytes() + b"\n")
    checked = caresheet("verify", cwd=built)
    assert checked.returncode == 1
    assert f"{path.name}  changed since it was built" in checked.stdout


def test_another_zlib_is_recognised(built: Path, caresheet: Run) -> None:
    """A file whose streams another zlib compressed is accepted by its objects, and that is said."""
    path = pdfs(built)[0]
    data = path.read_bytes()
    other = recompressed(data)
    assert other != data
    path.write_bytes(other)
    account = json.loads((built / "build" / "manifest.json").read_text(encoding="utf-8"))
    account["files"][path.name]["sha256"] = sha256_of(other)
    (built / "build" / "manifest.json").write_text(json.dumps(account), encoding="utf-8")
    checked = caresheet("verify", cwd=built)
    assert checked.returncode == 0, checked.stdout
    assert "compressed by another zlib" in checked.stdout


def recompressed(data: bytes) -> bytes:
    """The same file with its first compressed stream packed less tightly."""
    start = data.index(b"/FlateDecode")
    head = data.index(b"\nstream\n", start) + len(b"\nstream\n")
    end = data.index(b"\nendstream", head)
    looser = zlib.compress(zlib.decompress(data[head:end]), 1)
    length = f"/Length {end - head}".encode()
    before = data[:head].replace(length, f"/Length {len(looser)}".encode())
    return moved(before + looser + data[end:], start, len(before) + len(looser) - end)


def test_a_partial_build_keeps_the_rest_of_the_account(built: Path, caresheet: Run) -> None:
    """Building one handout leaves the entries of the others as they were."""
    before = manifest(built)
    one = min(before)
    layout = str(before[one]["layout"])
    edit(built / "content" / "hand-washing" / "en.yaml", "soap", "good soap")
    assert caresheet("build", "--layout", layout, cwd=built).returncode == 0
    after = manifest(built)
    assert sorted(after) == sorted(before)
    assert {name for name in after if after[name] != before[name]} == {
        name for name in after if after[name]["layout"] == layout
    }


def test_a_handout_that_is_no_longer_made_is_removed(built: Path, caresheet: Run) -> None:
    """A whole build takes away what only earlier builds made, from the folder and from the account."""
    gone = built / "build" / "old-name.pdf"
    gone.write_bytes(b"old")
    account = json.loads((built / "build" / "manifest.json").read_text(encoding="utf-8"))
    facts = next(iter(account["files"].values()))
    account["files"]["old-name.pdf"] = {**facts, "sha256": sha256_of(b"old")}
    (built / "build" / "manifest.json").write_text(json.dumps(account), encoding="utf-8")
    assert "no longer made" in caresheet("verify", cwd=built).stdout
    again = caresheet("build", cwd=built)
    assert "old-name.pdf  removed" in again.stdout
    assert not gone.exists()
    assert "old-name.pdf" not in manifest(built)


def test_a_file_that_somebody_changed_is_never_removed(built: Path, caresheet: Run) -> None:
    """What is no longer made but is not what was built stays where it is, with a warning."""
    kept = built / "build" / "old-name.pdf"
    kept.write_bytes(b"annotated by hand")
    account = json.loads((built / "build" / "manifest.json").read_text(encoding="utf-8"))
    facts = next(iter(account["files"].values()))
    account["files"]["old-name.pdf"] = {**facts, "sha256": sha256_of(b"old")}
    (built / "build" / "manifest.json").write_text(json.dumps(account), encoding="utf-8")
    again = caresheet("build", cwd=built)
    assert again.returncode == 0
    assert "it was kept" in again.stderr
    assert kept.read_bytes() == b"annotated by hand"


@pytest.fixture
def everything(starter: Path, caresheet: Run) -> Path:
    """The starter project with all its handouts in build/, in every format."""
    formats = (part for form in ("pdf", "html", "txt") for part in ("--format", form))
    assert caresheet("build", *formats, cwd=starter).returncode == 0
    return starter


def test_the_manifest_accounts_for_every_format(everything: Path) -> None:
    """Each file has its media type, its pages where it has any, and its fingerprint; the folder holds nothing else."""
    files = manifest(everything)
    folder = everything / "build"
    assert sorted(files) == sorted(path.name for path in folder.iterdir() if path.name != "manifest.json")
    assert {name.rpartition(".")[2]: facts["media_type"] for name, facts in files.items()} == {
        "pdf": "application/pdf",
        "html": "text/html",
        "txt": "text/plain",
    }
    for name, facts in files.items():
        assert facts["sha256"] == sha256_of((folder / name).read_bytes())
        assert (facts["pages"] is None) == (not name.endswith(".pdf"))
        assert name.endswith(".pdf") or facts["fingerprint"] == facts["sha256"]


def test_every_format_is_verified(everything: Path, caresheet: Run) -> None:
    """A page of HTML or a text that is old, changed, missing or foreign is noticed as a PDF is."""
    assert "6 files in build: all up to date" in caresheet("verify", cwd=everything).stdout
    folder = everything / "build"
    (folder / "hand-washing-card-en.txt").unlink()
    (folder / "hand-washing-leaflet-en.txt").write_text("Something else.\n", encoding="utf-8")
    (folder / "index.html").write_text("<p>Hello", encoding="utf-8")
    edit(everything / "content" / "hand-washing" / "en.yaml", "subtitle: Five steps", "subtitle: Some steps")
    checked = caresheet("verify", cwd=everything)
    assert checked.returncode == 1
    told = {Path(line.split("  ")[0]).name: line.split("  ")[1] for line in checked.stdout.splitlines()}
    assert told == {
        "hand-washing-card-en.html": "out of date (content/hand-washing/en.yaml)",
        "hand-washing-card-en.pdf": "out of date (content/hand-washing/en.yaml)",
        "hand-washing-card-en.txt": "missing",
        "hand-washing-leaflet-en.html": "up to date",
        "hand-washing-leaflet-en.pdf": "up to date",
        "hand-washing-leaflet-en.txt": "changed since it was built",
        "index.html": "foreign: no build of this project made it",
    }


def test_a_handout_that_is_gone_goes_in_every_format(everything: Path, caresheet: Run) -> None:
    """A build of everything in one format removes the other formats of a handout that is no longer made, and leaves
    those of the others."""
    english = everything / "content" / "hand-washing" / "en.yaml"
    text = english.read_text(encoding="utf-8")
    start, end = text.index("  leaflet:\n"), text.index("# The label of each blank")
    english.write_text(text[:start] + text[end:], encoding="utf-8", newline="\n")
    edit(everything / "content" / "hand-washing" / "topic.yaml", "[card, leaflet]", "[card]")
    built = caresheet("build", cwd=everything)
    assert built.returncode == 0
    assert sorted(manifest(everything)) == [f"hand-washing-card-en.{form}" for form in ("html", "pdf", "txt")]
    assert built.stdout.count("removed: no handout has this name any more") == 3


def test_two_clinics_share_a_folder(built: Path, caresheet: Run) -> None:
    """Handouts of another clinic are made beside the first ones, verified with their own numbers, and not removed."""
    profile = built / "content" / "clinics" / "riverside.yaml"
    profile.write_text("name: 'Riverside'\nphone: '555-0110'\n", encoding="utf-8", newline="\n")
    assert caresheet("build", "--clinic", str(profile), cwd=built).returncode == 0
    assert caresheet("build", cwd=built).returncode == 0
    assert {facts["clinic"] for facts in manifest(built).values()} == {
        "content/clinics/example.yaml",
        "content/clinics/riverside.yaml",
    }
    assert caresheet("verify", cwd=built).returncode == 0
    edit(profile, "555-0110", "555-0111")
    checked = caresheet("verify", cwd=built)
    assert checked.returncode == 1
    assert "riverside.pdf  out of date (content/clinics/riverside.yaml)" in checked.stdout


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 1, "files": {}}', '{"version": 99}', '{"version": 2, "files": {"../x": {}}}']
)
def test_a_broken_manifest_is_refused(built: Path, caresheet: Run, text: str) -> None:
    """A manifest that is none gets a message that says what to do, and nothing in the folder is touched."""
    before = {path: path.read_bytes() for path in pdfs(built)}
    (built / "build" / "manifest.json").write_text(text, encoding="utf-8")
    for command in ("build", "verify"):
        refused = caresheet(command, cwd=built)
        assert refused.returncode == 1
        assert "bad-manifest" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert {path: path.read_bytes() for path in pdfs(built)} == before


@pytest.mark.parametrize("other", [b"not even a pdf", b"%PDF-1.7\n%%EOF\n"])
def test_the_manifest_is_no_witness(built: Path, caresheet: Run, other: bytes) -> None:
    """A file that somebody put in the place of a handout is found, even when the manifest was edited with it."""
    path = pdfs(built)[0]
    path.write_bytes(other)
    account = json.loads((built / "build" / "manifest.json").read_text(encoding="utf-8"))
    account["files"][path.name]["sha256"] = sha256_of(other)
    (built / "build" / "manifest.json").write_text(json.dumps(account), encoding="utf-8")
    checked = caresheet("verify", cwd=built)
    assert checked.returncode == 1
    assert f"{path.name}  changed since it was built" in checked.stdout


def test_another_handout_in_its_place_is_found(built: Path, caresheet: Run) -> None:
    """A handout of the same project under another's name is found, even when the manifest was edited with it."""
    path, other = pdfs(built)[:2]
    path.write_bytes(other.read_bytes())
    account = json.loads((built / "build" / "manifest.json").read_text(encoding="utf-8"))
    account["files"][path.name]["sha256"] = account["files"][other.name]["sha256"]
    (built / "build" / "manifest.json").write_text(json.dumps(account), encoding="utf-8")
    assert caresheet("verify", cwd=built).returncode == 1


@pytest.mark.parametrize("name", ["EXTRA.PDF", "sub/a.pdf", "page.html", "words.txt"])
def test_whatever_looks_like_a_handout_is_seen(built: Path, caresheet: Run, name: str) -> None:
    """A file that no build made is named, in capitals, in a folder below, or in another format."""
    place = built / "build" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"somebody else's")
    checked = caresheet("verify", cwd=built)
    assert checked.returncode == 1
    assert "foreign" in checked.stdout


def test_a_build_deletes_handouts_only(built: Path, caresheet: Run) -> None:
    """A file that is not a handout stays, even when the manifest says that a build made it."""
    thesis = built / "build" / "thesis.docx"
    thesis.write_bytes(b"years of work")
    account = json.loads((built / "build" / "manifest.json").read_text(encoding="utf-8"))
    facts = next(iter(account["files"].values()))
    account["files"][thesis.name] = {**facts, "sha256": sha256_of(b"years of work")}
    (built / "build" / "manifest.json").write_text(json.dumps(account), encoding="utf-8")
    caresheet("build", cwd=built)
    assert thesis.read_bytes() == b"years of work"


HOSTILE_FACTS = {
    "a huge number": {"pages": "1e999"},
    "a profile outside": {"clinic": '"../creds.yaml"'},
    "a profile of the system": {"clinic": '"/etc/passwd"'},
}


@pytest.mark.parametrize("facts", HOSTILE_FACTS.values(), ids=HOSTILE_FACTS)
@pytest.mark.parametrize("command", ["build", "verify"])
def test_a_hostile_manifest_is_refused(built: Path, caresheet: Run, facts: dict[str, str], command: str) -> None:
    """A manifest with a value that no build wrote is refused by name; nothing outside the project is read."""
    path = built / "build" / "manifest.json"
    text = path.read_text(encoding="utf-8")
    for key, value in facts.items():
        old = json.dumps(next(iter(json.loads(text)["files"].values()))[key])
        text = text.replace(f'"{key}": {old}', f'"{key}": {value}', 1)
    path.write_text(text, encoding="utf-8")
    result = caresheet(command, cwd=built)
    assert result.returncode == 1
    assert "bad-manifest" in result.stderr


@pytest.mark.parametrize("name", ["a\\u0000b.pdf", "\\ud800.pdf", ".hidden.pdf"])
def test_names_that_no_handout_has_are_refused(built: Path, caresheet: Run, name: str) -> None:
    """A name with a control character, half a character, or a hidden one is refused before anything is written."""
    path = built / "build" / "manifest.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(pdfs(built)[0].name, name, 1), encoding="utf-8")
    result = caresheet("build", cwd=built)
    assert result.returncode == 1
    assert "bad-manifest" in result.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
@pytest.mark.parametrize("name", ["manifest.json", "hand-washing-card-en.pdf"])
def test_a_pipe_holds_nobody_up(built: Path, caresheet: Run, name: str) -> None:
    """A named pipe where a file should be ends in a message or is replaced, but never in waiting."""
    path = built / "build" / name
    path.unlink()
    os.mkfifo(path)
    assert caresheet("verify", cwd=built).returncode == 1
    assert caresheet("build", cwd=built).returncode in {0, 1}
