"""The heading that is repeated where a list or a table continues, followed by "continued, 2 of 2".

Listeners hear the list in one piece, so the repeated heading is an artifact.
"""

from __future__ import annotations

from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout.fragments import PENALTY_HEADING, ContinuedMark, Fragment, UnresolvedPiece
from caresheet.layout.labels import bare_label, width_of
from caresheet.layout.lines import TextStyle, baseline_drop, break_lines
from caresheet.model import document as d
from caresheet.model.page_layout import ARTIFACT, WordPiece
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.page_layout import Piece

_MANY = "88"
"""The widest count of parts that is expected."""


def repeated_heading(context: LayoutContext, heading: str, key: int, frame: Frame) -> tuple[Fragment, ...]:
    """The heading in bold type, and after it, or on the next line, which part starts here. The parts of a list or table
    are counted by its `key`."""
    style = context.strong
    words = PrintedText((TextRun(heading, strong=True),), context.document.position)
    lines: list[list[UnresolvedPiece]] = [
        [*line.pieces] for line in break_lines(words, [ARTIFACT], style, frame.width, frame.start)
    ]
    label = f"({context.document.continued})"  # in the first language, beside words of a second one too
    own = replace(style, setting=context.look.setting(context.document.language))
    widest = width_of(f"\N{NO-BREAK SPACE}{_with_counts(label, _MANY, _MANY)}", own)
    ends = [piece.x + piece.width for piece in lines[-1] if isinstance(piece, WordPiece)]
    end = max(ends, default=frame.end) + style.size * 0.3
    if end + widest > frame.end:
        lines.append([])
        end = frame.start
    lines[-1].append(ContinuedMark(end, -baseline_drop(style), key, label, own.size, own.color, own.setting))
    return tuple(
        Fragment(style.leading, tuple(pieces), penalty=PENALTY_HEADING, decorations=frame.decorations)
        for pieces in lines
    )


def without_sources(text: PrintedText) -> str:
    """The words of a heading or caption, without the numbers of sources and without lines to write on. Of a caption in
    two languages, only those of the first: the words printed around them are in that language, too."""
    first = takewhile(lambda run: not isinstance(run, TextRun) or run.text != d.BETWEEN_LANGUAGES, text.runs)
    return "".join(run.text for run in first if isinstance(run, TextRun) and not run.raised).strip()


def under_its_heading(
    context: LayoutContext, element: d.Block, fragments: list[Fragment], key: int, frame: Frame
) -> list[Fragment]:
    """The fragments of a list, a glossary or a form, with its heading repeated on each page where it continues."""
    goes_on = isinstance(element, d.ItemList | d.Definitions | d.Entries)
    if not goes_on or not context.heading or context.look.panels or len(fragments) < 2:
        return fragments
    title = repeated_heading(context, context.heading, key, frame)
    return [fragments[0], *(replace(fragment, title=title) for fragment in fragments[1:])]


def counted_parts(pieces: Iterable[UnresolvedPiece]) -> dict[int, int]:
    """The number of parts of each list or table that continues, by its key."""
    return {key: number + 1 for key, number in Counter(p.key for p in pieces if isinstance(p, ContinuedMark)).items()}


def continued_piece(mark: ContinuedMark, part: int, parts: int) -> tuple[Piece, ...]:
    """The words of a mark, once the parts are counted."""
    style = TextStyle(mark.size, mark.size, mark.color, strong=True, setting=mark.setting)
    return bare_label(_with_counts(mark.words, str(part), str(parts)), style, mark.x, mark.baseline, ARTIFACT)


def _with_counts(words: str, part: str, parts: str) -> str:
    return words.replace("{part}", part).replace("{parts}", parts)
