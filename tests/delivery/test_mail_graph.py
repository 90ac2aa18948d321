"""Graph gets each message at most once, and its answer to each is recorded."""

from __future__ import annotations

import pytest
from tests.delivery.letters import ENVELOPE, letter
from tests.delivery.sign_in_servers import Cloud

from caresheet.delivery.mail.dispatch import Pace, send
from caresheet.delivery.mail.graph import GraphCarrier, GraphMailbox, meaning_of
from caresheet.delivery.mail.https import HttpsAnswer
from caresheet.delivery.mail.message import write_message
from caresheet.delivery.mail.outbox import Outbox
from caresheet.model.message import MessageState
from caresheet.model.problem import CaresheetError

SENT, QUEUED = (MessageState.SENT, ""), MessageState.QUEUED


class Tokens:
    """Tokens that the cloud knows; renewed ones are counted."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud, self.renewals = cloud, 0
        self._token = str(cloud.grant()["access_token"])

    def current(self) -> str:
        return self._token

    def renewed(self) -> str:
        self.renewals += 1
        self._token = str(self._cloud.grant()["access_token"])
        return self._token


def queue(outbox: Outbox, *names: str) -> list[int]:
    return [outbox.queue(write_message(letter(), f"{name}@family.example", ENVELOPE)) for name in names]


def sent(
    outbox: Outbox, numbers: list[int], mailbox: GraphMailbox, waited: list[float]
) -> list[tuple[MessageState, str]]:
    """What was said of each message, which is what the outbox has, too."""
    pace = Pace(per_minute=1e9, waits=(0.01, 0.01), pause=waited.append)
    said = {one.number: (one.state, one.reason) for one in send(outbox, numbers, GraphCarrier(mailbox), pace)}
    assert {number: outbox.entry(number).state for number in said} == {n: state for n, (state, _) in said.items()}
    return [said[number] for number in numbers]


def test_each_answer(outbox: Outbox, cloud: Cloud, url: str) -> None:
    """202 is sent, 400 refused, 500 and 504 and no answer unknown; each arrives byte for byte, and none twice, whether
    or not it is tried again."""
    names = ["ana", "bad", "broken", "late", "lost", "ben"]
    numbers = queue(outbox, *names)
    mimes = [message.mime for number in numbers if (message := outbox.queued(number))]
    mailbox = GraphMailbox(url, Tokens(cloud))
    said = sent(outbox, numbers, mailbox, [])
    unknown = MessageState.UNKNOWN
    refused = (MessageState.REFUSED, "400")
    assert said == [SENT, refused, (unknown, "500"), (unknown, "504"), (unknown, "no answer"), SENT]
    sent(outbox, numbers, mailbox, [])
    assert cloud.received == [(f"{names[place]}@family.example", mimes[place]) for place in (0, 4, 5)]
    assert set(cloud.asked.values()) == {1}


def test_throttled(outbox: Outbox, cloud: Cloud, url: str) -> None:
    """After 429, nothing is sent for as long as Graph asks; then all that waited, once."""
    waited: list[float] = []
    said = sent(outbox, queue(outbox, "ana", "throttled", "ben"), GraphMailbox(url, Tokens(cloud)), waited)
    assert said == [SENT, SENT, SENT]
    assert [seconds for seconds in waited if seconds > 1] == [7.0]
    assert [address.partition("@")[0] for address, _ in cloud.received] == ["ana", "throttled", "ben"]
    assert sent(outbox, queue(outbox, "throttled-first"), GraphMailbox(url, Tokens(cloud)), waited) == [SENT]
    assert [seconds for seconds in waited if seconds > 1] == [7.0, 7.0]


def test_expired(outbox: Outbox, cloud: Cloud, url: str) -> None:
    """After 401, the message goes with a new token; if that is not valid either, it is still queued, and the sender has
    to sign in again."""
    tokens = Tokens(cloud)
    assert sent(outbox, queue(outbox, "expired"), GraphMailbox(url, tokens), []) == [SENT]
    assert tokens.renewals == 1
    numbers = queue(outbox, "revoked", "ana")
    cloud.grant = lambda: {"access_token": "not-valid"}  # type: ignore[method-assign]
    with pytest.raises(CaresheetError, match=r"rejects the sign-in \(401\)") as error:
        sent(outbox, numbers, GraphMailbox(url, tokens), [])
    assert "caresheet email setup" in error.value.problems[0].hint
    assert [outbox.entry(number).state for number in numbers] == [QUEUED, QUEUED]


def test_without_consent(outbox: Outbox, cloud: Cloud, url: str) -> None:
    """403 ends the mailing at once, names what an administrator has to do, and repeats no address."""
    numbers = queue(outbox, "denied", "ana")
    with pytest.raises(CaresheetError, match=r"takes no mail from this sender \(403 ErrorAccessDenied\)") as error:
        sent(outbox, numbers, GraphMailbox(url, Tokens(cloud)), [])
    assert "consent to Mail.Send" in error.value.problems[0].hint
    assert "denied@" not in str(error.value.problems)
    assert [outbox.entry(number).state for number in numbers] == [QUEUED, QUEUED]
    assert not cloud.received


def test_too_large(outbox: Outbox, cloud: Cloud, url: str) -> None:
    """A message that Graph cannot take is refused before it is sent."""
    large = outbox.queue(write_message(letter(pdf=b"%PDF" + bytes(2_300_000)), "ana@family.example", ENVELOPE))
    assert sent(outbox, [large], GraphMailbox(url, Tokens(cloud)), []) == [(MessageState.REFUSED, "413")]
    assert not cloud.asked


def test_unreachable(outbox: Outbox, cloud: Cloud, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If there is no server, or if its certificate cannot be trusted, all messages wait."""
    numbers = queue(outbox, "ana")
    with pytest.raises(CaresheetError, match="cannot be reached: connection refused"):
        sent(outbox, numbers, GraphMailbox("https://localhost:1", Tokens(cloud)), [])
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(CaresheetError, match="certificate that cannot be trusted"):
        sent(outbox, numbers, GraphMailbox(url, Tokens(cloud)), [])
    assert outbox.entry(numbers[0]).state is QUEUED
    assert not cloud.asked


@pytest.mark.parametrize(
    ("status", "state"),
    [
        *((202, "sent"), (200, "unknown"), (302, "unknown"), (400, "refused"), (413, "refused"), (429, "queued")),
        *((503, "queued"), (509, "queued"), (500, "unknown"), (502, "unknown"), (504, "unknown")),
    ],
)
def test_meanings(status: int, state: str) -> None:
    """Nothing but 202 is sent, and nothing that may have been taken is sent again."""
    assert meaning_of(HttpsAnswer(status, {}, b"")).state.value == state
