"""A mailing that is asked for with one command: shown, tried out, written as files, or sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from caresheet.app.date_order import usual_date_order
from caresheet.app.mail.overview import letter_lines, summary_lines, table_lines
from caresheet.app.mail.plan import Mailing, MailPlan, plan_mail, read_list, recipient_at
from caresheet.app.ports import Progress
from caresheet.app.requests import RequestError
from caresheet.cache import Cache
from caresheet.model.counts import count
from caresheet.model.edition import Edition, Size
from caresheet.model.ink import Ink
from caresheet.model.message import Recipient
from caresheet.model.project import Project
from caresheet.model.walk import Discreet

_ASK = "-"
"""Given instead of an address: the address is then asked for, so that it does not appear on the command line."""


class MailOrder(Discreet, frozen=True):
    """What is asked for: a handout, one address (`to`) or a list of `recipients`, and what to do: `show` the messages,
    `send` them, whose number is then confirmed, send one to the sender (`test_me`), or write them into `eml_dir`. With
    none of these, what would be sent is only summarized."""

    topic: str | None
    layout: str | None
    language: str | None
    bilingual: str | None
    size: Size
    paper: str | None
    ink: Ink | None
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
    today: date

    @property
    def is_looked_at(self) -> bool:
        """Whether nothing is written or sent."""
        return not (self.send or self.test_me or self.eml_dir)

    @property
    def asks_address(self) -> bool:
        """Whether the address is to be asked for."""
        return self.to == _ASK

    @property
    def shows_address(self) -> bool:
        """Whether the order itself has an address in it, which other users of this computer can see."""
        return bool(self.to) and not self.asks_address

    def require_possible(self) -> None:
        """Raises RequestError for an order that contradicts itself."""
        if bool(self.to) == bool(self.recipients):
            raise RequestError("name the recipients with either --to or --recipients", "")
        if sum((self.send, self.test_me, self.eml_dir is not None, self.show)) > 1:
            raise RequestError("choose one of --show, --send, --test-me and --eml-dir", "")
        if self.send and self.draft:
            message = "a draft is never sent to readers: --draft goes with --show, --test-me and --eml-dir"
            raise RequestError(message, "")

    def people(self, typed: str) -> tuple[Recipient, ...]:
        """Everyone on the list, or the one person; `typed` is the address that was asked for. Raises CaresheetError,
        and RequestError where their number is not the confirmed one."""
        if self.recipients:
            order, ignored = usual_date_order(), self.ignore_columns
            people = read_list(self.recipients, self.today, order=order, ignore_columns=ignored)
        else:
            people = (recipient_at(typed if self.asks_address else self.to or ""),)
        self._require_confirmed(len(people))
        return people

    def plan(
        self, project: Project, people: tuple[Recipient, ...], cache: Cache | None, progress: Progress
    ) -> MailPlan:
        """Make the handouts that these people get; see `plan_mail` for what is raised."""
        edition = Edition(self.size, self.paper, bilingual=self.bilingual, ink=self.ink)
        mailing = Mailing(self.today, self.topic, self.layout, self.language, edition, self.draft)
        return plan_mail(project, people, mailing, cache, progress)

    def _require_confirmed(self, number: int) -> None:
        if not self.send or self.confirm == number:
            return
        is_missing = self.confirm is None
        said = "--send needs --confirm NUMBER" if is_missing else f"--confirm {self.confirm} is not the right number"
        raise RequestError(f"{said}: {'there is' if number == 1 else 'there are'} {count(number, 'message')}", "")


def warning_lines(plan: MailPlan) -> Iterator[str]:
    """The letters that some mailboxes will reject."""
    for letter in plan.large_letters:
        yield f"handout {letter.identifier} is {letter.size / 1e6:.1f} MB: some mailboxes will reject it"


def preview_lines(plan: MailPlan, *, whole: bool) -> Iterator[str]:
    """What goes to whom, and nothing that identifies a person; with `whole`, the messages themselves, too."""
    letters = [("", *letter_lines(letter)) for letter in plan.letters] if whole else []
    yield from (*table_lines(plan), *chain(*letters), "", *summary_lines(plan))
    if plan.has_drafts:
        yield "Nothing was sent. Drafts are never sent: record a review first, with caresheet review"
    else:
        yield f"Nothing was sent. To send, run the same command with --send --confirm {len(plan.messages)}"
