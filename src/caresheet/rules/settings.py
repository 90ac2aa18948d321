"""Settings that change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.edition import REGULAR
from caresheet.model.layout import Break, Placement
from caresheet.model.look import POINTS_PER_MM
from caresheet.model.problem import Problem
from caresheet.model.text import PrintedText
from caresheet.rules.context import PagesContext

_EDGE, _ONE_LINE = 8.0, 15.0
"""Millimeters that many printers cannot print on, and that a header or footer of one line in 9 points needs, rounded
up."""
_SLIGHTLY = 1.0
"""Millimeters by which a margin may grow without a word."""


def ignored_setting(context: PagesContext) -> Iterator[Problem]:
    """What a layout asks for is done: its columns, its margins, sections that start a column or stand on turned pages.
    A title that a handout gives to a section is printed.

    Larger print and other paper may need fewer columns and larger margins; they are not judged.

    Source: the project's own: people look in vain for the effect of a setting that does nothing.
    """
    if context.handout.job.edition != REGULAR:
        return
    yield from _columns(context)
    yield from _margins(context)
    for placement in context.handout.layout.placements:
        yield from _placement(context, placement)
    yield from _titles(context)
    yield from _contents(context)


def _columns(context: PagesContext) -> Iterator[Problem]:
    look, used = context.handout.layout.look, context.page_layout.columns
    if used < look.columns:
        asked = f"the layout asks for {look.columns} columns, and the text has {used}"
        because = "panels have one" if look.panels else "lines would have fewer than 35 characters"
        hint = (
            f"write columns: {used}" if look.panels else f"use smaller type or larger paper, or write columns: {used}"
        )
        yield context.handout.at_layout(rules.IGNORED_SETTING, f"{asked}: {because}", hint, "columns")


def _margins(context: PagesContext) -> Iterator[Problem]:
    """Margins that could not hold a single line. What grows because a footer has more lines is as it should be."""
    asked, used = context.handout.layout.look.paper.margins, context.page_layout.margins
    for side, line in (("top", "header"), ("bottom", "footer")):
        wanted, had = getattr(asked, side) / POINTS_PER_MM, getattr(used, side) / POINTS_PER_MM
        if round(wanted, 1) < _ONE_LINE - _SLIGHTLY and had - wanted > _SLIGHTLY:
            least, why = (_ONE_LINE, f"the {line} needs the room")
            if had < _EDGE + _SLIGHTLY:
                least, why = (_EDGE, "many printers cannot print closer to the edge")
            message = f"the {side} margin is {had:.0f} mm, not {wanted:.0f} mm, because {why}"
            hint = f"write {side}: {least:.0f}mm or more"
            yield context.handout.at_layout(rules.IGNORED_SETTING, message, hint, f"margins.{side}", "margins")


def _placement(context: PagesContext, placement: Placement) -> Iterator[Problem]:
    """What a placement asks for and cannot have."""
    look, name = context.handout.layout.look, (context.handout.name,)
    if placement.start is Break.COLUMN and (look.panels or look.columns == 1 or placement.wide):
        message = "start: column changes nothing, because the section does not stand in columns"
        hint = "write start: page" + (" to begin a new panel" if look.panels else "") + ", or delete it"
        yield Problem(placement.position, rules.IGNORED_SETTING, message, hint, name)
    if placement.turned and look.panels:
        message = "orientation changes nothing here, because panels are never turned"
        yield Problem(placement.position, rules.IGNORED_SETTING, message, "delete it", name)


def _titles(context: PagesContext) -> Iterator[Problem]:
    """Titles for sections that the handout does not print."""
    titles = frozenset(text.position for text in context.handout.every(PrintedText))
    sections = frozenset(section.id for section in context.handout.document.sections)
    for name, title in context.handout.job.handout.titles:
        if title.position not in titles and name not in sections:
            message = f"this handout does not print the section '{name}', so this title changes nothing"
            hint = "delete it, or place the section in the layout"
            yield Problem(title.position, rules.IGNORED_SETTING, message, hint, (context.handout.name,))


def _contents(context: PagesContext) -> Iterator[Problem]:
    """Entries for a list of contents that the handout does not have, or for sections that are not in it."""
    document = context.handout.document
    contents = document.contents
    anchors = {entry.anchor for entry in contents.entries} if contents else set()
    listed = {section.id for section in document.sections if section.heading and section.heading.anchor in anchors}
    for name, words in context.handout.job.handout.contents:
        if name in listed:
            continue
        if contents is None and not context.handout.layout.contents:
            message = "this handout has no list of contents, so this entry changes nothing"
            hint = "delete it, or write `contents: yes` in the layout"
        else:
            message = f"this handout's contents do not list the section '{name}', so this entry changes nothing"
            hint = "delete it, or place the section after the contents"
        yield Problem(words.position, rules.IGNORED_SETTING, message, hint, (context.handout.name,))
