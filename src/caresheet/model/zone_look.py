"""How zones are drawn: sections that stand across the page in a frame, below a band with their numbers."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

_STAGE = 0.25
"""The length of each stage of fitting, as a part of looseness."""
_MOST_GAP, _LEAST_GAP = 1.27, 0.18
_MOST_PICTOGRAM, _LEAST_PICTOGRAM = 0.16, 0.05
_LEAST_SIGN, _CLOSER = 0.67, 0.035
"""How much gaps between zones, pictograms, gaps between signs and the leading may change, as shares."""


class WriteInBox(Struct, frozen=True):
    """The size of a box to write a number in, in points."""

    width: float
    height: float


class ZoneLook(Struct, frozen=True):
    """Lengths and type sizes in points.

    `shape` is the size of the shape in the band, and `bar` the width of the bar below it. `title` is the type size of
    the band, `number` that of a single short number in it, `numbers` that of several numbers and `label` that of their
    labels; `box` and `boxes` are printed where these are blank. `pictogram` is the size of a sign's pictogram, which
    shrinks by a twentieth where there is no room and then, unless that is 0, to `pictogram_least`; `sign` is the gap
    between two signs, which grows to `sign_most` where there is room, and `gap` that between two zones.
    `leading` is a factor on the layout's leading. `key_words` is the type size of the bold words of a sign, unless its
    other words are larger.
    """

    shape: float
    bar: float
    title: float
    number: float
    numbers: float
    label: float
    box: WriteInBox
    boxes: WriteInBox
    pictogram: float
    sign: float
    sign_most: float
    gap: float
    leading: float = 1.0
    key_words: float = 0.0
    pictogram_least: float = 0.0

    def or_larger(self, other: ZoneLook) -> ZoneLook:
        """The look of the two with the larger title, in type that is nowhere smaller than that of the other."""
        larger, smaller = (self, other) if self.title > other.title else (other, self)
        return replace(
            larger,
            number=max(larger.number, smaller.number),
            numbers=max(larger.numbers, smaller.numbers),
            label=max(larger.label, smaller.label),
            key_words=max(larger.key_words, smaller.key_words),
        )

    def fitted(self, share: float, looseness: float) -> ZoneLook:
        """The same look with type `share` times as large, looser or tighter stage by stage.

        Where there is room, first the gaps between signs grow, then those between zones, then the pictograms. Where
        there is none, gaps and pictograms shrink, then the lines move closer, and at last pictograms shrink to their
        least size; type is never set smaller.
        """
        signs, zones, pictures = (_reached(looseness - 1.0, stage) for stage in range(3))
        less, closer, last = (_reached(1.0 - looseness, stage) for stage in range(3))
        pictogram = self.pictogram * (1.0 + pictures * _MOST_PICTOGRAM - less * _LEAST_PICTOGRAM)
        spare = max(pictogram - self.pictogram_least, 0.0) if self.pictogram_least else 0.0
        return replace(
            self,
            title=self.title * share,
            number=self.number * share,
            numbers=self.numbers * share,
            label=self.label * share,
            key_words=self.key_words * share,
            sign=self.sign + signs * (self.sign_most - self.sign) - less * _LEAST_SIGN * self.sign,
            gap=self.gap * (1.0 + zones * _MOST_GAP - less * _LEAST_GAP),
            pictogram=pictogram - last * spare,
            leading=self.leading * (1.0 - closer * _CLOSER),
        )


def _reached(change: float, stage: int) -> float:
    """How much of a stage of fitting, counted from 0, is reached, from 0 to 1."""
    return min(max(change / _STAGE - stage, 0.0), 1.0)
