"""Text stands out from its background, on screen and on a black-and-white printer."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model import rules
from caresheet.model.colors import REC_601, REC_709, contrast_ratio, is_dark, parse_color, to_gray
from caresheet.model.layout import Layout
from caresheet.model.look import HeadingLook, Palette, SectionStyle
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext
from caresheet.rules.type_sizes import LARGE_PRINT

LEAST = 4.5
"""WCAG 2.1, 1.4.3 for text of any size. Large headings could have 3:1, but tired eyes benefit from the same ratio."""
LEAST_IN_LARGE_PRINT = 7.0
_WHITE = (1.0, 1.0, 1.0)
_BLACK = "#000000"
_PAPER = "palette.paper"
"""The key of the white of the paper, which no layout can set."""


class Pair(Struct, frozen=True):
    """Text in one color on a background of another, with the names that the layout gives them and the paths of the keys
    that set them."""

    ink: str
    background: str
    names: str
    ink_key: str
    background_key: str

    @property
    def darker(self) -> str:
        """The color of the two with the higher contrast against white."""
        return max((self.ink, self.background), key=lambda color: contrast_ratio(parse_color(color), _WHITE))

    @property
    def keys(self) -> tuple[str, str]:
        """The keys, the darker color's first."""
        keys = (self.ink_key, self.background_key)
        return keys if self.darker == self.ink else keys[::-1]

    @property
    def lighter(self) -> str:
        """The other color of the two."""
        return self.background if self.darker == self.ink else self.ink

    def __str__(self) -> str:
        return f"{self.names} ({self.ink} on {self.background})"

    def remedy(self, least: float) -> str:
        """Which of the two to change for a contrast of `least`: the darker one, unless even black is too light."""
        if self.darker == self.lighter:
            return "choose two different colors"
        enough = weakest(replace(self, ink=_BLACK, background=self.lighter))[0] >= least
        return f"make {self.darker} darker" if enough else f"make {self.lighter} lighter"


def contrast(context: HandoutContext) -> Iterator[Problem]:
    """Every text color has a contrast of at least 4.5:1 against every background that the layout can put behind it,
    both in color and in the gray that a printer makes of it. Two colors are reported once, wherever they meet.

    Source: WCAG 2.1, 1.4.3 Contrast (Minimum); grays by ITU-R BT.601 and BT.709 luma; RNIB Clear Print Guidelines,
    "Contrast": most handouts are printed or copied in black and white.
    """
    first: dict[frozenset[str], Pair] = {}
    for pair in pairs(context.layout):
        first.setdefault(frozenset((pair.ink, pair.background)), pair)
    for pair in first.values():
        ratio, where = weakest(pair)
        if ratio < LEAST:
            message = f"{pair} has a contrast of {rounded_down(ratio)}:1{where}, below 4.5:1"
            yield context.at_layout(rules.CONTRAST, message, pair.remedy(LEAST), *pair.keys)


def large_print_contrast(context: HandoutContext) -> Iterator[Problem]:
    """In large and giant print, every text color has a contrast of at least 7:1 against every background that the
    layout can put behind it, both in color and in gray. Each color is reported once, with its weakest pair.

    Source: WCAG 2.1, 1.4.6 Contrast (Enhanced). It allows 4.5:1 for type of 18 points, but people who ask for a handout
    in such type have the low vision that 7:1 is meant for, so the project asks for 7:1 all the same.
    """
    if context.document.look.type.floor < LARGE_PRINT:
        return
    least: dict[str, Pair] = {}
    for pair in pairs(context.layout):
        dark = pair.darker
        least[dark] = min(least.get(dark, pair), pair, key=lambda each: weakest(each)[0])
    for pair in least.values():
        ratio, where = weakest(pair)
        if ratio < LEAST_IN_LARGE_PRINT:
            message = f"{pair} has a contrast of {rounded_down(ratio)}:1{where}; large print needs 7:1"
            yield context.at_layout(rules.LARGE_PRINT_CONTRAST, message, pair.remedy(LEAST_IN_LARGE_PRINT), *pair.keys)


def weakest(pair: Pair) -> tuple[float, str]:
    """The lowest contrast ratio of a pair, in color or in gray, and the words that say which of the two it is."""
    ink, background = parse_color(pair.ink), parse_color(pair.background)
    return min(
        (contrast_ratio(ink, background), ""),
        (contrast_ratio(to_gray(ink, REC_601), to_gray(background, REC_601)), " in gray"),
        (contrast_ratio(to_gray(ink, REC_709), to_gray(background, REC_709)), " in gray"),
    )


def rounded_down(ratio: float) -> str:
    """Two decimals, rounded down, so that 4.499 is never shown as 4.5."""
    return f"{int(ratio * 100) / 100:.2f}"


def pairs(layout: Layout) -> Iterator[Pair]:
    """Every text color with every background that the layout can put behind it."""
    palette = layout.look.palette
    yield Pair(palette.muted, palette.paper, "`muted` on the paper", "palette.muted", _PAPER)
    yield Pair(palette.accent, palette.paper, "`accent` on the paper", "palette.accent", _PAPER)
    yield Pair(palette.paper, palette.accent, "white on `accent`", _PAPER, "palette.accent")
    yield from _alerts(palette)
    yield from _on_background(palette, palette.paper, "the paper", _PAPER)
    yield from _on_background(palette, palette.accent_tint, "`accent_tint`", "palette.accent_tint")
    for style in dict.fromkeys(placement.style for placement in layout.placements):
        yield from _in_style(palette, style)


def _alerts(palette: Palette) -> Iterator[Pair]:
    """Alerts: the level's word and ordinary text on the level's tint."""
    for name, tint in (("stop", palette.stop_tint), ("call", palette.call_tint), ("note", palette.note_tint)):
        yield Pair(palette.text, tint, f"`text` on `{name}_tint`", "palette.text", f"palette.{name}_tint")


def _on_background(palette: Palette, background: str, name: str, key: str) -> Iterator[Pair]:
    """What stands on an ordinary background: text."""
    yield Pair(palette.text, background, f"`text` on {name}", "palette.text", key)


def _in_style(palette: Palette, style: SectionStyle) -> Iterator[Pair]:
    color, background = f"styles.{style.name}.color", f"styles.{style.name}.background"
    if style.heading in {HeadingLook.BAND, HeadingLook.ZONE}:
        white = is_dark(style.color)
        names = f"the {'white' if white else '`text`'} heading on the band of style '{style.name}'"
        ink, key = (palette.paper, _PAPER) if white else (palette.text, "palette.text")
        yield Pair(ink, style.color, names, key, color)
    else:
        names = f"the heading of style '{style.name}' on its background"
        yield Pair(style.color, style.background or palette.paper, names, color, background)
    if style.background:
        yield from _on_background(palette, style.background, f"the background of style '{style.name}'", background)
