"""Sending a mailing: as files for a mail program, or through the outbox by a carrier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.mail.outbox import list_lines
from caresheet.app.mail.plan import MailPlan
from caresheet.app.ports import Clock, Progress, unseen
from caresheet.app.requests import RequestError
from caresheet.delivery import remove_leftovers, write_file
from caresheet.delivery.mail.dispatch import Carrier, Pace, send, silently
from caresheet.delivery.mail.message import Envelope, write_message
from caresheet.delivery.mail.outbox import Outbox
from caresheet.model.counts import count
from caresheet.model.message import MessageState, OutboxEntry, Sender
from caresheet.model.problem import CaresheetError, Findings, Problem
from caresheet.model.rules import NOT_REVIEWED, NOT_WRITABLE

_ANOTHER_FOLDER = "choose another folder with --eml-dir"
WAITS = (10.0, 60.0, 300.0)
"""Seconds to wait before each retry of a message that the server defers; greylisting mostly ends within 5 minutes."""


class SendReport(Struct, frozen=True):
    """The messages of a mailing after sending, in the order they were queued, also those sent before.

    `problems` say why sending stopped early, if it did; `interrupted`, whether it was somebody with Ctrl-C.
    """

    entries: tuple[OutboxEntry, ...]
    problems: tuple[Problem, ...]
    interrupted: bool = False

    def number_of(self, state: MessageState) -> int:
        """How many messages are in this state."""
        return sum(entry.state is state for entry in self.entries)

    @property
    def lines(self) -> tuple[str, ...]:
        """What became of the messages; those that were not sent are listed."""
        counts = ((state, self.number_of(state)) for state in MessageState)
        counted = ", ".join(f"{number} {state.value}" for state, number in counts if number)
        return (counted, *(list_lines(self.unsent) if self.unsent else ()))

    @property
    def warnings(self) -> Iterator[str]:
        """What is left to do."""
        if self.number_of(MessageState.UNKNOWN):
            yield "unknown messages may have arrived: ask, then record the answer with: caresheet outbox resolve"
        if self.interrupted:
            yield "stopped by Ctrl-C; what is queued can be sent later with: caresheet outbox retry --send"

    @property
    def unsent(self) -> tuple[OutboxEntry, ...]:
        """The messages that no server is known to have accepted."""
        return tuple(entry for entry in self.entries if entry.state is not MessageState.SENT)


class WrittenFiles(Struct, frozen=True):
    """The messages that are files now, and why others are not."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def envelope_for(sender: Sender, clock: Clock, campaign: str, *, test: bool = False) -> Envelope:
    """The envelope of a mailing that is written now. Each test is a campaign of its own, so it is always sent. Raises
    RequestError for a campaign whose name cannot be read."""
    if not campaign.isprintable():
        raise RequestError("the name of the campaign has an invisible character", "type it again, in plain letters")
    now = clock.now()
    return Envelope(sender, now, f"test {now.isoformat()}" if test else campaign)


def written_lines(written: WrittenFiles, folder: Path) -> tuple[str, ...]:
    """Where the files are, if there are any."""
    said = f"{count(len(written.paths), 'message')} in {folder}: open them in a mail program."
    return (f"{said} Nothing was sent.",) if written.paths else ()


def write_files(plan: MailPlan, envelope: Envelope, folder: Path, now: float) -> WrittenFiles:
    """Write each message as an .eml file that a mail program opens as a draft; readable by this user only, where the
    system has such permissions, and ignored by git. Files that cannot be written are reported, and the others written.
    `now` is in seconds since 1970.

    Raises CaresheetError (not-writable) for a folder with anything in it: whoever opens all messages in it must not
    write once more to the readers of an earlier mailing.
    """
    messages = tuple(plan.written(replace(envelope, unsent=True)))
    _require_empty(folder, now)
    paths: list[Path] = []
    findings = Findings()
    for number, message in enumerate(messages, start=1):
        path = folder / f"{number:03}-{message.document}.eml"
        try:
            write_file(message.mime, path, private=True, otherwise=_ANOTHER_FOLDER)
        except CaresheetError as error:
            findings.extend(error.problems)
            continue
        paths.append(path)
    return WrittenFiles(tuple(paths), findings.sorted())


def _require_empty(folder: Path, now: float) -> None:
    """Make the folder, or see that nothing is in it; what a killed program left half written is deleted first."""
    try:
        remove_leftovers(folder, now)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = next(folder.iterdir(), None)
    except OSError as error:
        message = f"{folder} cannot be used: {error.strerror or type(error).__name__}"
        raise CaresheetError((Problem(None, NOT_WRITABLE, message, _ANOTHER_FOLDER),)) from error
    if found is not None:
        message = f"{folder} is not empty: it has '{found.name}', and messages of two mailings must not be mixed"
        raise CaresheetError((Problem(None, NOT_WRITABLE, message, f"delete what is in it, or {_ANOTHER_FOLDER}"),))
    write_file(b"*\n", folder / ".gitignore", private=True, otherwise=_ANOTHER_FOLDER)


def queue(outbox: Outbox, plan: MailPlan, envelope: Envelope) -> tuple[int, ...]:
    """Store all messages in the outbox, before any server sees one. A message that was queued before is not queued
    again. Returns the numbers of all of them.

    Raises CaresheetError (bad-outbox, mail-settings, not-reviewed): a sheet that says "do not use with patients" is
    queued for nobody but its sender.
    """
    refuse_drafts(plan, envelope.sender)
    secretly = replace(envelope, secret=outbox.secret)
    numbers = []
    for message in plan.messages:
        letter, address = message.letter, message.recipient.address
        number = outbox.number_of(secretly.key(letter, address))
        numbers.append(number or outbox.queue(write_message(letter, address, secretly)))
    return tuple(dict.fromkeys(numbers))


def refuse_drafts(plan: MailPlan, sender: Sender) -> None:
    """Raises CaresheetError (not-reviewed) for a draft that anybody but its sender would get."""
    if any(each.letter.is_draft and each.recipient.address != sender.address for each in plan.messages):
        message, hint = "a draft is sent to nobody but its sender", "record a review with: caresheet review"
        raise CaresheetError((Problem(None, NOT_REVIEWED, message, hint),))


def usual_pace(per_minute: int, clock: Clock, told: Callable[[int, float], None] = silently) -> Pace:
    """At most `per_minute` messages a minute, with the usual retries. `told` is called before each wait, with the
    number of waiting messages and the seconds to wait."""
    return Pace(per_minute, WAITS, clock.sleep, told)


def wait_line(number: int, seconds: float) -> str:
    """The line that says how many messages have to wait, and for how many seconds."""
    waiting = f"{count(number, 'message')} could not be sent yet"
    return f"{waiting}: trying again in {seconds:.0f} seconds (Ctrl-C stops; nothing is lost)"


def send_queued(
    outbox: Outbox, numbers: Sequence[int], carrier: Carrier, pace: Pace, progress: Progress = unseen
) -> SendReport:
    """Send the messages with these numbers as far as they are queued. Ctrl-C ends it, too: what becomes of each message
    is then in the report."""
    problems: tuple[Problem, ...] = ()
    interrupted = False
    with closing(send(outbox, numbers, carrier, pace)) as outcomes:
        try:
            for _ in progress(outcomes, len(numbers)):
                pass
        except CaresheetError as error:
            problems = error.problems
        except KeyboardInterrupt:
            interrupted = True
    wanted = frozenset(numbers)
    return SendReport(tuple(entry for entry in outbox.entries() if entry.number in wanted), problems, interrupted)
