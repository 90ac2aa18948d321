"""Why mail cannot be sent."""

from __future__ import annotations

from enum import Enum

from caresheet.model.problem import Problem, Rule


class MailFault(Enum):
    """The common faults, which the desk explains in the user's language."""

    NO_PASSWORDS = "no_passwords"  # the service takes no passwords
    LOGIN = "login"  # the user name or the password is wrong
    CERTIFICATE = "certificate"  # the server's certificate cannot be trusted
    UNREACHABLE = "unreachable"  # there is no connection to the server
    PORT = "port"  # nothing answers at this port
    NOBODY = "nobody"  # nobody has signed in
    REFUSED = "refused"  # the server refused the message
    LATER = "later"  # the server takes no messages now


class MailProblem(Problem, frozen=True):
    """A problem with sending mail; `fault` is None for one that is not common. `remedy` is the hint without the way to
    `caresheet email setup`, for a page that asks the same questions."""

    remedy: str = ""
    fault: MailFault | None = None


def mail_problem(
    rule: Rule, message: str, remedy: str = "", setup: str = "", fault: MailFault | None = None
) -> MailProblem:
    """The problem with its whole hint: the remedy, and after it the words that lead to `caresheet email setup`."""
    return MailProblem(None, rule, message, f"{remedy}{setup}", remedy=remedy, fault=fault)
