"""`caresheet email`: show what would be sent to how many people, and send it once the number is confirmed."""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from caresheet.app.ports import SystemClock
from caresheet.app.sources import read_folder
from caresheet.app.user_cache import user_cache
from caresheet.cli import completion
from caresheet.cli.exits import exit_code
from caresheet.cli.outbox import insecure_option, opened_outbox, pace_option, report_sent
from caresheet.cli.progress import progress
from caresheet.cli.project import (
    clinic_option,
    language_option,
    paper_option,
    project_and_clinic,
    project_option,
    size_option,
    today_option,
)
from caresheet.cli.report import printable, show, warn
from caresheet.model.counts import count
from caresheet.model.edition import Edition, Size
from caresheet.model.message import Recipient

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.mail.plan import MailPlan
    from caresheet.delivery.mail.message import Envelope


class Options(Struct, frozen=True):
    """What was asked for; each field is the parameter of an option."""

    topic: str | None
    layout: str | None
    language: str | None
    size: str
    paper: str | None
    clinic: str | None
    to: str | None
    recipients: Path | None
    ignore_columns: bool
    show: bool
    send: bool
    confirm: int | None
    test_me: bool
    eml_dir: Path | None
    draft: bool
    campaign: str
    per_minute: int
    insecure: bool
    today: date
    root: Path | None


class EmailCommand(click.Command):
    """`caresheet email`, and its subcommand `caresheet email setup`, which comes before any topic of that name."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - click's own
    ) -> click.Context:
        if args[:1] == ["setup"]:
            from caresheet.cli.email_setup import setup

            return setup.make_context(f"{info_name} setup", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(cls=EmailCommand)
@click.argument("topic", required=False, shell_complete=completion.topics)
@click.option(
    "--layout", metavar="NAME", shell_complete=completion.layouts, help="Which handout, unless the list says so."
)
@language_option("The language. Default: the one the topic was written in.")
@size_option("The print size.")
@paper_option
@clinic_option
@click.option("--to", metavar="ADDRESS", help="Send to one address; '-' asks for it, so that it stays private.")
@click.option(
    "--recipients",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Send to everyone on a list (CSV, .xlsx): address, layout, language, size, consent_date.",
)
@click.option("--ignore-columns", is_flag=True, help="The list may have other columns, which are not read.")
@click.option("--show", is_flag=True, help="Do not send: show the messages themselves.")
@click.option("--send", is_flag=True, help="Send. Without this option, only show what would be sent.")
@click.option("--confirm", type=click.IntRange(1), metavar="NUMBER", help="The number of messages; needed for --send.")
@click.option("--test-me", is_flag=True, help="Send only the first message, and only to the sender.")
@click.option(
    "--eml-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Do not send: write the messages as files for a mail program, into a new or empty folder.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="Allow handouts that are not reviewed, except with --send. The message says so.",
)
@click.option("--campaign", metavar="NAME", default="", help="A new campaign, to send the same handout again.")
@pace_option
@insecure_option
@today_option
@project_option
def email(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options of the command are
    """Send handouts by e-mail, as a PDF attachment and as text.

    Nothing is sent without --send and the number of messages in --confirm. Before the first time, run
    `caresheet email setup`: it asks who the messages are from and which service sends them, and tries that out.
    """
    from caresheet.app.mail.sending import envelope_for, queue
    from caresheet.app.mail.settings import mail_carrier, mail_sender

    options = Options(**given)
    _refuse_contradictions(options)
    people = _people(options)
    if options.send:
        _require_confirmation(options.confirm, len(people))
    if not (options.send or options.test_me or options.eml_dir):
        _show(_plan(options, people), whole=options.show)
        return
    sender = mail_sender(os.environ)
    envelope = envelope_for(sender, SystemClock(), options.campaign, test=options.test_me)
    if options.eml_dir:
        _write(_plan(options, people), envelope, options.eml_dir)
        return
    carrier = mail_carrier(os.environ, sender, insecure=options.insecure)
    plan = _plan(options, people)
    with opened_outbox() as outbox:
        numbers = queue(outbox, plan.as_test(sender) if options.test_me else plan, envelope)
        sys.exit(report_sent(outbox, numbers, carrier, options.per_minute))


def _refuse_contradictions(options: Options) -> None:
    if bool(options.to) == bool(options.recipients):
        raise click.UsageError("Name the recipients with either --to or --recipients.")
    if sum((options.send, options.test_me, options.eml_dir is not None, options.show)) > 1:
        raise click.UsageError("Choose one of --show, --send, --test-me and --eml-dir.")
    if options.send and options.draft:
        raise click.UsageError("A draft is never sent to readers: --draft goes with --show, --test-me and --eml-dir.")


def _require_confirmation(confirm: int | None, number: int) -> None:
    if confirm != number:
        said = "--send needs --confirm" if confirm is None else f"--confirm {confirm} is not the number of messages"
        raise click.UsageError(f"{said}: there are {number}." if number != 1 else f"{said}: there is 1.")


def _people(options: Options) -> tuple[Recipient, ...]:
    """Everyone on the list, or the one person of --to: '-' asks for the address, or reads it from standard input."""
    from caresheet.app.date_order import usual_date_order
    from caresheet.app.mail.plan import read_list, recipient_at

    if options.recipients:
        order, ignored = usual_date_order(), options.ignore_columns
        return read_list(options.recipients, options.today, order=order, ignore_columns=ignored)
    if options.to == "-":
        typed = click.prompt("Address", err=True) if sys.stdin.isatty() else sys.stdin.read(10_000)
        return (recipient_at(typed),)
    warn("other users of this computer can see an address on the command line; --to - asks for it instead")
    return (recipient_at(options.to or ""),)


def _plan(options: Options, people: tuple[Recipient, ...]) -> MailPlan:
    from caresheet.app.mail.plan import Mailing, plan_mail

    edition = Edition(Size(options.size), options.paper)
    mailing = Mailing(options.today, options.topic, options.layout, options.language, edition, options.draft)
    project = read_folder(*project_and_clinic(options.root, options.clinic))
    show(project.problems)
    plan = plan_mail(project, people, mailing, user_cache(os.environ), progress())
    for letter in plan.large_letters:
        warn(f"handout {letter.identifier} is {letter.size / 1e6:.1f} MB: some mailboxes will reject it")
    return plan


def _show(plan: MailPlan, *, whole: bool) -> None:
    """Say what goes to whom, and nothing that identifies a person; with `whole`, show the messages themselves, too."""
    from caresheet.app.mail.overview import letter_lines, summary_lines, table_lines

    letters = [("", *letter_lines(letter)) for letter in plan.letters] if whole else []
    for line in (*table_lines(plan), *chain(*letters), "", *summary_lines(plan)):
        click.echo(printable(line))
    if plan.has_drafts:
        click.echo("Nothing was sent. Drafts are never sent: record a review first, with caresheet review")
    else:
        click.echo(f"Nothing was sent. To send, run the same command with --send --confirm {len(plan.messages)}")


def _write(plan: MailPlan, envelope: Envelope, folder: Path) -> None:
    from caresheet.app.mail.sending import write_files

    written = write_files(plan, envelope, folder, time.time())
    show(written.problems)
    if written.paths:
        said = f"{count(len(written.paths), 'message')} in {folder}: open them in a mail program."
        click.echo(f"{said} Nothing was sent.")
    sys.exit(exit_code(len(written.paths), len(plan.messages)))
