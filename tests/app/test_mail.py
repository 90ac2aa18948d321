"""A mailing is planned, sent and looked after without a terminal, from settings and a clock that are handed in."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from tests.app.projects import TOPIC, opened
from tests.delivery.letters import ENVELOPE, letter
from tests.delivery.mail_servers import Mailroom, running
from tests.delivery.offices import CLINIC, office

from caresheet.app.mail.account import MailAccount
from caresheet.app.mail.bounces import suppress_unreachable
from caresheet.app.mail.outbox import cancel, messages_to_retry, record_csv, release, requeue, resolve
from caresheet.app.mail.overview import letter_lines, table_lines
from caresheet.app.mail.plan import Mailing, MailPlan, PlannedMessage, plan_mail, recipient_at
from caresheet.app.mail.sending import (
    SendReport,
    WrittenFiles,
    envelope_for,
    queue,
    send_queued,
    usual_pace,
    write_files,
)
from caresheet.app.mail.settings import mail_carrier, mail_sender, open_outbox
from caresheet.app.mail.setup import questions_about_login
from caresheet.app.requests import RequestError
from caresheet.app.sources import read_folder
from caresheet.delivery.folder import _machine
from caresheet.delivery.mail.outbox import Outbox
from caresheet.delivery.mail.smtp import SmtpCarrier
from caresheet.model.edition import Size
from caresheet.model.message import MessageState, Recipient
from caresheet.model.problem import CaresheetError, Position

TODAY = date(2026, 12, 1)
ANA, LOST = "ana@family.example", "lost@family.example"


class Noon:
    """A clock that stands still, and counts what was waited for."""

    def __init__(self) -> None:
        self.waited = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 12, tzinfo=UTC)

    def today(self) -> date:
        return TODAY

    def sleep(self, seconds: float) -> None:
        self.waited += seconds


def planned(project: Path, *addresses: str) -> MailPlan:
    people = [recipient_at(address) for address in addresses]
    mailing = Mailing(date.today(), layout="card", drafts=True)  # noqa: DTZ011 - the day of the office's review
    return plan_mail(read_folder(project, project / CLINIC), people, mailing)


def outbox_of(environment: dict[str, str]) -> Outbox:
    return open_outbox(environment, TODAY)


def test_a_plan_is_a_value(starter: Path) -> None:
    """It tells languages, handouts and domains, shows the messages as they would be sent, and shows nobody's address
    by itself."""
    environment = office(starter, 25)
    plan = planned(starter, ANA, LOST)
    assert (plan.languages, plan.domains) == ((("en", 2),), (("family.example", 2),))
    assert plan.handouts == (("card", 2),)
    assert plan.large_letters == ()
    assert ANA not in repr(plan)
    first, _ = plan.written(envelope_for(mail_sender(environment), Noon(), "spring"))
    message = message_from_bytes(first.mime, policy=default)
    assert (message["To"], message["Subject"]) == (ANA, "Your care guide")
    (only,) = plan.as_test(mail_sender(environment)).messages
    assert only.recipient.address == "nurse@clinic.example"


def test_progress_is_told(starter: Path) -> None:
    """Whoever hands in a progress is shown each handout once, however many people get it."""
    office(starter, 25)
    shown: list[int] = []

    def progress(work, length, /):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        shown.append(length)
        yield from work

    people = [recipient_at(ANA), recipient_at(LOST)]
    mailing = Mailing(TODAY, TOPIC, "card", drafts=True)
    plan_mail(read_folder(starter, starter / CLINIC), people, mailing, progress=progress)
    assert shown == [1]


def test_what_matches_nothing(starter: Path) -> None:
    """A mailing without a handout is a request that cannot be met; a line of a list is told at its place; a handout
    that may not go out is refused with its reasons."""
    office(starter, 25)
    (starter / "content" / TOPIC / "reviews" / "en.yaml").unlink()
    project = read_folder(starter, starter / CLINIC)
    for mailing in (Mailing(TODAY), Mailing(TODAY, layout="poster"), Mailing(TODAY, topic="x", layout="card")):
        with pytest.raises(RequestError):
            plan_mail(project, [recipient_at(ANA)], mailing)
    person = Recipient(ANA, "poster", position=Position("list.csv", 2))
    with pytest.raises(CaresheetError, match=r"list\.csv:2:1: unknown-name there is no handout 'poster'"):
        plan_mail(project, [person], Mailing(TODAY))
    with pytest.raises(CaresheetError, match="not-reviewed"):
        plan_mail(project, [recipient_at(ANA)], Mailing(TODAY, layout="card"))
    with pytest.raises(CaresheetError, match="emergency-numbers"):
        plan_mail(opened(starter), [recipient_at(ANA)], Mailing(TODAY, layout="card", drafts=True))


def sent(environment: dict[str, str], plan: MailPlan, clock: Noon) -> SendReport:
    sender = mail_sender(environment)
    server = mail_carrier(environment, sender, insecure=True)
    with outbox_of(environment) as outbox:
        numbers = queue(outbox, plan, envelope_for(sender, clock, ""))
        return send_queued(outbox, numbers, server, usual_pace(60, clock))


def test_send_and_resolve(starter: Path) -> None:
    """The report has each message with its state; a person's word settles what is unknown, and only that."""
    room, clock = Mailroom(), Noon()
    with running(room) as port:
        environment = office(starter, port)
        plan = planned(starter, ANA, LOST, "refused@family.example")
        report = sent(environment, plan, clock)
        again = sent(environment, plan, clock)
    assert [entry.state for entry in report.entries] == [
        MessageState.SENT, MessageState.UNKNOWN, MessageState.REFUSED
    ]  # fmt: skip
    assert (report.problems, len(report.unsent), report.number_of(MessageState.SENT)) == ((), 2, 1)
    assert again.entries == report.entries
    assert len(room.received) == 2
    assert clock.waited > 0
    with outbox_of(environment) as outbox:
        assert messages_to_retry(outbox) == ()
        assert messages_to_retry(outbox, (1, 2, 3)) == (3,)
        requeue(outbox, (3,))
        assert messages_to_retry(outbox) == (3,)
        assert resolve(outbox, 2, MessageState.SENT).state is MessageState.SENT
        with pytest.raises(CaresheetError, match="message 2 is sent, not unknown"):
            resolve(outbox, 2, MessageState.QUEUED)


def test_cancel(starter: Path) -> None:
    """Only what waits can be taken back: the rest is told, each by its number, and what waits is taken back all the
    same."""
    environment = office(starter, 1)
    sent(environment, planned(starter, ANA, LOST, "eva@family.example"), Noon())
    with outbox_of(environment) as outbox:
        outbox.move(2, MessageState.QUEUED, MessageState.SENT)
        with pytest.raises(CaresheetError, match=r"(?s)message 2 is sent, not queued.*there is no message 9"):
            cancel(outbox, (1, 2, 9))
        assert [entry.state.value for entry in outbox.entries()] == ["refused", "sent", "queued"]
        assert messages_to_retry(outbox) == (3,)
        day = TODAY.isoformat()
        rows = [line.split(",") for line in record_csv(outbox).splitlines()[1:]]
        assert [(row[0], *row[2:]) for row in rows] == [
            (day, "queued", "", "1"),
            (day, "refused", "cancelled", "1"),
            (day, "sent", "", "1"),
        ]
        assert not any(outbox.mark(each) in record_csv(outbox) for each in (ANA, LOST))


def test_a_server_that_is_away(starter: Path) -> None:
    """Why sending stopped is in the report, and the messages wait; one that was purged is not sent again."""
    environment = office(starter, 1)
    report = sent(environment, planned(starter, ANA), Noon())
    assert [problem.rule.name for problem in report.problems] == ["mail-server"]
    assert report.number_of(MessageState.QUEUED) == 1
    with outbox_of(environment) as outbox:
        outbox.move(1, MessageState.QUEUED, MessageState.REFUSED)
        outbox.purge()
        with pytest.raises(CaresheetError, match="message 1 was purged"):
            requeue(outbox, (1,))


def undelivered(address: str, message_id: str, status: str = "5.1.1") -> str:
    """The report of a mail system about a message."""
    return (
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {address}\nAction: failed\nStatus: {status}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--b--\n"
    )


def test_bounces(starter: Path, tmp_path: Path) -> None:
    """Reports about messages of this outbox are counted and acted on, those about others are counted and ignored, and
    what cannot be read is a problem; a suppressed address is released by its mark."""
    room = Mailroom()
    with running(room) as port:
        environment = office(starter, port)
        sent(environment, planned(starter, ANA), Noon())
    ((_, mime),) = room.received
    true_id = str(message_from_bytes(mime)["Message-ID"])
    names = {"a": (ANA, true_id), "forged": (ANA, "<1@clinic.example>"), "other": (LOST, true_id)}
    for name, (address, message_id) in names.items():
        (tmp_path / f"{name}.eml").write_text(undelivered(address, message_id), encoding="utf-8")
    with outbox_of(environment) as outbox:
        for name in ("forged", "other"):
            ignored = suppress_unreachable(outbox, [tmp_path / f"{name}.eml"])
            assert (ignored.read, ignored.foreign, ignored.permanent, ignored.new) == (1, 1, 0, 0)
            assert not outbox.is_suppressed(ANA)
            assert not outbox.is_suppressed(LOST)
        reports = suppress_unreachable(outbox, [tmp_path / "a.eml", tmp_path / "none.eml"])
        assert (reports.read, reports.foreign) == (1, 0)
        assert (reports.permanent, reports.temporary, reports.new) == (1, 0, 1)
        assert [problem.rule.name for problem in reports.problems] == ["not-readable"]
        assert outbox.is_suppressed(ANA)
        release(outbox, outbox.mark(ANA))
        with pytest.raises(CaresheetError, match="no suppressed address has this mark"):
            release(outbox, outbox.mark(ANA))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals for threads")
def test_ctrl_c_while_the_server_has_the_message(starter: Path) -> None:
    """Ctrl-C after the words of a message, which the server never answers: at once the message is unknown, what was not
    begun is queued, and the report says so."""
    threads = [threading.get_ident()]

    def interrupt(step: str) -> None:
        if step == "words":
            signal.pthread_kill(threads[0], signal.SIGINT)

    with running(Mailroom(on_event=interrupt)) as port:
        environment = office(starter, port)
        before = time.monotonic()
        report = sent(environment, planned(starter, "slow@family.example", ANA), Noon())
        assert time.monotonic() - before < 10
    assert report.interrupted
    assert [(entry.state, entry.reason) for entry in report.entries] == [
        (MessageState.UNKNOWN, "stopped"), (MessageState.QUEUED, "")
    ]  # fmt: skip


def test_drafts_go_to_their_sender_alone(starter: Path) -> None:
    """Whatever calls it, the outbox takes no draft for a reader, not even among others that are reviewed; a test of it
    goes to the sender, and files of it can be looked at."""
    environment = office(starter, 25)
    sender = mail_sender(environment)
    (starter / "content" / TOPIC / "reviews" / "en.yaml").unlink()
    draft = planned(starter, ANA)
    assert draft.has_drafts
    envelope = envelope_for(sender, Noon(), "")
    mixed = MailPlan((PlannedMessage(Recipient(LOST), letter(), "card", Size.REGULAR), *draft.messages))
    with outbox_of(environment) as outbox:
        for plan in (draft, mixed):
            with pytest.raises(CaresheetError, match="not-reviewed a draft is sent to nobody but its sender"):
                queue(outbox, plan, envelope)
        assert outbox.entries() == ()
        assert queue(outbox, draft.as_test(sender), envelope) == (1,)


def test_what_would_be_sent() -> None:
    """The table has a line for each message under its heads, aligned, with masked addresses; a message is shown with
    its subject, its attachment and all its words."""
    people = (("ana@family.example", "card", Size.REGULAR), ("b@x.example", "caregiver-guide", Size.GIANT))
    plan = MailPlan(tuple(PlannedMessage(Recipient(to), letter(), layout, size) for to, layout, size in people))
    assert table_lines(plan) == (
        "to                 language  handout          size     pages  KB  subject",
        "a…@family.example  en        card             regular      1   2  Your care guide",
        "b…@x.example       en        caregiver-guide  giant        1   2  Your care guide",
    )
    assert list(letter_lines(letter(warning="DRAFT"))) == [
        "Subject: Your care guide", "Language: en", "Attachment: care-guide.pdf, 1 page, 2 KB", "",
        "DRAFT", "", "Here is your guide.", "", "Walking", "", "It does you good.", "",
        "Call us if <anything> is unclear.",
    ]  # fmt: skip


def written(folder: Path, *addresses: str) -> WrittenFiles:
    """Messages to these addresses as files."""
    plan = MailPlan(tuple(PlannedMessage(Recipient(each), letter(), "card", Size.REGULAR) for each in addresses))
    return write_files(plan, ENVELOPE, folder, time.time())


def test_campaign_that_cannot_be_read() -> None:
    """A campaign whose name has half a character or an invisible one is a request that cannot be met."""
    for name in ("\udcff", "spring\x1b"):
        with pytest.raises(RequestError, match="the name of the campaign has an invisible character"):
            envelope_for(ENVELOPE.sender, Noon(), name)


def test_files_of_one_mailing(tmp_path: Path) -> None:
    """Messages go into a new or an empty folder, which git ignores. One with anything in it is refused, and nothing is
    added: whoever opens all messages in it would write once more to the readers of an earlier mailing."""
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        assert len(written(tmp_path / name, ANA, LOST).paths) == 2
        assert (tmp_path / name / ".gitignore").read_text(encoding="utf-8") == "*\n"
    before = sorted((tmp_path / "new").iterdir())
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").touch()
    (tmp_path / "file").touch()
    for name, said in (
        ("new", "is not empty"),
        ("notes", "is not empty: it has 'mine.txt'"),
        ("file", "cannot be used"),
    ):
        with pytest.raises(CaresheetError, match=rf"{said}.*--eml-dir"):
            written(tmp_path / name, ANA)
    assert sorted((tmp_path / "new").iterdir()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell which process is gone")
def test_files_after_a_killed_program(tmp_path: Path) -> None:
    """What a killed program left half written in the folder, with an address in it, is gone when the folder is used."""
    folder = tmp_path / "out"
    folder.mkdir()
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    (folder / f".caresheet-{_machine()}-{gone.pid}-00000000.part").write_bytes(b"To: ana@family.example")
    assert len(written(folder, ANA).paths) == 1
    assert sorted(path.name[:4] for path in folder.iterdir()) == [".git", "001-"]


def test_settings_come_from_what_is_handed_in(starter: Path) -> None:
    """A missing setting is told by its name; whoever calls decides where settings are."""
    environment = office(starter, 2525)
    carrier = mail_carrier(environment, mail_sender(environment), insecure=True)
    assert isinstance(carrier, SmtpCarrier)
    server = carrier.server
    assert (server.host, server.port, server.sender) == ("127.0.0.1", 2525, "nurse@clinic.example")
    with pytest.raises(CaresheetError, match="CARESHEET_MAIL_FROM is not set"):
        mail_sender({})


@pytest.mark.parametrize(
    ("encryption", "kept", "usual"),
    [("", "", "587"), ("starttls", "465", "587"), ("implicit", "", "465"), ("implicit", "587", "465"),
     ("implicit", "2465", "2465")],
)  # fmt: skip
def test_port_goes_with_the_encryption(encryption: str, kept: str, usual: str) -> None:
    """The usual port is that of the encryption that was chosen; a port of the server's own is kept."""
    account = MailAccount("Nurse <nurse@clinic.example>", host="mail.example", port=kept, encryption=encryption)
    asked = {question.field: question.usual for question in questions_about_login(account)}
    assert (asked["port"], asked["user"]) == (usual, "nurse@clinic.example")
