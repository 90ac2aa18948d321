"""What would be sent, for a person who checks it before it goes."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.app.mail.columns import aligned
from caresheet.app.mail.plan import Counts, MailPlan
from caresheet.delivery.mail.page import blanks_in_words
from caresheet.model.address import masked
from caresheet.model.counts import count
from caresheet.model.message import Letter

_HEAD = ("to", "language", "handout", "size", "pages", "KB", "subject")
_NUMBERS = {"pages", "KB"}


def table_lines(plan: MailPlan) -> tuple[str, ...]:
    """A line for each message below a line of heads: the masked address, and which handout goes there."""
    rows = [
        (
            masked(each.recipient.address),
            "+".join(each.letter.languages),
            each.layout,
            each.size.value,
            str(each.letter.pages),
            f"{each.letter.size / 1000:.0f}",
            each.letter.subject,
        )
        for each in plan.messages
    ]
    return aligned((_HEAD, *rows), numbers=_NUMBERS)


def summary_lines(plan: MailPlan) -> tuple[str, ...]:
    """How many messages there are, by language, handout and domain."""
    return (
        f"{count(len(plan.messages), 'message')}, by language: {_listed(plan.languages)}",
        f"by handout: {_listed(plan.handouts)}",
        f"by domain: {_listed(plan.domains)}",
    )


def letter_lines(letter: Letter) -> Iterator[str]:
    """A message as its reader gets it without HTML: the subject, what is attached, and the words."""
    yield f"Subject: {letter.subject}"
    yield f"Language: {', '.join(letter.languages)}"
    yield f"Attachment: {letter.file_name}.pdf, {count(letter.pages, 'page')}, {len(letter.pdf) / 1000:.0f} KB"
    yield ""
    yield from blanks_in_words(letter.plain_text).splitlines()


def _listed(counts: Counts) -> str:
    return ", ".join(f"{word} {number}" for word, number in counts)
