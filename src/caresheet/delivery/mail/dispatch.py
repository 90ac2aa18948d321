"""Handing the messages of an outbox to a carrier, each at most once.

The carrier is asked first whether it would take a message. Then the outbox records that the message is on its way, and
only then is it handed over. The carrier decides what its server's answers mean; here they are recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from caresheet.delivery.mail.outbox import STOPPED, SUPPRESSED, Outbox
from caresheet.model.mail_problem import MailProblem
from caresheet.model.message import MessageState, OutgoingMessage
from caresheet.model.problem import CaresheetError

DROPPED = "dropped"
"""Reason: still queued, because the connection ended before the message was on its way."""
NO_ANSWER = "no answer"
"""Reason: unknown, because the connection ended after the message was on its way."""
LONGEST_WAIT = 900.0
"""The longest wait, in seconds, that a carrier may ask for. If it asks for more, a person decides when to go on."""
_RETRY = "unsent messages wait in the outbox; send them with: caresheet outbox retry --send"


class CarrierReply(Struct, frozen=True):
    """What becomes of a message, and why. `wait`: seconds during which the carrier takes no messages at all."""

    state: MessageState
    reason: str = ""
    wait: float | None = None


class UnreachableError(Exception):
    """A carrier cannot be used now. `cause` says why, and what to do about it; `problem` says how to send the messages
    that are waiting, too. `later`: the server asked to try again later. `final`: it takes nothing from this sender.
    """

    def __init__(self, cause: MailProblem, *, later: bool = False, final: bool = False) -> None:
        super().__init__(cause.message)
        self.later, self.final = later, final
        self.cause = cause
        self.problem = replace(cause, hint=f"{cause.hint}; {_RETRY}" if cause.hint else _RETRY)


class Carrier(Protocol):
    """Takes messages. It opens a connection when it needs one, and another after losing it."""

    was_open: bool
    """Whether there has been a connection: if so, it is worth trying to connect again."""

    def prepare(self, message: OutgoingMessage) -> CarrierReply | None:
        """Get ready to hand over a message, which is not on its way yet. Returns a reply if it will not be taken.
        Raises UnreachableError; CaresheetError if the sender has to sign in again."""
        ...

    def hand_over(self, message: OutgoingMessage) -> CarrierReply:
        """Hand the message over, once. Raises UnreachableError or CaresheetError only if it was certainly not taken."""
        ...

    def close(self) -> None:
        """End the connection in the usual way."""
        ...

    def drop(self) -> None:
        """Cut the connection at once, without waiting for an answer that may be on its way."""
        ...


def silently(_number: int, _seconds: float) -> None:
    """Do not report how many messages are waiting, or for how long."""


class Pace(Struct, frozen=True):
    """Messages per minute, and retries. A message that the carrier defers is tried again after each of `waits`
    (seconds), together with all others that are waiting. `pause` sleeps for a number of seconds; before each wait,
    `told` is called with the number of waiting messages and the seconds to wait."""

    per_minute: float
    waits: tuple[float, ...]
    pause: Callable[[float], None]
    told: Callable[[int, float], None] = silently


class SendOutcome(Struct, frozen=True):
    """The state of a message after everything that could be done now."""

    number: int
    state: MessageState
    reason: str


class _Left(Struct, frozen=True):
    """The messages that a round did not settle, and the seconds that the carrier asked to wait."""

    numbers: list[int]
    wait: float = 0.0


def send(outbox: Outbox, numbers: Sequence[int], carrier: Carrier, pace: Pace) -> Generator[SendOutcome, None, None]:
    """Send these messages, and yield the outcome of each once.

    Raises CaresheetError: mail-server if the carrier cannot be used at all, bad-outbox while another process sends.
    Messages that were not settled by then are still queued.
    """
    with outbox.sole_sender():
        try:
            reasons = dict[int, str]()
            waiting = yield from _rounds(outbox, numbers, carrier, pace, reasons)
            for number in waiting:
                yield SendOutcome(number, MessageState.QUEUED, reasons.get(number, ""))
        except KeyboardInterrupt:
            carrier.drop()
            raise
        finally:
            carrier.close()


def _rounds(
    outbox: Outbox, numbers: Sequence[int], carrier: Carrier, pace: Pace, reasons: dict[int, str]
) -> Generator[SendOutcome, None, list[int]]:
    """Try all messages, then those that are waiting. A round that the carrier ends early, after taking some, does not
    count as a retry. Returns those that are still waiting."""
    waits, left = iter(pace.waits), _Left(list(numbers))
    while True:
        before = len(left.numbers)
        left = yield from _round(outbox, left.numbers, carrier, pace, reasons)
        took_some = len(left.numbers) < before
        wait = left.wait if left.wait and took_some else next(waits, None)
        if not left.numbers or wait is None or left.wait > LONGEST_WAIT:
            return left.numbers
        carrier.close()  # servers drop an idle connection
        wait = max(wait, left.wait)
        pace.told(len(left.numbers), wait)
        pace.pause(wait)


def _round(
    outbox: Outbox, numbers: Sequence[int], carrier: Carrier, pace: Pace, reasons: dict[int, str]
) -> Generator[SendOutcome, None, _Left]:
    """Try each message once. Yields the settled ones and returns the others."""
    later: list[int] = []
    for place, number in enumerate(numbers):
        try:
            answer = _attempt(outbox, number, carrier)
        except UnreachableError as error:
            if error.final or not (carrier.was_open or error.later):
                raise CaresheetError((error.problem,)) from error
            return _Left([*later, *numbers[place:]])
        if answer.state is MessageState.QUEUED:
            later.append(number)
            reasons[number] = answer.reason
        else:
            yield SendOutcome(number, answer.state, answer.reason)
        if answer.wait is not None:
            return _Left([*later, *numbers[place + 1 :]], answer.wait)
        if place + 1 < len(numbers):
            pace.pause(60 / pace.per_minute)
    return _Left(later)


def _attempt(outbox: Outbox, number: int, carrier: Carrier) -> CarrierReply:
    message = outbox.queued(number)
    if message is None:  # settled before, or by another process
        return CarrierReply(outbox.state_of(number), "before")
    if outbox.is_suppressed(message.address):
        return _settled(outbox, number, MessageState.QUEUED, CarrierReply(MessageState.REFUSED, SUPPRESSED))
    answer = carrier.prepare(message)
    if answer is not None:
        return _settled(outbox, number, MessageState.QUEUED, answer)
    if not outbox.move(number, MessageState.QUEUED, MessageState.SENDING):
        carrier.close()
        return CarrierReply(outbox.state_of(number), "before")
    try:
        return _settled(outbox, number, MessageState.SENDING, carrier.hand_over(message))
    except (UnreachableError, CaresheetError):
        outbox.move(number, MessageState.SENDING, MessageState.QUEUED, DROPPED)
        raise
    except KeyboardInterrupt:  # the carrier may have taken it, and its answer will not be read
        outbox.move(number, MessageState.SENDING, MessageState.UNKNOWN, STOPPED)
        raise


def _settled(outbox: Outbox, number: int, old: MessageState, answer: CarrierReply) -> CarrierReply:
    outbox.move(number, old, answer.state, answer.reason)
    return answer
