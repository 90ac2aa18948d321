"""Letter for letter: what the codes of a PDF say, against what the handout says.

Other proofs compare words as a PDF reader shows them, which may leave out joiners, mirror brackets or compose letters.
No validator notices a wrong letter in a font's map. Here every letter counts, and every space between words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, normalize

from msgspec.structs import replace

from caresheet.model.direction import has_right_to_left_letters
from caresheet.model.problem import Position
from caresheet.model.structure import BLANK, MarkedContent, Role, StructureNode
from caresheet.model.text import FieldBlank, TextRun
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.outputs.pdf.reader.pdfium import in_one_place
from caresheet.outputs.pdf.reader.structure import marked_texts
from caresheet.proof.elements import normalised

if TYPE_CHECKING:
    from caresheet.outputs.pdf.reader.contents import PdfContents
    from caresheet.outputs.pdf.reader.decoder import DecodedText

_PAINTED_AS = str.maketrans({"\u2011": "-", "\u00a0": " ", BLANK: ""})
"""Characters that differ from others only in where a line may break. A line to write on is left out: it has no
letters."""
_TURNED = str.maketrans(")]}>»›”’≥⟩®©⁄", "([{<«‹“‘≤⟨RC/")
"""Characters that PDFium replaces with their mirror images, or with other characters, in right-to-left lines."""
_LAST_WHOLE = "\ufffc"
"""In right-to-left lines, PDFium splits characters beyond this one into two halves and reads each as U+FFFD."""
_NEARBY = 12
"""The number of letters quoted on either side of a difference."""
_REMEMBERED = 128
"""How many parts of documents are remembered."""
_FIGURE = Role.FIGURE.type.name


class _Said(NamedTuple):
    """The letters of one element."""

    letters: str
    position: Position | None
    page: int


def wrong_letters(expected: StructureNode, actual: StructureNode) -> Iterator[tuple[Position | None, str]]:
    """The first difference, in words, in each element whose letters are not exactly the expected ones, with the
    author's line. `actual` holds the decoded words of the PDF."""
    ours, theirs = _said_by_parts(expected), _said_by_parts(actual)
    if len(ours) != len(theirs):
        one, two = _Said("".join(_flat(ours)), None, 0), _Said("".join(_flat(theirs)), None, 0)
        ours, theirs = [one], [two]
    for own, other in zip(ours, theirs, strict=True):
        if own.letters != other.letters:
            yield own.position, f"page {other.page + 1}: {_difference(own.letters, other.letters)}"


def read_otherwise(pdf: bytes, decoded: DecodedText, contents: PdfContents) -> Iterator[str]:
    """Where a reader of PDFs finds other letters than the codes say, in words. Brackets may be mirrored and joiners
    left out, and white space is not compared: PDFium changes these in any right-to-left text. There, letters that
    share a place are compared without regard to their order."""
    turned = any(map(has_right_to_left_letters, decoded.words.values()))
    visible = visible_in_turned if turned else _visible
    found = {content: visible("".join(texts)) for content, texts in marked_texts(contents).items()}
    differing = [content for content, words in decoded.words.items() if visible(words) != found.get(content, "")]
    sorted_words = decode(pdf, in_one_place).words if differing and turned else decoded.words
    for content in differing:
        ours, theirs = visible(sorted_words[content]), found.get(content, "")
        if ours != theirs:
            yield f"page {content.page + 1}: a reader of the PDF disagrees: {_difference(ours, theirs)}"


def _visible(text: str) -> str:
    """A text without spaces and invisible characters, in one spelling, so that readers can be compared."""
    spelled = normalize("NFKC", normalised(text)).translate(_TURNED)
    return "".join(letter for letter in spelled if not letter.isspace() and category(letter) != "Cf")


def visible_in_turned(text: str) -> str:
    """The same beside right-to-left letters: all marks are at the end, in one order, because several may be in the same
    place, and PDFium puts some before their letters. Letters beyond U+FFFF are left out, because PDFium swaps their two
    halves."""
    letters = [letter for letter in normalize("NFKD", _visible(text)) if letter <= _LAST_WHOLE]
    marks = sorted(letter for letter in letters if category(letter) == "Mn")
    return "".join([letter for letter in letters if category(letter) != "Mn"] + marks)


def _flat(said: list[_Said]) -> Iterator[str]:
    return (f"{each.letters} " for each in said)


def _said_by_parts(root: StructureNode) -> list[_Said]:
    """The same as `_said`; the parts of the document are remembered."""
    alone = replace(root, children=tuple([child for child in root.children if child.is_inline]))
    return [*_said(alone), *(each for part in root.blocks for each in _said_in(part))]


@lru_cache(_REMEMBERED)
def _said_in(part: StructureNode) -> tuple[_Said, ...]:
    return tuple(_said(part))


def _said(node: StructureNode) -> Iterator[_Said]:
    """Each element with letters of its own, in reading order. The words of a drawing have no order."""
    letters = _exact("".join(map(_printed, node.text)))
    if node.type.name == _FIGURE:
        letters = "".join(sorted(letters.replace(" ", "")))
    if letters:
        yield _Said(letters, node.position, _page(node.contents))
    for child in node.blocks:
        yield from _said(child)


def _printed(run: TextRun | FieldBlank) -> str:
    if isinstance(run, TextRun):
        return run.text
    return f" ({run.label})" if run.captioned else ""


def _exact(text: str) -> str:
    return " ".join((text if text.isascii() else text.translate(_PAINTED_AS)).split())


def _page(contents: tuple[MarkedContent, ...]) -> int:
    return contents[0].page if contents else 0


def _difference(expected: str, actual: str) -> str:
    """The first difference, with the letters around it and the code points of those that differ."""
    from difflib import SequenceMatcher

    opcodes = SequenceMatcher(None, expected, actual, autojunk=False).get_opcodes()
    _, start, stop, other_start, other_stop = next(code for code in opcodes if code[0] != "equal")
    around = expected[max(0, start - _NEARBY) : stop + _NEARBY]
    wanted, found = _named(expected[start:stop]), _named(actual[other_start:other_stop])
    return f"in '{around}', the PDF says {found} for {wanted}"


def _named(letters: str) -> str:
    """Letters with their code points; many are only counted."""
    if not letters:
        return "nothing"
    codes = " ".join(f"U+{ord(letter):04X}" for letter in letters[:4])
    return f"'{letters[:4]}' ({codes})" + (f" and {len(letters) - 4} more" if len(letters) > 4 else "")
