"""The proof: finished bytes, read back by a reader that had no part in making them, against the Document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.compose.structure import expected_tree, headings, repeatable_words, running_words
from caresheet.model.problem import Problem
from caresheet.model.rules import PROOF_FAILED
from caresheet.model.structure import MarkedContent, Node, normalised
from caresheet.outputs.pdf.reader.actual_tree import actual_trees
from caresheet.outputs.pdf.reader.contents import overlaps
from caresheet.outputs.pdf.reader.pdfium import UnreadablePdfError
from caresheet.outputs.pdf.reader.read import read_pdf, read_word_boxes
from caresheet.proof.comparison import differences, quoted
from caresheet.proof.order import painted_out_of_order, reading_places
from caresheet.proof.visibility import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caresheet.model.document import Document
    from caresheet.model.problem import Position
    from caresheet.outputs.pdf.reader.contents import PageContents, PdfContents
    from caresheet.proof.visibility import Hidden

_HINT = "no file was written; this is a fault of the program and not of your text: please report it"
_HEADINGS = frozenset({"H2", "H3", "H4", "H5", "H6"})
_MOST = 20
"""More problems than this of one handout help nobody."""
_SEPARATORS = frozenset({"·", "|", "–", "—", "/"})
_HALF_A_POINT = 0.5


def prove(document: Document, pdf: bytes) -> tuple[Problem, ...]:
    """Everything in which the finished PDF does not say what the document says; empty when it does.

    Promised of a PDF without problems: under its roles and in reading order it has exactly the document's words, list
    labels, page numbers and lines to write on; each page is painted in that order and carries its running lines;
    every word is to be seen; title, language and page sizes are the document's; nothing is outside of the tags.
    """
    try:
        contents = read_pdf(pdf)
    except UnreadablePdfError:
        return (_problem(document.position, "the finished PDF cannot be opened"),)
    problems = tuple(_Proof(document, pdf, contents).problems())
    if len(problems) > _MOST:
        more = f"and {len(problems) - _MOST} more differences"
        return (*problems[:_MOST], _problem(document.position, more))
    return problems


def _problem(position: Position | None, message: str) -> Problem:
    return Problem(position, PROOF_FAILED, message, _HINT)


class _Proof:
    """One finished PDF against one document."""

    def __init__(self, document: Document, pdf: bytes, contents: PdfContents) -> None:
        self._document = document
        self._pdf = pdf
        self._contents = contents
        self._repeatable = [words.replace(" ", "") for words in repeatable_words(document)]

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the file, its tree, its pages, in this order."""
        for message in self._wrong_with_the_file():
            yield _problem(self._document.position, message)
        trees = actual_trees(self._contents, self._document.language)
        if len(trees) != 1:
            yield _problem(self._document.position, f"the tags have {len(trees)} roots, not 1")
            return
        expected = expected_tree(self._document, self._page_numbers(trees[0]), len(self._contents.pages))
        for difference in differences(expected, trees[0]):
            message = f"page {difference.page + 1}: {difference.message}"
            yield _problem(difference.position or self._document.position, message)
        places = reading_places(trees[0])
        positions = _positions(expected, trees[0])
        for page, contents in enumerate(self._contents.pages):
            for content, message in self._wrong_with_the_page(page, contents, places):
                position = (positions.get(content) if content else None) or self._document.position
                yield _problem(position, f"page {page + 1}: {message}")

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

    def _page_numbers(self, tree: Node) -> dict[str, int]:
        """The page, from 1, on which each heading of the document stands.

        Headings are taken in order; where that cannot be, because one lost its role, by their words.
        """
        wanted = list(headings(self._document))
        nodes = [node for node in tree.everything() if node.contents]
        heard = [node for node in nodes if node.role in _HEADINGS]
        if len(heard) == len(wanted):
            found = list(zip(wanted, heard, strict=True))
        else:
            first = {node.words: node for node in reversed(nodes)}
            found = [(heading, first[heading.words]) for heading in wanted if heading.words in first]
        return {heading.anchor: node.contents[0].page + 1 for heading, node in found}

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
            yield MarkedContent(page, early.mcid), f"the words {words} are painted after words that are read after them"
        for finding in hidden(contents):
            content = None if finding.painted.mcid is None else MarkedContent(page, finding.painted.mcid)
            yield content, f"the words {self._hidden_words(page, finding)} {finding.why}"

    def _wrong_with_the_sheet(self, contents: PageContents) -> Iterator[str]:
        paper = self._document.look.paper
        width, height = contents.box.right - contents.box.left, contents.box.top - contents.box.bottom
        sizes = ((paper.width, paper.height), (paper.height, paper.width))
        if not any(abs(width - w) <= _HALF_A_POINT and abs(height - h) <= _HALF_A_POINT for w, h in sizes):
            yield f"the page is {width:.0f} × {height:.0f} pt, not {paper.width:.0f} × {paper.height:.0f} pt"
        if contents.unmarked:
            yield "a shape or a picture is neither tagged nor an artifact"
        if contents.unreadable:
            yield "something is painted that cannot be read back as words, shapes or pictures"

    def _wrong_in_the_margins(self, page: int, contents: PageContents) -> Iterator[str]:
        """The words outside the tags: the running lines, and no others but repeated heads of tables.

        Heads are painted before the running lines, and may say the same words: each line is looked for from the end.
        """
        text = "\n".join(normalised(painted.text) for painted in contents.texts if painted.artifact)
        for part in reversed(running_words(self._document, page + 1, len(self._contents.pages))):
            found = _last_place(part, text)
            if found:
                text = f"{text[: found.start]}\n{text[found.stop :]}"
            else:
                yield f"the running words {quoted(part)} are missing"
        # What goes on behind a turn of the page repeats a part of a head only.
        lines = (line.strip() for line in text.split("\n"))
        extra = [line for line in lines if line and line not in _SEPARATORS and not self._repeats(line)]
        if extra:
            yield f"the words {quoted(extra)} stand outside of the tags and are not read"

    def _repeats(self, words: str) -> bool:
        """Whether words stand in the head of a table, in one piece."""
        letters = words.replace(" ", "")
        return any(letters in head for head in self._repeatable)

    def _hidden_words(self, page: int, finding: Hidden) -> str:
        words = read_word_boxes(self._pdf, page, finding.painted.order)
        concerned = [word for word, box in words if overlaps(box, finding.where)]
        return quoted(concerned or finding.painted.text)


def _last_place(words: str, text: str) -> range | None:
    """Where the words stand last in a text, however they are broken into lines: a long one is broken anywhere."""
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    letters = words.replace(" ", "")
    first = "".join(text[place] for place in places).rfind(letters)
    return range(places[first], places[first + len(letters) - 1] + 1) if first >= 0 else None


def _positions(expected: Node, heard: Node) -> dict[MarkedContent, Position]:
    """The author's line behind each piece of marked content, as far as both trees have the same leaves."""
    ours = [leaf for leaf in expected.leaves() if leaf.words]
    theirs = [leaf for leaf in heard.leaves() if leaf.words]
    if len(ours) != len(theirs):
        return {}
    return {
        content: leaf.position
        for leaf, other in zip(ours, theirs, strict=True)
        if leaf.position
        for content in other.contents
    }
