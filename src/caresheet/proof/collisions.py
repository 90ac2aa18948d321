"""Whether words, pictures, shapes and lines of a page stand on each other."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING
from unicodedata import bidirectional, combining, normalize

from msgspec import Struct

from caresheet.model.structure import BLANK
from caresheet.outputs.pdf.reader.contents import Rectangle, overlaps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from caresheet.outputs.pdf.reader.contents import OpaqueArea, PageContents, PaintedText

_SLACK = 1.0
"""Points that boxes may share without standing on each other: rounding, and the overhang of slanted letters."""
_SHARE = 0.35
"""Words meet something if it reaches over at least this share of their height; accents and descenders may touch."""
_LEAN = 0.1
"""How far letters such as j and f may stick out at the ends of words, as a share of the height of the words. In titles
that is more than _SLACK."""
_TAIL = 0.35
"""How far a word in Arabic script may reach under the next, as a share of its height: that is how the tail of a yeh is
drawn. Half letters of Indic scripts reach as far."""
_NARROW = frozenset("1IJfijlrtıȷ")
_MARKS = range(200, 235)
"""The combining classes of marks above and below letters (UAX 44, Canonical_Combining_Class). A mark is wider than a
narrow letter; where no font has a place for it there, it reaches over the next word as far as _TAIL."""
_JOINER = "\u200d"
"""The zero width joiner, after which a consonant at the end of a word is a half letter (Unicode, 12.1)."""
_LEAST_HEIGHT = 4.0
"""Commas, dashes and underscores are lower than this, in points, and lines run near them."""
_STRIP = 24.0
"""Words are looked up by horizontal strips of this height, in points."""


class Collision(Struct, frozen=True):
    """What stands on what. `painted` are the words concerned, None where there are none."""

    painted: PaintedText | None
    message: str


def collisions(page: PageContents, changed: Collection[int] | None = None) -> Iterator[Collision]:
    """Everything on a page that stands on anything but a background that holds all of it.

    `changed` has places in the painting order: only the texts there are checked, because the rest of the page is known
    to have no collisions.
    """
    words = [text for text in page.texts if text.text.strip() and text.text != BLANK]
    if changed is None:
        index = _TextIndex(words)
        yield from _words_on_words(index, words, ())
        yield from _words_on_others(index, page)
        yield from _around_pictures(page)
    elif changed:
        index = _TextIndex([text for text in words if text.order in changed])
        yield from _words_on_words(index, words, {text.order for text in words if text.order not in changed})
        yield from _words_on_others(index, page)


def _words_on_words(index: _TextIndex, words: Sequence[PaintedText], others: Collection[int]) -> Iterator[Collision]:
    """Words on the words in the index, which has all but those at the places `others` of the painting order."""
    for text in words:
        for other in index.around(text.box):
            once = other.order > text.order or text.order in others
            if once and _share_their_place(text, other):
                yield Collision(other, f"stand on the words '{text.text.strip()}'")


def _share_their_place(one: PaintedText, other: PaintedText) -> bool:
    reaches = (_overhang(one), _overhang(other))
    either = any(_JOINER in text.text or _has_marks(text) or not _has_letters(text) for text in (one, other))
    lean = _LEAN * min(text.box.top - text.box.bottom for text in (one, other))
    side = max(_SLACK, lean, max(reaches) if either else min(reaches))
    return _meets(one.box, other.box, side) and _meets(other.box, one.box, side)


def _words_on_others(index: _TextIndex, page: PageContents) -> Iterator[Collision]:
    """Words on pictures, under lines, and on the edges of shapes. The words of a drawing are part of it."""
    for picture in page.pictures:
        meeting = (text for text in index.around(picture.box) if text.mcid is None or text.mcid != picture.mcid)
        yield from (Collision(text, "stand on a picture") for text in meeting if _meets(text.box, picture.box))
    for line in page.lines:
        crossed = (text for text in index.around(line.box) if _is_crossed(text.box, line.box))
        yield from (Collision(text, "are crossed by a line") for text in crossed)
    for area in page.areas:
        if area.picture is None:
            half_on = (text for text in index.around(area.box) if _is_half_on(text, area))
            yield from (Collision(text, "stand on the edge of a shape") for text in half_on)


def _around_pictures(page: PageContents) -> Iterator[Collision]:
    """Pictures on each other, and shapes that end behind a picture or cover a part of it."""
    for one, other in combinations(page.pictures, 2):
        if _shared(one.box, other.box):
            yield Collision(None, "two pictures stand on each other")
    for number, picture in enumerate(page.pictures):
        first = min((area.order for area in page.areas if area.picture == number), default=0)
        for area in page.areas:
            if area.picture is None and _shared(picture.box, area.box):
                if area.order > first:
                    yield Collision(None, "a shape covers a part of a picture")
                elif not _holds(area.box, picture.box):
                    yield Collision(None, "a picture stands on the edge of a shape")


class _TextIndex:
    """Words by height, in painting order."""

    def __init__(self, words: Sequence[PaintedText]) -> None:
        self._strips: dict[int, list[PaintedText]] = {}
        for text in words:
            for strip in _strips(text.box):
                self._strips.setdefault(strip, []).append(text)

    def around(self, box: Rectangle) -> Iterator[PaintedText]:
        """The words that share more than an edge with a box."""
        if self._strips.keys().isdisjoint(_strips(box)):
            return iter(())
        found = {text.order: text for strip in _strips(box) for text in self._strips.get(strip, ())}
        return (text for text in found.values() if overlaps(text.box, box))


def _strips(box: Rectangle) -> range:
    return range(int(box.bottom // _STRIP), int(box.top // _STRIP) + 1)


def _has_letters(text: PaintedText) -> bool:
    """Whether the words are more than punctuation, such as the colon after an Arabic label."""
    return any(map(str.isalnum, text.text))


def _has_marks(text: PaintedText) -> bool:
    """Whether the first or the last letter of words is a narrow one with a mark."""
    letters = normalize("NFD", text.text.strip())
    bare = letters.rstrip("".join(letter for letter in letters if combining(letter) in _MARKS))
    return (len(bare) < len(letters) and bare[-1:] in _NARROW) or (
        letters[:1] in _NARROW and any(combining(letter) in _MARKS for letter in letters[1:2])
    )


def _overhang(text: PaintedText) -> float:
    """How far the last letter of words in Arabic script, a half letter, or a mark on a letter may reach over or under
    its neighbors, in points."""
    joined = _JOINER in text.text or any(bidirectional(letter) == "AL" for letter in text.text)
    return _TAIL * (text.box.top - text.box.bottom) if joined or _has_marks(text) else 0.0


def _meets(words: Rectangle, other: Rectangle, side: float = _SLACK) -> bool:
    """Whether something reaches over more than the edges of words, which have `side` points."""
    wide = min(words.right, other.right) - max(words.left, other.left)
    tall = min(words.top, other.top) - max(words.bottom, other.bottom)
    return wide > side and tall > max(_SHARE * (words.top - words.bottom), _SLACK)


def _is_crossed(words: Rectangle, line: Rectangle) -> bool:
    """Whether a line runs through words, not below, above or beside them; it may touch their sides."""
    height = words.top - words.bottom
    if height < _LEAST_HEIGHT:
        return False
    side = min(_SLACK, (words.right - words.left) / 3)
    left, right = words.left + side, words.right - side
    if line.top - line.bottom > line.right - line.left:
        inner = Rectangle(left, words.bottom, right, words.top)
        return overlaps(inner, line) and _meets(words, Rectangle(words.left, line.bottom, words.right, line.top))
    return overlaps(Rectangle(left, words.bottom + _SHARE * height, right, words.top - _SHARE * height), line)


def _is_half_on(text: PaintedText, area: OpaqueArea) -> bool:
    """Whether a background ends behind words."""
    return area.order < text.order and _meets(text.box, area.box) and not _holds(area.box, text.box)


def _holds(outer: Rectangle, inner: Rectangle) -> bool:
    """Whether a box lies within another one, but for what its accents and slanted letters reach over the edge."""
    height = _SHARE * (inner.top - inner.bottom)
    return (
        inner.left >= outer.left - _SLACK
        and inner.right <= outer.right + _SLACK
        and inner.bottom >= outer.bottom - height
        and inner.top <= outer.top + height
    )


def _shared(one: Rectangle, other: Rectangle) -> bool:
    """Whether two boxes share more than their edges."""
    return (
        min(one.right, other.right) - max(one.left, other.left) > _SLACK
        and min(one.top, other.top) - max(one.bottom, other.bottom) > _SLACK
    )
