"""Asterisks: which of them are marks of emphasis, and which are printed.

CommonMark would take the asterisks of `2*5*10 mg` and of the number `*21*` for emphasis and print neither. Here a mark
of emphasis stands at the edge of a word, and an asterisk next to a digit inside a word is an asterisk.
"""

from __future__ import annotations

import unicodedata

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from msgspec import Struct

_OPENING = frozenset("([{“‘„‚«‹¿¡")
_CLOSING = frozenset(")]}”’»›")
_ENDING = frozenset(".,;:!?…%‰°/*")
"""What ends words, so that no emphasis begins before it."""
_UNSPACED = (
    range(0x0E00, 0x10A0),
    range(0x1780, 0x1800),
    range(0x2E80, 0xA000),
    range(0xAC00, 0xD7B0),
    range(0xF900, 0xFB00),
    range(0xFF66, 0xFFA0),
    range(0x20000, 0x40000),
)
"""Letters of languages that put no space around the words to be emphasized: Thai, Lao, Tibetan, Burmese, Khmer,
Chinese, Japanese, and Korean, whose endings follow a word directly."""


class Asterisks(Struct, frozen=True):
    """A run of asterisks: whether it is printed, or else whether it may open or close emphasis. One that may do nothing
    of this is a mistake."""

    length: int
    printed: bool
    opens: bool
    closes: bool


def asterisks_at(text: str, start: int, end: int) -> Asterisks:
    """The run of asterisks at `start` in a text that ends at `end`."""
    after = start
    while after < end and text[after] == "*":
        after += 1
    left, right = text[start - 1] if start else " ", text[after] if after < end else " "
    printed = (left.isspace() and right.isspace()) or _in_a_number(left, right)
    return Asterisks(
        after - start,
        printed,
        not printed and _may_end(left, _CLOSING | {"*"}) and _may_touch(right, _CLOSING | _ENDING),
        not printed and _may_end(right, _OPENING | {"*"}) and _may_touch(left, _OPENING | {"/", "*"}),
    )


def _in_a_number(left: str, right: str) -> bool:
    """Whether both sides are parts of one word and one of them is a digit, as in `2*5` and `HLA-B*57:01`."""
    inside = _is_part_of_word(left) and _is_part_of_word(right)
    return inside and any(unicodedata.category(letter).startswith("N") for letter in (left, right))


def _may_end(outside: str, refused: frozenset[str] | set[str]) -> bool:
    """Whether emphasis may begin or end at this character outside of it."""
    return outside not in refused and not _is_part_of_word(outside)


def _may_touch(inside: str, refused: frozenset[str] | set[str]) -> bool:
    """Whether a mark may stand directly at this character inside the emphasis."""
    return inside not in refused and not inside.isspace()


def _is_part_of_word(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN" and not any(ord(letter) in each for each in _UNSPACED)


def parse_asterisks(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """A rule of markdown-it: printed asterisks as `text_special`, each other one as `text` with its delimiter."""
    if silent or state.src[state.pos] != "*":
        return False
    run = asterisks_at(state.src, state.pos, state.posMax)
    if run.printed:
        state.push("text_special", "", 0).content = "*" * run.length
    else:
        for _ in range(run.length):
            state.push("text", "", 0).content = "*"
            place = len(state.tokens) - 1
            state.delimiters.append(Delimiter(ord("*"), run.length, place, -1, run.opens, run.closes))
    state.pos += run.length
    return True
