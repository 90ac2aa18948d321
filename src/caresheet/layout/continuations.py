"""The heading that is repeated where a list or a table continues, followed by "continued, 2 of 2".

Listeners hear the list in one piece, so the repeated heading is an artifact.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.layout.bilingual import halves, has_room_for_two, second_language, side_by_side
from caresheet.layout.fragments import PENALTY_HEADING, ContinuedMark, Fragment, UnresolvedPiece
from caresheet.layout.labels import bare_label, width_of
from caresheet.layout.lines import TextStyle, baseline_drop, break_lines
from caresheet.layout.mirroring import mirrored_piece
from caresheet.model import document as d
from caresheet.model.page_layout import ARTIFACT, WordPiece
from caresheet.model.text import PrintedText, TextRun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caresheet.layout.context import Frame, LayoutContext
    from caresheet.model.page_layout import Piece

_BETWEEN = TextRun(d.BETWEEN_LANGUAGES)
_MANY = "88"
"""The widest count of parts that is expected."""


def repeated_heading(context: LayoutContext, headings: tuple[str, ...], key: int, frame: Frame) -> tuple[Fragment, ...]:
    """The heading in bold type, and after it, or on the next line, which part starts here: in each of its languages,
    side by side where there is room. The parts of a list or table are counted by its `key`."""
    companion = context.document.companion
    if len(headings) < 2 or companion is None:
        return _repeated(context, headings[0], key, frame)
    beside = has_room_for_two(context, frame)
    left, right = halves(frame) if beside else (frame, frame)
    second = second_language(context, companion.language, right)
    first, other = _repeated(context, headings[0], key, left), _repeated(second.context, headings[1], ~key, right)
    same = second.placed(other)
    return tuple(side_by_side(first, same)) if beside else (*first, *same)


def _repeated(context: LayoutContext, heading: str, key: int, frame: Frame) -> tuple[Fragment, ...]:
    style, document = context.strong, context.document
    words = PrintedText((TextRun(heading, strong=True),), document.position)
    lines: list[list[UnresolvedPiece]] = [
        [*line.pieces] for line in break_lines(words, [ARTIFACT], style, frame.width, frame.start)
    ] or [[]]  # a heading that is only a line to write on has no words to repeat
    companion = document.companion
    speaking = companion if companion and companion.language == context.language else document
    label = f"({speaking.continued})"
    widest = width_of(f"\N{NO-BREAK SPACE}{_with_counts(label, _MANY, _MANY)}", style)
    ends = [piece.x + piece.width for piece in lines[-1] if isinstance(piece, WordPiece)]
    end = max(ends, default=frame.end) + style.size * 0.3 if lines[-1] else frame.start
    if end + widest > frame.end:
        lines.append([])
        end = frame.start
    lines[-1].append(ContinuedMark(end, -baseline_drop(style), key, label, style.size, style.color, style.setting))
    return tuple(
        Fragment(style.leading, tuple(pieces), penalty=PENALTY_HEADING, decorations=frame.decorations)
        for pieces in lines
    )


def in_each_language(heading: d.Heading) -> tuple[str, ...]:
    """The words of a heading that are repeated, in each of its languages."""
    return tuple(without_sources(words) for words in (heading.text, heading.second) if words)


def captions(caption: PrintedText) -> tuple[str, ...]:
    """The words of a caption that are repeated, in each of its languages."""
    between = [place for place, run in enumerate(caption.runs) if run == _BETWEEN]
    second = caption.runs[between[-1] + 1 :] if between else ()
    if not any(isinstance(run, TextRun) and run.language for run in second):
        return (without_sources(caption),)
    first = replace(caption, runs=caption.runs[: between[-1]])
    return without_sources(first), without_sources(replace(caption, runs=second))


def without_sources(text: PrintedText) -> str:
    """The words of a heading or caption, without the numbers of sources and without lines to write on."""
    return "".join(run.text for run in text.runs if isinstance(run, TextRun) and not run.raised).strip()


def under_its_heading(
    context: LayoutContext, element: d.Block, fragments: list[Fragment], key: int, frame: Frame
) -> list[Fragment]:
    """The fragments of a list, a glossary or a form, with its heading repeated on each page where it continues."""
    goes_on = isinstance(element, d.ItemList | d.Definitions | d.Entries)
    if not goes_on or not context.headings or context.look.panels or len(fragments) < 2:
        return fragments
    title = repeated_heading(context, context.headings, key, frame)
    return [fragments[0], *(replace(fragment, title=title) for fragment in fragments[1:])]


def counted_parts(pieces: Iterable[UnresolvedPiece]) -> dict[int, int]:
    """The number of parts of each list or table that continues, by its key."""
    return {key: number + 1 for key, number in Counter(p.key for p in pieces if isinstance(p, ContinuedMark)).items()}


def continued_piece(mark: ContinuedMark, part: int, parts: int) -> tuple[Piece, ...]:
    """The words of a mark, once the parts are counted."""
    style = TextStyle(mark.size, mark.size, mark.color, strong=True, setting=mark.setting)
    words = _with_counts(mark.words, str(part), str(parts))
    pieces = bare_label(words, style, mark.x, mark.baseline, ARTIFACT)
    return tuple(mirrored_piece(piece, *mark.between) for piece in pieces) if mark.between else pieces


def _with_counts(words: str, part: str, parts: str) -> str:
    return words.replace("{part}", part).replace("{parts}", parts)
