"""Replies of a mail server that end: before the connection is encrypted, anybody on the way may write them.

`smtplib` waits for each line alone and keeps all of them: a reply of lines without end would take all memory, and one
of a line a second all time.
"""

from __future__ import annotations

import smtplib
import socket
import time
from typing import Any

ENDLESS = "a reply without end"
_MOST_LINES = 200
"""Lines of one reply. The longest usual one, to EHLO, has about twenty."""
_ONCE = 4096
"""Bytes that are asked for at once."""


class _Lines:
    """What a server writes, line by line, as `smtplib` reads it; each reply has `timeout` seconds and a most of lines.

    The rest of what was read goes with the object: after STARTTLS, nothing counts that came before (RFC 3207, section
    4.2).
    """

    def __init__(self, sock: socket.socket, timeout: float) -> None:
        self._sock, self._timeout = sock, timeout
        self._read = b""
        self.begin()

    def begin(self) -> None:
        """A new reply is waited for."""
        self._until, self._lines = time.monotonic() + self._timeout, 0

    def readline(self, most: int) -> bytes:
        """The next line with its end, or `most` bytes of it; what there is where the connection ends. Raises OSError
        for a reply that takes too long, or does not end."""
        self._lines += 1
        if self._lines > _MOST_LINES:
            raise OSError(ENDLESS)
        while b"\n" not in self._read and len(self._read) < most:
            piece = self._received()
            if not piece:
                break
            self._read += piece
        end = self._read.find(b"\n") + 1 or len(self._read)
        line, self._read = self._read[: min(end, most)], self._read[min(end, most) :]
        return line

    def close(self) -> None:
        """There is nothing to close: the socket is `smtplib`'s own."""

    def _received(self) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        try:
            return self._sock.recv(_ONCE)
        finally:
            self._sock.settimeout(self._timeout)


class _Bounded(smtplib.SMTP):
    def getreply(self) -> tuple[int, bytes]:
        """The next reply. Raises SMTPServerDisconnected for one that does not come in time, or does not end."""
        lines: Any = self.file
        if lines is None and self.sock is not None:
            lines = _Lines(self.sock, self.timeout)
            self.file = lines
        if lines is not None:
            lines.begin()
        return super().getreply()


class BoundedSMTP(_Bounded):
    """A session whose replies end."""


class BoundedSMTPoverTLS(_Bounded, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""
