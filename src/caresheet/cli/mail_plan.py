"""Who is to get what: people and the letters for them, each handout made once, however many get it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from caresheet.app.requests import require_known
from caresheet.app.sources import find_root, read_folder
from caresheet.app.user_cache import user_cache
from caresheet.cli.mail_order import Order
from caresheet.cli.report import count, warn, watched
from caresheet.delivery.mail.message import LARGE, refuse_too_large
from caresheet.model.address import BadAddressError, domain_of, sendable
from caresheet.model.edition import Edition, Size
from caresheet.model.message import Letter, Recipient, Sender
from caresheet.model.problem import CaresheetError, Findings, Problem
from caresheet.model.project import Project
from caresheet.model.rules import BAD_EMAIL_ADDRESS, NOT_READABLE, UNKNOWN_NAME

if TYPE_CHECKING:  # the pipeline loads every room
    from caresheet.model.job import Job


class Plan(Struct, frozen=True):
    """Each recipient with the letter that is for them, in the order of the list."""

    pairs: tuple[tuple[Recipient, Letter], ...]

    def described(self) -> Iterator[str]:
        """Count, languages, handouts and domains, and nothing that names a person."""
        letters = [letter for _, letter in self.pairs]
        languages = _tally(letter.language for letter in letters)
        handouts = _tally(letter.identifier for letter in letters)
        yield f"{count(len(letters), 'message')}, by language: {languages}"
        yield f"by handout: {handouts}"
        yield f"by domain: {_tally(domain_of(person.address) for person, _ in self.pairs)}"

    def as_test(self, sender: Sender) -> Plan:
        """The first letter, to whoever sends."""
        (_, letter), *_ = self.pairs
        return Plan(((Recipient(sender.address), letter),))


def plan(people: tuple[Recipient, ...], order: Order, *, quiet: bool) -> Plan:
    """Make what these people are to get. Raises CaresheetError with whatever keeps any of it from going out, and
    click.UsageError for options that meet nothing."""
    from caresheet.app.pipeline import judged, make_mail, refusals

    project = read_folder(find_root(order.root), order.clinic)
    require_known("topic", (order.topic,) if order.topic else (), (each.name for each in project.topics))
    jobs = _jobs(project, people, order)
    distinct = tuple({job.name: job for job in jobs}.values())
    usual = user_cache(os.environ)
    mails = [make_mail(job, usual) for job in watched(distinct, len(distinct), quiet=quiet)]
    whole = judged(project, distinct, [mail.judgement for mail in mails], pages=True)
    problems = refusals(whole, project.clinic, drafts=order.draft)
    if problems:
        raise CaresheetError(problems)
    letters = {job.name: mail.letter for job, mail in zip(distinct, mails, strict=True) if mail.letter}
    _weigh(letters.values())
    return Plan(tuple((person, letters[job.name]) for person, job in zip(people, jobs, strict=True)))


def listed(path: Path, today: date) -> tuple[Recipient, ...]:
    """Everyone on a list. Raises CaresheetError."""
    from caresheet.source.recipients import LARGEST, read_recipients

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CaresheetError((Problem(None, NOT_READABLE, f"the list cannot be read: {error.strerror}"),)) from error
    return read_recipients(data, path.as_posix(), today)


def single(asked: str) -> tuple[Recipient, ...]:
    """The one person that --to names; '-' asks for the address, or reads it where nobody sits at the keyboard."""
    if asked == "-":
        text = click.prompt("Address", err=True) if sys.stdin.isatty() else sys.stdin.read(10_000)
    else:
        text = asked
        warn("the address stands in this command, where others on this machine can see it; --to - asks for it")
    try:
        return (Recipient(sendable(text.strip())),)
    except BadAddressError as error:
        hint = "write one like name@example.org; a list of several needs --recipients"
        raise CaresheetError((Problem(None, BAD_EMAIL_ADDRESS, f"this is no address: {error}", hint),)) from error


def _jobs(project: Project, people: Iterable[Recipient], order: Order) -> tuple[Job, ...]:
    """The handout of each. Every line of a list that asks for what is not there is told."""
    findings = Findings()
    found: dict[tuple[str, str | None, Size], tuple[Job, ...]] = {}
    jobs: list[Job] = []
    for person in people:
        layout, language = person.layout or order.layout, person.language or order.language
        if layout is None:
            raise click.UsageError("Say which handout is meant, with --layout or in a column 'layout'.")
        size = person.size if person.size is not Size.REGULAR else Size(order.size)
        what = (layout, language, size)
        if what not in found:
            found[what] = tuple(_matching(project, layout, language, size, order))
        if len(found[what]) != 1:
            _note(person, layout, language, len(found[what]), findings)
        jobs += found[what][:1]
    findings.raise_any()
    return tuple(jobs)


def _matching(project: Project, layout: str, language: str | None, size: Size, order: Order) -> Iterator[Job]:
    """The handouts of a layout in a language; without one, in the one that its topic was written in."""
    from caresheet.app.pipeline import jobs

    every = jobs(
        project,
        topics=(order.topic,) if order.topic else (),
        layouts=(layout,),
        languages=(language,) if language else (),
        edition=Edition(size, order.paper),
        today=order.today,
    )
    yield from (job for job in every if language or job.topic.translates is None)


def _note(person: Recipient, layout: str, language: str | None, number: int, findings: Findings) -> None:
    where = f"'{layout}' in '{language}'" if language else f"'{layout}'"
    message = f"there is no handout {where}" if number == 0 else f"several topics have a handout {where}"
    hint = "'caresheet list' shows what there is" if number == 0 else "name the topic behind 'caresheet email'"
    if person.position is None:
        raise click.UsageError(f"{message[0].upper()}{message[1:]}: {hint}.")
    findings.add(person.position, UNKNOWN_NAME, message, hint)


def _weigh(letters: Iterable[Letter]) -> None:
    """Warn of letters that some mailboxes will refuse. Raises CaresheetError for those that no server takes."""
    findings = Findings()
    for letter in letters:
        try:
            refuse_too_large(letter)
        except CaresheetError as error:
            findings.extend(error.problems)
        if letter.size > LARGE:
            warn(f"{letter.identifier} has {letter.size / 1e6:.1f} MB: some mailboxes will refuse it")
    findings.raise_any()


def _tally(words: Iterable[str]) -> str:
    return ", ".join(f"{word} {number}" for word, number in Counter(words).most_common())
