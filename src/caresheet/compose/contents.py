"""The entries of a list of contents: the headings of its sections, or fewer and shorter ones that the author wrote."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model.document import ContentsEntry, Section
from caresheet.model.text import Text
from caresheet.model.wording import plain


def contents_entries(sections: tuple[Section, ...], named: tuple[tuple[str, Text], ...]) -> Iterator[ContentsEntry]:
    """One entry for each section with a heading. If the author has `named` entries for some of them, by section id, the
    other sections belong to the entry before them; a section before the first of these, and every critical one, is
    listed by its heading all the same."""
    words, has_begun = dict(named), False
    for section in sections:
        has_begun = has_begun or section.id in words
        if section.heading is None or (has_begun and section.id not in words and not section.critical):
            continue
        own = words.get(section.id)
        text = plain(own) if own else section.heading.text.plain
        yield ContentsEntry(section.heading.level, text, section.heading.anchor)
