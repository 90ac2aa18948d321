"""Mail from the desk, over a real mail server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect
from tests.delivery.mail_servers import PASSWORD, USER, Mailroom, running, trusted_certificate
from tests.delivery.offices import CLINIC, TOPIC, office
from tests.source.workbooks import workbook_of
from tests.web.chromium import NARROW, WIDE, window_on
from tests.web.desks import NOTHING_KEPT, Browser, hidden, open_desk
from tests.web.test_axe import judged as accessible
from tests.web.test_pages import judged

from caresheet.app.starting import start_project

CARD = f"{TOPIC}/card/en"
ANA, BEN = "ana.lopez@family.example", "ben@other.example"


@pytest.fixture
def room() -> Mailroom:
    return Mailroom()


@pytest.fixture
def office_desk(tmp_path: Path, room: Mailroom, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A desk of a clinic with its numbers, a review, and a mail server."""
    start_project(tmp_path / "project")
    authority, context = trusted_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with running(room, context, login=True) as port:
        environment = office(tmp_path / "project", port, authority)
        login = {"CARESHEET_SMTP_USER": USER, "CARESHEET_SMTP_PASSWORD": PASSWORD}
        with open_desk(
            tmp_path / "project",
            {**NOTHING_KEPT, **environment, **login, "CARESHEET_SETTINGS": str(tmp_path / "settings")},
            port=18860,
        ) as browser:
            browser.post("/clinics/use", {"clinic": Path(CLINIC).stem})
            yield browser


def test_nothing_goes_out_before_its_number_is_typed(office_desk: Browser, room: Mailroom) -> None:
    """The check sends nothing; a wrong number is pointed out and sends nothing; the right one sends each message once,
    and the outbox lists it by a mark."""
    people = f"address,consent_date\n{ANA},2026-11-01\n{BEN},2026-11-02\n"
    given = {"list": people, "handout": CARD, "size": "regular"}
    seen = office_desk.post("/mail/check", given)
    assert "2 messages to 2 mail services" in seen.text
    assert ANA not in seen.text.replace(f'name="list" value="{people}"', "")
    wrong = office_desk.post("/mail/send", {**given, "count": "3"})
    assert (wrong.status, "2 messages would go out" in wrong.text) == (422, True)
    assert room.received == []
    sent = office_desk.post("/mail/send", {**given, "count": "2"})
    assert sorted(address for address, _ in room.received) == [ANA, BEN]
    assert "2 sent" in sent.text
    assert ANA not in sent.text
    office_desk.post("/mail/send", {**given, "count": "2"})
    assert len(room.received) == 2


def test_what_waits_and_what_is_unknown(office_desk: Browser, room: Mailroom) -> None:
    """A message that the server defers waits, and is cancelled by a press; one whose fate is unknown is settled by a
    person, and is not sent again by itself."""
    for address in ("never-a@family.example", "lost-b@family.example"):
        office_desk.post("/mail/send", {"address": address, "handout": CARD, "size": "regular", "count": "1"})
    listed = office_desk.get("/mail/outbox").text
    assert "1 waiting" in listed
    assert "1 unknown" in listed
    before = sum(room.asked.values())
    assert office_desk.post("/mail/outbox/act", {"act": "cancel=1"}).status == 303
    assert office_desk.post("/mail/outbox/act", {"act": "arrived=2"}).status == 303
    listed = office_desk.get("/mail/outbox").text
    assert "1 refused" in listed
    assert "1 sent" in listed
    assert sum(room.asked.values()) == before


def test_wrong_list_is_refused(office_desk: Browser) -> None:
    """A list without a day of consent is refused at its cell."""
    answer = office_desk.post("/mail/check", {"list": f"address,consent_date\n{ANA},\n", "handout": CARD})
    assert (answer.status, 'id="list-message"' in answer.text) == (422, True)
    assert "Row 2, column B (consent_date): the day on which the person agreed" in answer.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list_from_a_file(office_desk: Browser, room: Mailroom, kind: str) -> None:
    """A list in a file is read once: its people are shown and counted, and what is sent is what was shown."""
    rows = (("Address", "consent_date"), (ANA, "2026-11-01"), (BEN, "2026-11-02"))
    data = workbook_of(rows) if kind == "xlsx" else "".join(f"{';'.join(row)}\r\n" for row in rows).encode("utf-16")
    seen = office_desk.upload("/mail/check", data, {"handout": CARD, "size": "regular", "list": "", "address": ""})
    assert "2 messages to 2 mail services" in seen.text
    people = unescape(hidden(seen.text, "list"))
    sent = office_desk.post("/mail/send", {"list": people, "handout": CARD, "size": "regular", "count": "2"})
    assert "2 sent" in sent.text
    assert sorted(address for address, _ in room.received) == [ANA, BEN]


def test_wrong_file_is_refused_by_row_and_column(office_desk: Browser) -> None:
    """What is wrong with a file is shown next to its field, by the row and the column of the spreadsheet, in the
    language of the desk and without repeating an address; a file that is no list, and one with too many people, are
    refused."""
    rows = f"address,consent_date,layout\n{ANA},2026-11-01,card\nnobody,2026-11-01,card\n{BEN},soon,card\n"
    answer = office_desk.upload("/mail/check", rows.encode(), {"handout": CARD})
    assert answer.status == 422
    said = answer.text.partition('id="file-message"')[2].partition("</p>")[0]
    assert "Row 3, column A (address): this is not an email address" in said
    assert "Row 4, column B (consent_date): the day on which" in said
    assert ANA not in answer.text
    many = "address,consent_date\n" + "".join(f"a{number}@x.example,2026-11-01\n" for number in range(31))
    for data, says in ((b"PK\x03\x04 no workbook", "cannot be read"), (many.encode(), "at most 30"), (b"\n", "nobody")):
        assert says in office_desk.upload("/mail/check", data, {"handout": CARD}).text
    office_desk.cookies["desk-language"] = "es"
    assert "Fila 3, columna A (address):" in office_desk.upload("/mail/check", rows.encode(), {"handout": CARD}).text


def test_empty_list_is_one_to_fill_in(office_desk: Browser) -> None:
    """The list that the page offers has the columns that a list may have, and nobody on it."""
    empty = office_desk.get("/mail/list.csv")
    assert empty.headers["content-disposition"] == 'attachment; filename="list.csv"'
    assert "there is nobody" in office_desk.upload("/mail/check", empty.body, {"handout": CARD}).text
    filled = empty.text + f"{ANA},card,,large,2026-11-01\n"
    assert "1 message" in office_desk.upload("/mail/check", filled.encode(), {"handout": CARD}).text


def test_message_is_shown_as_it_arrives(office_desk: Browser, room: Mailroom) -> None:
    """The page that mail programs get is shown alone, with its own styles, but runs and loads nothing; the first page
    of the PDF is beside it. Nothing is sent."""
    given = {"address": ANA, "handout": CARD, "size": "regular"}
    answer = office_desk.post("/mail/message", given)
    policy = answer.headers["content-security-policy"]
    assert answer.text.startswith("<!DOCTYPE html>")
    assert 'href="tel:112"' in answer.text
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert answer.headers["cache-control"] == "no-store"
    seen = office_desk.post("/mail/check", given).text
    assert judged(seen, "en") == []
    assert 'src="data:image/png;base64,' in seen
    assert '<iframe class="arriving" name="message"' in seen
    assert room.received == []


def test_messages_as_files(office_desk: Browser, room: Mailroom, tmp_path: Path) -> None:
    """One message is an .eml file that a mail program opens as a draft, several are in a ZIP file; they are the
    messages that would be sent. Nothing is sent, kept in the outbox, or written by the desk."""
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    one = office_desk.post("/mail/files", {"address": ANA, "handout": CARD, "size": "regular"})
    assert one.headers["content-disposition"] == 'attachment; filename="message.eml"'
    message = message_from_bytes(one.body, policy=default)
    assert (message["To"], message["From"], message["X-Unsent"]) == (ANA, "Riverside <nurse@clinic.example>", "1")
    assert [str(part.get_filename()).endswith(".pdf") for part in message.iter_attachments()] == [True]
    people = f"address,consent_date\n{ANA},2026-11-01\n{BEN},2026-11-02\n"
    several = office_desk.post("/mail/files", {"list": people, "handout": CARD, "size": "regular"})
    with ZipFile(BytesIO(several.body)) as file:
        to = [message_from_bytes(file.read(name), policy=default)["To"] for name in file.namelist()]
        assert all(name.endswith(".eml") for name in file.namelist())
    assert to == [ANA, BEN]
    assert room.received == []
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before


def test_files_without_settings_need_a_sender(office_desk: Browser) -> None:
    """Without mail settings, the user types the address that the mail comes from; drafts are not made into files."""
    desk = office_desk.server._desk  # type: ignore[union-attr]
    desk.environment = {
        name: text for name, text in desk.environment.items() if "_MAIL_" not in name and "_SMTP_" not in name
    }
    given = {"address": ANA, "handout": CARD, "size": "regular"}
    assert 'name="sender"' in office_desk.post("/mail/check", given).text
    refused = office_desk.post("/mail/files", {**given, "sender": "me"})
    assert (refused.status, 'id="sender-message"' in refused.text) == (422, True)
    made = office_desk.post("/mail/files", {**given, "sender": "me@clinic.example"})
    assert message_from_bytes(made.body, policy=default)["From"] == "me@clinic.example"
    draft = office_desk.post("/mail/files", {**given, "handout": f"{TOPIC}/card/es", "sender": "me@clinic.example"})
    assert draft.status == 422


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
def test_check_in_a_browser(office_desk: Browser, chromium: Chromium, size: tuple[int, int]) -> None:
    """The page before sending shows the message in a frame at once, masks the address, and is accessible at both
    widths; the way back keeps the handout."""
    with window_on(chromium, office_desk, size, bypass_csp=True) as window:
        window.goto(f"{office_desk.origin}/mail?handout={CARD}")
        window.get_by_label("Email address").fill(ANA)
        window.get_by_role("button", name="Check the message").click()
        shown = window.frame_locator("iframe[name=message]")
        expect(shown.get_by_role("heading", level=1)).to_be_visible()
        expect(window.get_by_role("button", name="Show the message")).to_be_hidden()
        expect(window.get_by_role("main")).not_to_contain_text(ANA)
        assert accessible(window) == []
