"""The structure tree, made element by element in reading order while the document is laid out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.model.page_layout import Tag
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from caresheet.model.problem import Position
    from caresheet.model.text import FieldBlank


class Tags:
    """Hands out the index of each new element; parents are made before their children (ISO 32000-1, 14.7.2)."""

    def __init__(self) -> None:
        self._tags: list[Tag] = []

    def add(
        self,
        role: str,
        parent: int,
        *,
        position: Position | None = None,
        language: str | None = None,
        link: str | None = None,
        identifier: str | None = None,
    ) -> int:
        """Add an element as the last child of `parent` and return its index; `role` is a standard structure type."""
        made = Tag(role, parent, position=position, language=language, link=link, identifier=identifier)
        self._tags.append(made)
        return len(self._tags) - 1

    def describe(self, tag: int, alternative: str) -> None:
        """Give an element its alternative text."""
        self._tags[tag] = replace(self._tags[tag], alternative=alternative)

    def set_attribute(self, tag: int, owner: str, key: str, value: str) -> None:
        """Give an element an attribute, such as the Scope of a table head or the BBox of a figure."""
        known = self._tags[tag]
        self._tags[tag] = replace(known, attributes=(*known.attributes, (owner, key, value)))

    def for_runs(self, owner: int, text: PrintedText) -> list[int]:
        """The tag of each run of `text`, which belongs to the element `owner`.

        Plain text is the owner's own content. If it contains links or words in another language, every run gets an
        element of its own, so that content and child elements never mix: PDF readers disagree about their order.
        """
        if not any(isinstance(run, TextRun) and (run.link or run.language) for run in text.runs):
            return [owner] * len(text.runs)
        tags: list[int] = []
        for (link, language), runs in groupby(text.runs, key=_kind):
            tags += [self._inline(owner, link, language)] * len(tuple(runs))
        return tags

    def _inline(self, owner: int, link: str | None, language: str | None) -> int:
        """A link to another place in the document is also a Reference to it (ISO 32000-1, table 338)."""
        if link is None:
            return self.add("Span", owner, language=language)
        parent = self.add("Reference", owner) if link.startswith("#") else owner
        return self.add("Link", parent, language=language, link=link)

    def finish(self) -> tuple[Tag, ...]:
        """The whole structure tree, in reading order."""
        return tuple(self._tags)


def _kind(run: TextRun | FieldBlank) -> tuple[str | None, str | None]:
    return (run.link, run.language) if isinstance(run, TextRun) else (None, None)
