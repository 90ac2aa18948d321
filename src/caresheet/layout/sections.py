"""Sections as regions: in how many columns each stands, its frame and its heading."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from caresheet.layout import shapes
from caresheet.layout.blocks import lay_out_elements, lay_out_heading
from caresheet.layout.column_breaks import in_columns, with_whole_items
from caresheet.layout.columns import column_width, readable_columns, text_width
from caresheet.layout.context import LARGE, Frame
from caresheet.layout.continuations import in_each_language
from caresheet.layout.faces import lay_out_faces
from caresheet.layout.fragments import (
    NO_PENALTY,
    PENALTY_HEADING,
    Fragment,
    UnresolvedPiece,
    breakable,
    height_of,
    kept_together,
    lowered,
    never_broken,
    translated,
    with_gap,
    with_padding,
)
from caresheet.layout.half_sheets import ABOVE_CUT, below_a_cut, with_tall_lines
from caresheet.layout.paginator import Region
from caresheet.layout.signs import marked
from caresheet.layout.stacks import BAR
from caresheet.layout.tables import needed_width, on_one_side
from caresheet.layout.zones import lay_out_zone
from caresheet.model import document as d
from caresheet.model.colors import is_dark
from caresheet.model.layout import Break
from caresheet.model.look import HeadingLook
from caresheet.model.page_layout import ARTIFACT, ShapePiece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.layout.context import LayoutContext
    from caresheet.model.look import Look, Paper, SectionStyle
    from caresheet.model.structure import StructureNode

_SHORT_SECTION = 0.45
"""A section with its own columns stays on one page if it is shorter than this share of the page."""
_LINES_BELOW = 3
"""How many lines of a section with its own columns must be on the same page as its heading."""
_BAR_PAD = 5.0
"""Space above and below the words of a heading on a bar, in points."""


def lay_out_section(context: LayoutContext, section: d.Section, node: StructureNode) -> list[Region]:
    """A section as regions, each with its columns and paper. The heading spans columns that the section sets itself."""
    if section.halves_a_page:
        section = replace(section, halves_a_page=False)
        context = with_tall_lines(context, lambda own: lay_out_section(own, replace(section, copy=False), node))
    context = context.critical() if section.critical else context
    context = context.under(in_each_language(section.heading)) if section.heading else context
    if _has_own_columns(context, section) and not context.look.panels:
        return _in_own_columns(context, section, node)
    setup = _column_setup(context, section)
    if setup.turned and not section.turned and not _is_whole_on(context, section, node, setup):
        setup = _ColumnSetup(context.look.paper, 1, turned=False)
    place = _figure_across(section) if setup.columns > 1 else None
    if place is not None:
        return _around_figure(context, section, node, place)
    region = _in_one_region(context, section, node, setup)
    return [replace(region, apart=(region,)) if section.style.floats and region.columns == 1 else region]


def _figure_across(section: d.Section) -> int | None:
    """The place of the first diagram that is not the section's first element: it stands across the columns."""
    return next((index for index, each in enumerate(section.elements) if index and _is_diagram(each)), None)


def _is_diagram(element: d.Element) -> bool:
    match element:
        case d.KeepTogether(inner) | d.InLanguage(element=inner):
            return _is_diagram(inner)
        case d.Figure(drawing=d.Flow()):
            return True
        case _:
            return False


def _around_figure(context: LayoutContext, section: d.Section, node: StructureNode, place: int) -> list[Region]:
    """What stands before a diagram in columns, the diagram across the page, and what follows in columns again. A list
    right before it stands side by side in the columns."""
    headed = 1 if section.heading else 0
    listed = place - 1 if place > 1 and _is_list(section.elements[place - 1]) else place
    parts = ((0, listed), (listed, place), (place, place + 1), (place + 1, len(section.elements)))
    regions: list[Region] = []
    for number, (begin, end) in enumerate(parts):
        if begin == end:
            continue
        nodes = node.blocks[begin + headed : end + headed]
        heading, nodes = (section.heading, node.blocks[: end + headed]) if not number else (None, nodes)
        start = Break.NONE if number else section.start
        across = number in {1, 2}
        part = replace(section, heading=heading, elements=section.elements[begin:end], wide=across, start=start)
        if number == 1:
            part = replace(part, style=replace(section.style, columns=context.look.columns))
        made = lay_out_section(context, part, replace(node, children=nodes))
        regions += [replace(each, gap=context.look.spacing.paragraph) if number else each for each in made]
    return regions


def _in_one_region(context: LayoutContext, section: d.Section, node: StructureNode, setup: _ColumnSetup) -> Region:
    look = context.look
    width = column_width(context.look) if setup.columns > 1 else text_width(setup.paper)
    fragments = _section_fragments(context, section, node, Frame(0.0, width))
    sheets = any(isinstance(element, d.Table) and element.sheet for element in section.elements)
    fresh = section.start is Break.PAGE or setup.turned or sheets
    if fresh and section.elements:
        fragments = on_one_side(context, fragments, section.elements[-1], setup.paper)
    if section.copy:
        fragments = below_a_cut(context, fragments, width)
    fragments = with_gap(fragments, gap=look.spacing.section)
    if section.start is Break.COLUMN and setup.columns > 1:
        fragments[0] = replace(fragments[0], forced=True)
    across = section.style.heading is HeadingLook.ZONE or (section.style.border and setup.columns == 1)
    gap = look.zones.gap if across else look.spacing.section
    gap = gap * (ABOVE_CUT if section.copy else 1)
    return Region(
        setup.paper,
        setup.columns,
        look.gutter,
        tuple(fragments),
        fresh=fresh,
        gap=gap,
        counted=section.counted,
        waits=_may_wait(look, section, setup),
    )


def _may_wait(look: Look, section: d.Section, setup: _ColumnSetup) -> bool:
    """Whether the text after a section may fill the page before it: a table or diagram across the columns of the text,
    but nothing that the reader needs first."""
    across = look.columns > 1 and setup.columns == 1 and not setup.turned and not look.panels
    shown = all(_is_table(each) or _is_diagram(each) or isinstance(each, d.Paragraph) for each in section.elements)
    return across and shown and not section.critical and not section.style.border


def _has_own_columns(context: LayoutContext, section: d.Section) -> bool:
    style, room = section.style, text_width(context.look.paper)
    readable, _ = readable_columns(context.look, style.columns or 1, style.size or context.body.size, room)
    return readable > 1 and not style.is_framed


def _in_own_columns(context: LayoutContext, section: d.Section, node: StructureNode) -> list[Region]:
    look, style, paper = context.look, section.style, context.look.paper
    small, across = context.in_style(style), Frame(0.0, text_width(paper))
    columns, width = readable_columns(look, style.columns or 1, small.body.size, across.width)
    head, nodes = list[Fragment](), node.blocks
    if section.heading:
        head = _section_heading(context, section.heading, nodes[0], style, (across, across))
        head = below_a_cut(context, head, across.width) if section.copy else head
        nodes = nodes[1:]
    wide, rest = _tables_first(section.elements)
    tables = lay_out_elements(small, wide, nodes[: len(wide)], across)
    head += with_gap(tables, gap=look.spacing.heading) if head and tables else tables
    frame = marked(context, Frame(0.0, width), style)
    body = [breakable(each) for each in lay_out_elements(small, rest, nodes[len(wide) :], frame)]
    fresh, counted = section.start is Break.PAGE, section.counted
    gap = look.spacing.heading if head else look.spacing.section
    whole = in_columns(tuple(body), columns, width + look.gutter)
    if whole.height < paper.height * _SHORT_SECTION:
        columns, body = 1, [whole]
    first = gap + height_of(body[:_LINES_BELOW])
    apart = look.spacing.section * (ABOVE_CUT if section.copy else 1)
    above = Region(paper, 1, 0.0, tuple(head), fresh=fresh, gap=apart, counted=counted, below=first)
    below = Region(paper, columns, look.gutter, tuple(body), fresh=fresh and not head, gap=gap, counted=counted)
    return [above, below] if head else [below]


def _tables_first(elements: tuple[d.Element, ...]) -> tuple[tuple[d.Element, ...], tuple[d.Element, ...]]:
    """The tables at the start of a section with its own columns, which are set across the page, and the rest."""
    count = next((number for number, each in enumerate(elements) if not _is_table(each)), len(elements))
    return (elements[:count], elements[count:]) if count < len(elements) else ((), elements)


def _is_table(element: d.Element) -> bool:
    match element:
        case d.KeepTogether(inner) | d.InLanguage(element=inner):
            return _is_table(inner)
        case _:
            return isinstance(element, d.Table)


class _ColumnSetup(Struct, frozen=True):
    """The paper that a section stands on, its columns, and whether it is turned, which needs a page of its own."""

    paper: Paper
    columns: int
    turned: bool


def _column_setup(context: LayoutContext, section: d.Section) -> _ColumnSetup:
    """What the layout says, unless a table is too wide for it: then across all columns, then on a turned page. Forms in
    larger print stay upright.

    If a table is too wide for the turned page as well, or no page may be turned, the section stands upright and the
    table is stacked. Panels are never turned.
    """
    across = section.wide or section.style.heading is HeadingLook.ZONE or bool(section.style.columns)
    paper, columns = context.look.paper, 1 if across else context.look.columns
    if context.look.panels:
        return _ColumnSetup(paper, 1, turned=False)
    inset = 2 * context.inset if section.style.is_framed else 0.0
    tables = list(_tables_in(context, section.elements))
    widest = max((_needed_width(own, table) for own, table in tables), default=0.0) + inset
    too_wide = widest > text_width(paper)
    if not (section.turned or too_wide):
        return _ColumnSetup(paper, 1 if widest > column_width(context.look) else columns, turned=False)
    upright = too_wide and context.look.type.body >= LARGE and any(table.row_height for _, table in tables)
    if context.look.upright or upright or widest > max(text_width(paper), text_width(paper.turned())):
        return _ColumnSetup(paper, 1, turned=False)
    return _ColumnSetup(paper.turned(), 1, turned=True)


def _is_whole_on(context: LayoutContext, section: d.Section, node: StructureNode, setup: _ColumnSetup) -> bool:
    """Whether one side of turned paper holds the section: only then is a page turned for a table to read. The rows of
    a form are all the same, on whatever side they stand."""
    if any(table.row_height for _, table in _tables_in(context, section.elements)):
        return True
    region = _in_one_region(context.on_trial(), section, node, setup)
    return height_of(region.fragments) <= setup.paper.text_height


def _needed_width(context: LayoutContext, table: d.Table) -> float:
    return needed_width(context.form_heads() if table.row_height else context, table)


def _tables_in(context: LayoutContext, elements: tuple[d.Element, ...]) -> Iterator[tuple[LayoutContext, d.Table]]:
    """The tables, each with the context of its language."""
    for element in elements:
        match element:
            case d.Table():
                yield context, element
            case d.Part(elements=inside):
                yield from _tables_in(context, inside)
            case d.KeepTogether(inner) | d.InLanguage(element=inner):
                yield from _tables_in(context, (inner,))
            case d.Beside(first, second, language):
                yield from _tables_in(context, first)
                yield from _tables_in(context.speaking(language), second)
            case _:
                pass


def _section_fragments(context: LayoutContext, section: d.Section, node: StructureNode, frame: Frame) -> list[Fragment]:
    style, panels = section.style, context.look.panels
    if panels and panels.fan and section.heading:
        return lay_out_faces(context, section, section.heading, node, frame)
    if style.heading is HeadingLook.ZONE and section.heading:
        return [lay_out_zone(context, section, section.heading, node, frame)]
    context = context.in_style(style)
    context = context.across() if style.border and section.wide else context
    fill, border = style.background, style.border
    decoration = context.decoration(frame, fill=fill, border=border, bar=style.bar) if style.is_framed else None
    inner = marked(context, frame.inside(decoration, bar=BAR if style.bar else 0.0) if decoration else frame, style)
    head, nodes = list[Fragment](), node.blocks
    if section.heading:
        head = _section_heading(context, section.heading, nodes[0], style, (inner, frame))
        nodes = nodes[1:]
    one = _body_in_columns(context, section, nodes, inner, height_of(head)) if decoration else None
    whole, body = (0, [one]) if one else _section_body(context, section, nodes, inner)
    if head:
        body = with_gap(body, gap=context.look.spacing.heading, penalty=PENALTY_HEADING)
    if whole:
        count = len(head) + whole
        joined = [*head, *body]
        head, body = [], [*never_broken(joined[:count]), *joined[count:]]
    if decoration is None:
        return [*head, *body]
    if style.heading is HeadingLook.BAND:
        pad = Fragment(context.look.spacing.panel, decorations=inner.decorations, penalty=PENALTY_HEADING)
        return kept_together([*head, *body, pad])
    return kept_together(with_padding([*head, *body], inner.decorations, context.look.spacing.panel))


def _body_in_columns(
    context: LayoutContext, section: d.Section, nodes: tuple[StructureNode, ...], frame: Frame, head: float
) -> Fragment | None:
    """The elements in columns inside a frame, as one fragment; None if the section has no columns of its own, or a page
    has no room for them below a heading that is `head` points high."""
    if section.style.columns is None or context.look.panels:
        return None
    columns, width = readable_columns(context.look, section.style.columns, context.body.size, frame.width)
    inner = replace(frame, width=width, decorations=())
    elements = map(breakable, lay_out_elements(context, section.elements, nodes, inner))
    one = in_columns(with_whole_items(tuple(elements), columns), columns, width + context.look.gutter)
    spare = context.look.paper.text_height - head - one.height - 2 * context.look.spacing.panel
    return replace(one, decorations=frame.decorations) if spare >= context.look.spacing.heading else None


def _section_body(
    context: LayoutContext, section: d.Section, nodes: tuple[StructureNode, ...], frame: Frame
) -> tuple[int, list[Fragment]]:
    """The elements, and how many of their fragments are never parted: in a critical section all up to the end of its
    last list. Panels are too small for that.

    The first form that asks for a page of its own already has it: that of the section's heading.
    """
    lists = [index for index, element in enumerate(section.elements) if _is_list(element)]
    end = lists[-1] + 1 if lists and section.critical and not context.look.panels else 0
    fragments = lay_out_elements(context, section.elements[:end], nodes[:end], frame)
    whole = len(fragments)
    rest = lay_out_elements(context, section.elements[end:], nodes[end:], frame)
    fragments += with_gap(rest, gap=context.look.spacing.paragraph) if fragments else rest
    first = next((index for index, fragment in enumerate(fragments) if fragment.forced), None)
    if first is not None:
        fragments[first] = replace(fragments[first], forced=False)
    return whole, fragments


def _is_list(element: d.Element) -> bool:
    match element:
        case d.KeepTogether(inner) | d.InLanguage(element=inner):
            return _is_list(inner)
        case d.Beside(first):
            return any(map(_is_list, first))
        case _:
            return isinstance(element, d.ItemList)


def _section_heading(
    context: LayoutContext, heading: d.Heading, node: StructureNode, style: SectionStyle, frames: tuple[Frame, Frame]
) -> list[Fragment]:
    """The section's heading; `frames` are the space inside the section's decoration, and that of the whole section."""
    inner = frames[0]
    match style.heading:
        case HeadingLook.PLAIN | HeadingLook.ZONE | HeadingLook.NONE:
            return lay_out_heading(context, heading, node, context.heading_style(heading.level, style.color), inner)
        case HeadingLook.RULE:
            text = context.heading_style(heading.level, style.color)
            fragments = lay_out_heading(context, heading, node, text, inner)
            rule = shapes.line(inner.start, 3.0, inner.end, 3.0)
            line = ShapePiece(rule, None, style.color, 1.5, ARTIFACT)
            first = fragments[0]
            return [lowered(replace(first, pieces=(line, *first.pieces)), 6.0), *fragments[1:]]
        case HeadingLook.BAND:
            return _heading_on_bar(context, heading, node, style.color, frames)


def _heading_on_bar(
    context: LayoutContext, heading: d.Heading, node: StructureNode, color: str, frames: tuple[Frame, Frame]
) -> list[Fragment]:
    """Words on a colored bar as wide as the frame, white or black, whichever stands out more."""
    inner, outer = frames
    place = inner if inner.decorations else outer.indented(context.look.spacing.panel)
    palette = context.look.palette
    style = context.heading_style(heading.level, palette.paper if is_dark(color) else palette.text)
    lines = lay_out_heading(context, heading, node, style, place)
    height = fsum(line.height for line in lines) + 2 * _BAR_PAD
    path = shapes.rectangle(outer.start, -height, outer.width, height)
    box = ShapePiece(path, color, None, 0.0, ARTIFACT)
    content: list[UnresolvedPiece] = [box]
    y = _BAR_PAD
    for line in lines:
        content += [translated(piece, 0.0, -y) for piece in line.pieces]
        y += line.height
    return [
        Fragment(
            height,
            tuple(content),
            penalty=NO_PENALTY,
            decorations=inner.decorations,
            anchor=heading.anchor,
            position=heading.text.position,
        )
    ]
