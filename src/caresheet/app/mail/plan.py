"""A mailing: each recipient with a letter, each handout made once however many people get it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.judging import judge_project, refusals
from caresheet.app.mail.letters import make_letter
from caresheet.app.ports import Progress, unseen
from caresheet.app.requests import RequestError, require_known
from caresheet.app.selection import Selection, for_readers, require_second
from caresheet.cache import Cache
from caresheet.delivery.mail.message import LARGE, Envelope, refuse_too_large, write_message
from caresheet.model.address import BadAddressError, domain_of, sendable
from caresheet.model.edition import Edition, Size
from caresheet.model.job import Job
from caresheet.model.message import Letter, OutgoingMessage, Recipient, Sender
from caresheet.model.problem import CaresheetError, Findings, Problem
from caresheet.model.project import Project
from caresheet.model.rules import BAD_EMAIL_ADDRESS, NOT_READABLE, UNKNOWN_NAME
from caresheet.source.recipients import LARGEST, read_recipients
from caresheet.source.spreadsheet import DateOrder

Counts = tuple[tuple[str, int], ...]
"""How often each word occurs, the most frequent first."""


class Mailing(Struct, frozen=True):
    """What recipients get unless their line of the list says otherwise.

    Without a `topic`, each layout must belong to one topic; without a `language`, it is the one that the topic was
    written in. `drafts` allows unreviewed handouts, whose messages then say so. Reviews are judged as of `today`.
    """

    today: date
    topic: str | None = None
    layout: str | None = None
    language: str | None = None
    edition: Edition = Edition()
    drafts: bool = False


class PlannedMessage(Struct, frozen=True):
    """A recipient, and the letter for that person: a handout of this layout in this print size."""

    recipient: Recipient
    letter: Letter
    layout: str
    size: Size


class MailPlan(Struct, frozen=True):
    """All messages of a mailing, in the order of the recipients. Nothing is queued or sent yet."""

    messages: tuple[PlannedMessage, ...]

    @property
    def languages(self) -> Counts:
        """How many messages there are in each language."""
        return _counts("+".join(message.letter.languages) for message in self.messages)

    @property
    def handouts(self) -> Counts:
        """How many messages carry a handout of each layout."""
        return _counts(message.layout for message in self.messages)

    @property
    def has_drafts(self) -> bool:
        """Whether any of it is a draft, which nobody but the sender may get."""
        return any(message.letter.is_draft for message in self.messages)

    @property
    def letters(self) -> tuple[Letter, ...]:
        """Every letter, each once."""
        return tuple({message.letter.identifier: message.letter for message in self.messages}.values())

    @property
    def domains(self) -> Counts:
        """How many messages go to each domain."""
        return _counts(domain_of(message.recipient.address) for message in self.messages)

    @property
    def large_letters(self) -> tuple[Letter, ...]:
        """The letters that some mailboxes will reject for their size."""
        return tuple(letter for letter in self.letters if letter.size > LARGE)

    def as_test(self, sender: Sender) -> MailPlan:
        """The first letter alone, addressed to the sender."""
        return MailPlan((replace(self.messages[0], recipient=Recipient(sender.address)),))

    def written(self, envelope: Envelope) -> Iterator[OutgoingMessage]:
        """Every message as it would be sent. Raises CaresheetError (mail-settings)."""
        for message in self.messages:
            yield write_message(message.letter, message.recipient.address, envelope)


def read_list(
    path: Path, today: date, *, order: DateOrder | None = None, ignore_columns: bool = False
) -> tuple[Recipient, ...]:
    """Everyone on a list (CSV), which may have other columns where these are ignored; `order` is that of day and month
    where the list leaves it open. Raises CaresheetError."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CaresheetError((Problem(None, NOT_READABLE, f"the list cannot be read: {error.strerror}"),)) from error
    return read_recipients(data, path.as_posix(), today, order=order, ignore_columns=ignore_columns)


def recipient_at(address: str) -> Recipient:
    """The recipient at an address as somebody typed it. Raises CaresheetError (bad-email-address)."""
    try:
        return Recipient(sendable(address.strip()))
    except BadAddressError as error:
        hint = "write one address like name@example.org; for several people, use a list"
        message = f"not a valid e-mail address: {error}"
        raise CaresheetError((Problem(None, BAD_EMAIL_ADDRESS, message, hint),)) from error


def plan_mail(
    project: Project,
    people: Sequence[Recipient],
    mailing: Mailing,
    cache: Cache | None = None,
    progress: Progress = unseen,
) -> MailPlan:
    """Make the handouts that these people get, at least one person.

    Raises CaresheetError with everything that keeps any handout from being sent: unknown names on the list, faults,
    errors, missing reviews, missing emergency numbers, too large a message. Raises RequestError for a mailing that
    matches no handout, or several.
    """
    require_known("topic", (mailing.topic,) if mailing.topic else (), _topics(project))
    require_second(project, (mailing.language,) if mailing.language else (), mailing.edition)
    wanted = _handouts(project, people, mailing)
    distinct = tuple({job.name: job for job in wanted}.values())
    made = tuple(progress((make_letter(job, cache) for job in distinct), len(distinct)))
    whole = judge_project(project, distinct, [each.judgement for each in made], pages=True)
    problems = refusals(whole, project.clinic, drafts=mailing.drafts)
    if problems:
        raise CaresheetError(problems)
    letters = {job.name: each.letter for job, each in zip(distinct, made, strict=True) if each.letter}
    _refuse_too_large(letters.values())
    return MailPlan(
        tuple(
            PlannedMessage(person, letters[job.name], job.layout.name, job.edition.size)
            for person, job in zip(people, wanted, strict=True)
        )
    )


def _topics(project: Project) -> tuple[str, ...]:
    return (*(each.name for each in project.topics), *(each.topic for each in project.missing))


def _handouts(project: Project, people: Iterable[Recipient], mailing: Mailing) -> tuple[Job, ...]:
    """The handout of each person. All lines of a list that ask for something that does not exist are reported."""
    findings = Findings()
    found: dict[tuple[str, str | None, Size], tuple[Job, ...]] = {}
    wanted: list[Job] = []
    for person in people:
        layout, language = person.layout or mailing.layout, person.language or mailing.language
        if layout is None:
            raise RequestError("no handout is named", "name one with --layout, or in a column 'layout' of the list")
        size = person.size if person.size is not Size.REGULAR else mailing.edition.size
        key = (layout, language, size)
        if key not in found:
            found[key] = _matching(project, mailing, *key)
        if len(found[key]) != 1:
            _report(person, layout, language, len(found[key]), findings)
        wanted += found[key][:1]
    findings.raise_any()
    return tuple(wanted)


def _matching(project: Project, mailing: Mailing, layout: str, language: str | None, size: Size) -> tuple[Job, ...]:
    """The handouts with a layout in a language; without one, in the language that its topic was written in. Raises
    CaresheetError where any of them cannot be made: the others are perhaps not what is meant."""
    topics, languages = (mailing.topic,) if mailing.topic else (), (language,) if language else ()
    edition = replace(mailing.edition, size=size)
    return for_readers(project, Selection(mailing.today, topics, (layout,), languages, edition))


def _report(person: Recipient, layout: str, language: str | None, number: int, findings: Findings) -> None:
    handout = f"'{layout}' in '{language}'" if language else f"'{layout}'"
    message = f"there is no handout {handout}" if number == 0 else f"several topics have a handout {handout}"
    hint = "'caresheet list' shows the handouts" if number == 0 else "name the topic after 'caresheet email'"
    if person.position is None:
        raise RequestError(message, hint)
    findings.add(person.position, UNKNOWN_NAME, message, hint)


def _refuse_too_large(letters: Iterable[Letter]) -> None:
    findings = Findings()
    for letter in letters:
        try:
            refuse_too_large(letter)
        except CaresheetError as error:
            findings.extend(error.problems)
    findings.raise_any()


def _counts(words: Iterable[str]) -> Counts:
    return tuple(Counter(words).most_common())
