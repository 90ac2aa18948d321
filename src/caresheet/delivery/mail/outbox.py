"""The outbox: messages stored before any server sees them, and the state of each.

Why nothing is lost and nothing is sent twice:

- A message is in the file, whole, before a connection is made. Its key is unique, so queueing it again changes nothing.
- Every change of state is one transaction that names the state it starts from, and is on disk when it ends
  (`synchronous=FULL`). "sending" is on disk before DATA.
- One process sends at a time. It holds a lock that the system releases when the process ends, however it ends. Whoever
  gets the lock therefore knows that a message in the state "sending" was left behind by a dead process: it becomes
  "unknown" and is not sent again unless a person says so. This happens whenever the outbox is opened. Other processes
  may queue and list meanwhile.

What a copy of the file tells: the key of a message and the mark of an address are made with a secret that lies
elsewhere (HMAC, RFC 2104). After a purge, nobody can find out from the file alone who got what, not even by trying
every address that they know.

Lock and transactions are SQLite's own. They work on Linux, macOS and Windows, but not on a network drive without file
locking.
"""

from __future__ import annotations

import hmac
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from caresheet.delivery.mail.message import ID_LENGTH
from caresheet.model.address import mailbox
from caresheet.model.message import Bounce, MessageState, OutboxEntry, OutgoingMessage
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import BAD_OUTBOX

FILE, LOCK = "outbox.sqlite3", "outbox.lock"
SUPPRESSED = "suppressed"
"""Reason: not sent, because an earlier message to the same address bounced."""
CANCELLED = "cancelled"
"""Reason: not sent, because a person took it back."""
STOPPED = "stopped"
"""Reason: the program ended while the server had the message."""
_VERSION = 2
_PATIENCE = 30.0
"""Seconds to wait for another process to finish its transaction; each takes milliseconds."""
_MOMENT = 0.5
"""Seconds to wait for the sender's lock: a process that only looks for what was left behind has it for less."""
_NEW_FOLDER = "name another folder in CARESHEET_OUTBOX"
_TABLES = (
    """create table message (
        number integer primary key, key text not null unique, mark text not null, document text not null,
        state text not null check (state in ('queued', 'sending', 'sent', 'refused', 'unknown')),
        tries integer not null default 0, day text not null, reason text not null default '',
        address text, mime blob)""",
    "create table suppressed (mark text primary key, status text not null, day text not null)",
    "create table secret (proof blob not null)",
)


class Outbox:
    """The messages of one user, in one file that only this user can read. `day` is recorded with each change."""

    def __init__(self, folder: Path, day: date, secret: bytes) -> None:
        """Open the outbox in `folder`, and create it if missing. `secret` is what it was made with, and must be kept
        elsewhere: without it, the outbox cannot be opened again.

        Raises CaresheetError (bad-outbox).
        """
        self._folder, self._day, self.secret = folder, day.isoformat(), secret
        with self._told():
            self._prepare(folder)
            self._file = sqlite3.connect(folder / FILE, timeout=_PATIENCE, isolation_level=None)
        try:
            self._set_up()
            self._settle_left_behind()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def mark(self, address: str) -> str:
        """Stands for an address in lists; cannot be guessed without this user's random key (HMAC, RFC 2104)."""
        return hmac.digest(self.secret, mailbox(address).encode(), "sha256").hex()[:10]

    def queue(self, message: OutgoingMessage) -> int:
        """Store a message to be sent; one with the same key is left as it is. Returns its number."""
        row = (message.key, self.mark(message.address), message.document, self._day, message.address, message.mime)
        with self._transaction():
            self._file.execute(
                "insert or ignore into message (key, mark, document, state, day, address, mime)"
                " values (?, ?, ?, 'queued', ?, ?, ?)",
                row,
            )
        number = self.number_of(message.key)
        if number is None:
            raise _refusal("a message could not be stored", "check the disk")
        return number

    def number_of(self, key: str) -> int | None:
        """The number of the message with this key, None if it was never queued."""
        with self._told():
            row = self._file.execute("select number from message where key = ?", (key,)).fetchone()
        return int(row[0]) if row else None

    def entries(self) -> tuple[OutboxEntry, ...]:
        """Every message, in the order they were queued."""
        columns = "number, mark, document, state, tries, day, reason, mime is not null"
        with self._told():
            rows = self._file.execute(f"select {columns} from message order by number").fetchall()  # noqa: S608
        return tuple(
            OutboxEntry(number, mark, document, MessageState(state), tries, day, reason, bool(has_body))
            for number, mark, document, state, tries, day, reason, has_body in rows
        )

    def entry(self, number: int) -> OutboxEntry:
        """The message with this number. Raises CaresheetError (bad-outbox) if there is none."""
        found = next((entry for entry in self.entries() if entry.number == number), None)
        if found is None:
            raise _refusal(f"there is no message {number}", "caresheet outbox list shows them")
        return found

    def state_of(self, number: int) -> MessageState:
        """The state of a message that is in the outbox."""
        with self._told():
            (state,) = self._file.execute("select state from message where number = ?", (number,)).fetchone()
        return MessageState(state)

    def queued(self, number: int) -> OutgoingMessage | None:
        """The whole message, None if it is not waiting to be sent."""
        with self._told():
            row = self._file.execute(
                "select key, address, document, mime from message"
                " where number = ? and state = 'queued' and mime is not null",
                (number,),
            ).fetchone()
        return OutgoingMessage(*row) if row else None

    def move(self, number: int, old: MessageState, new: MessageState, reason: str = "") -> bool:
        """Change the state of a message; on disk when this returns. False if it was not in the state `old`."""
        with self._transaction():
            done = self._file.execute(
                "update message set state = ?, reason = ?, day = ?, tries = tries + ? where number = ? and state = ?",
                (new.value, reason, self._day, new is MessageState.SENDING, number, old.value),
            )
        return done.rowcount == 1

    @contextmanager
    def sole_sender(self) -> Iterator[None]:
        """Hold the lock of the one process that sends. Messages that a dead process left "sending" become unknown.

        Raises CaresheetError (bad-outbox) while another process is sending.
        """
        with self._sender_lock() as is_free:
            if not is_free:
                hint = "wait until it is done, then run: caresheet outbox retry"
                raise _refusal("another caresheet is sending from this outbox", hint)
            self._left_behind_is_unknown()
            yield

    def _settle_left_behind(self) -> None:
        """Messages in the state "sending" become unknown, unless a process that still runs is sending them."""
        if self._being_sent():
            with self._sender_lock() as is_free:
                if is_free:
                    self._left_behind_is_unknown()

    def _left_behind_is_unknown(self) -> None:
        for number in self._being_sent():
            self.move(number, MessageState.SENDING, MessageState.UNKNOWN, STOPPED)

    def _being_sent(self) -> list[int]:
        with self._told():
            return [number for (number,) in self._file.execute("select number from message where state = 'sending'")]

    @contextmanager
    def _sender_lock(self) -> Iterator[bool]:
        """Hold the lock of the process that sends, if nobody else has it. A lock that the disk has no room for is not
        one that somebody else has."""
        with closing(sqlite3.connect(self._folder / LOCK, timeout=_MOMENT, isolation_level=None)) as lock:
            try:
                lock.execute("begin exclusive")
                is_free = True
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    self._tell(str(error))
                is_free = False
            yield is_free

    def wrote(self, bounce: Bounce) -> bool:
        """Whether the bounce is about a message that this outbox handed to a server for that very address: its
        Message-ID cannot be guessed, so nobody else can write such a report."""
        starts = [each.strip("<>").partition("@")[0] for each in bounce.message_ids]
        question = (
            "select 1 from message where mark = ? and substr(key, 1, ?) = ? and state in ('sending', 'sent', 'unknown')"
        )
        mark = self.mark(bounce.address)
        with self._told():
            return any(self._file.execute(question, (mark, ID_LENGTH, start)).fetchone() for start in starts if start)

    def suppress(self, bounces: Iterable[Bounce]) -> int:
        """Stop mailing the addresses with a permanent bounce of a message that was sent to them from here; returns how
        many are new. Reports about other messages change nothing."""
        rows = {
            self.mark(each.address): (each.status, self._day)
            for each in bounces
            if each.is_permanent and self.wrote(each)
        }
        with self._transaction():
            before = self._file.total_changes
            self._file.executemany(
                "insert or ignore into suppressed values (?, ?, ?)", [(mark, *said) for mark, said in rows.items()]
            )
            return self._file.total_changes - before

    def is_suppressed(self, address: str) -> bool:
        with self._told():
            found = self._file.execute("select 1 from suppressed where mark = ?", (self.mark(address),)).fetchone()
        return found is not None

    def release(self, mark: str) -> bool:
        """Allow mail to the address of this mark again; False if it was not suppressed."""
        with self._transaction():
            return self._file.execute("delete from suppressed where mark = ?", (mark,)).rowcount == 1

    def purge(self) -> int:
        """Erase addresses and content of sent and refused messages, and return their number. The rest of the record
        stays, to prevent sending twice. The bytes are overwritten (`secure_delete`) and the file shrinks."""
        with self._transaction():
            done = self._file.execute(
                "update message set address = null, mime = null where state in ('sent', 'refused') and mime is not null"
            )
        with self._told():
            self._file.execute("vacuum")
        return done.rowcount

    def _prepare(self, folder: Path) -> None:
        """Create folder and files, readable by this user only. On Windows modes mean nothing, but the user's own folder
        is closed to others."""
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
        for name in (FILE, LOCK):
            handle = os.open(folder / name, os.O_CREAT | os.O_RDWR, 0o600)
            os.close(handle)
            (folder / name).chmod(0o600)

    def _set_up(self) -> None:
        proof = hmac.digest(self.secret, b"the secret of this outbox", "sha256")
        with self._told():
            self._file.execute("pragma synchronous = full")
            self._file.execute("pragma secure_delete = on")
        with self._transaction():
            (version,) = self._file.execute("pragma user_version").fetchone()
            if version == 0:
                for table in _TABLES:
                    self._file.execute(table)
                self._file.execute("insert into secret values (?)", (proof,))
                self._file.execute(f"pragma user_version = {_VERSION}")
            elif version != _VERSION:
                age, hint = ("a newer", "update caresheet") if version > _VERSION else ("an older", _NEW_FOLDER)
                raise _refusal(f"the outbox in {self._folder} was made by {age} version of caresheet", hint)
            (known,) = self._file.execute("select proof from secret").fetchone()
        if not hmac.compare_digest(known, proof):
            message = (
                f"the outbox in {self._folder} was made with another secret, by another user or on another machine"
            )
            raise _refusal(message, f"bring back the file outbox-secret that it was made with, or {_NEW_FOLDER}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All changes inside, or none; no other process changes anything meanwhile."""
        with self._told():
            self._file.execute("begin immediate")
            try:
                yield
                self._file.execute("commit")
            except BaseException:
                if self._file.in_transaction:  # on a full disk, SQLite has taken it back by itself
                    self._file.execute("rollback")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            self._tell(str(error))
        except OSError as error:
            self._tell(error.strerror or type(error).__name__)

    def _tell(self, reason: str) -> NoReturn:
        raise _refusal(f"the outbox in {self._folder} cannot be used: {reason}", f"fix that, or {_NEW_FOLDER}")


def _refusal(message: str, hint: str) -> CaresheetError:
    return CaresheetError((Problem(None, BAD_OUTBOX, message, hint),))
