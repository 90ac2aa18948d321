"""Words stand out from what is behind them, on the screen and on a gray printer."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caresheet.model import rules
from caresheet.model.layout import Layout
from caresheet.model.look import HeadingLook, Palette, SectionStyle
from caresheet.model.problem import Problem
from caresheet.rules.colors import REC_601, REC_709, contrast, gray, read_color
from caresheet.rules.context import HandoutContext

_WHITE = (1.0, 1.0, 1.0)
LEAST = 4.5
"""WCAG 2.1, 1.4.3 for text of any size: large headings could have 3:1, but a tired eye gains from the same."""


_PAPER = "palette.paper"
"""No layout can give it: it stands for the white of the sheet."""


class Pair(Struct, frozen=True):
    """Words in one colour on a ground of another, with the names that a layout gives them, and the paths of the keys
    that decide about them."""

    ink: str
    ground: str
    names: str
    ink_key: str
    ground_key: str

    @property
    def darker(self) -> str:
        """The colour of the two that has the greater contrast with white."""
        return max((self.ink, self.ground), key=lambda color: contrast(read_color(color), _WHITE))

    @property
    def keys(self) -> tuple[str, str]:
        """The keys, that of the darker colour first."""
        keys = (self.ink_key, self.ground_key)
        return keys if self.darker == self.ink else keys[::-1]

    def __str__(self) -> str:
        return f"{self.names} ({self.ink} on {self.ground})"


def contrast_of_text(case: HandoutContext) -> Iterator[Problem]:
    """Every colour of words has at least 4.5:1 against every ground that the layout can put behind it, as colours
    and as the grays that a printer makes of them. Two colours are told once, wherever they meet.

    Source: WCAG 2.1, 1.4.3 Contrast (Minimum); grays by ITU-R BT.601 and BT.709 luma; RNIB Clear Print Guidelines,
    "Contrast": most handouts are printed or copied without colour.
    """
    first: dict[frozenset[str], Pair] = {}
    for pair in pairs(case.layout):
        first.setdefault(frozenset((pair.ink, pair.ground)), pair)
    for pair in first.values():
        ratio, how = weakest(pair)
        if ratio < LEAST:
            message = f"{pair} has a contrast of {shown(ratio)}:1{how}, under 4.5:1"
            yield case.at_layout(rules.CONTRAST, message, f"make {pair.darker} darker", *pair.keys)


def weakest(pair: Pair) -> tuple[float, str]:
    """The least contrast ratio of a pair, in colour and in gray, and which of them it is, in words."""
    ink, ground = read_color(pair.ink), read_color(pair.ground)
    return min(
        (contrast(ink, ground), ""),
        (contrast(gray(ink, REC_601), gray(ground, REC_601)), " in gray"),
        (contrast(gray(ink, REC_709), gray(ground, REC_709)), " in gray"),
    )


def shown(ratio: float) -> str:
    """Rounded down, so that 4.49 is never shown as the 4.5 that it is not."""
    return f"{int(ratio * 100) / 100:.2f}"


def pairs(layout: Layout) -> Iterator[Pair]:
    """Every colour of words with every ground that the layout can put behind it."""
    palette = layout.look.palette
    yield Pair(palette.muted, palette.paper, "`muted` on the paper", "palette.muted", _PAPER)
    yield Pair(palette.accent, palette.paper, "`accent` on the paper", "palette.accent", _PAPER)
    yield Pair(palette.paper, palette.accent, "white on `accent`", _PAPER, "palette.accent")
    yield from _levels(palette)
    yield from _grounds(palette, palette.paper, "the paper", _PAPER)
    yield from _grounds(palette, palette.accent_tint, "`accent_tint`", "palette.accent_tint")
    for style in dict.fromkeys(placement.style for placement in layout.placements):
        yield from _style(palette, style)


def _levels(palette: Palette) -> Iterator[Pair]:
    """Alerts: the level's word and ordinary text on the level's tint."""
    for name, ink, tint in (
        ("stop", palette.stop, palette.stop_tint),
        ("call", palette.call, palette.call_tint),
        ("note", palette.note, palette.note_tint),
    ):
        yield Pair(ink, tint, f"`{name}` on `{name}_tint`", f"palette.{name}", f"palette.{name}_tint")
        yield Pair(palette.text, tint, f"`text` on `{name}_tint`", "palette.text", f"palette.{name}_tint")


def _grounds(palette: Palette, ground: str, name: str, key: str) -> Iterator[Pair]:
    """What stands on an ordinary ground: text, and a level's word in a table or beside a bar."""
    for ink in ("text", "stop", "call", "note"):
        yield Pair(getattr(palette, ink), ground, f"`{ink}` on {name}", f"palette.{ink}", key)


def _style(palette: Palette, style: SectionStyle) -> Iterator[Pair]:
    color, ground = f"styles.{style.name}.colour", f"styles.{style.name}.background"
    if style.heading is HeadingLook.BAND:
        yield Pair(
            palette.paper, style.color, f"the heading's white on the band of style '{style.name}'", _PAPER, color
        )
    else:
        behind = style.background or palette.paper
        yield Pair(style.color, behind, f"the heading of style '{style.name}' on its ground", color, ground)
    if style.background:
        yield from _grounds(palette, style.background, f"the ground of style '{style.name}'", ground)
