"""Elements of running text as strips: paragraphs, alerts, definitions, rows to write on."""

from __future__ import annotations

from itertools import dropwhile
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from caresheet.layout.badges import badge_pieces, badge_width, level_colours
from caresheet.layout.entries import set_entries
from caresheet.layout.figures import set_figure
from caresheet.layout.lines import longest_word
from caresheet.layout.lists import set_list
from caresheet.layout.strips import INSIDE, KEPT, LED_UP_TO, STRANDED, Strip, begun, height_of, kept_together, padded
from caresheet.layout.tables import set_table
from caresheet.model import document as d
from caresheet.model.look import AlertLook
from caresheet.model.text import FieldBlank, TextRun

if TYPE_CHECKING:
    from caresheet.layout.context import Desk, Frame
    from caresheet.layout.lines import Ink

_AROUND_FIGURES = 2.0
"""White above and under a figure, as a multiple of that between paragraphs."""


def set_elements(desk: Desk, elements: tuple[d.Element, ...], frame: Frame, parent: int) -> list[Strip]:
    """The elements below each other, a paragraph's distance apart; a figure stands freer."""
    strips: list[Strip] = []
    for before, element in zip((None, *elements), elements, strict=False):
        made = set_element(desk, element, frame, parent)
        cost = _cost_of_parting(before, element) if before else None
        free = _AROUND_FIGURES if isinstance(before, d.Figure) or isinstance(element, d.Figure) else 1.0
        strips.extend(begun(made, gap=desk.look.spacing.paragraph * free, cost=cost) if strips else made)
    return strips


def _cost_of_parting(before: d.Element, element: d.Element) -> int | None:
    """What a break between two elements costs; None where nothing speaks against it but what the second one says."""
    if _announces(before):
        return STRANDED
    return LED_UP_TO if isinstance(before, d.Paragraph) and _is_to_look_at(element) else None


def _is_to_look_at(element: d.Element) -> bool:
    """Whether the element is a table or has rows to fill in, about which the paragraph before it says something."""
    match element:
        case d.KeepTogether(inner) | d.InLanguage(element=inner):
            return _is_to_look_at(inner)
        case _:
            return isinstance(element, d.Table | d.Entries)


def _announces(element: d.Element) -> bool:
    """Whether the element is a paragraph that ends in a colon: what it announces stands with it.

    The numbers of its sources come behind the colon.
    """
    if not isinstance(element, d.Paragraph):
        return False
    runs = dropwhile(_is_number_of_source, reversed(element.text.runs))
    return replace(element.text, runs=tuple(runs)[::-1]).plain.rstrip().endswith(":")


def _is_number_of_source(run: TextRun | FieldBlank) -> bool:
    return isinstance(run, TextRun) and run.link is not None and run.link.startswith("#") and run.text.startswith("[")


def set_element(desk: Desk, element: d.Element, frame: Frame, parent: int) -> list[Strip]:
    """One element as strips, with its tags made as children of `parent`."""
    match element:
        case d.Part():
            return _set_part(desk, element, frame, parent)
        case d.KeepTogether():
            return kept_together(set_element(desk, element.element, frame, parent))
        case d.InLanguage():
            return set_element(desk, element.element, replace(frame, language=element.language), parent)
        case _:
            strips = _set_block(desk, element, frame, parent)
            place = strips[0].position or desk.position if strips else desk.position
            desk.heights[place] = desk.heights.get(place, 0.0) + height_of(strips)
            return strips


def _set_block(desk: Desk, element: d.Block, frame: Frame, parent: int) -> list[Strip]:
    match element:
        case d.Paragraph():
            tag = desk.tags.add("P", parent, position=element.text.position, language=frame.language)
            return desk.text(element.text, desk.body, frame, tag)
        case d.ItemList():
            return set_list(desk, element, frame, parent)
        case d.Alert():
            return _set_alert(desk, element, frame, parent)
        case d.Table():
            return set_table(desk, element, frame, parent)
        case d.Figure():
            return set_figure(desk, element, frame, parent)
        case d.Definitions():
            return _set_definitions(desk, element, frame, parent)
        case d.Entries():
            return set_entries(desk, element, frame, parent)
        case _ as never:
            assert_never(never)


def set_heading(desk: Desk, heading: d.Heading, ink: Ink, frame: Frame, parent: int) -> list[Strip]:
    """A heading's lines; it is never parted, and carries the anchor that leads to it."""
    tag = desk.tags.add(f"H{heading.level}", parent, position=heading.text.position, language=frame.language)
    strips = [replace(strip, cost=STRANDED) for strip in desk.text(heading.text, ink, frame, tag)]
    first = replace(strips[0], anchor=heading.anchor, cost=0)
    return [first, *strips[1:]]


def _set_part(desk: Desk, part: d.Part, frame: Frame, parent: int) -> list[Strip]:
    section = desk.tags.add("Sect", parent)
    ink = desk.heading_ink(part.heading.level, desk.look.palette.text)
    strips = set_heading(desk, part.heading, ink, frame, section)
    strips = begun(strips, gap=desk.look.spacing.paragraph * 1.8)
    below = set_elements(desk, part.elements, frame, section)
    return [*strips, *begun(below, gap=desk.look.spacing.heading * 0.6, cost=STRANDED)]


def _set_alert(desk: Desk, alert: d.Alert, frame: Frame, parent: int) -> list[Strip]:
    tag = desk.tags.add("Div", parent, position=alert.position, language=frame.language)
    colour, tint = level_colours(desk, alert.mark.level)
    barred = desk.look.blocks.alert is AlertLook.BAR
    panel = desk.panel(frame, fill=tint, border=None if barred else colour, bar=colour if barred else None)
    inner = frame.inside(panel, bar=4.0 if barred else 0.0)
    strips = _alert_head(desk, alert, inner, tag)
    strips += begun(set_elements(desk, alert.elements, inner, tag), gap=desk.look.spacing.item, cost=STRANDED)
    return kept_together(padded(strips, inner.panels, desk.look.spacing.panel))


def _alert_head(desk: Desk, alert: d.Alert, frame: Frame, parent: int) -> list[Strip]:
    """The level's badge and, beside it, the title; below it where its words are too wide."""
    badge = badge_pieces(desk, alert.mark, frame.left, desk.strong, desk.tags.add("P", parent))
    alone = Strip(desk.strong.leading, badge, panels=frame.panels, position=alert.position)
    if alert.title is None:
        return [alone]
    title = desk.tags.add("P", parent)
    beside = frame.indented(badge_width(alert.mark, desk.strong) + desk.body.size * 0.6)
    if longest_word(alert.title, desk.strong) > beside.width:
        below = desk.text(alert.title, desk.strong, frame, title)
        return [alone, *(replace(strip, cost=STRANDED) for strip in below)]
    strips = desk.text(alert.title, desk.strong, beside, title)
    first = strips[0]
    return [replace(first, pieces=(*badge, *first.pieces)), *(replace(s, cost=KEPT) for s in strips[1:])]


def _set_definitions(desk: Desk, element: d.Definitions, frame: Frame, parent: int) -> list[Strip]:
    """Each term in bold, with its meaning running on behind it."""
    tag = desk.tags.add("L", parent, position=element.position, language=frame.language)
    desk.tags.set_attribute(tag, "List", "ListNumbering", "None")
    strips: list[Strip] = []
    for definition in element.definitions:
        made = _set_definition(desk, definition, frame, desk.tags.add("LI", tag))
        made[0] = replace(made[0], anchor=definition.anchor)
        strips.extend(begun(made, gap=desk.look.spacing.item * 1.5, cost=INSIDE) if strips else made)
    return strips


def _set_definition(desk: Desk, definition: d.Definition, frame: Frame, entry: int) -> list[Strip]:
    term = tuple(replace(run, strong=True) if isinstance(run, TextRun) else run for run in definition.term.runs)
    space = TextRun(" ", strong=True)
    label = desk.tags.for_runs(desk.tags.add("Lbl", entry), replace(definition.term, runs=(*term, space)))
    body = desk.tags.for_runs(desk.tags.add("LBody", entry), definition.meaning)
    text = replace(definition.meaning, runs=(*term, space, *definition.meaning.runs))
    return desk.lines(text, [*label, *body], desk.body, frame)
