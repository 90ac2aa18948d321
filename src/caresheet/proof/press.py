"""The proof of pages on sheets: the handout was proved page by page, and every page has to be the same on its sheet.

What is read, in which elements and order, is compared as a whole; what is painted is compared piece by piece, each
moved to its place. So nothing is lost, added, covered or cut off on the sheets, because nothing is on the proved pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from caresheet.model.direction import has_right_to_left_letters
from caresheet.model.press import PlacedPage, PressSheet
from caresheet.model.problem import Position, Problem
from caresheet.model.structure import BLANK, StructureNode
from caresheet.outputs.pdf.reader.contents import PageContents, PaintedLine, PaintedText, PdfContents, Rectangle
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError
from caresheet.outputs.pdf.reader.read import Words, read_pdf
from caresheet.outputs.pdf.reader.structure import structure_in
from caresheet.proof.letters import visible_in_turned
from caresheet.proof.problems import reported

_NEAR = 0.05
"""Places that differ by at most this much, in points, count as equal: they are written to a hundredth."""
_HALF_A_POINT = 0.5

Row = tuple[object, Rectangle]
"""Something that is painted, and where."""


def prove_sheets(handout: Position, proved: bytes, data: bytes, sheets: Sequence[PressSheet]) -> tuple[Problem, ...]:
    """Everything in which a PDF differs from the proved one on these sheets; empty if nothing does."""
    try:
        before, after = read_pdf(proved, Words.PLACED), read_pdf(data, Words.PLACED)
    except UnreadablePdfError:
        return reported(handout, [(None, "the file of the sheets cannot be opened")])
    if not _has_turned(before):
        return reported(handout, [(None, message) for message in _wrong(before, after, sheets)])
    wrong = [*_wrong(_in_any_order(before), _in_any_order(after), sheets)]
    if _spelled(proved) != _spelled(data):
        wrong.append("the letters of the sheets are not those of the handout")
    return reported(handout, [(None, message) for message in wrong])


def _wrong(before: PdfContents, after: PdfContents, sheets: Sequence[PressSheet]) -> Iterator[str]:
    facts = [(each.title, each.metadata_title, each.language, each.tagged) for each in (before, after)]
    if facts[0] != facts[1]:
        yield "the file of the sheets does not have the title and language of the handout"
    if _said(structure_in(before).root) != _said(structure_in(after).root):
        yield "the sheets are not read like the handout"
    if len(after.pages) != len(sheets):
        yield f"there are {len(after.pages)} sides, not {len(sheets)}"
        return
    for number, (side, sheet) in enumerate(zip(after.pages, sheets, strict=True), start=1):
        for message in _wrong_on_a_side(before, side, sheet):
            yield f"side {number}: {message}"


def _has_turned(contents: PdfContents) -> bool:
    return any(has_right_to_left_letters(text.text) for page in contents.pages for text in page.texts)


def _in_any_order(contents: PdfContents) -> PdfContents:
    """The letters of each text sorted: PDFium spells and orders them in another way on a side with right-to-left
    letters, and a page without any may stand beside one that has them."""
    pages = (replace(page, texts=tuple(map(_sorted, page.texts))) for page in contents.pages)
    return replace(contents, pages=tuple(pages))


def _sorted(text: PaintedText) -> PaintedText:
    return text if text.text == BLANK else replace(text, text="".join(sorted(visible_in_turned(text.text))))


def _spelled(pdf: bytes) -> Counter[str]:
    """How often each text is in a PDF, as its codes spell it, in whatever order its texts are."""
    return Counter(decode(pdf).words.values())


def _said(node: StructureNode) -> StructureNode:
    """An element and all under it, wherever its words are."""
    return replace(node, contents=(), children=tuple(map(_said, node.children)))


def _wrong_on_a_side(before: PdfContents, side: PageContents, sheet: PressSheet) -> Iterator[str]:
    width, height = side.box.right - side.box.left, side.box.top - side.box.bottom
    if abs(width - sheet.width) > _HALF_A_POINT or abs(height - sheet.height) > _HALF_A_POINT:
        yield f"it is {width:.0f} × {height:.0f} pt, not {sheet.width:.0f} × {sheet.height:.0f} pt"
    placed = [(page, before.pages[page.index]) for page in sheet.pages]
    marks = [line for line in side.lines if _is_outside(line.box, sheet)]
    kept = replace(side, lines=tuple(line for line in side.lines if line not in marks))
    for what, rows in _ROWS.items():
        expected = [
            row for page, contents in placed for row in _moved(rows(_silent(contents) if page.copy else contents), page)
        ]
        found = list(rows(kept))
        if not (_alike_in_any_order(expected, found) if what == "lines" else _alike(expected, found)):
            yield f"the {what} are not those of its pages"
    for what, count in _COUNTS.items():
        own = len(marks) if what == "objects" else 0
        if count(side) != sum(count(contents) for _, contents in placed) + own:
            yield f"the number of {what} is not that of its pages"


_ROWS: dict[str, Callable[[PageContents], Iterator[Row]]] = {
    "words": lambda page: (((each.text, each.color, each.shown, each.artifact), each.box) for each in page.texts),
    "areas": lambda page: (((each.color, each.picture is None), each.box) for each in page.areas),
    "pictures": lambda page: ((each.mcid is not None, each.box) for each in page.pictures),
    "lines": lambda page: ((None, each.box) for each in page.lines),
}
_COUNTS: dict[str, Callable[[PageContents], int]] = {
    "objects": lambda page: page.objects,
    "objects outside the tags": lambda page: page.unmarked,
    "unreadable objects": lambda page: page.unreadable,
}


def _silent(page: PageContents) -> PageContents:
    """A further copy of a page on its sheet, which is not read again. A line to write on is only a line there."""
    texts = tuple(replace(text, artifact=True) for text in page.texts if text.text != BLANK)
    lines = (*page.lines, *(_drawn(text.box) for text in page.texts if text.text == BLANK))
    return replace(
        page, texts=texts, lines=lines, pictures=tuple(replace(picture, mcid=None) for picture in page.pictures)
    )


def _drawn(blank: Rectangle) -> PaintedLine:
    """A line to write on as any other line is read: longer by half its width at either end."""
    half = (blank.top - blank.bottom) / 2
    return PaintedLine(Rectangle(blank.left - half, blank.bottom, blank.right + half, blank.top))


def _moved(rows: Iterator[Row], page: PlacedPage) -> Iterator[Row]:
    for what, box in rows:
        yield (
            what,
            Rectangle(box.left + page.x, box.bottom + page.y, box.right + page.x, box.top + page.y),
        )


def _alike(expected: list[Row], actual: list[Row]) -> bool:
    """Whether the same is painted in the same places, in the same order."""
    return len(expected) == len(actual) and all(
        one[0] == other[0] and _is_there(one[1], other[1]) for one, other in zip(expected, actual, strict=True)
    )


def _alike_in_any_order(expected: list[Row], actual: list[Row]) -> bool:
    """Whether the same is painted in the same places. Lines may cross each other."""
    left = list(actual)
    for what, box in expected:
        match = next((row for row in left if row[0] == what and _is_there(row[1], box)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _is_there(one: Rectangle, other: Rectangle) -> bool:
    differences = (
        one.left - other.left, one.bottom - other.bottom, one.right - other.right, one.top - other.top
    )  # fmt: skip
    return max(map(abs, differences)) <= _NEAR


def _is_outside(box: Rectangle, sheet: PressSheet) -> bool:
    """Whether a line is a mark: beyond what remains when the sheet is cut."""
    left, bottom, right, top = sheet.trim
    return box.right < left or box.left > right or box.top < bottom or box.bottom > top
