"""Two handouts that say the same in two languages become one: each block beside its translation, and only once what
serves both languages, such as a number to call or a form to fill in.

A listener hears the blocks of a section, or of a part of it, in the document's own language and then in the second one,
each marked with its language: a list is heard as a whole, and the voice never changes within it. Where both languages
are on one line, as in a heading or the label of a field, the document's own language is heard first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

from caresheet.model import document as d
from caresheet.model import rules
from caresheet.model.blank_rows import is_to_fill_in
from caresheet.model.document import BETWEEN_LANGUAGES
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.punctuation import COLONS
from caresheet.model.text import FieldBlank, PrintedText, TextRun
from caresheet.model.walk import iter_structs, with_each
from caresheet.text.colons import colon_after

_Part = TypeVar("_Part")
_BETWEEN = TextRun(BETWEEN_LANGUAGES)
_LONG_FORM, _ROWS_OF_WORDS = 12, 5
"""A form with more rows than this fills its side: this many are left out to make room for a second language."""


def woven(first: d.Document, second: d.Document) -> d.Document:
    """The document in both languages. Its look and its name are those of the first one, whose language comes first.

    Raises CaresheetError (translation-differs, at the second handout) if they do not have the same blocks in the same
    places.
    """
    return _Weaver(first.language, second.language, second.position).document(first, second)


class _Weaver(Struct, frozen=True):
    """Weaves the words of a second `language` into a document, whose `own` language comes first. `position` is that of
    the second handout."""

    own: str
    language: str
    position: Position

    def document(self, first: d.Document, second: d.Document) -> d.Document:
        sections = (self._section(*pair) for pair in self._pairs(first.sections, second.sections))
        self._require_both(first.subtitle, second.subtitle)
        labels = _labels(first, second)
        companion = d.Companion(
            second.language,
            second.title,
            second.subtitle if second.subtitle != first.subtitle else "",
            second.banner,
            second.header,
            second.footer,
            second.continued,
        )
        return replace(
            first,
            title=_joined(first.title, second.title),
            contents=self._contents(first.contents, second.contents),
            sections=tuple(with_each(each, FieldBlank, partial(_labeled, labels)) for each in sections),
            companion=companion,
        )

    def _contents(self, first: d.Contents | None, second: d.Contents | None) -> d.Contents | None:
        if first is None or second is None:
            return first
        if [entry.anchor for entry in first.entries] != [entry.anchor for entry in second.entries]:
            raise self._differs()
        entries = (
            replace(mine, second=self._other(mine.text, theirs.text))
            for mine, theirs in zip(first.entries, second.entries, strict=True)
        )
        return replace(first, second=self._other(first.title, second.title), entries=tuple(entries))

    def _other(self, first: str, second: str) -> TextRun | None:
        """The words of the second language, if they differ from those of the first."""
        return TextRun(second, language=self.language) if first != second else None

    def _section(self, first: d.Section, second: d.Section) -> d.Section:
        if first.id != second.id:
            raise self._differs()
        self._require_both(first.heading, second.heading)
        heading = self._heading(first.heading, second.heading) if first.heading and second.heading else None
        same = self._in_order_of(first, second)
        return replace(first, heading=heading, elements=self._elements(first.elements, same.elements))

    def _heading(self, first: d.Heading, second: d.Heading) -> d.Heading:
        words = None if self._are_alike(first.text, second.text) else self._spoken(second.text)
        return replace(first, second=words, numbers=tuple(self._numbers(first.numbers, second.numbers)))

    def _numbers(self, first: tuple[d.TitleNumber, ...], second: tuple[d.TitleNumber, ...]) -> Iterator[d.TitleNumber]:
        """Each number once, with its labels in both languages; last, those that only the second language has."""
        known = {_key(number.value): number for number in second}
        for number in first:
            theirs = known.pop(_key(number.value), None)
            yield self._number(number, theirs) if theirs else number
        for number in known.values():
            label = self._spoken(number.label) if number.label else None
            yield d.TitleNumber(label, self._spoken(number.value))

    def _number(self, first: d.TitleNumber, second: d.TitleNumber) -> d.TitleNumber:
        label = first.label or (self._spoken(second.label) if second.label else None)
        if first.label and second.label:
            both = self._text(_without_colon(first.label), _without_colon(second.label))
            label = replace(both, runs=(*both.runs, colon_after(both)))
        return d.TitleNumber(label, self._value(first.value, second.value))

    def _elements(self, first: tuple[d.Element, ...], second: tuple[d.Element, ...]) -> tuple[d.Element, ...]:
        made: list[d.Element] = []
        for mine, theirs in self._pairs(first, second):
            shared = self._shared(mine, theirs)
            last = made[-1] if made else None
            if shared:
                made.append(shared)
            elif isinstance(last, d.Beside):
                made[-1] = replace(last, first=(*last.first, mine), second=(*last.second, self._renamed(theirs)))
            else:
                made.append(d.Beside((mine,), (self._renamed(theirs),), self.language))
        return tuple(made)

    def _in_order_of(self, first: d.Section, second: d.Section) -> d.Section:
        """The second section with its terms in the order of the first one's: each language sorts them by its own
        alphabet, and a term stands beside its translation."""
        places, same = _places_of_terms(first), _places_of_terms(second)
        if places.keys() != same.keys():
            raise self._differs()

        def ordered(block: d.Definitions) -> d.Definitions:
            return replace(block, definitions=tuple(sorted(block.definitions, key=lambda each: places[each.anchor])))

        return with_each(second, d.Definitions, ordered) if places else second

    def _shared(self, first: d.Element, second: d.Element) -> d.Element | None:
        """An element that serves both languages; None if each language needs one."""
        if self._are_alike(first, second):
            return first
        match first, second:
            case d.Part(heading, inside), d.Part(theirs, others):
                return d.Part(self._heading(heading, theirs), self._elements(inside, others))
            case d.KeepTogether(inner), d.KeepTogether(other):
                shared = self._shared(inner, other)
                return d.KeepTogether(shared) if shared else None
            case d.Entries(), d.Entries():
                return replace(first, entries=self._each(self._entry, first.entries, second.entries))
            case d.Table(), d.Table() if is_to_fill_in(first) and _are_worded_alike(first, second):
                return self._form(first, second)
            case d.Alert(), d.Alert() if _is_to_fill_in(first):
                return self._notice(first, second)
            case d.Figure(drawing=drawing), d.Figure(drawing=other) if self._are_alike(drawing, other):
                return self._figure(first, second)
            case _ if type(first) is not type(second):
                raise self._differs()
            case _:
                return None

    def _entry(self, first: d.Entry, second: d.Entry) -> d.Entry:
        value = first.value or (self._spoken(second.value) if second.value else None)
        if first.value and second.value:
            value = self._value(first.value, second.value)
        return d.Entry(self._text(first.label, second.label), value, max(first.lines, second.lines))

    def _form(self, first: d.Table, second: d.Table) -> d.Table:
        """The form with both languages above it and in each of its cells that has words; a long one without any has
        fewer rows, so that the words of the second language fit on its side, too."""
        caption, count = self._text(first.caption, second.caption), len(first.rows)
        rows = self._each(self._row, first.rows, second.rows)
        rows = rows[: count - _ROWS_OF_WORDS] if first.row_height and count > _LONG_FORM else rows
        return replace(first, caption=caption, head=self._each(self._cell, first.head, second.head), rows=rows)

    def _row(self, first: d.Row, second: d.Row) -> d.Row:
        return d.Row(self._each(self._cell, first.cells, second.cells))

    def _cell(self, first: d.Cell, second: d.Cell) -> d.Cell:
        return replace(first, texts=self._each(self._text, first.texts, second.texts))

    def _notice(self, first: d.Alert, second: d.Alert) -> d.Alert:
        """A notice that is also a form."""
        title = self._optional(first.title, second.title)
        word = PrintedText((TextRun(second.mark.word, strong=True, language=self.language),), second.position)
        elements = self._elements(first.elements, second.elements)
        return replace(first, title=title, elements=elements, second=word)

    def _figure(self, first: d.Figure, second: d.Figure) -> d.Figure:
        caption = self._optional(first.caption, second.caption)
        return replace(first, alternative=_joined(first.alternative, second.alternative), caption=caption)

    def _optional(self, first: PrintedText | None, second: PrintedText | None) -> PrintedText | None:
        """A text in both languages; None if neither has it."""
        self._require_both(first, second)
        return self._text(first, second) if first and second else None

    def _require_both(self, first: object, second: object) -> None:
        """Raises CaresheetError (translation-differs) if only one of the two languages has a part."""
        if bool(first) is not bool(second):
            raise self._differs()

    def _value(self, first: PrintedText, second: PrintedText) -> PrintedText:
        """A value once, if it is the same in both languages, such as a number or a line to write it on."""
        return first if _key(first) == _key(second) else self._text(first, second)

    def _text(self, first: PrintedText, second: PrintedText) -> PrintedText:
        if self._are_alike(first, second):
            return first
        return replace(first, runs=(*first.runs, _BETWEEN, *self._spoken(second).runs))

    def _spoken(self, text: PrintedText) -> PrintedText:
        """The words marked as those of the second language."""
        return replace(text, runs=tuple(self._spoken_run(run) for run in text.runs))

    def _spoken_run(self, run: TextRun | FieldBlank) -> TextRun | FieldBlank:
        return replace(run, language=self.language) if isinstance(run, TextRun) and run.language is None else run

    def _renamed(self, element: d.Element) -> d.Element:
        """The element with anchors that differ from those of the first language; its links lead to the terms of its
        own language."""
        element = with_each(element, TextRun, self._renamed_link)
        element = with_each(element, d.Definition, lambda each: replace(each, anchor=self._anchor(each.anchor)))
        return with_each(element, d.Item, lambda each: replace(each, anchor=None))

    def _renamed_link(self, run: TextRun) -> TextRun:
        if run.link and run.link.startswith("#term-"):
            return replace(run, link=self._anchor(run.link))
        return run

    def _anchor(self, name: str) -> str:
        return f"{name}-{self.language}"

    def _each(
        self, make: Callable[[_Part, _Part], _Part], first: tuple[_Part, ...], second: tuple[_Part, ...]
    ) -> tuple[_Part, ...]:
        return tuple(make(mine, theirs) for mine, theirs in self._pairs(first, second))

    def _pairs(self, first: tuple[_Part, ...], second: tuple[_Part, ...]) -> Iterator[tuple[_Part, _Part]]:
        if len(first) != len(second):
            raise self._differs()
        return zip(first, second, strict=True)

    def _are_alike(self, first: object, second: object) -> bool:
        """Whether two parts of the documents say the same in the same words, wherever they were written. Names and
        titles that both languages leave as they are count as the same, whichever language they are marked with; so do
        sentences that are in a language of their own and lines to write on without a caption, whichever language labels
        the lines."""
        if isinstance(first, tuple) and isinstance(second, tuple):
            return len(first) == len(second) and all(map(self._are_alike, first, second))
        if isinstance(first, TextRun) and isinstance(second, TextRun):
            spoken = (first.language or self.own, second.language or self.language)
            is_same = first.language == second.language or len(set(spoken)) == 1
            return is_same and replace(first, language=None) == replace(second, language=None)
        if isinstance(first, PrintedText) and isinstance(second, PrintedText) and _is_in_no_language(first):
            return self._are_alike(_unlabeled(first).runs, _unlabeled(second).runs)
        if isinstance(first, Struct) and type(first) is type(second):
            names = (each.name for each in fields(first) if each.name != "position")
            return all(self._are_alike(getattr(first, name), getattr(second, name)) for name in names)
        return first == second

    def _differs(self) -> CaresheetError:
        message = "the two languages of this bilingual handout do not have the same blocks in the same places"
        hint = "give both the same sections and blocks in the same order, with the same titles, captions and contents"
        return CaresheetError((Problem(self.position, rules.TRANSLATION_DIFFERS, message, hint),))


def _places_of_terms(section: d.Section) -> dict[str, int]:
    """The place of each term that is defined in a section, by its anchor."""
    terms = (each.anchor for each in iter_structs(section) if isinstance(each, d.Definition))
    return {anchor: place for place, anchor in enumerate(terms)}


def _is_in_no_language(text: PrintedText) -> bool:
    """Whether a text has no words in the language of its handout: all of them are marked with a language, as those of
    an official notice are, or it is nothing but a line to write on."""
    words = [run for run in text.runs if isinstance(run, TextRun) and any(map(str.isalpha, run.text))]
    has_caption = any(isinstance(run, FieldBlank) and run.captioned for run in text.runs)
    return all(run.language for run in words) if words else not has_caption


def _unlabeled(text: PrintedText) -> PrintedText:
    return with_each(text, FieldBlank, lambda blank: replace(blank, label=""))


def _are_worded_alike(first: d.Table, second: d.Table) -> bool:
    """Whether two tables have as many texts in each cell, and no marks of a level, which have a word of their own."""
    mine, theirs = (
        [[(len(cell.texts), cell.mark) for cell in cells] for cells in (table.head, *(row.cells for row in table.rows))]
        for table in (first, second)
    )
    return mine == theirs and not any(mark for row in mine for _, mark in row)


def _is_to_fill_in(alert: d.Alert) -> bool:
    return any(isinstance(each, d.Entries) for each in alert.elements)


def _joined(first: str, second: str) -> str:
    return first if first == second else f"{first}{BETWEEN_LANGUAGES}{second}"


def _without_colon(label: PrintedText) -> PrintedText:
    """A label without the colon after it."""
    *words, last = label.runs
    return replace(label, runs=tuple(words)) if isinstance(last, TextRun) and last.text in COLONS else label


def _key(text: PrintedText) -> tuple[str, ...]:
    """What a value shows, whatever its language: its words, and the names of the lines to write on."""
    return tuple(run.text if isinstance(run, TextRun) else f"\0{run.name}" for run in text.runs)


def _labels(first: d.Document, second: d.Document) -> dict[str, str]:
    """The labels of the lines to write on in both languages, by the names of their fields: lines with the same name are
    one field."""
    own, other = (
        {run.name: run.label for run in iter_structs(each.sections) if isinstance(run, FieldBlank)}
        for each in (first, second)
    )
    return {name: _joined(label, other.get(name, label)) for name, label in own.items()}


def _labeled(labels: dict[str, str], blank: FieldBlank) -> FieldBlank:
    """A line to write on with its label in both languages, unless that is printed, in the language of its sentence."""
    return blank if blank.captioned else replace(blank, label=labels.get(blank.name, blank.label))
