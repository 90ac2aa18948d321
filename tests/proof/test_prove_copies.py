"""The proof of a personal copy refuses what the proof of a whole file would, and anything else that was changed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from tests.app.people import TODAY, clinic_with_people
from tests.layout.test_zones import BLANK, FILLED, shipped

from caresheet.app.binding import bind
from caresheet.app.personal import PersonalHandout, personal_handout
from caresheet.app.pipeline import compose_checked
from caresheet.app.selection import jobs
from caresheet.app.sources import read_folder
from caresheet.compose.personal import fields_in, for_person
from caresheet.model.edition import Edition, Size
from caresheet.model.person import Person, PersonalValue
from caresheet.model.problem import CaresheetError
from caresheet.outputs.pdf.reader.read import read_pdf
from caresheet.outputs.pdf.writer.document import is_two_sided
from caresheet.outputs.pdf.writer.personal import PersonalPage
from caresheet.proof import blank as blank_proof
from caresheet.proof import prove_pdf
from caresheet.rules import HandoutContext
from caresheet.source import read_project

VALUES = {"patient.helper": "Ana López", "patient.allergies": "nuts", "patient.mobile": "(212) 555-0143"}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> HandoutContext:
    folder = clinic_with_people(tmp_path_factory.mktemp("clinic") / "project")
    (job,) = jobs(read_folder(folder), layouts=("leaflet",), today=TODAY)
    return compose_checked(job)


@pytest.fixture(scope="module")
def handout(context: HandoutContext) -> PersonalHandout:
    return personal_handout(context)


def painted(handout: PersonalHandout, old: bytes, new: bytes) -> bytes:
    """The copy with other bytes in the streams of its pages, its cross-references right again."""
    pdf, streams = handout.pdf, dict[int, bytes]()

    class Changed:
        def closed(self, given: list[tuple[int, bytes]]) -> bytes:
            plain = {number: zlib.decompress(data) for number, data in given}
            streams.update((number, data.replace(old, new, 1)) for number, data in plain.items())
            assert streams != plain
            return pdf.file.closed([(number, zlib.compress(data)) for number, data in streams.items()])

    changed = replace(handout, pdf=replace(pdf, file=Changed()))
    return changed.copy(VALUES)


def person(number: int, values: dict[str, str]) -> Person:
    return Person(number, tuple(PersonalValue(field, text, None) for field, text in values.items()))


def test_the_quick_proof_agrees_with_the_whole_one(context: HandoutContext, handout: PersonalHandout) -> None:
    """A copy that passes says exactly its values under the whole proof, too."""
    data = handout.copy(VALUES)
    assert handout.fault(data, VALUES) is None
    assert prove_pdf(for_person(context.composed, VALUES, apart=True), data) == ()


@pytest.mark.parametrize(
    "other",
    [
        {"patient.helper": "Ana Lopez"},
        {"patient.helper": "Ana López "[:-2]},
        {"patient.allergies": "(212) 555-0143", "patient.mobile": "nuts"},
    ],
)
def test_other_values_are_refused(context: HandoutContext, handout: PersonalHandout, other: dict[str, str]) -> None:
    """A different letter, a missing letter, two values that changed places: both proofs refuse them."""
    data = handout.copy(VALUES)
    assert handout.fault(data, VALUES | other)
    assert prove_pdf(for_person(context.composed, VALUES | other, apart=True), data)


@pytest.mark.parametrize("missing", VALUES)
def test_a_value_too_many_or_too_few_is_refused(handout: PersonalHandout, missing: str) -> None:
    """A value where the row has none, and a line where the row has one."""
    fewer = {field: text for field, text in VALUES.items() if field != missing}
    assert handout.fault(handout.copy(VALUES), fewer)
    assert handout.fault(handout.copy(fewer), VALUES)
    assert handout.fault(handout.copy(fewer), fewer) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"( nuts ) Tj", b"( nuts and more than that, far out of its box, and on and on ) Tj"),
        (b"( nuts ) Tj", b"( nuts ) Tj\n( no ) Tj"),
        (b"( nuts ) Tj", b"3 Tr\n( nuts ) Tj"),
        (b"( nuts ) Tj", b"( nuts ) Tj\nET\nQ\nq\nBT"),
        (b"( nuts ) Tj\nET\nQ\n", b"( nuts ) Tj\nET\n"),
        (b"/Artifact BMC\nq\n", b"1 1 1 rg\n0 0 600 800 re f\n/Artifact BMC\nq\n"),
        (b"EMC\n", b"EMC \n"),
        (b" Tm\n", b" Tm \n"),
        (b"1 0 0 1 ", b"1 0 0 1 9"),
        (b"/MCID 1>>", b"/MCID 0>>"),
    ],
)
def test_anything_else_that_is_painted_is_refused(handout: PersonalHandout, old: bytes, new: bytes) -> None:
    """A value out of its box, words without ink, a changed state left behind, a cover over the page, a changed byte
    around the fields: none of these passes, although all places in the file are right."""
    assert handout.fault(painted(handout, old, new), VALUES)


def test_a_value_in_another_color_or_place_is_refused(handout: PersonalHandout) -> None:
    """The color of a value is that of its line; its place is in its box."""
    page = handout.pdf.pages[0]
    field = next(each for each in page.fields if each.name == "patient.allergies")
    for moved in (replace(field, y=field.y + 20.0), replace(field, x=field.x - 9.0), replace(field, color="#ffffff")):
        fields = tuple(moved if each is field else each for each in page.fields)
        changed = replace(handout.pdf, pages=(replace(page, fields=fields), *handout.pdf.pages[1:]))
        assert handout.fault(replace(handout, pdf=changed).copy(VALUES), VALUES)


def test_letters_that_were_read_before_are_still_compared(context: HandoutContext, handout: PersonalHandout) -> None:
    """Once PDFium has read every letter of the values, they are known by their codes: the same letters in another
    order, in another field, or painted in another order, are refused as before."""
    assert handout.fault(handout.copy(VALUES), VALUES) is None
    known = set(handout.blank.letters.values())
    assert set("".join(VALUES.values())) <= known
    for other in ({"patient.helper": "Ana Lópze"}, {"patient.allergies": "stun"}, {"patient.mobile": "(212) 555-0134"}):
        assert handout.fault(handout.copy(VALUES), VALUES | other)
        assert handout.fault(handout.copy(VALUES | other), VALUES)
        assert handout.fault(handout.copy(VALUES | other), VALUES | other) is None
        assert prove_pdf(for_person(context.composed, VALUES | other, apart=True), handout.copy(VALUES | other)) == ()
    assert handout.fault(painted(handout, b"( nuts ) Tj", b"( stun ) Tj"), VALUES)
    assert handout.fault(painted(handout, b"( nuts ) Tj", b"( \\156uts ) Tj"), VALUES) is None


@pytest.mark.parametrize("added", ["Z", "ZZ", "ß", "é"])
def test_a_letter_that_was_never_read_is_read(context: HandoutContext, added: str) -> None:
    """Letters that are known by their codes say nothing about other letters: a value with one more, before, among or
    after them, is refused, and that letter is learned only where it is right."""
    handout = personal_handout(context)
    assert handout.fault(handout.copy(VALUES), VALUES) is None
    assert added[0] not in handout.blank.letters.values()
    for more in (f"{added}nuts", f"nu{added}ts", f"nuts{added}"):
        other = VALUES | {"patient.allergies": more}
        assert handout.fault(handout.copy(other), VALUES)
        assert handout.fault(handout.copy(VALUES), other)
        assert added[0] not in handout.blank.letters.values()
    assert handout.fault(handout.copy(other), other) is None
    assert added[0] in handout.blank.letters.values()
    assert handout.fault(handout.copy(other), VALUES)


def test_every_byte_counts(handout: PersonalHandout) -> None:
    """One bit changed at any of 200 places, a byte cut off, a byte added: never proved."""
    data = handout.copy(VALUES)
    for place in range(0, len(data), len(data) // 200):
        assert handout.fault(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], VALUES), place
    tail = range(len(handout.blank.head), len(data), 7)
    assert [at for at in tail if not handout.fault(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :], VALUES)] == []
    assert handout.fault(data[:-1], VALUES)
    assert handout.fault(data + b"\n", VALUES)


def test_fields_in_each_other_s_place_are_seen(context: HandoutContext, handout: PersonalHandout) -> None:
    """A writer that takes one field for another does not get as far as copies: the specimen gives it away."""
    first = handout.pdf.pages[0]
    names = {"patient.allergies": "patient.mobile", "patient.mobile": "patient.allergies"}
    fields = tuple(replace(each, name=names.get(each.name, each.name)) for each in first.fields)
    with pytest.raises(CaresheetError, match="proof-failed"):
        _prove(context, handout, replace(first, fields=fields))


def test_a_crowded_box_is_seen(context: HandoutContext, handout: PersonalHandout) -> None:
    """A box that reaches over the words above it is no place for a value."""
    first = handout.pdf.pages[0]
    fields = tuple(replace(each, height=each.height + 40.0) for each in first.fields)
    with pytest.raises(CaresheetError, match="has other words in it"):
        _prove(context, handout, replace(first, fields=fields))


def _prove(context: HandoutContext, handout: PersonalHandout, first: PersonalPage) -> None:
    """Prove the blank file of a writer that describes its first page like this."""
    pdf = replace(handout.pdf, pages=(first, *handout.pdf.pages[1:]))
    values = {field: f"Q{number}" for number, field in enumerate(handout.fields, start=1)}
    composed = context.composed
    data = replace(handout, pdf=pdf).copy(values)
    specimen = blank_proof.Specimen(for_person(composed, values, apart=True), values, data)
    pages = [blank_proof.FieldPage(page.index, page.stream, page.around, page.fields) for page in pdf.pages]
    blank_proof.prove_blank(composed, pages, pdf.blank, specimen)


def of_every_shape() -> Iterator[tuple[Size, str]]:
    """Each size without a clinic's numbers, and one size with them, which make the lines fuller."""
    yield from ((size, BLANK) for size in Size)
    yield Size.REGULAR, FILLED


@pytest.mark.parametrize(("size", "clinic"), [*of_every_shape()])
def test_every_shipped_handout_can_be_made_for_a_person(size: Size, clinic: str) -> None:
    """Each handout of the repository that has a patient's fields, in each size that it is made in, has room for a value
    in every box, and its copies are proved, alone and bound for the printer."""
    files = shipped(clinic)
    every = jobs(read_project(files, (files, f"content/clinics/{clinic}.yaml")), edition=Edition(size), today=TODAY)
    tried = 0
    for job in every:
        if not job.edition.is_offered_by(job.layout):
            continue
        context = compose_checked(job)
        if not any(name.startswith("patient.") for name in fields_in(context.composed.structure)):
            continue
        handout = personal_handout(context)
        values = dict.fromkeys(handout.fields, "Zoë Q.")
        assert handout.fault(handout.copy(values), values) is None, job.name
        two = read_pdf(bind([(handout, person(number, values)) for number in (1, 2)]))
        pages = handout.pages + (handout.pages % 2 if is_two_sided(handout.document, handout.page_layout) else 0)
        assert len(two.pages) == 2 * pages, job.name
        tried += 1
    assert tried >= (8 if size is Size.REGULAR else 2)
