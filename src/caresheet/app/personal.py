"""A handout for many people: laid out and proved once, then copied with the values of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from caresheet.app.formats import FORMATS
from caresheet.app.pipeline import sound_pages
from caresheet.app.requests import RequestError
from caresheet.compose.personal import fields_in, for_person
from caresheet.fonts import coverage
from caresheet.layout.field_values import (
    ValueSizes,
    is_in_text_family,
    letters_that_fit,
    set_in_text_family,
    set_value,
    with_values,
)
from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.model.document import Document
from caresheet.model.page_layout import FieldPiece, PageLayout
from caresheet.model.person import PATIENT, Person, PersonalValue
from caresheet.model.problem import CaresheetError, Findings, Origin, Position, Problem
from caresheet.model.rules import DOES_NOT_FIT, NO_GLYPH, PROOF_FAILED, UNSAFE_VALUE
from caresheet.model.topic import Field
from caresheet.model.value import Value, ValueKind
from caresheet.outputs.pdf.writer.document import paint
from caresheet.outputs.pdf.writer.personal import PageValues, PersonalPdf, personal_pdf
from caresheet.proof import prove_pdf
from caresheet.proof.blank import FieldPage, Specimen, prove_blank
from caresheet.proof.personal import ProvedBlank, copy_fault
from caresheet.rules import HandoutContext
from caresheet.rules.clinic_values import doubt_about
from caresheet.rules.doubt import Doubt
from caresheet.rules.glyphs import no_glyph_in_names


class PersonalHandout(Struct, frozen=True):
    """A handout that was laid out once and proved, ready to be made for anybody. It holds nothing about a person.

    `fields` are the names of the patient's fields that it has lines for.
    """

    fields: tuple[str, ...]
    composed: Composed
    page_layout: PageLayout
    sizes: ValueSizes
    pdf: PersonalPdf
    blank: ProvedBlank

    @property
    def document(self) -> Document:
        """The handout without any value."""
        return self.composed.document

    @property
    def pages(self) -> int:
        """The number of its pages."""
        return len(self.page_layout.pages)

    @property
    def varying(self) -> tuple[int, ...]:
        """The indexes of the pages that have lines for values."""
        return tuple(page.index for page in self.pdf.pages)

    def is_spliced(self, values: Mapping[str, str]) -> bool:
        """Whether the copy with these values is the blank file, with values in the streams of its pages."""
        return _is_quick(self._own(values))

    def page_layout_for(self, values: Mapping[str, str]) -> PageLayout:
        """The pages with these values, which fit."""
        return with_values(self.page_layout, self._own(values), self.sizes)

    def copy(self, values: Mapping[str, str]) -> bytes:
        """The PDF with these values, which fit. The same values always give the same bytes."""
        own = self._own(values)
        if _is_quick(own):
            return self.pdf.copy(_placed(self.pdf, own, self.sizes))
        return paint(self.document, self.page_layout_for(values))

    def proved_copy(self, values: Mapping[str, str], place: Position | None) -> bytes:
        """The PDF with these values, which fit. Raises CaresheetError (proof-failed) at this place where it is not
        proved to have exactly these."""
        data, own = self.copy(values), self._own(values)
        fault = copy_fault(self.blank, data, own) if _is_quick(own) else self._misread(data, own)
        if fault:
            hint = "no copy was made; this is a bug in caresheet: please report it"
            raise CaresheetError((Problem(place, PROOF_FAILED, fault, hint),))
        return data

    def fault(self, data: bytes, values: Mapping[str, str]) -> str | None:
        """Why a PDF is not proved to be the copy with exactly these values, without repeating any; None where it is.

        Values in letters that the text family lacks bring more fonts into the file, so such a copy is compared byte by
        byte with a new one, and proved as a whole.
        """
        own = self._own(values)
        if _is_quick(own):
            return copy_fault(self.blank, data, own)
        if data != self.copy(values):
            return "the file is not a copy of this handout as it is today"
        return self._misread(data, own)

    def _misread(self, data: bytes, values: Mapping[str, str]) -> str | None:
        """Why a copy that was made with these values is not proved to have them: all of it is read back."""
        found = prove_pdf(for_person(self.composed, values, apart=True), data)
        return "a value does not read back as it is in the list" if found else None

    def too_long(self, person: Person) -> Iterator[tuple[PersonalValue, int]]:
        """The values that do not fit into their boxes, each with roughly the number of letters that would."""
        boxes: dict[str, list[FieldPiece]] = {}
        for page in self.pdf.pages:
            for field in page.fields:
                boxes.setdefault(field.name, []).append(field)
        for value in person.values:
            for box in boxes.get(value.field, ()):
                if set_value(box, value.text, self.sizes) is None:
                    yield value, letters_that_fit(box, self.sizes)
                    break

    def _own(self, values: Mapping[str, str]) -> dict[str, str]:
        return {field: values[field] for field in self.fields if field in values}


def personal_handout(context: HandoutContext) -> PersonalHandout:
    """Lay the handout out and prove it, blank and with a value in every field. Raises what
    `personal_copies` raises."""
    return personal_copies(context, sound_pages(context))


def personal_copies(context: HandoutContext, page_layout: PageLayout) -> PersonalHandout:
    """The handout as it was laid out, proved blank and with a value in every field. Raises CaresheetError with its
    faults, or where a field has no room for even three letters; RequestError for one without fields."""
    composed = context.composed
    sizes = ValueSizes.of(composed.document, page_layout)
    fields = tuple(name for name in fields_in(composed.structure) if name.startswith(PATIENT))
    if not fields:
        raise RequestError(f"'{context.name}' has no line for a patient's value", "choose another layout")
    pdf = personal_pdf(composed.document, page_layout, map(chr, coverage()))
    values = {field: f"Q{number}" for number, field in enumerate(fields, start=1)}
    _require_room(composed.document.position, pdf, values, sizes)
    filled = pdf.copy(_placed(pdf, values, sizes))
    specimen = Specimen(for_person(composed, values, apart=True), values, filled)
    pages = [FieldPage(page.index, page.stream, page.around, page.fields) for page in pdf.pages]
    blank = prove_blank(composed, pages, pdf.blank, specimen)
    return PersonalHandout(fields, composed, page_layout, sizes, pdf, blank)


def fields_named(fields: Iterable[Field], names: Iterable[str]) -> tuple[Field, ...]:
    """The fields of a topic that have one of these names, such as `patient.name`, in the order of the names."""
    declared = {f"{PATIENT}{field.name}": field for field in fields}
    return tuple(declared[name] for name in names if name in declared)


def wrong_with_values(people: Iterable[Person], fields: Iterable[Field], country: str) -> Iterator[Problem]:
    """What is wrong with values whatever handout they are for: letters that the typeface does not have, numbers that
    cannot be dialed, dates that do not exist, measures out of range. No message repeats a value."""
    kinds = {f"{PATIENT}{field.name}": field.kind for field in fields}
    for person in people:
        values = [_value(given, kinds[given.field]) for given in person.values]
        yield from no_glyph_in_names(values, coverage())
        for value in values:
            doubt = _doubt(value, country)
            if doubt is not None:
                yield Problem(value.origin.position, doubt.rule, f"`{value.origin.key}` {doubt.says}", doubt.hint)


def doubtful(person: Person, kinds: Mapping[str, ValueKind], country: str) -> Iterator[str]:
    """The fields whose values are probably mistyped: for one patient, the desk asks about them instead of refusing
    them."""
    for given in person.values:
        if _doubt(_value(given, kinds[given.field]), country):
            yield given.field


def _value(given: PersonalValue, kind: ValueKind) -> Value:
    return Value(kind, given.text, Origin(given.field, given.position or Position("-")))


def _doubt(value: Value, country: str) -> Doubt | None:
    doubt = doubt_about(value, country)
    return doubt if doubt is not None and doubt.rule == UNSAFE_VALUE else None


def too_long(handout: PersonalHandout, person: Person) -> Iterator[Problem]:
    """The values of a person that are too long for their lines, even in the smallest type."""
    for value, letters in handout.too_long(person):
        yield too_long_for(value, letters)


def not_in_form(value: PersonalValue) -> Problem | None:
    """The problem of a value that a field of a form cannot show; None if it can."""
    if is_in_text_family(value.text):
        return None
    message = f"`{value.field}` has letters that the fields of a fillable form cannot show"
    return Problem(value.position, NO_GLYPH, message, "make it without --fillable, or leave it empty to be typed in")


def too_long_for(value: PersonalValue, letters: int) -> Problem:
    """The problem of a value that is too long for its line, which has room for roughly this many letters."""
    message = f"`{value.field}` is too long for its line, which has room for about {letters} letters"
    return Problem(value.position, DOES_NOT_FIT, message, "shorten it, or leave it empty to be written by hand")


def unprintable(person: Person) -> Iterator[str]:
    """The fields whose values have a character that no installed font has."""
    for value in person.values:
        if any(no_glyph_in_names((_value(value, ValueKind.TEXT),), coverage())):
            yield value.field


def words_for(composed: Composed, form: str, values: Mapping[str, str]) -> Artifact:
    """The handout with these values in a format without pages (html, txt), proved. Raises CaresheetError."""
    kind, own = FORMATS[form], for_person(composed, values)
    artifact = kind.write(own, None)
    refuse(kind.prove(own, artifact))
    return artifact


def refuse(problems: Iterable[Problem]) -> None:
    """Raise CaresheetError with all of them, by place, if there are any."""
    findings = Findings()
    findings.extend(tuple(problems))
    findings.raise_any()


def _is_quick(values: Mapping[str, str]) -> bool:
    """Whether all values are in letters of the text family, which every copy has."""
    return all(map(is_in_text_family, values.values()))


def _placed(pdf: PersonalPdf, values: Mapping[str, str], sizes: ValueSizes) -> list[PageValues]:
    return [
        tuple(
            set_in_text_family(field, values[field.name], sizes) if field.name in values else None
            for field in page.fields
        )
        for page in pdf.pages
    ]


def _require_room(handout: Position, pdf: PersonalPdf, values: Mapping[str, str], sizes: ValueSizes) -> None:
    small = {
        field.name for page in pdf.pages for field in page.fields if set_value(field, values[field.name], sizes) is None
    }
    if small:
        message = f"the lines for {', '.join(f'`{name}`' for name in sorted(small))} are too small for any value"
        raise CaresheetError((Problem(handout, DOES_NOT_FIT, message, "give them more room in the layout"),))
