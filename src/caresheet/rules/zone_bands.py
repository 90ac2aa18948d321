"""Zones are told apart by everybody: in color, on a black-and-white printer, and by color-blind readers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from caresheet.model import rules
from caresheet.model.color_vision import DEFICIENCIES, color_difference
from caresheet.model.colors import REC_601, REC_709, contrast_ratio, is_dark, parse_color, to_gray
from caresheet.model.ink import Ink
from caresheet.model.layout import Layout
from caresheet.model.look import HeadingLook, SectionStyle
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext
from caresheet.rules.contrasts import rounded_down

_LEAST_IN_GRAY = 1.8
_LEAST_DIFFERENCE = 25.0
_LEAST_FOR_WORDS = 7.0
_LEAST_FOR_WORDS_IN_GRAY = 4.5


def zone_contrast(context: HandoutContext) -> Iterator[Problem]:
    """The bands of any two zones differ by a contrast of at least 1.8:1 in gray, and by a color difference of at least
    25 to every eye, with or without a color vision deficiency; in black-only print, the gray is enough. The words on a
    band have a contrast of at least 7:1 in color, and of at least 4.5:1 in gray.

    Source: WCAG 2.1, 1.4.1 (use of color), 1.4.3 and 1.4.6; the color difference is that of CIE 1976, and the
    deficiencies are simulated as by Machado, Oliveira and Fernandes 2009. The limits are the project's own: 25 is far
    more than the 2.3 of a just noticeable difference (Mahy and others 1994), because nobody compares two zones side by
    side.
    """
    zones = _zones(context.layout)
    for style in zones:
        yield from _words(context, style)
    for first, second in combinations(zones, 2):
        yield from _apart(context, first, second)


def _zones(layout: Layout) -> tuple[SectionStyle, ...]:
    """The styles of zones that the layout uses, one for each color and shape: zones of another shape say another
    thing."""
    styles = (placement.style for placement in layout.placements)
    by_look = {(style.color, style.signs): style for style in styles if style.heading is HeadingLook.ZONE}
    return tuple(by_look.values())


def _words(context: HandoutContext, style: SectionStyle) -> Iterator[Problem]:
    ink = context.layout.look.palette.paper if is_dark(style.color) else context.layout.look.palette.text
    in_color, in_gray = contrast_ratio(parse_color(ink), parse_color(style.color)), _in_gray(ink, style.color)
    message = f"words on the band of style '{style.name}' ({ink} on {style.color}) have a contrast of"
    hint = f"make the band {'darker' if is_dark(style.color) else 'lighter'}"
    if in_color < _LEAST_FOR_WORDS:
        yield _problem(context, style, f"{message} {rounded_down(in_color)}:1; the words on a band need 7:1", hint)
    elif in_gray < _LEAST_FOR_WORDS_IN_GRAY:
        said = f"{message} {rounded_down(in_gray)}:1 in gray; the words on a band need 4.5:1 there"
        yield _problem(context, style, said, hint)


def _apart(context: HandoutContext, first: SectionStyle, second: SectionStyle) -> Iterator[Problem]:
    names = f"the bands of '{first.name}' and '{second.name}' ({first.color} and {second.color})"
    if first.color == second.color:
        message = f"the bands of '{first.name}' and '{second.name}' have one color, {first.color}, but different shapes"
        hint = "choose a clearly lighter or darker color for one of them, or give both the same `signs`"
        yield _problem(context, second, message, hint)
        return
    ratio = _in_gray(first.color, second.color)
    hint = "choose one that is clearly darker, and one that is clearly lighter"
    if ratio < _LEAST_IN_GRAY:
        message = f"{names} look alike in gray: their contrast is {rounded_down(ratio)}:1, below {_LEAST_IN_GRAY:g}:1"
        yield _problem(context, second, message, hint)
    for eyes in ("", *DEFICIENCIES) if context.layout.look.ink is Ink.COLOR else ():
        difference = color_difference(parse_color(first.color), parse_color(second.color), eyes)
        if difference < _LEAST_DIFFERENCE:
            whom = f"readers with {eyes}" if eyes else "everybody"
            message = f"{names} look alike to {whom}: they differ by {int(difference)}, less than 25 (CIE 1976)"
            yield _problem(context, second, message, hint)


def _in_gray(first: str, second: str) -> float:
    """The least contrast of two colors, as they are and as printers make gray of them."""
    one, other = parse_color(first), parse_color(second)
    grays = ((to_gray(one, weights), to_gray(other, weights)) for weights in (REC_601, REC_709))
    return min(contrast_ratio(*pair) for pair in ((one, other), *grays))


def _problem(context: HandoutContext, style: SectionStyle, message: str, hint: str) -> Problem:
    return context.at_layout(rules.ZONE_CONTRAST, message, hint, f"styles.{style.name}.color", "palette")
