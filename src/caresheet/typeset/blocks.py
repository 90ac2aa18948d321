"""Elements of running text as strips: paragraphs, alerts, definitions, rows to write on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from caresheet.model import document as d
from caresheet.model.look import AlertLook
from caresheet.model.text import PrintedText, Words
from caresheet.typeset.badges import badge_pieces, badge_width, level_colours
from caresheet.typeset.figures import set_figure
from caresheet.typeset.lines import baseline_drop, blank_line, natural_width
from caresheet.typeset.lists import set_list
from caresheet.typeset.strips import INSIDE, KEPT, STRANDED, Strip, begun, kept_together, shifted
from caresheet.typeset.tables import set_table

if TYPE_CHECKING:
    from caresheet.typeset.desk import Desk, Frame
    from caresheet.typeset.lines import Ink


def set_elements(desk: Desk, elements: tuple[d.Element, ...], frame: Frame, parent: int) -> list[Strip]:
    """The elements below each other, a paragraph's distance apart."""
    strips: list[Strip] = []
    for element in elements:
        made = set_element(desk, element, frame, parent)
        strips.extend(begun(made, gap=desk.look.spacing.paragraph) if strips else made)
    return strips


def set_element(desk: Desk, element: d.Element, frame: Frame, parent: int) -> list[Strip]:
    """One element as strips, with its tags made as children of `parent`."""
    match element:
        case d.Part():
            return _set_part(desk, element, frame, parent)
        case d.Kept():
            return kept_together(set_element(desk, element.element, frame, parent))
        case d.Spoken():
            return set_element(desk, element.element, replace(frame, language=element.language), parent)
        case _:
            return _set_block(desk, element, frame, parent)


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
            return _set_entries(desk, element, frame, parent)
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
    return kept_together(padded(desk, strips, inner))


def _alert_head(desk: Desk, alert: d.Alert, frame: Frame, parent: int) -> list[Strip]:
    """The level's badge and, beside it, the title."""
    badge = badge_pieces(desk, alert.mark, frame.left, desk.strong, desk.tags.add("P", parent))
    width = badge_width(alert.mark, desk.strong)
    if alert.title is None:
        return [Strip(desk.strong.leading, badge, panels=frame.panels, position=alert.position)]
    title = desk.tags.add("P", parent)
    strips = desk.text(alert.title, desk.strong, frame.indented(width + desk.body.size * 0.6), title)
    first = strips[0]
    return [replace(first, pieces=(*badge, *first.pieces)), *(replace(s, cost=KEPT) for s in strips[1:])]


def padded(desk: Desk, strips: list[Strip], frame: Frame) -> list[Strip]:
    """Strips of a panel between its inner margins."""
    pad = Strip(desk.look.spacing.panel, panels=frame.panels)
    return [pad, *begun(strips, gap=0.0, cost=STRANDED), replace(pad, cost=STRANDED)]


def _set_definitions(desk: Desk, element: d.Definitions, frame: Frame, parent: int) -> list[Strip]:
    tag = desk.tags.add("L", parent, position=element.position, language=frame.language)
    desk.tags.set_attribute(tag, "List", "ListNumbering", "None")
    strips: list[Strip] = []
    for definition in element.definitions:
        entry = desk.tags.add("LI", tag)
        label, body = desk.tags.add("Lbl", entry), desk.tags.add("LBody", entry)
        term = desk.text(definition.term, desk.strong, frame, label)
        meaning = desk.text(definition.meaning, desk.body, frame.indented(desk.body.size), body)
        term[0] = replace(term[0], anchor=definition.anchor)
        made = [*term, *begun(meaning, gap=0.0, cost=STRANDED)]
        strips.extend(begun(made, gap=desk.look.spacing.paragraph * 0.7) if strips else made)
    return strips


def _set_entries(desk: Desk, element: d.Entries, frame: Frame, parent: int) -> list[Strip]:
    tag = desk.tags.add("Div", parent, position=element.position, language=frame.language)
    inner = frame
    if element.boxed:
        panel = desk.panel(frame, fill=desk.look.palette.accent_tint, border=desk.look.palette.accent)
        inner = frame.inside(panel)
    strips: list[Strip] = []
    for entry in element.entries:
        strips += _set_entry(desk, entry, inner, desk.tags.add("P", tag))
    return kept_together(padded(desk, strips, inner)) if element.boxed else strips


def _set_entry(desk: Desk, entry: d.Entry, frame: Frame, tag: int) -> list[Strip]:
    """A label with its value behind it, or with lines to write on from there to the right edge."""
    height = desk.look.blocks.entry_height
    words = _with_colon(entry)
    strips = desk.text(words, desk.body, frame, tag)
    if any(not isinstance(run, Words) for run in words.runs) or entry.value is None:
        room = max(0.0, height - desk.body.leading)
        strips = [_lowered(strip, room) for strip in strips]
    if entry.value is not None:
        return begun(strips, gap=desk.look.spacing.item, cost=INSIDE)
    last = strips[-1]
    start = frame.left + natural_width(words, desk.body) + desk.body.size * 0.5 if len(strips) == 1 else frame.left
    y = -last.height + (desk.body.leading - baseline_drop(desk.body)) - 1.5
    rule = blank_line(start, y, max(frame.left + frame.width - start, 0.0), desk.body.colour, tag)
    strips[-1] = replace(last, pieces=(*last.pieces, rule))
    more = blank_line(frame.left, -height + 4.0, frame.width, desk.body.colour, tag)
    extra = [Strip(height, (more,), cost=KEPT, panels=frame.panels)] * (entry.lines - 1)
    return begun([*strips, *extra], gap=desk.look.spacing.item, cost=INSIDE)


def _lowered(strip: Strip, room: float) -> Strip:
    """The strip with white above it, so that there is height for handwriting."""
    return replace(
        strip, height=strip.height + room, pieces=tuple(shifted(piece, 0.0, -room) for piece in strip.pieces)
    )


def _with_colon(entry: d.Entry) -> PrintedText:
    """Label in bold and value as one text; the colon parts them for the ear too."""
    label = [replace(run, strong=True) if isinstance(run, Words) else run for run in entry.label.runs]
    ends = entry.label.plain.rstrip()[-1:] in (":", "?", ".")
    colon = () if ends else (Words(":", strong=True),)
    value = (Words(" "), *entry.value.runs) if entry.value else ()
    return PrintedText((*label, *colon, *value), entry.label.position)
