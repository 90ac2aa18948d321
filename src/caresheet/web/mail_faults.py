"""Why mail cannot be sent: common faults in the words of the desk, others in those of the message."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.problem import Problem
from caresheet.web.wording import DeskWords

_KNOWN = (
    ("takes no passwords", "no_passwords"),
    ("rejects the user name or password", "login"),
    ("has a certificate that cannot be trusted", "certificate"),
    ("cannot be reached", "unreachable"),
    ("nobody signed in", "nobody"),
    ("was refused", "refused"),
    ("is not taking messages now", "later"),
)
"""Parts of messages, each with the key of what the desk says instead."""
_SETUP = "caresheet email setup"


class MailFault(Struct, frozen=True):
    """A fault: `says` in the user's language, empty if the desk has no words for it; the message with its details, and
    what to do about it, in English."""

    says: str
    message: str
    hint: str


def fault_words(words: DeskWords, problem: Problem) -> MailFault:
    """The fault in words. A hint that points to the terminal is left out: this page takes the answers."""
    key = next((key for part, key in _KNOWN if part in problem.message), "")
    if key == "unreachable" and "nothing answers at this port" in problem.hint:
        key = "port"
    return MailFault(
        words(f"settings.fault.{key}") if key else "",
        problem.message,
        "" if _SETUP in problem.hint else problem.hint,
    )
