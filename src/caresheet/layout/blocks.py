"""Elements of running text as fragments: paragraphs, alerts, definitions, rows to write on."""

from __future__ import annotations

from itertools import dropwhile
from math import inf
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from caresheet.layout.badges import badge_pieces, badge_width, edge_color, level_colors
from caresheet.layout.bilingual import halves, has_room_for_two, lay_out_in_both, second_language, side_by_side
from caresheet.layout.continuations import in_each_language, under_its_heading
from caresheet.layout.entries import lay_out_entries, lay_out_fields
from caresheet.layout.figures import lay_out_figure
from caresheet.layout.fragments import (
    PENALTY_AFTER_INTRO,
    PENALTY_BETWEEN_ITEMS,
    PENALTY_HEADING,
    PENALTY_KEEP,
    Fragment,
    height_of,
    kept_together,
    with_gap,
    with_padding,
)
from caresheet.layout.labels import spaced
from caresheet.layout.lines import break_lines, longest_word
from caresheet.layout.lists import lay_out_list, lay_out_lists_beside, with_ends_kept
from caresheet.layout.tables import lay_out_table, needed_width
from caresheet.model import document as d
from caresheet.model.look import AlertLook
from caresheet.model.text import FieldBlank, TextRun

if TYPE_CHECKING:
    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.layout.lines import TextStyle
    from caresheet.model.page_layout import Piece
    from caresheet.model.structure import StructureNode

_LEAST_LETTERS = 16
"""A table is set beside its translation only if each of its columns has room for this many characters."""
_AROUND_FIGURES = 2.0
"""The space above and below a figure, as a multiple of that between paragraphs."""


def lay_out_elements(
    context: LayoutContext, elements: tuple[d.Element, ...], nodes: tuple[StructureNode, ...], frame: Frame
) -> list[Fragment]:
    """The elements below each other, a paragraph gap apart, with more space around figures."""
    fragments: list[Fragment] = []
    for index, (element, node) in enumerate(zip(elements, nodes, strict=True)):
        before = elements[index - 1] if index else None
        made = lay_out_element(context, element, node, frame)
        penalty = _penalty_between(before, element, opens=index == 1) if before else None
        free = _AROUND_FIGURES if isinstance(before, d.Figure) or isinstance(element, d.Figure) else 1.0
        fragments.extend(
            with_gap(made, gap=context.look.spacing.paragraph * free, penalty=penalty) if fragments else made
        )
    return fragments


def _penalty_between(before: d.Element, element: d.Element, *, opens: bool) -> int | None:
    """The penalty for a break between two elements, or None to keep that of the second one. If the first one `opens`
    the section, a break would leave it alone below the heading, without the form or table that it is about."""
    if isinstance(before, d.Beside):
        return _penalty_between(before.first[-1], element, opens=opens)
    if isinstance(element, d.Beside):
        return _penalty_between(before, element.first[0], opens=opens)
    if _announces(before):
        return PENALTY_HEADING
    if isinstance(before, d.Paragraph) and _is_to_look_at(element):
        return PENALTY_KEEP if opens else PENALTY_AFTER_INTRO
    return None


def _is_to_look_at(element: d.Element) -> bool:
    """Whether the element is a table or a form, which the paragraph before it usually introduces."""
    match element:
        case d.KeepTogether(inner) | d.InLanguage(element=inner):
            return _is_to_look_at(inner)
        case _:
            return isinstance(element, d.Table | d.Entries)


def _announces(element: d.Element) -> bool:
    """Whether the element is a paragraph that ends with a colon, so that what follows belongs to it.

    Citation numbers may stand after the colon.
    """
    if not isinstance(element, d.Paragraph):
        return False
    runs = dropwhile(_is_number_of_source, reversed(element.text.runs))
    return replace(element.text, runs=tuple(runs)[::-1]).plain.rstrip().endswith(":")


def _is_number_of_source(run: TextRun | FieldBlank) -> bool:
    return isinstance(run, TextRun) and run.raised


def lay_out_element(context: LayoutContext, element: d.Element, node: StructureNode, frame: Frame) -> list[Fragment]:
    """One element as fragments, tagged as `node`, which is what the handout's structure has for it."""
    match element:
        case d.Part():
            return _lay_out_part(context, element, node, frame)
        case d.KeepTogether():
            return kept_together(lay_out_element(context, element.element, node, frame))
        case d.InLanguage():
            return lay_out_element(context, element.element, node, frame)
        case d.Beside():
            return _lay_out_beside(context, element, node, frame)
        case _:
            fragments = _lay_out_block(context, element, node, frame)
            there = context.document.position
            place = fragments[0].position or there if fragments else there
            context.heights[place] = context.heights.get(place, 0.0) + height_of(fragments)
            return under_its_heading(context, element, fragments, node.number, frame)


def _lay_out_block(context: LayoutContext, element: d.Block, node: StructureNode, frame: Frame) -> list[Fragment]:
    match element:
        case d.Paragraph():
            return context.text(element.text, context.body, frame, node)
        case d.ItemList():
            return lay_out_list(context, element, node, frame)
        case d.Alert():
            return _lay_out_alert(context, element, node, frame)
        case d.Table():
            return lay_out_table(context, element, node, frame)
        case d.Figure():
            return lay_out_figure(context, element, node, frame)
        case d.Definitions():
            return _lay_out_definitions(context, element, node, frame)
        case d.Quote():
            return _lay_out_quote(context, element, node, frame)
        case d.Entries():
            if context.field_height and not context.look.panels:
                return lay_out_fields(context, element, node, frame)
            return lay_out_entries(context, element, node, frame)
        case _ as never:
            assert_never(never)


def lay_out_heading(
    context: LayoutContext, heading: d.Heading, node: StructureNode, style: TextStyle, frame: Frame
) -> list[Fragment]:
    """The lines of a heading, which stay together; the first one has the heading's anchor."""
    fragments = [
        replace(line, penalty=PENALTY_HEADING) for line in _heading_lines(context, heading, node, style, frame)
    ]
    first = replace(fragments[0], anchor=heading.anchor, penalty=0)
    return [first, *fragments[1:]]


def _heading_lines(
    context: LayoutContext, heading: d.Heading, node: StructureNode, style: TextStyle, frame: Frame
) -> list[Fragment]:
    tags = node.run_numbers[: len(heading.whole.runs)]  # a heading that is repeated may leave out its numbers
    if heading.second is None:
        return context.lines(heading.whole, tags, style, frame)
    count = len(heading.text.runs) + 1 + len(heading.second.runs)
    beside = has_room_for_two(context, frame)
    both, more = (heading.text, heading.second), bool(heading.numbers)
    lines = lay_out_in_both(context, both, tags[:count], style, (frame, beside), more=more)
    runs = tuple(run for number in heading.numbers for run in number.runs)
    return [*lines, *context.lines(replace(heading.text, runs=runs[1:]), tags[count + 1 :], style, frame)]


def _lay_out_part(context: LayoutContext, part: d.Part, node: StructureNode, frame: Frame) -> list[Fragment]:
    heading, *inside = node.blocks
    style = context.heading_style(part.heading.level, context.look.palette.text)
    fragments = lay_out_heading(context, part.heading, heading, style, frame)
    fragments = with_gap(fragments, gap=context.look.spacing.paragraph * 1.8)
    below = lay_out_elements(context.under(in_each_language(part.heading)), part.elements, tuple(inside), frame)
    return [*fragments, *with_gap(below, gap=context.look.spacing.heading * 0.6, penalty=PENALTY_HEADING)]


def _lay_out_beside(context: LayoutContext, element: d.Beside, node: StructureNode, frame: Frame) -> list[Fragment]:
    """Blocks in two languages, each beside its translation or, where lines would be too short, all those of the
    document's own language above those of the second."""
    own, other = (version.blocks for version in node.blocks)
    gap = context.look.spacing.paragraph
    if not has_room_for_two(context, frame):
        second = second_language(context, element.language, frame)
        below = second.placed(lay_out_elements(second.context, element.second, other, frame))
        first = lay_out_elements(context.in_own_language(), element.first, own, frame)
        return [*first, *with_gap(below, gap=gap)]
    fragments: list[Fragment] = []
    pairs = zip(element.first, element.second, own, other, strict=True)
    for before, (mine, theirs, *nodes) in zip((None, *element.first), pairs, strict=False):
        made = _lay_out_pair(context, (mine, theirs), (nodes[0], nodes[1]), (element.language, frame))
        penalty = _penalty_between(before, mine, opens=False) if before else None
        fragments += with_gap(made, gap=gap, penalty=penalty) if fragments else made
    return fragments


def _lay_out_pair(
    context: LayoutContext,
    pair: tuple[d.Element, d.Element],
    nodes: tuple[StructureNode, StructureNode],
    place: tuple[str, Frame],
) -> list[Fragment]:
    """A block and its translation: side by side, line by line, and each item of a list beside its translation; a
    diagram, or a table that is too wide, above its translation. `place` is the second language and the frame."""
    language, frame = place
    left, right = halves(frame)
    match pair:
        case d.KeepTogether(mine), d.KeepTogether(theirs):
            return kept_together(_lay_out_pair(context, (mine, theirs), nodes, place))
        case d.ItemList() as mine, d.ItemList() as theirs:
            second = second_language(context, language, right)
            rows = lay_out_lists_beside(context, second, (mine, theirs), nodes, left)
            return under_its_heading(context, mine, rows, nodes[0].number, frame)
        case d.Definitions() as mine, d.Definitions() as theirs:
            second = second_language(context, language, right)
            own = _definitions(context.in_own_language(), mine, nodes[0], left)
            same = _definitions(second.context, theirs, nodes[1], right)
            return [row for pair in zip(own, map(second.placed, same), strict=True) for row in side_by_side(*pair)]
        case (d.Table() | d.Figure()) as mine, theirs if not (
            _fits_beside(context, mine, left) and _fits_beside(context.speaking(language), theirs, right)
        ):
            second = second_language(context, language, frame)
            below = second.placed(lay_out_element(second.context, theirs, nodes[1], frame))
            first = lay_out_element(context.in_own_language(), mine, nodes[0], frame)
            return [*first, *with_gap(below, gap=context.look.spacing.paragraph)]
        case mine, theirs:
            second = second_language(context, language, right)
            return side_by_side(
                lay_out_element(context.in_own_language(), mine, nodes[0], left),
                second.placed(lay_out_element(second.context, theirs, nodes[1], right)),
            )


def _fits_beside(context: LayoutContext, element: d.Element, frame: Frame) -> bool:
    """Whether a table can be read in half the width; a diagram needs all of it."""
    if not isinstance(element, d.Table):
        return False
    cells = len(element.head) * _LEAST_LETTERS * context.body.letter_width
    return max(needed_width(context, element), cells) <= frame.width


def _lay_out_alert(context: LayoutContext, alert: d.Alert, node: StructureNode, frame: Frame) -> list[Fragment]:
    heads = 1 if alert.title is None else 2
    color, tint = level_colors(context, alert.mark.level)
    barred = context.look.blocks.alert is AlertLook.BAR
    border = None if barred else edge_color(context, color)
    decoration = context.decoration(frame, fill=tint, border=border, bar=color if barred else None)
    inner = frame.inside(decoration, bar=4.0 if barred else 0.0)
    fragments = _alert_head(context, alert, node.blocks[:heads], inner)
    fragments += with_gap(
        lay_out_elements(context, alert.elements, node.blocks[heads:], inner),
        gap=context.look.spacing.item,
        penalty=PENALTY_HEADING,
    )
    return kept_together(with_padding(fragments, inner.decorations, context.look.spacing.panel))


def _alert_head(
    context: LayoutContext, alert: d.Alert, nodes: tuple[StructureNode, ...], frame: Frame
) -> list[Fragment]:
    """The level's badge with the title beside it, or below it if a word of the title is too wide."""
    badge, wide = _badge(context, alert, nodes[0], frame)
    alone = Fragment(context.strong.leading, badge, decorations=frame.decorations, position=alert.position)
    if alert.title is None:
        return [alone]
    title = nodes[1]
    beside = frame.indented(wide + context.body.size * 0.6)
    if longest_word(alert.title, context.strong) > beside.width:
        below = context.text(alert.title, context.strong, frame, title)
        return [alone, *(replace(fragment, penalty=PENALTY_HEADING) for fragment in below)]
    fragments = context.text(alert.title, context.strong, beside, title)
    first = fragments[0]
    return [replace(first, pieces=(*badge, *first.pieces)), *(replace(s, penalty=PENALTY_KEEP) for s in fragments[1:])]


def _badge(
    context: LayoutContext, alert: d.Alert, node: StructureNode, frame: Frame
) -> tuple[tuple[Piece, ...], float]:
    """The badge of a notice, with its word in both languages, and its width in points."""
    tags, style, width = node.run_numbers, context.strong, badge_width(alert.mark, context.strong)
    badge = badge_pieces(context, alert.mark, frame, style, tags[0])
    if alert.second is None:
        return badge, width
    words = replace(alert.second, runs=(TextRun(d.BETWEEN_LANGUAGES.lstrip(), strong=True), *alert.second.runs))
    start = width + context.body.size * 0.3
    (line,) = break_lines(words, tags[1:], style, inf, frame.start + start)
    return (*badge, *spaced(line.pieces)), start + line.width


def _lay_out_quote(context: LayoutContext, quote: d.Quote, node: StructureNode, frame: Frame) -> list[Fragment]:
    """The words behind a bar, with who said them below."""
    words, *source = node.blocks
    inner = frame.inside(context.decoration(frame, fill=None, border=None, bar=context.look.palette.accent), bar=4.0)
    fragments = context.text(quote.text, context.body, inner, words)
    if quote.by:
        by = replace(quote.by, runs=source[0].text)
        fragments += with_gap(context.text(by, context.body, inner, source[0]), gap=context.look.spacing.item)
    return kept_together(with_padding(fragments, inner.decorations, context.look.spacing.item))


def _lay_out_definitions(
    context: LayoutContext, element: d.Definitions, node: StructureNode, frame: Frame
) -> list[Fragment]:
    """Each term in bold, followed by its meaning; three or more on each side of a break."""
    return with_ends_kept(_definitions(context, element, node, frame))


def _definitions(
    context: LayoutContext, element: d.Definitions, node: StructureNode, frame: Frame
) -> list[list[Fragment]]:
    """Each definition by itself, with the space before it."""
    gap, made = context.look.spacing.item * 1.5, list[list[Fragment]]()
    for definition, entry in zip(element.definitions, node.blocks, strict=True):
        lines = _lay_out_definition(context, definition, entry, frame)
        lines[0] = replace(lines[0], anchor=definition.anchor)
        made.append(with_gap(lines, gap=gap, penalty=PENALTY_BETWEEN_ITEMS) if made else lines)
    return made


def _lay_out_definition(
    context: LayoutContext, definition: d.Definition, node: StructureNode, frame: Frame
) -> list[Fragment]:
    term = tuple(replace(run, strong=True) if isinstance(run, TextRun) else run for run in definition.term.runs)
    space = TextRun(" ", strong=True)
    label, body = (entry.run_numbers for entry in node.blocks)
    text = replace(definition.meaning, runs=(*term, space, *definition.meaning.runs))
    return context.lines(text, (*label, label[-1], *body), context.body, frame)
