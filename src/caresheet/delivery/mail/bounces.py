"""Delivery status notifications (RFC 3464), saved as .eml files: which messages did not arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32

from caresheet.model.address import BadAddressError, sendable
from caresheet.model.message import Bounce
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.rules import BAD_BOUNCE_REPORT

LARGEST = 40_000_000
"""Bytes. A report may contain the message that it is about."""
_MOST_LINES, _MOST_PARTS = 1_000_000, 2_000
"""Lines, and lines that may begin a part. A message of 40 MB has half as many lines, and a report three parts; with
more, it would take minutes to read."""
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_HEADERS = "text/rfc822-headers"
_MESSAGES = {"message/rfc822", "message/global", "message/global-headers"}
"""How a report contains the message that it is about (RFC 6522, section 3; RFC 6533, section 4)."""
_FAILED = {"failed", "delayed"}
"""Actions that mean the message has not arrived (RFC 3464, section 2.3.3); all others mean that it has."""


def read_bounce(data: bytes, path: str) -> tuple[Bounce, ...]:
    """Each address that did not get a message, so far or ever; empty when everything arrived.

    Raises CaresheetError (bad-bounce-report) for a file that is not a report, or one without an address or status.
    """
    if len(data) > LARGEST:
        raise _refusal(path, f"the file is larger than {LARGEST // 10**6} MB")
    if data.count(b"\n") > _MOST_LINES or data.count(b"\n--") > _MOST_PARTS:
        raise _refusal(path, "it has too many lines or parts")
    try:
        report = message_from_bytes(data, policy=compat32)
        blocks, message_ids = list(_blocks(report)), tuple(dict.fromkeys(_message_ids(report)))
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise _refusal(path, "the file is not an e-mail") from error
    told = [block for block in blocks if "Final-Recipient" in block or "Action" in block]
    if not told:
        raise _refusal(path, "there is no message/delivery-status part with a recipient")
    return tuple(dict.fromkeys(bounce for block in told for bounce in _bounces(block, message_ids, path)))


def _blocks(message: Message) -> Iterator[Message]:
    """The blocks of each delivery-status part, also inside a forwarded report."""
    for part in message.walk():
        blocks = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(blocks, list):
            yield from (block for block in blocks if isinstance(block, Message))


def _message_ids(message: Message) -> Iterator[str]:
    """The Message-ID of every message inside, whole or as its headers alone (RFC 6522, section 3)."""
    for part in message.walk():
        inside = part.get_payload()
        if part.get_content_type() == _HEADERS:
            text = part.get_payload(decode=True)
            inside = [message_from_bytes(text, policy=compat32)] if isinstance(text, bytes) else []
        elif part.get_content_type() not in _MESSAGES:
            continue
        found = [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []
        yield from (str(each["Message-ID"]).strip() for each in found if "Message-ID" in each)


def _bounces(block: Message, message_ids: tuple[str, ...], path: str) -> Iterator[Bounce]:
    """The bounces of one recipient: the address written to, and the one it was forwarded to."""
    action = str(block.get("Action", "")).strip().lower()
    found = _STATUS.match(str(block.get("Status", "")).strip())
    addresses = {_address(str(block[name])) for name in ("Original-Recipient", "Final-Recipient") if name in block}
    known = {address for address in addresses if address}
    if not action or not found or not known:
        raise _refusal(path, "it has no address, action or status")
    if action in _FAILED:
        # A delayed message has not failed, whatever its status says.
        status = found[0] if action == "failed" else f"4{found[0][1:]}"
        yield from (Bounce(address, status, message_ids) for address in sorted(known))


def _address(value: str) -> str | None:
    """The address of a value such as `rfc822; name@example.org` (RFC 3464, section 2.3.1)."""
    kind, _, address = value.partition(";")
    try:
        return sendable(address.strip().strip("<>")) if kind.strip().lower() in {"rfc822", "utf-8"} else None
    except BadAddressError:
        return None


def _refusal(path: str, reason: str) -> CaresheetError:
    message = f"not a standard delivery report: {reason}"
    return CaresheetError(
        (Problem(Position(path), BAD_BOUNCE_REPORT, message, "open it in a mail program to read it"),)
    )
