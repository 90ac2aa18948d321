"""A session with a mail server: connected, encrypted and logged in; or why not, and what to do about it."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
import ssl
from enum import Enum
from typing import Protocol

from caresheet.delivery.mail.connection_errors import BROKEN, in_words
from caresheet.delivery.mail.dispatch import UnreachableError
from caresheet.delivery.mail.replies import ENDLESS, BoundedSMTP, BoundedSMTPoverTLS
from caresheet.model.address import domain_of
from caresheet.model.mail_problem import MailFault, mail_problem
from caresheet.model.rules import MAIL_SERVER
from caresheet.model.walk import Discreet

_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")
_SWITCHED_OFF = "5.7.139"
"""Microsoft's code for a mailbox or an organization that takes no passwords for SMTP."""
_APP_PASSWORD = "534"  # noqa: S105 - a reply code
"""Google's code for an account that needs a password made for this program."""
_SIGN_IN = ", or choose to sign in with the browser in: caresheet email setup"
_ALLOW = "an administrator may allow 'Authenticated SMTP' for this mailbox"
_PORTS = "587 goes with starttls, 465 with implicit"


class Token(Protocol):
    """A sender's access token (OAuth 2.0). Both methods raise CaresheetError if the sender has to sign in again."""

    def current(self) -> str:
        """A token that is valid for some minutes more."""
        ...

    def renewed(self) -> str:
        """A new token, because the last one was rejected."""
        ...


class Encryption(Enum):
    """How a connection is encrypted."""

    STARTTLS = "starttls"  # requested right after connecting (RFC 3207), usual on port 587
    IMPLICIT = "implicit"  # from the first byte (RFC 8314), usual on port 465
    NONE = "none"  # for a server on this machine only


class MailServer(Discreet, frozen=True):
    """The server that accepts messages from `sender`. `timeout`: seconds for each whole reply. Without a `user`, there
    is no login. With a `token`, the login is XOAUTH2, without a password."""

    host: str
    port: int
    encryption: Encryption
    sender: str
    user: str = ""
    password: str = ""
    timeout: float = 60.0
    token: Token | None = None

    def __str__(self) -> str:
        """Its name and port, for messages to the user."""
        return f"{self.host}:{self.port}"


def status_of(answer: tuple[int, bytes | str]) -> str:
    """The code of a reply, and the enhanced one if it has one (RFC 3463)."""
    code, words = answer
    enhanced = _ENHANCED.search(words if isinstance(words, bytes) else words.encode())
    return f"{code} {enhanced[0].decode()}" if enhanced else str(code)


def opened_session(server: MailServer) -> smtplib.SMTP:
    """A session that is ready for messages. Raises UnreachableError, before any message is mentioned."""
    try:
        session = _connected(server)
    except smtplib.SMTPConnectError as error:
        status = status_of((error.smtp_code, error.smtp_error))
        raise _unreachable(server, f"rejects the connection ({status})", later=error.smtp_code < 500) from error
    except ssl.SSLError as error:
        raise _untrusted(server, error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise _unreachable(server, f"cannot be reached: {_reason(error)}", *_way_there(error)) from error
    try:
        _introduce(session, server)
    except BaseException:
        session.close()
        raise
    return session


def _connected(server: MailServer) -> smtplib.SMTP:
    name = domain_of(server.sender)  # smtplib's own default looks up this machine's name, which can take long
    if server.encryption is Encryption.IMPLICIT:
        context = ssl.create_default_context()
        return BoundedSMTPoverTLS(server.host, server.port, name, timeout=server.timeout, context=context)
    return BoundedSMTP(server.host, server.port, name, timeout=server.timeout)


def _introduce(session: smtplib.SMTP, server: MailServer) -> None:
    """Encrypt the connection, then log in."""
    try:
        if server.encryption is Encryption.NONE:
            _require_this_machine(session, server)
        session.ehlo_or_helo_if_needed()
        if server.encryption is Encryption.STARTTLS:
            session.starttls(context=ssl.create_default_context())
            session.ehlo()
        _log_in(session, server)
    except smtplib.SMTPAuthenticationError as error:
        raise _unknown_login(server, status_of((error.smtp_code, error.smtp_error))) from error
    except smtplib.SMTPNotSupportedError as error:
        raise _unsupported(server, error) from error
    except ssl.SSLError as error:
        raise _untrusted(server, error) from error
    except (smtplib.SMTPException, OSError) as error:
        later = isinstance(error, smtplib.SMTPResponseException) and error.smtp_code < 500
        raise _unreachable(server, f"ended the session: {_reason(error)}", later=later) from error
    except UnicodeError as error:
        raise _unsendable(server) from error


def _log_in(session: smtplib.SMTP, server: MailServer) -> None:
    if server.token is not None:
        _log_in_with_token(session, server.user, server.token)
    elif server.user:
        ways = session.esmtp_features.get("auth", "").upper().split()
        if session.has_extn("auth") and not {"CRAM-MD5", "PLAIN", "LOGIN"} & set(ways):
            raise smtplib.SMTPNotSupportedError("AUTH without passwords")
        session.login(server.user, server.password)


def _log_in_with_token(session: smtplib.SMTP, user: str, token: Token) -> None:
    """XOAUTH2, as Microsoft and Google define it. A token that was revoked is replaced once."""
    ways = session.esmtp_features.get("auth", "").upper().split()
    if "XOAUTH2" not in ways:
        raise smtplib.SMTPNotSupportedError("AUTH without XOAUTH2")
    for renew in (False, True):
        words = f"user={user}\x01auth=Bearer {token.renewed() if renew else token.current()}\x01\x01"
        try:
            # The server explains a failure in a challenge, which an empty line answers; then comes its code.
            session.auth("XOAUTH2", lambda challenge=None, words=words: "" if challenge is not None else words)
        except smtplib.SMTPAuthenticationError as error:
            if renew or error.smtp_code < 500:
                raise
        else:
            return


def _require_this_machine(session: smtplib.SMTP, server: MailServer) -> None:
    """Without encryption the peer must be on this machine, whatever its name resolved to."""
    peer = session.sock.getpeername()[0] if session.sock else ""
    if not ipaddress.ip_address(peer.partition("%")[0]).is_loopback:
        raise _unreachable(server, "is not on this machine; --insecure-localhost is for loopback only")


def _unreachable(
    server: MailServer,
    reason: str,
    remedy: str = "",
    fault: MailFault | None = None,
    *,
    setup: str = "",
    later: bool = False,
) -> UnreachableError:
    return UnreachableError(mail_problem(MAIL_SERVER, f"{server} {reason}", remedy, setup, fault), later=later)


def _unknown_login(server: MailServer, status: str) -> UnreachableError:
    """A server where passwords are switched off rejects every password with the same code."""
    later = not status.startswith("5")
    if server.token is not None:
        remedy = "use the address of the mailbox that you sign in to"
        setup = "; sign in again with: caresheet email setup"
        return _unreachable(server, f"rejects the sign-in ({status})", remedy, setup=setup, later=later)
    if _SWITCHED_OFF in status:
        return _without_passwords(server, f"takes no passwords from this mailbox ({status})")
    remedy, setup = "type both again", ""
    if status.startswith(_APP_PASSWORD):
        remedy, setup = "this account needs an app password", _SIGN_IN
    said = f"rejects the user name or password ({status})"
    return _unreachable(server, said, remedy, MailFault.LOGIN, setup=setup, later=later)


def _without_passwords(server: MailServer, reason: str) -> UnreachableError:
    return _unreachable(server, reason, _ALLOW, MailFault.NO_PASSWORDS, setup=_SIGN_IN)


def _unsendable(server: MailServer) -> UnreachableError:
    if server.token is not None:
        remedy = "use the address of the mailbox that you sign in to as the user name, or set no user name"
        return _unreachable(server, "accepts only ASCII characters in the user name that you sign in with", remedy)
    return _unreachable(server, "accepts only ASCII characters in user name and password")


def _unsupported(server: MailServer, error: smtplib.SMTPNotSupportedError) -> UnreachableError:
    if "STARTTLS" in str(error):
        return _unreachable(server, "offers no STARTTLS", f"try implicit encryption: {_PORTS}")
    if server.token is not None:
        return _unreachable(server, "offers no login with OAuth 2.0", "use a password, or the provider's own server")
    if "passwords" in str(error):
        return _without_passwords(server, "takes no passwords")
    return _unreachable(server, "offers no login", f"check the port: {_PORTS}")


def _untrusted(server: MailServer, error: ssl.SSLError) -> UnreachableError:
    if isinstance(error, ssl.SSLCertVerificationError):
        remedy = (
            "check the server's name; if your organization signs its own certificates, set SSL_CERT_FILE to the "
            "certificate of its authority"
        )
        said = f"has a certificate that cannot be trusted: {error.verify_message}"
        return _unreachable(server, said, remedy, MailFault.CERTIFICATE)
    why = error.reason or BROKEN
    return _unreachable(server, f"cannot agree on encryption: {why}", f"check port and encryption: {_PORTS}")


def _way_there(error: Exception) -> tuple[str, MailFault]:
    """What to check when there is no connection, and what kind of fault it is."""
    if isinstance(error, socket.gaierror):
        return "check the spelling of the server's name, and your connection to the internet", MailFault.UNREACHABLE
    if isinstance(error, ConnectionRefusedError):
        return f"nothing answers at this port: {_PORTS}", MailFault.PORT
    return f"check the port: {_PORTS}; a firewall may be in the way", MailFault.UNREACHABLE


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return status_of((error.smtp_code, error.smtp_error))
    if ENDLESS in str(error):
        return ENDLESS
    return in_words(error)
