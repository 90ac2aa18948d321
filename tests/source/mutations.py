"""Ways in which files go wrong: slips of the hand, other programs, and malice."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

TYPED = tuple(":-[]{},*!|>'\"\\`@%#~ \t\n\r")
WRITTEN = (": ", " #", "- ", "? ", "**", "&a ", "*a", "!!str ", ">-", "|2", "---\n", "...\n", "\r\n", "  ", "<<: ")
MARKS = ("{{", "}}", "[[", "]]", "[@", "](", "{lang=", "<b>", "https://", "javascript:")
NAMES = ("null", "yes", "0", "0117", "everyone", "id", "S1", "../", "/", "C:\\")
LETTERS = tuple("é\u0301\u202e\u2028\u0085\ufeff\x00\x07\x1b\U0001f600\ufffe")
SIGNS = TYPED + WRITTEN + MARKS + NAMES + LETTERS
BYTES = (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x00", b"\xef\xbb\xbf", b"\xfe\xff")
WORD = re.compile(r"[\w.-]+")

Mutation = Callable[[random.Random, str], str]


def insert(dice: random.Random, text: str) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(SIGNS) + text[at:]


def replace(dice: random.Random, text: str) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(SIGNS) + text[at + dice.randrange(1, 6) :]


def delete(dice: random.Random, text: str) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + text[at + dice.choice((1, 1, 2, 10, 100)) :]


def cut(dice: random.Random, text: str) -> str:
    return text[: dice.randrange(len(text) + 1)]


def repeat(dice: random.Random, text: str) -> str:
    at, length = dice.randrange(len(text) + 1), dice.choice((1, 5, 40, 300))
    return text[:at] + text[at : at + length] * dice.choice((2, 3, 50)) + text[at + length :]


def at_line_start(dice: random.Random, text: str) -> str:
    """What a slip at the start of a value does: the places where YAML is easily misled."""
    starts = [match.end() for match in re.finditer(r"(?m)^ *(?:- +)*(?:[\w-]+: +)?", text)]
    at = dice.choice(starts)
    return text[:at] + dice.choice(SIGNS) + text[at:]


def unquote(dice: random.Random, text: str) -> str:
    """A text loses its quotation marks."""
    quoted = list(re.finditer(r"'[^'\n]*'", text))
    if not quoted:
        return text
    match = dice.choice(quoted)
    return text[: match.start()] + match[0][1:-1] + text[match.end() :]


def lines(dice: random.Random, text: str) -> str:
    """Lines change places, get lost, come twice, or move in or out."""
    all_lines = text.split("\n")
    at, other = dice.randrange(len(all_lines)), dice.randrange(len(all_lines))
    match dice.randrange(4):
        case 0:
            all_lines[at], all_lines[other] = all_lines[other], all_lines[at]
        case 1:
            del all_lines[at]
        case 2:
            all_lines.insert(other, all_lines[at])
        case _:
            all_lines[at] = dice.choice((" ", "  ", "    ", "\t")) + all_lines[at] if at % 2 else all_lines[at].lstrip()
    return "\n".join(all_lines)


def words(dice: random.Random, text: str) -> str:
    """A word becomes another word of the file: keys, names and values change places."""
    found = list(WORD.finditer(text))
    if not found:
        return text
    match, other = dice.choice(found), dice.choice(found)
    return text[: match.start()] + other[0] + text[match.end() :]


MUTATIONS: tuple[Mutation, ...] = (insert, replace, delete, cut, repeat, at_line_start, unquote, lines, words)


def mutated(seed: int, data: bytes) -> bytes:
    """The file after one to four things went wrong with it; the same for the same seed."""
    dice = random.Random(seed)
    text = data.decode("utf-8")
    for _ in range(dice.randrange(1, 5)):
        text = dice.choice(MUTATIONS)(dice, text)[:200_000]
    made = text.encode("utf-8", "surrogatepass")
    if dice.random() < 0.1:
        at = dice.randrange(len(made) + 1)
        made = made[:at] + dice.choice(BYTES) + made[at:]
    return made
