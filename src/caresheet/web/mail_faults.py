"""Why mail cannot be sent: common faults in the words of the desk, others in those of the message."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.mail_problem import MailProblem
from caresheet.model.problem import Problem
from caresheet.web.wording import DeskWords


class ShownFault(Struct, frozen=True):
    """A fault: `says` in the user's language, empty if the desk has no words for it; the message with its details, and
    what to do about it, in English."""

    says: str
    message: str
    hint: str


def fault_words(words: DeskWords, problem: Problem) -> ShownFault:
    """The fault in words. The way to the command that sets up mail is left out: this page takes the answers."""
    if not isinstance(problem, MailProblem):
        return ShownFault("", problem.message, problem.hint)
    says = words(f"settings.fault.{problem.fault.value}") if problem.fault else ""
    return ShownFault(says, problem.message, problem.remedy)
