"""`caresheet email`: say what would go to whom; once somebody has confirmed how many that are, send it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from caresheet.cli.mail_order import Order
from caresheet.cli.project import project_option, today_option
from caresheet.cli.report import count
from caresheet.model.edition import Size
from caresheet.model.look import PAPERS

pace_option = click.option(
    "--per-minute",
    type=click.IntRange(1, 100_000),
    metavar="NUMBER",
    default=60,
    help="How many messages a minute at most; else 60.",
)
insecure_option = click.option(
    "--insecure-localhost", "insecure", is_flag=True, help="Send without TLS to a server on this very machine."
)


@click.command(name="email")
@click.argument("topic", required=False)
@click.option("--layout", metavar="NAME", help="Which handout, where the list does not say.")
@click.option("--lang", "language", metavar="TAG", help="In which language; else the one it was written in.")
@click.option("--size", type=click.Choice([size.value for size in Size]), default="regular", help="In which print.")
@click.option("--paper", type=click.Choice(list(PAPERS)), help="Another paper than the layout's.")
@click.option(
    "--clinic",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whose numbers are in it: its emergency and after-hours numbers must be.",
)
@click.option("--to", metavar="ADDRESS", help="To one address; - asks for it, so that no list of programs shows it.")
@click.option(
    "--recipients",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="To everyone on a list: CSV with address, layout, language, size, consent_date.",
)
@click.option("--send", "sending", is_flag=True, help="Send. Without it, only say what would be sent.")
@click.option("--confirm", type=click.IntRange(1), metavar="NUMBER", help="How many messages that are, for --send.")
@click.option("--test-me", is_flag=True, help="Send the first message to the sender instead, and nothing else.")
@click.option(
    "--eml-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the messages there instead, for a mail program to open.",
)
@click.option("--draft", is_flag=True, help="Let what is not reviewed go out; the message says so.")
@click.option("--campaign", metavar="NAME", default="", help="Another occasion, so that the same may be sent again.")
@pace_option
@insecure_option
@today_option
@project_option
def email(**given: Any) -> None:  # noqa: ANN401 - click hands over what the options of the command are
    """Send handouts by e-mail: attached, and in words.

    Nothing is sent without --send and the number of messages behind --confirm.
    """
    from caresheet.cli.mail_plan import listed, plan, single
    from caresheet.cli.mail_sending import queue_and_send, write
    from caresheet.cli.mail_settings import envelope_of, server

    order = Order(**given)
    _refuse_contradictions(order)
    people = single(order.to) if order.to else listed(order.recipients or Path(), order.today)
    if order.sending:
        _require_confirmation(order.confirm, len(people))
    if not order.leaves:
        for line in plan(people, order, quiet=False).described():
            click.echo(line)
        click.echo(f"Nothing was sent. To send, give the same command with --send --confirm {len(people)}")
        return
    envelope = envelope_of(datetime.now(UTC), order.campaign, test=order.test_me)
    if order.eml_dir:
        write(plan(people, order, quiet=False), envelope, order.eml_dir)
        return
    to_server = server(envelope.sender, insecure=order.insecure)
    planned = plan(people, order, quiet=False)
    chosen = planned.as_test(envelope.sender) if order.test_me else planned
    sys.exit(queue_and_send(chosen, envelope, to_server, order.per_minute))


def _refuse_contradictions(order: Order) -> None:
    if bool(order.to) == bool(order.recipients):
        raise click.UsageError("Say to whom: with --to or with --recipients.")
    if order.leaves > 1:
        raise click.UsageError("Choose one of --send, --test-me and --eml-dir.")


def _require_confirmation(confirm: int | None, number: int) -> None:
    if confirm != number:
        said = "--send needs --confirm" if confirm is None else f"--confirm {confirm} is not the count"
        raise click.UsageError(f"{said}: there are {count(number, 'message')}.")
