"""Looking after the outbox: listing, retrying, cancelling, resolving, and lifting what a bounce has suppressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from caresheet.app.mail.columns import aligned
from caresheet.delivery.mail.outbox import CANCELLED, Outbox
from caresheet.model.message import MessageState, OutboxEntry
from caresheet.model.problem import CaresheetError, Findings, Problem
from caresheet.model.rules import BAD_OUTBOX


def messages_to_retry(outbox: Outbox, numbers: Sequence[int] = ()) -> tuple[int, ...]:
    """The messages that a retry sends: all that are queued, or of the given numbers those that are queued or refused.

    Unknown messages are never among them. Raises CaresheetError (bad-outbox) for a number that does not exist.
    """
    if not numbers:
        return tuple(entry.number for entry in outbox.entries() if entry.state is MessageState.QUEUED)
    sendable = {MessageState.QUEUED, MessageState.REFUSED}
    return tuple(number for number in numbers if outbox.entry(number).state in sendable)


def requeue(outbox: Outbox, numbers: Sequence[int]) -> None:
    """Queue those of the messages that were refused. Raises CaresheetError (bad-outbox) for one that was purged."""
    for number in numbers:
        entry = outbox.entry(number)
        if entry.state is MessageState.REFUSED:
            if not entry.has_body:
                raise _refusal(f"message {number} was purged", "send it again with a new --campaign")
            outbox.move(number, MessageState.REFUSED, MessageState.QUEUED)


def cancel(outbox: Outbox, numbers: Sequence[int]) -> None:
    """Take back messages that wait: they are not sent. Raises CaresheetError (bad-outbox) for those that do not wait or
    do not exist; the others are taken back all the same."""
    findings = Findings()
    for number in numbers:
        try:
            if not outbox.move(number, MessageState.QUEUED, MessageState.REFUSED, CANCELLED):
                state = outbox.entry(number).state.value
                raise _refusal(f"message {number} is {state}, not queued", "only messages that wait can be cancelled")
        except CaresheetError as error:
            findings.extend(error.problems)
    findings.raise_any()


def list_lines(entries: Sequence[OutboxEntry]) -> tuple[str, ...]:
    """One line per message under column headings. A mark stands in for the address."""
    rows = [(str(each.number), each.mark, each.document, each.state.value, each.day, each.reason) for each in entries]
    return aligned((("number", "address", "handout", "state", "day", "reason"), *rows), numbers={"number"})


def state_lines(entries: Sequence[OutboxEntry], state: str | None) -> tuple[str, ...]:
    """The messages in a state, or all of them; a line that says so where there are none."""
    chosen = [entry for entry in entries if state in {None, entry.state.value}]
    return list_lines(chosen) if chosen else (f"no messages are {state}" if entries else "the outbox is empty",)


def record_csv(outbox: Outbox) -> str:
    """How many messages of each handout came to which state on which day, as CSV (RFC 4180): a record without addresses
    or marks."""
    counts = Counter((each.day, each.document, each.state.value, each.reason) for each in outbox.entries())
    rows = [("day", "handout", "state", "reason", "messages")]
    rows += [(*what, str(number)) for what, number in sorted(counts.items())]
    return "".join(f"{','.join(row)}\n" for row in rows)


def resolve(outbox: Outbox, number: int, state: MessageState) -> OutboxEntry:
    """Settle an unknown message by a person's word: it was SENT, or it is to be QUEUED again. Returns its entry.

    Raises CaresheetError (bad-outbox) unless the message is unknown.
    """
    entry = outbox.entry(number)
    if not outbox.move(number, MessageState.UNKNOWN, state, "resolved"):
        message = f"message {number} is {entry.state.value}, not unknown"
        raise _refusal(message, "only unknown messages can be resolved")
    return outbox.entry(number)


def release(outbox: Outbox, mark: str) -> None:
    """Allow mail to the address with this mark again. Raises CaresheetError (bad-outbox) if it is not suppressed."""
    if not outbox.release(mark):
        raise _refusal("no suppressed address has this mark", "caresheet outbox list shows the marks")


def _refusal(message: str, hint: str) -> CaresheetError:
    return CaresheetError((Problem(None, BAD_OUTBOX, message, hint),))
