"""Attacks on the desk, each tried over a real connection: only the browser of its user may use it."""

from __future__ import annotations

import http.client
import select
import socket
import time
from email.message import Message
from pathlib import Path

import pytest
from tests.web.desks import BOUNDARY, Browser, open_desk, part
from tests.web.makers import BrokenMaker, SlowMaker

from caresheet.web import desk
from caresheet.web.guard import UPLOADS

PAGES = (
    "/",
    "/clinic",
    "/clinic/logo",
    "/clinics",
    "/mail",
    "/mail/settings",
    "/problems",
    "/review",
    "/sheet/cytokine-storm/red-flag-card",
    "/people/cytokine-storm/wallet-card",
    "/thumbnail/cytokine-storm/red-flag-card/en.png",
    "/no-such-page",
)
FORMS = (
    "/clinic/check",
    "/clinic/prints",
    "/clinic/save",
    "/clinics/use",
    "/clinics/add",
    "/close",
    "/mail/check",
    "/mail/files",
    "/mail/message",
    "/mail/settings/save",
    "/print/cytokine-storm/red-flag-card",
    "/review/cytokine-storm/en/record",
    "/save/cytokine-storm/red-flag-card",
    "/sheet/cytokine-storm/red-flag-card",
    "/people/cytokine-storm/wallet-card/print",
)


LIST = tuple(f"cytokine-storm/wallet-card{end}" for end in ("", "/print", "/save"))


def cookie(headers: Message) -> str:
    return headers.get("set-cookie", "")


def test_link_becomes_a_cookie(reader: Browser) -> None:
    """The link gives a cookie that no script reads and no other site sends, and disappears from the address bar."""
    answer = reader.get(f"/open?link={reader.server.keys.link}", {"Cookie": None})
    assert (answer.status, answer.headers["location"]) == (303, "/")
    name, *attributes = (part.strip().lower() for part in cookie(answer.headers).split(";"))
    assert name.startswith(f"desk-{reader.server.port}=")
    assert {"httponly", "samesite=strict", "path=/"} <= set(attributes)
    assert reader.server.keys.link not in cookie(answer.headers)


@pytest.mark.parametrize("link", ["", "x", "%00", "é"])
def test_wrong_link_opens_nothing(reader: Browser, link: str) -> None:
    """Any other link is refused with a page, without a cookie and without the key of forms."""
    answer = reader.get(f"/open?link={link.encode().hex() if link == 'é' else link}", {"Cookie": None})
    assert answer.status == 403
    assert "This link no longer works" in answer.text
    assert cookie(answer.headers) == ""
    assert reader.server.keys.form not in answer.text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("sent", [None, "desk-18437=guess", "other=1"])
def test_no_page_without_the_cookie(reader: Browser, path: str, sent: str | None) -> None:
    """Another user of this machine, who knows the port, sees no page, and learns no key."""
    answer = reader.get(path, {"Cookie": sent})
    assert answer.status == 403
    assert reader.server.keys.form not in answer.text
    assert reader.server.keys.session not in answer.text


@pytest.mark.parametrize("path", FORMS)
def test_no_form_without_its_key(reader: Browser, path: str) -> None:
    """A form without the key of this desk, or with another, does nothing, whichever page takes it."""
    assert reader.post(path, {"form_key": "guess"}).status == 403
    assert reader.ask("POST", path, b"name=value").status == 403
    assert reader.ask("POST", path, b"").status == 403


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:1", "http://localhost"])
def test_no_form_from_another_origin(reader: Browser, path: str, origin: str | None) -> None:
    """A form that another site, another port or no site sends does nothing, even with cookie and key."""
    assert reader.post(path, headers={"Origin": origin}).status == 403


@pytest.mark.parametrize(
    "host", ["evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", ""]
)
@pytest.mark.parametrize("path", ["/", "/open?link={link}", "/alive", "/static/desk.css"])
def test_another_host_is_refused(reader: Browser, host: str, path: str) -> None:
    """A name that another site has pointed to this machine (DNS rebinding) gets no page, no cookie, nothing."""
    named = host.format(port=reader.server.port)
    answer = reader.get(path.format(link=reader.server.keys.link), {"Host": named})
    assert answer.status in {400, 421}
    assert cookie(answer.headers) == ""


@pytest.mark.parametrize("host", ["localhost:{port}", "[::1]:{port}", "127.0.0.1:{port}"])
def test_own_names_are_taken(reader: Browser, host: str) -> None:
    """The opposite case: each name of this machine is answered."""
    assert reader.get("/", {"Host": host.format(port=reader.server.port)}).status == 200


def test_ipv6_is_answered(reader: Browser) -> None:
    """A user whose localhost is ::1 gets the same desk."""
    if len(reader.server.sockets) < 2:
        pytest.skip("no IPv6 on this machine")
    connection = http.client.HTTPConnection("::1", reader.server.port, timeout=60)
    connection.request("GET", "/alive?challenge=1")
    assert connection.getresponse().status == 200
    connection.close()


def test_it_listens_to_this_machine_only(reader: Browser) -> None:
    """Every socket of the desk is bound to an address of the loopback device."""
    assert {each.getsockname()[0] for each in reader.server.sockets} <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_only_pages_and_forms(reader: Browser, method: str) -> None:
    """Other methods are refused; no site is told that it may use the desk (CORS)."""
    answer = reader.ask(method, "/")
    assert answer.status in {400, 405}
    assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_only_forms_are_read(reader: Browser, kind: str) -> None:
    """A body of another kind is not read; a form with files only where the desk takes one."""
    assert reader.post("/clinics/use", headers={"Content-Type": kind}).status == 415


@pytest.mark.parametrize(
    ("beginning", "rest"),
    [*((path, "") for path in UPLOADS if not path.endswith("/")), *(("/people/", end) for end in LIST)],
)
def test_uploads_pass_the_same_checks(reader: Browser, beginning: str, rest: str) -> None:
    """A form with a file needs the key, the cookie and the origin, has a limit, and is refused if it is cut off or has
    hundreds of fields."""
    kind, path = f"multipart/form-data; boundary={BOUNDARY}", f"{beginning}{rest}"
    key, end = part("form_key", reader.server.keys.form.encode()), f"--{BOUNDARY}--\r\n".encode()
    file = part("file", b"a,b", "x.csv") + part("people", b"a,b", "x.csv")

    def sent(body: bytes, **headers: str | None) -> int:
        named = {name.capitalize(): value for name, value in headers.items()}
        return reader.ask("POST", path, body, {"Content-Type": kind, **named}).status

    assert sent(key + file + end) in {200, 422}
    assert sent(file + end) == 403
    assert sent(part("form_key", b"guess") + file + end) == 403
    assert sent(part("form_key", reader.server.keys.form.encode(), "key.txt") + file + end) == 403
    assert sent(key + file + end, cookie=None) == 403
    assert sent(key + file + end, origin="https://evil.example") == 403
    assert sent(key + file) == 400
    assert sent(b"no parts at all") == 400
    assert sent(key + b"".join(part(f"n{number}", b"x") for number in range(500)) + end) == 400
    assert sent(key + part("file", b"x" * UPLOADS[beginning], "x.csv") + end) == 413


def test_large_forms_are_refused(reader: Browser) -> None:
    """A body larger than any form is refused before it is read, whether its length is given, wrong or missing."""
    assert reader.post("/mail/check", {"address": "x" * 70_000}).status == 413
    assert reader.post("/mail/check", headers={"Content-Length": "999999999"}).status == 413
    with socket.create_connection(("127.0.0.1", reader.server.port), timeout=60) as connection:
        cookies = "; ".join(f"{name}={value}" for name, value in reader.cookies.items())
        head = f"POST /mail/check HTTP/1.1\r\nHost: 127.0.0.1:{reader.server.port}\r\nOrigin: {reader.origin}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(f"{head}Cookie: {cookies}\r\n{kind}".encode())
        for _ in range(9):
            connection.sendall(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
        assert b" 413 " in connection.recv(200)


@pytest.mark.parametrize("path", [*PAGES, "/static/desk.css", "/alive", "/open?link=x"])
def test_every_answer_is_kept_nowhere_and_loads_nothing(reader: Browser, path: str) -> None:
    """Each answer, whatever its status, is stored by no cache, framed by no other site, and loads only from here."""
    headers = reader.get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert headers["cache-control"] == "no-store"
    assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert "script-src" not in policy
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../desk.py",
        "/static/..%2f..%2fdesk.py",
        "/static/%2e%2e/keys.py",
        "/static//etc/passwd",
        "/thumbnail/..%2f..%2f/x/en.png",
        "/sheet/..%2f../red-flag-card",
        "/review/cytokine-storm/..%2f..%2fclinics%2fexample",
    ],
)
def test_files_cannot_be_reached(reader: Browser, path: str) -> None:
    """No address leads to a file: names are looked up among what there is."""
    answer = reader.get(path)
    assert answer.status == 404
    assert "import" not in answer.text


@pytest.mark.parametrize("name", ["../../../etc/passwd", "/etc/passwd", "content/clinics/example.yaml", "", "nobody"])
def test_a_clinic_is_no_path(reader: Browser, name: str) -> None:
    """Clinics are chosen by name only, among those of the project."""
    assert reader.post("/clinics/use", {"clinic": name}).status == 404


def test_desks_do_not_know_each_other(browser: Browser, reader: Browser) -> None:
    """Two desks of one machine have different keys; a browser that has the cookies of both opens each with its own."""
    assert browser.server.port != reader.server.port
    assert browser.get("/", {"Cookie": f"desk-{browser.server.port}={reader.server.keys.session}"}).status == 403
    both = "; ".join(f"desk-{each.server.port}={each.server.keys.session}" for each in (browser, reader))
    assert browser.get("/", {"Cookie": both}).status == reader.get("/", {"Cookie": both}).status == 200


def test_slow_page_delays_no_other(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that takes too long is stopped with a page that says so, and meanwhile another tab is answered."""
    monkeypatch.setattr(desk, "LONGEST", 5)
    monkeypatch.setattr(desk, "SheetMaker", SlowMaker)
    with (
        open_desk(project, port=18700) as browser,
        socket.create_connection(("127.0.0.1", browser.server.port), timeout=120) as slow,
    ):
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        path = "/sheet/cytokine-storm/red-flag-card"
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{browser.server.port}\r\nCookie: {cookies}\r\n\r\n"
        browser.get("/clinics")
        slow.sendall(head.encode())
        assert browser.get("/clinics").status == 200
        assert select.select([slow], [], [], 0)[0] == []  # the slow page is not answered yet
        assert b" 503 " in slow.recv(500)


def test_bug_says_nothing_of_what_was_typed(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A bug gives a page; neither it nor the output of the server has a traceback, or what was typed."""
    monkeypatch.setattr(desk, "SheetMaker", BrokenMaker)
    with open_desk(project, port=18720) as browser:
        answer = browser.post("/sheet/cytokine-storm/wallet-card", {"patient.name": "Zoraida Quispe"})
    said = capfd.readouterr()
    assert answer.status == 500
    assert "The page could not be made" in answer.text
    for words in (answer.text, said.out, said.err):
        assert "Quispe" not in words
        assert "Traceback" not in words
        assert "ValueError" not in words


def test_closed_desk_says_so_and_ends(project: Path) -> None:
    """“Close the desk” answers with a page, and then nobody listens any more."""
    with open_desk(project, port=18600) as browser:
        assert "The desk is closed" in browser.post("/close").text
        for _ in range(50):
            try:
                browser.get("/")
            except OSError:
                return
            time.sleep(0.1)
        pytest.fail("the desk still answers")
