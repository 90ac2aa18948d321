"""The words that caresheet prints itself, in one language."""

from __future__ import annotations

from msgspec import Struct

from caresheet.model.problem import Position


class Labels(Struct, frozen=True):
    """Every word that caresheet prints itself; placeholders are in braces.

    - `draft`, and for a translation that nobody has reviewed also `draft_translation`: whole sentences; `draft_mark` is
      the same in one word
    - `reviewed`: `{name}`, `{credential}`, `{organization}`, `{date}`; `reviewed_mark`: `{date}`
    - `use_until` and `use_until_mark`: `{date}`; `past_review`
    - `date`: `{day}`, `{month}`, `{year}`; `months` are the names of the twelve months
    - `version`: `{version}`; `page` and `page_mark`: `{page}`, `{pages}`; `contents`; `references`
    - `continued`, after the heading of a list that continues on another page: `{part}`, `{parts}`; `next_page`:
      `{heading}`
    - `based_on`: `{publishers}`
    - `interpreter`, that an interpreter costs nothing and whom to call: `{number}`
    - `and_others` and `minutes` pair each plural form of the language with its words: `{publishers}` and `{count}`, and
      `{minutes}`
    - `cut` says what to do with a sheet of panels; `cut_here` is printed between a form and its copy; `check_bar` is
      printed above a bar of 50 mm, and `fan` says how to fold a card like a fan
    - `code`, the alternative text of a QR code, and `code_caption`, the words below it: `{website}`
    - `mail_…`: the subject of a message with a handout, its first and last lines, what it says about a draft, and the
      name of the attached file without ending; none of them says what the handout is about
    - `levels` pairs the value of each level (`stop`, `call`, `note`) with its word
    - `clinic` pairs each `clinic.*` key with the words for its blank

    `files` are the project's own files that replace any of these words. `are_draft` is True if no native speaker has
    reviewed the words: until then, every handout that prints them is a draft. `in_english` are the texts of those files
    that are still, word for word, the English ones: the dotted key, the text and where it stands.
    """

    language: str
    draft: str
    draft_translation: str
    draft_mark: str
    reviewed: str
    reviewed_mark: str
    use_until: str
    use_until_mark: str
    past_review: str
    date: str
    version: str
    page: str
    page_mark: str
    contents: str
    references: str
    continued: str
    next_page: str
    based_on: str
    interpreter: str
    and_others: tuple[tuple[str, str], ...]
    minutes: tuple[tuple[str, str], ...]
    cut: str
    cut_here: str
    check_bar: str
    fan: str
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
    are_draft: bool = False
    in_english: tuple[tuple[str, str, Position], ...] = ()
