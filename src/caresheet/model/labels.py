"""The program's own printed words in one language."""

from __future__ import annotations

from msgspec import Struct


class Labels(Struct, frozen=True):
    """Every word that caresheet itself prints. `page` holds `{page}` and `{pages}`, `version` holds `{version}`,
    `based_on` holds `{publishers}`, and `and_others` holds `{publishers}` and `{count}`. `draft_mark` says `draft` in a
    word, where there is no room for more. `reviewed` holds `{name}`, `{credential}`, `{organization}` and `{date}`;
    `reviewed_mark`, `use_until` and `use_until_mark` hold `{date}`, which `date` writes from `{day}`, `{month}` and
    `{year}`. `cut` is what to do with a sheet of panels; `code` and `code_caption`, which
    hold `{website}`, stand for and below a code to scan.

    The words that begin with `mail_` stand in a message that a handout is attached to: its subject, its first and last
    lines, what it says of a draft, and the attachment's file name without ending. They never say what it is about.

    `levels` pairs each level's value (`stop`, `call`, `note`) with its word; `clinic` pairs each `clinic.*` key
    with the words for its blank; `months` are the names of the twelve. `files` are the project's own that replace any.
    """

    language: str
    draft: str
    draft_mark: str
    reviewed: str
    reviewed_mark: str
    use_until: str
    use_until_mark: str
    past_review: str
    date: str
    version: str
    page: str
    contents: str
    references: str
    based_on: str
    and_others: str
    cut: str
    code: str
    code_caption: str
    mail_subject: str
    mail_opening: str
    mail_closing: str
    mail_draft: str
    mail_file: str
    levels: tuple[tuple[str, str], ...]
    clinic: tuple[tuple[str, str], ...]
    months: tuple[str, ...]
    files: tuple[str, ...] = ()
