"""The proof of a PDF: the finished bytes, read back by an independent reader, against what the handout says."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.model.structure import BLANK, HEADINGS, MarkedContent, Role
from caresheet.outputs.pdf.reader.contents import overlaps
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.outputs.pdf.reader.further_copies import FurtherCopies
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError
from caresheet.outputs.pdf.reader.read import Words, read_pdf, read_word_boxes
from caresheet.outputs.pdf.reader.structure import structure_in
from caresheet.outputs.pdf.reader.syntax import UndecodableError
from caresheet.proof.collisions import collisions
from caresheet.proof.comparison import differences, quoted
from caresheet.proof.elements import ComparableElement, comparable, normalised, words_of, words_without_sources
from caresheet.proof.fields import wrong_with_fields
from caresheet.proof.letters import read_otherwise, wrong_letters
from caresheet.proof.order import painted_out_of_order, reading_places
from caresheet.proof.problems import reported
from caresheet.proof.visibility import hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from caresheet.model.composed import Composed
    from caresheet.model.problem import Position, Problem
    from caresheet.outputs.pdf.reader.contents import PageContents, PdfContents
    from caresheet.outputs.pdf.reader.decoder import DecodedText
    from caresheet.proof.visibility import Hidden

_HEADINGS = frozenset(role.type for role in HEADINGS.values())
_SEPARATORS = frozenset({"·", "|", "–", "—", "/"})
_MOST_FACES = 8
_HALF_A_POINT = 0.5


def prove_pdf(composed: Composed, data: bytes, values: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
    """Everything in which the finished PDF does not say what the handout says; empty if it says the same.

    A PDF without problems has exactly the words, list labels, page numbers and lines to write on of the handout, in the
    same elements and reading order, letter for letter. Each page is painted in that order and has its header and
    footer. Every word can be seen, and nothing stands on anything but its own background. Title, language and page
    sizes are right, and nothing is outside the tags. Each field of a form is heard with its label, is at a place to
    fill in, and holds its value from `values`.
    """
    return read_and_prove(composed, data, values).problems


class ProvedPdf(Struct, frozen=True):
    """What was read back from a finished PDF, None if it cannot be read, and what is wrong with it. `decoded` is its
    decoded text if the first look found nothing wrong, else None."""

    contents: PdfContents | None
    problems: tuple[Problem, ...]
    decoded: DecodedText | None = None


def prove_copy(composed: Composed, data: bytes, copies: FurtherCopies) -> tuple[Problem, ...]:
    """The proof of `prove_pdf` for a file that may be a further copy of one that was proved before, such as the handout
    of another clinic. What is the same in both is not read again (see `outputs.pdf.reader.further_copies` for why that
    is as strict); everything that was read, now or before, is compared with what this handout says. If that finds
    anything wrong, the file is read and proved whole.

    What is proved is remembered in `copies`, with all its words, so never use it for files that say anything about a
    patient.
    """
    key = (composed.document.identifier, composed.document.position, composed.document.language)
    copy = copies.read(key, data)
    if copy is not None and not any(_Proof(composed, data, copy[:2], {}, copy.changed).found()):
        copies.found_sound(key, copy)
        return ()
    proved = read_and_prove(composed, data)
    if proved.contents is not None and proved.decoded is not None and not proved.problems:
        copies.add(key, data, (proved.contents, proved.decoded))
    return proved.problems


def read_and_prove(composed: Composed, data: bytes, values: Mapping[str, str] | None = None) -> ProvedPdf:
    """The proof of `prove_pdf`, and what it has read."""
    position = composed.document.position
    try:
        decoded, filled = decode(data), values or {}
        contents = read_pdf(data, _first_look(decoded))
        found = [*_Proof(composed, data, (contents, decoded), filled).found()]
        if not found:
            return ProvedPdf(contents, (), decoded)
        if not decoded.is_shaped:  # a second look, without the spaces that PDFium may have added
            contents = read_pdf(data, Words.PAINTED)
            found = [*_Proof(composed, data, (contents, decoded), filled).found()]
    except UnreadablePdfError:
        return ProvedPdf(None, reported(position, [(None, "the finished PDF cannot be opened")]))
    except UndecodableError as reason:
        return ProvedPdf(None, reported(position, [(None, _why_undecodable(data, reason))]))
    return ProvedPdf(contents, reported(position, found))


def _why_undecodable(data: bytes, reason: UndecodableError) -> str:
    try:
        read_pdf(data)
    except UnreadablePdfError:
        return "the finished PDF cannot be opened"
    return f"the text of the PDF cannot be decoded: {reason}"


def _first_look(decoded: DecodedText) -> Words:
    """How PDFium is asked first: for shaped text by the positions of the letters, since it reorders lines by its own
    rules."""
    return Words.PLACED if decoded.is_shaped else Words.SHOWN


class _Proof:
    """One finished PDF against one handout. `changed` has, for each page, the places in the painting order of the texts
    that differ from a proved file, or None if the whole page has to be checked."""

    def __init__(
        self,
        composed: Composed,
        pdf: bytes,
        read: tuple[PdfContents, DecodedText],
        values: Mapping[str, str],
        changed: Sequence[Collection[int] | None] | None = None,
    ) -> None:
        self._document = composed.document
        self._structure = composed.structure
        self._pdf = pdf
        self._contents, self._decoded = read
        self._values = values
        second = composed.document.companion
        self._changed = changed or (None,) * len(self._contents.pages)
        self._goes_on = _going_on(composed.document.continued, *((second.continued,) if second else ()))

    @cached_property
    def _repeatable(self) -> list[str]:
        return [words.replace(" ", "") for words in self._repeatable_words()]

    def found(self) -> Iterator[tuple[Position | None, str]]:
        """What is wrong with the file, its structure and its pages, in this order, each with its place in the content
        where one is known."""
        for message in self._wrong_with_the_file():
            yield None, message
        trees, language = len(self._contents.trees), self._document.language
        if trees != 1:
            yield None, f"the structure tree has {trees} elements at its root, not 1"
            return
        told = structure_in(self._contents, self._decoded.words).root
        heard = told if self._decoded.is_shaped else structure_in(self._contents).root
        actual = comparable(heard, language)
        paged = self._structure.on_pages(len(self._contents.pages), self._page_numbers(actual))
        expected = comparable(paged.root, language)
        found = differences(expected, actual)
        for difference in found:
            yield difference.position, f"page {difference.page + 1}: {difference.message}"
        if not found:
            yield from wrong_letters(paged.root, told)
        if self._decoded.is_shaped:
            yield from ((None, message) for message in read_otherwise(self._pdf, self._decoded, self._contents))
        for page, message in wrong_with_fields(self._contents, self._values):
            yield None, f"page {page + 1}: {message}"
        places = reading_places(actual)
        wrong = [
            (page, content, message)
            for page, contents in enumerate(self._contents.pages)
            for content, message in self._wrong_with_the_page(page, contents, places)
        ]
        positions = _positions(expected, actual) if wrong else {}
        for page, content, message in wrong:
            yield positions.get(content) if content else None, f"page {page + 1}: {message}"

    def _wrong_with_the_file(self) -> Iterator[str]:
        document, contents = self._document, self._contents
        if not contents.tagged:
            yield "the PDF is not marked as tagged"
        for title in dict.fromkeys((contents.title, contents.metadata_title)):
            if normalised(title) != normalised(document.title):
                yield f"the title is {quoted(title)}, not {quoted(document.title)}"
        if contents.language != document.language:
            yield f"the language is {quoted(contents.language)}, not {quoted(document.language)}"
        if not contents.pages:
            yield "the PDF has no pages"

    def _page_numbers(self, actual: ComparableElement) -> dict[str, int]:
        """The page of each heading by its anchor, counted from 1.

        Headings are matched in order, or by their words where their number differs because one lost its role.
        """
        wanted = list(self._structure.every(*HEADINGS.values()))
        elements = [element for element in actual.everything() if element.contents]
        headings = [element for element in elements if element.type in _HEADINGS]
        if len(headings) != len(wanted):
            first = {element.words: element for element in reversed(elements)}
            words = list(map(words_of, wanted))
            wanted = [node for node, own in zip(wanted, words, strict=True) if own in first]
            headings = [first[own] for own in words if own in first]
        pairs = zip(wanted, headings, strict=True)
        return {node.anchor: heading.contents[0].page + 1 for node, heading in pairs if node.anchor}

    def _wrong_with_the_page(
        self, page: int, contents: PageContents, places: dict[MarkedContent, int]
    ) -> Iterator[tuple[MarkedContent | None, str]]:
        for message in self._wrong_with_the_sheet(contents):
            yield None, message
        for painted in contents.texts:
            content = None if painted.mcid is None else MarkedContent(page, painted.mcid)
            if content not in places and not painted.artifact and painted.text.strip():
                yield None, f"the words {quoted(painted.text)} are not tagged"
        for message in self._wrong_in_the_margins(page, contents):
            yield None, message
        early = painted_out_of_order(contents, page, places, self._document.look.columns)
        if early and early.mcid is not None:
            words = quoted(early.text)
            yield MarkedContent(page, early.mcid), f"the words {words} are painted after words that are read later"
        for finding in hidden(contents, self._changed[page]):
            content = None if finding.painted.mcid is None else MarkedContent(page, finding.painted.mcid)
            yield content, f"the words {self._hidden_words(page, finding)} {finding.why}"
        yield from self._collisions(page, contents)

    def _collisions(self, page: int, contents: PageContents) -> Iterator[tuple[MarkedContent | None, str]]:
        for collision in collisions(contents, self._changed[page]):
            text = collision.painted
            content = None if text is None or text.mcid is None else MarkedContent(page, text.mcid)
            yield content, f"the words {quoted(text.text)} {collision.message}" if text else collision.message

    def _wrong_with_the_sheet(self, contents: PageContents) -> Iterator[str]:
        paper = self._document.look.paper
        width, height = contents.box.right - contents.box.left, contents.box.top - contents.box.bottom
        sizes = ((paper.width, paper.height), (paper.height, paper.width))
        if not any(abs(width - w) <= _HALF_A_POINT and abs(height - h) <= _HALF_A_POINT for w, h in sizes):
            yield f"the page is {width:.0f} × {height:.0f} pt, not {paper.width:.0f} × {paper.height:.0f} pt"
        if contents.unmarked:
            yield "a shape or a picture is neither tagged nor an artifact"
        if contents.unreadable:
            yield "something on the page cannot be read back as words, a shape or a picture"

    def _wrong_in_the_margins(self, page: int, contents: PageContents) -> Iterator[str]:
        """What is wrong with the words outside the tags: there have to be the repeated ones, and no others but column
        headings of a table that continues.

        These are painted first and may be the same words as the header's, so each part is looked for from the end.
        """
        texts = (painted.text for painted in contents.texts if painted.artifact)
        shown = self._decoded.unmarked[page] if self._decoded.is_shaped else texts
        text = "\n".join(map(normalised, shown))
        for part in reversed(self._repeated_words(page)):
            found = _last_place(part, text)
            if found:
                text = f"{text[: found.start]}\n{text[found.stop :]}"
            else:
                yield f"the repeated words {quoted(part)} are missing"
        # What continues on the next page may repeat only a part of a column heading.
        lines = (line.strip() for line in self._goes_on.sub("", text).split("\n"))
        extra = [line for line in lines if line and line not in _SEPARATORS and not self._repeats(line)]
        if extra:
            yield f"the words {quoted(extra)} are outside the tags, where no screen reader finds them"

    def _repeated_words(self, page: int) -> tuple[str, ...]:
        """The words that have to be outside the tags of a page (from 0): header, footer and banner, where they are
        repeated, the imprint of at least one panel, and on the cover of a card its language."""
        imprint = (self._document.imprint,) if self._document.look.panels else ()
        cover = () if page else (self._document.cover_mark,)
        parts = (*imprint, *cover, *self._structure.repeated_words(page + 1, len(self._contents.pages)))
        return tuple(words for words in map(normalised, parts) if words)

    def _repeatable_words(self) -> set[str]:
        """The words that may be outside the tags besides: the column headings of a table that continues, the
        imprints of further panels, and the words on a line to cut along."""
        rows = self._structure.every(Role.HEAD_ROW)
        cells = [words_of(cell) for row in rows for cell in row.blocks]
        headings = {normalised(words.replace(BLANK, "")) for words in (*cells, *self._titles())}
        headings |= {normalised(words) for words in self._next_pages()}
        # A table that is set as one block for each row repeats its headings as labels with a colon.
        labels = {f"{words}:" for words in headings} | ({":"} if cells else set())
        return (headings | labels | self._on_panels() | {normalised(self._document.cut_here)}) - {""}

    def _titles(self) -> Iterator[str]:
        """The headings of lists, and the captions of tables and the first cells of their rows, which are repeated where
        these continue."""
        for role in (*HEADINGS.values(), Role.TABLE_CAPTION):
            yield from map(words_without_sources, self._structure.every(role))
        yield from (words_without_sources(row.blocks[0]) for row in self._structure.every(Role.ROW) if row.blocks)

    def _next_pages(self) -> Iterator[str]:
        """The last line of a page in larger print, for each heading or name that the next one may begin with."""
        contents = (self._document.contents.title,) if self._document.contents else ()
        names = (*contents, *(section.name for section in self._document.sections))
        if self._document.next_page:
            for heading in (*map(words_without_sources, self._structure.every(HEADINGS[2])), *names):
                yield self._document.next_page.replace("{heading}", heading)

    def _on_panels(self) -> set[str]:
        """What panels repeat: their imprint and, on the faces of a card, its mark, the heading of the section and the
        number of the face."""
        panels = self._document.look.panels
        if panels is None:
            return set()
        heads = self._structure.every(HEADINGS[2]) if panels.fan else ()
        words = (words_of(node).replace(BLANK, "") for node in heads)
        faces = range(1, _MOST_FACES + 1) if panels.fan else ()
        places = (f"{number}/{count}" for count in faces for number in range(1, count + 1))
        return {normalised(each) for each in (self._document.imprint, self._document.mark, *words, *places)}

    def _repeats(self, words: str) -> bool:
        """Whether words may be repeated outside the tags, whole or a part of them in one piece."""
        letters = words.replace(" ", "")
        return any(letters in head for head in self._repeatable)

    def _hidden_words(self, page: int, finding: Hidden) -> str:
        words = read_word_boxes(self._pdf, page, finding.painted.order)
        concerned = [word for word, box in words if overlaps(box, finding.where)]
        return quoted(concerned or finding.painted.text)


def _going_on(*labels: str) -> re.Pattern[str]:
    """The words after the repeated heading of a list or table, in any part of it and in each language. They may be
    broken over several lines, because shaped words and numbers are painted one by one."""
    letters = (re.sub(r"\{parts?\}", "\0", f"({normalised(label)})") for label in labels)
    words = (r"\s*".join(map(re.escape, each.replace(" ", ""))) for each in letters)
    return re.compile(rf"^\s*(?:{'|'.join(words)})\s*$".replace(re.escape("\0"), r"\d+"), re.MULTILINE)


def _last_place(words: str, text: str) -> range | None:
    """The last place of some words in a text, wherever they are broken into lines."""
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    letters = words.replace(" ", "")
    first = "".join(text[place] for place in places).rfind(letters)
    return range(places[first], places[first + len(letters) - 1] + 1) if first >= 0 else None


def _positions(expected: ComparableElement, actual: ComparableElement) -> dict[MarkedContent, Position]:
    """The author's line for each piece of marked content, where both sides have as many leaves."""
    ours = [leaf for leaf in expected.leaves() if leaf.words]
    theirs = [leaf for leaf in actual.leaves() if leaf.words]
    if len(ours) != len(theirs):
        return {}
    return {
        content: leaf.position
        for leaf, other in zip(ours, theirs, strict=True)
        if leaf.position
        for content in other.contents
    }
