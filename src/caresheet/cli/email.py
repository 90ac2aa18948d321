"""`caresheet email`: show what would be sent to how many people, and send it once the number is confirmed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from caresheet.app.ports import SystemClock
from caresheet.app.user_cache import user_cache
from caresheet.cli import completion, options
from caresheet.cli.exits import exit_code
from caresheet.cli.outbox import opened_outbox, report_sent
from caresheet.cli.progress import progress
from caresheet.cli.project import project_and_clinic, read
from caresheet.cli.report import show, tell, warn
from caresheet.model.message import Recipient

if TYPE_CHECKING:  # the pipeline loads every room; --help has no use for them
    from caresheet.app.mail.orders import MailOrder
    from caresheet.app.mail.plan import MailPlan
    from caresheet.delivery.mail.message import Envelope


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
@options.language("The language. Default: the one the topic was written in.")
@options.bilingual
@options.size("The print size.")
@options.paper
@options.ink
@options.clinic
@click.option("--to", metavar="ADDRESS", help="Send to one address; '-' asks for it, so that it stays private.")
@click.option(
    "--recipients",
    type=options.FILE,
    metavar="FILE",
    help="Send to everyone on a list (CSV, .xlsx): address, layout, language, size, consent_date.",
)
@click.option("--ignore-columns", is_flag=True, help="The list may have other columns, which are not read.")
@click.option("--show", is_flag=True, help="Do not send: show the messages themselves.")
@options.send("Send", "sent")
@click.option("--confirm", type=click.IntRange(1), metavar="NUMBER", help="The number of messages; needed for --send.")
@click.option("--test-me", is_flag=True, help="Send only the first message, and only to the sender.")
@click.option(
    "--eml-dir",
    type=options.NEW_FOLDER,
    metavar="DIR",
    help="Do not send: write the messages as files for a mail program, into a new or empty folder.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="Allow handouts that are not reviewed, except with --send. The message says so.",
)
@click.option("--campaign", metavar="NAME", default="", help="A new campaign, to send the same handout again.")
@options.pace
@options.insecure
@options.today
@options.project
def email(*, root: Path | None, clinic: str | None, per_minute: int, insecure: bool, **given: Any) -> None:  # noqa: ANN401 - click
    """Send handouts by e-mail, as a PDF attachment and as text.

    Nothing is sent without --send and the number of messages in --confirm. Before the first time, run
    `caresheet email setup`: it asks who the messages are from and which service sends them, and tries that out.
    """
    from caresheet.app.mail.orders import MailOrder, preview_lines
    from caresheet.app.mail.sending import envelope_for, queue
    from caresheet.app.mail.settings import mail_carrier, mail_sender

    order = MailOrder(**given)
    order.require_possible()
    people = order.people(_typed(order))
    if order.is_looked_at:
        tell(preview_lines(_plan(order, people, root, clinic), whole=order.show))
        return
    sender = mail_sender(os.environ)
    envelope = envelope_for(sender, SystemClock(), order.campaign, test=order.test_me)
    if order.eml_dir:
        _write(_plan(order, people, root, clinic), envelope, order.eml_dir)
        return
    carrier = mail_carrier(os.environ, sender, insecure=insecure)
    plan = _plan(order, people, root, clinic)
    with opened_outbox() as outbox:
        numbers = queue(outbox, plan.as_test(sender) if order.test_me else plan, envelope)
        sys.exit(report_sent(outbox, numbers, carrier, per_minute))


def _typed(order: MailOrder) -> str:
    """The address that is asked for at a terminal, or read from standard input."""
    if order.shows_address:
        warn("other users of this computer can see an address on the command line; --to - asks for it instead")
    if not order.asks_address:
        return ""
    return click.prompt("Address", err=True) if sys.stdin.isatty() else sys.stdin.read(10_000)


def _plan(order: MailOrder, people: tuple[Recipient, ...], root: Path | None, clinic: str | None) -> MailPlan:
    from caresheet.app.mail.orders import warning_lines

    project = read(*project_and_clinic(root, clinic))
    show(project.problems)
    plan = order.plan(project, people, user_cache(os.environ), progress())
    warn(*warning_lines(plan))
    return plan


def _write(plan: MailPlan, envelope: Envelope, folder: Path) -> None:
    from caresheet.app.mail.sending import write_files, written_lines

    written = write_files(plan, envelope, folder, time.time())
    show(written.problems)
    tell(written_lines(written, folder))
    sys.exit(exit_code(len(written.paths), len(plan.messages)))
