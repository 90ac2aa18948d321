"""A desk that runs in a thread of the test and answers over a real connection."""

from __future__ import annotations

import http.client
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from msgspec.structs import replace

from caresheet.app.desk_notes import DeskNote
from caresheet.web.keys import DeskKeys
from caresheet.web.server import DeskServer, address_of

ROOT = Path(__file__).parents[2]
NOTHING_KEPT = {"CARESHEET_DESK": "", "CARESHEET_SETTINGS": "", "CARESHEET_CACHE": "", "CARESHEET_OUTBOX": ""}
"""The settings of a user who keeps no files."""


BOUNDARY = "between-parts"


def part(name: str, data: bytes, file_name: str = "") -> bytes:
    """A part of a form with files, as browsers write it."""
    named = f'; filename="{file_name}"\r\nContent-Type: text/csv' if file_name else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + data + b"\r\n"


class Answer:
    """An answer, read completely."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


class Browser:
    """A browser that has opened the desk. Its headers can be changed, as an attacker would."""

    def __init__(self, server: DeskServer | Elsewhere) -> None:
        self.server = server
        self.origin = f"http://127.0.0.1:{server.port}"
        self.cookies = {f"desk-{server.port}": server.keys.session}

    def get(self, path: str, headers: Mapping[str, str | None] | None = None) -> Answer:
        return self.ask("GET", path, None, headers)

    def post(
        self, path: str, values: Mapping[str, str] | None = None, headers: Mapping[str, str | None] | None = None
    ) -> Answer:
        """A form of the desk, with its key unless the values have another."""
        body = urlencode({"form_key": self.server.keys.form, **(values or {})}).encode()
        return self.ask("POST", path, body, headers)

    def upload(self, path: str, data: bytes, values: Mapping[str, str] | None = None, name: str = "file") -> Answer:
        """A form of the desk with a file."""
        texts = {"form_key": self.server.keys.form, **(values or {})}
        body = b"".join(part(name, value.encode()) for name, value in texts.items()) + part(name, data, "people.csv")
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.ask("POST", path, body + f"--{BOUNDARY}--\r\n".encode(), {"Content-Type": kind})

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str | None] | None = None
    ) -> Answer:
        """Send a request; a header that is None is not sent."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        usual: dict[str, str | None] = {"Host": f"127.0.0.1:{self.server.port}", "Cookie": cookies or None}
        if body is not None:
            usual |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
            usual |= {"Content-Length": str(len(body))}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=180)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {**usual, **(headers or {})}.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            return Answer(connection.getresponse())
        finally:
            connection.close()


class Elsewhere:
    """The desk of another process, as far as a browser knows it: its port, and the keys in its pages."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.keys = DeskKeys("", "", "")


def opened_by(note: DeskNote) -> Browser:
    """A browser that has followed the link of a desk in another process."""
    browser = Browser(Elsewhere(note.port))
    opened = browser.get(address_of(note).partition(str(note.port))[2])
    name, _, value = opened.headers["set-cookie"].partition(";")[0].partition("=")
    browser.cookies = {name: value}
    browser.server.keys = replace(browser.server.keys, form=hidden(browser.get("/").text, "form_key"))
    return browser


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]


@contextmanager
def open_desk(root: Path | None, environment: Mapping[str, str] = NOTHING_KEPT, port: int = 18437) -> Iterator[Browser]:
    """A desk that answers until the test is done."""
    server = DeskServer(root, environment, port)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield Browser(server)
    finally:
        server.close()
        thread.join(timeout=180)
        assert not thread.is_alive()


def shipped_project(folder: Path) -> Path:
    """A copy of the project of this repository, which a test may change."""
    for name in ("content", "layouts"):
        shutil.copytree(ROOT / name, folder / name)
    return folder
