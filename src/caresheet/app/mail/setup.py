"""Setting up how mail is sent: what to ask, trying out the answers, and keeping those that work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from email.utils import parseaddr
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.mail.account import (
    PASSWORD,
    MailAccount,
    MailService,
    mail_variables,
    read_account,
    variables_of,
    write_account,
)
from caresheet.app.mail.secret_store import IN_KEYRING, SecretStore
from caresheet.app.mail.settings import client_secret_name, mail_carrier, mail_sender, mail_service, sign_in_provider
from caresheet.app.mail.signing_in import Surroundings, sign_in, token_name
from caresheet.app.ports import Environment
from caresheet.delivery.mail.message import Envelope
from caresheet.delivery.mail.smtp_session import Encryption
from caresheet.delivery.mail.trial import trial_message, try_out
from caresheet.model.walk import Discreet

SECRET = "secret"  # noqa: S105 - the name of a question
PORTS = {Encryption.STARTTLS.value: "587", Encryption.IMPLICIT.value: "465"}
"""The usual port of a server by its encryption (RFC 6409, section 3.1; RFC 8314, section 3.3)."""
_PATIENCE = 20.0
"""Seconds to wait for each reply of a server while a person watches."""
SERVICES = (
    (MailService.MICROSOFT, "Microsoft 365: you sign in with the browser"),
    (MailService.GOOGLE, "Google Workspace: you sign in with the browser"),
    (MailService.SERVER, "another mail server, with a user name and password"),
    (MailService.MICROSOFT_SMTP, "Microsoft 365 by SMTP: you sign in with the browser"),
)
"""The services to choose from, in words, the most common first."""


class SetupQuestion(Struct, frozen=True):
    """A question about one field of an account, or about its SECRET. `usual` is the answer if nothing is typed; with
    `is_optional`, the answer may be empty."""

    field: str
    words: str
    usual: str = ""
    is_optional: bool = False
    choices: tuple[str, ...] = ()

    @property
    def is_secret(self) -> bool:
        """Whether the answer must not be seen."""
        return self.field == SECRET


class Draft(Discreet, frozen=True):
    """An account that was typed but has not been tried, and its password or client secret."""

    account: MailAccount
    secret: str = ""


class SetUp(Struct, frozen=True):
    """Where the settings are kept now, and in words where the secret is; the environment variables that override the
    settings."""

    file: Path
    secret_place: str
    overruled_by: tuple[str, ...]

    @property
    def is_in_keyring(self) -> bool:
        """Whether the secret is in the system's keyring."""
        return self.secret_place == IN_KEYRING

    @property
    def lines(self) -> Iterator[str]:
        """What was done, and where everything is."""
        yield "The test message is on its way: look for it in the sender's mailbox."
        yield f"Your settings are in {self.file}"
        if self.secret_place:
            yield f"The password or token is {self.secret_place}"

    @property
    def warnings(self) -> tuple[str, ...]:
        """What keeps the settings from being used, if anything."""
        said = "as long as they are set, these environment variables override your settings"
        return (f"{said}: {', '.join(self.overruled_by)}",) if self.overruled_by else ()


def first_draft(environment: Environment) -> Draft:
    """The answers to start from: those that were kept, with what the environment sets instead. Raises CaresheetError
    (mail-settings)."""
    kept = read_account(environment) or MailAccount("")
    return Draft(replace(kept, **mail_variables(environment)))


def answered(
    draft: Draft,
    environment: Environment,
    ask: Callable[[SetupQuestion], str],
    choose: Callable[[Sequence[str], int], int],
) -> Draft:
    """The draft with new answers to all questions. `choose` gets the services in words and the number of the usual one,
    counted from 1, and returns a number."""
    for question in questions_about_sender(draft.account):
        draft = _with_answer(draft, question, ask(question))
    usual = [service.value for service, _ in SERVICES].index(draft.account.service) + 1
    service, _ = SERVICES[choose([words for _, words in SERVICES], usual) - 1]
    draft = with_service(draft, service, environment)
    for questions_about in (questions_about_service, questions_about_login):
        for question in questions_about(draft.account):
            draft = _with_answer(draft, question, ask(question))
    return draft


def _with_answer(draft: Draft, question: SetupQuestion, answer: str) -> Draft:
    if question.is_secret:
        return replace(draft, secret=answer)
    return replace(draft, account=replace(draft.account, **{question.field: answer.strip()}))


def with_service(draft: Draft, service: MailService, environment: Environment) -> Draft:
    """The draft for a service; of the answers for another one, only the sender is kept."""
    account = draft.account
    if account.service != service.value:
        others = {**mail_variables(environment), "sender": account.sender, "reply_to": account.reply_to}
        account = replace(MailAccount(""), **{**others, "service": service.value})
    return replace(draft, account=account)


def is_secret_kept(account: MailAccount, environment: Environment) -> bool:
    """Whether the password or client secret of the account is already stored, or set in the environment. Raises
    CaresheetError (mail-settings)."""
    if environment.get(PASSWORD):
        return True
    is_server = account.service == MailService.SERVER.value
    name = account.user if is_server else client_secret_name(account.client_id)
    return bool(SecretStore(environment).get(name))


def questions_about_sender(account: MailAccount) -> tuple[SetupQuestion, ...]:
    return (
        SetupQuestion("sender", "Sender, such as Riverside Clinic <nurse@example.org>", account.sender),
        SetupQuestion("reply_to", "Address for replies, if it is a different one", account.reply_to, is_optional=True),
    )


def questions_about_service(account: MailAccount) -> tuple[SetupQuestion, ...]:
    """What to ask about the service of the account."""
    match MailService(account.service):
        case MailService.SERVER:
            way = account.encryption or Encryption.STARTTLS.value
            return (
                SetupQuestion("host", "Mail server", account.host),
                SetupQuestion("encryption", "Encryption", way, choices=tuple(PORTS)),
            )
        case MailService.GOOGLE:
            return (
                SetupQuestion("client_id", "Client ID", account.client_id),
                SetupQuestion(SECRET, "Client secret"),
            )
        case MailService.MICROSOFT | MailService.MICROSOFT_SMTP:
            return (
                SetupQuestion("tenant", "Directory (tenant) ID", account.tenant),
                SetupQuestion("client_id", "Application (client) ID", account.client_id),
            )


def questions_about_login(account: MailAccount) -> tuple[SetupQuestion, ...]:
    """What to ask once the sender and the questions about the service are answered."""
    if MailService(account.service) is not MailService.SERVER:
        return ()
    usual = PORTS[account.encryption or Encryption.STARTTLS.value]
    port = usual if account.port in PORTS.values() else account.port or usual
    return (
        SetupQuestion("port", "Port (587 goes with starttls, 465 with implicit)", port),
        SetupQuestion("user", "User name", account.user or parseaddr(account.sender)[1]),
        SetupQuestion(SECRET, "Password"),
    )


def fields_of(service: MailService) -> tuple[str, ...]:
    """The fields of an account that there are questions about for this service, in order."""
    account = MailAccount("", service=service.value)
    return tuple(each.field for each in (*questions_about_service(account), *questions_about_login(account)))


def set_up(draft: Draft, environment: Environment, around: Surroundings) -> SetUp:
    """Sign in, send a test message to the sender, and keep what works. Of a draft that does not work, only the client
    secret and the token of a sign-in are kept.

    Raises CaresheetError (mail-settings, mail-server) that says what is wrong, and what to do about it.
    """
    store = SecretStore(environment)
    set_here = variables_of(mail_variables(environment))
    settings = {**environment, **dict.fromkeys(set_here, ""), **draft.account.as_environment()}
    sender, service, place = mail_sender(settings), mail_service(settings), ""
    if service is MailService.SERVER:
        settings[PASSWORD] = draft.secret or settings.get(PASSWORD, "")
    else:
        if draft.secret:
            store.put(client_secret_name(draft.account.client_id), draft.secret)
        provider = sign_in_provider(settings, store)
        place = store.put(token_name(provider, sender.address), sign_in(provider, around).refresh_token)
    carrier = mail_carrier(settings, sender, clock=around.clock, patience=_PATIENCE)
    try_out(carrier, trial_message(Envelope(sender, around.clock.now()), around.random(32).hex()))
    if service is MailService.SERVER and draft.secret:
        place = store.put(draft.account.user, draft.secret)
    return SetUp(write_account(draft.account, environment), place, set_here)
