"""Starting and ending the desk: ports, a second start, no terminal, no project."""

from __future__ import annotations

import http.server
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.web.desks import NOTHING_KEPT, ROOT, open_desk, opened_by

from caresheet.app.desk_notes import DeskNote, note_desk, noted_desk
from caresheet.app.starting import own_project, project_for_desk
from caresheet.web.server import DeskServer, address_of, running_desk
from caresheet.web.sockets import listening

NO_TERMINAL = "import sys; sys.stdin = sys.stdout = sys.stderr = None; sys.argv = {argv}; {rest}"
MAIN = "from caresheet.web.launch import main; main()"


def waited_for(path: Path) -> DeskNote:
    """The note of a desk that another process starts."""
    for _ in range(200):
        note = noted_desk({"CARESHEET_DESK": str(path)})
        if note:
            return note
        time.sleep(0.1)
    raise AssertionError("no desk was started")


def opened_twice(path: Path) -> list[str]:
    """The addresses that a browser was given, once there are two; as many as there are if no second one comes."""
    addresses: list[str] = []
    for _ in range(200):
        addresses = path.read_text(encoding="utf-8").split() if path.exists() else []
        if len(addresses) == 2:
            break
        time.sleep(0.1)
    return addresses


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_busy_port_takes_the_next(family: socket.AddressFamily, host: str) -> None:
    """A port that is in use, on either address of this machine, is left alone, and the next free one is taken."""
    with socket.socket(family, socket.SOCK_STREAM) as taken:
        if family is socket.AF_INET6:
            taken.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            taken.bind((host, 0))
        except OSError:
            pytest.skip(f"no {host} on this machine")
        taken.listen()
        busy = taken.getsockname()[1]
        port, found = listening(busy)
        for each in found:
            each.close()
    assert port > busy


def test_second_start_finds_the_desk(project: Path, tmp_path: Path) -> None:
    """While a desk runs, its user finds it by its note, which nobody else can read; then the note is removed."""
    environment = NOTHING_KEPT | {"CARESHEET_DESK": str(tmp_path / "notes")}
    with open_desk(project, environment) as browser:
        waited_for(tmp_path / "notes")
        assert running_desk(project, environment) == browser.server.note
        assert running_desk(tmp_path, environment) is None  # another project gets another desk
        if os.name == "posix":
            assert stat.S_IMODE((tmp_path / "notes" / "desk.json").stat().st_mode) == 0o600
    assert noted_desk(environment) is None
    assert running_desk(project, environment) is None


class Impostor(http.server.BaseHTTPRequestHandler):
    """Another user's program on the port of a desk that has ended."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"yes")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_stranger_on_the_port_is_no_desk(tmp_path: Path) -> None:
    """A program that answers on the port of the last desk is not taken for it, and is not told what opens desks."""
    environment = {"CARESHEET_DESK": str(tmp_path)}
    Impostor.asked = []
    with http.server.HTTPServer(("127.0.0.1", 0), Impostor) as stranger:
        note = DeskNote(stranger.server_port, "the-link", str(tmp_path))
        note_desk(note, environment)
        thread = threading.Thread(target=stranger.handle_request)
        thread.start()
        assert running_desk(tmp_path, environment) is None
        thread.join()
    assert Impostor.asked
    assert not [path for path in Impostor.asked if note.link in path]


@pytest.mark.parametrize("note", ["", "[", "{}", '{"port": "x"}'])
def test_broken_note_is_no_note(tmp_path: Path, note: str) -> None:
    """A note that cannot be read does not prevent a new desk."""
    (tmp_path / "desk.json").write_text(note, encoding="utf-8")
    assert running_desk(None, {"CARESHEET_DESK": str(tmp_path)}) is None


def test_gui_script_works_without_a_terminal(project: Path, tmp_path: Path) -> None:
    """`caresheet-desk` runs with no stdin, stdout and stderr, as on Windows, opens the browser, and ends when it is
    closed; a second start only opens the browser once more."""
    opened = tmp_path / "opened"
    browser = tmp_path / "browse.py"
    browser.write_text(f"import sys\nopen({str(opened)!r}, 'a').write(sys.argv[1] + '\\n')\n", encoding="utf-8")
    code = NO_TERMINAL.format(argv=["caresheet-desk", str(project)], rest=MAIN)
    environment = os.environ | NOTHING_KEPT | {"CARESHEET_DESK": str(tmp_path / "notes")}
    environment |= {"BROWSER": f"{sys.executable} {browser} %s"}
    first = subprocess.Popen([sys.executable, "-c", code], env=environment)
    try:
        note = waited_for(tmp_path / "notes")
        assert subprocess.run([sys.executable, "-c", code], env=environment, timeout=120, check=False).returncode == 0
        addresses = opened_twice(opened)
        assert len(addresses) == 2
        assert addresses[0] == addresses[1]
        assert addresses[0] == address_of(note)
        assert opened_by(note).post("/close").status == 200
        assert first.wait(timeout=120) == 0
    finally:
        first.kill()
        first.wait()
    assert noted_desk({"CARESHEET_DESK": str(tmp_path / "notes")}) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for one process alone")
def test_ctrl_c_closes_the_desk_and_says_so(project: Path, tmp_path: Path) -> None:
    """`caresheet desk --no-browser` prints the link, and Ctrl-C ends it in words, without a traceback."""
    environment = os.environ | NOTHING_KEPT | {"CARESHEET_DESK": str(tmp_path / "notes"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "caresheet", "desk", "--no-browser", "--project", str(project)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as desk:
        note = waited_for(tmp_path / "notes")
        with urlopen(f"http://127.0.0.1:{note.port}/static/desk.css", timeout=60) as answer:
            assert answer.status == 200
        desk.send_signal(signal.SIGINT)
        said, wrong = desk.communicate(timeout=120)
    assert (desk.returncode, wrong) == (0, "")
    assert f"http://127.0.0.1:{note.port}/open?link={note.link}" in said
    assert said.endswith("The desk is closed.\n")


def test_page_says_that_there_is_no_project() -> None:
    """Outside a project, the desk shows what to do and can be closed; it has no other pages."""
    with open_desk(None, port=18700) as browser:
        assert "caresheet desk --project" in browser.get("/").text
        assert browser.get("/clinic").status == 404
        assert browser.post("/close").status == 200


@pytest.mark.skipif(os.name == "nt", reason="Windows does not ask the environment where documents lie")
def test_desk_makes_a_project_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One press makes a project in the user's documents, and the same desk shows its handouts; an
    existing folder with this name is left as it is. The next start finds the project."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    own = own_project()
    assert tmp_path in own.parents
    assert project_for_desk() is None
    own.mkdir(parents=True)
    (own / "letter.txt").write_text("mine", encoding="utf-8")
    with open_desk(None, port=18740) as browser:
        refused = browser.post("/start")
        assert (refused.status, "is not empty" in refused.text) == (409, True)
        (own / "letter.txt").unlink()
        assert browser.post("/start").status == 303
        assert "Red-flag card" in browser.get("/").text
        assert browser.get("/thumbnail/cytokine-storm/wall-card/en.png").status == 200
    assert project_for_desk() == own


def test_both_commands_are_installed() -> None:
    """Pip makes `caresheet-desk` a program without a console window on Windows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["gui-scripts"] == {"caresheet-desk": "caresheet.web.launch:main"}


def test_keys_are_new_at_each_start(project: Path) -> None:
    """No start opens with the link of an earlier one."""
    servers = [DeskServer(project, NOTHING_KEPT, 18800) for _ in range(2)]
    for server in servers:
        for each in server.sockets:
            each.close()
    keys = [key for server in servers for key in (server.keys.link, server.keys.session, server.keys.form)]
    assert len(set(keys)) == len(keys)
    assert min(map(len, keys)) >= 43  # 256 bits
    assert json.dumps(keys).isascii()
