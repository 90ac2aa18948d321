"""The copies of a merge one after another in one file, for the printer, instead of a file each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from caresheet.app.merging import Became, CopyOutcome, MergePlan, MergeResult, prepare_folder, proved_copy, unclaimed
from caresheet.app.personal import PersonalHandout
from caresheet.app.ports import Progress, unseen
from caresheet.app.workers import workers
from caresheet.delivery import is_private, read_file, write_private
from caresheet.layout.binding import BoundPart, bound
from caresheet.model.person import Person
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.rules import PROOF_FAILED
from caresheet.proof.binding import ProvedCopy, binding_fault

MOST_PAGES = 500
"""The most pages of one file, unless a single copy has more: what a printer accepts at once and memory holds."""


class _Binding(Struct, frozen=True):
    """A file: its name, and for each of its copies the index of the handout and the person."""

    name: str
    rows: tuple[tuple[int, Person], ...]


def write_bound(
    plan: MergePlan, folder: Path, now: float, processes: int = 1, progress: Progress = unseen
) -> MergeResult:
    """Put all copies into one file, or into several of about five hundred pages, readable by their owner alone. Each
    copy has a bookmark, is tagged as a separate part, and begins on the front of a sheet. Every copy is proved, and so
    is the file. An existing file is kept only if it is the same to the last byte."""
    prepare_folder(plan, folder, now)
    bindings = tuple(_bindings(plan))
    with workers(max(1, min(processes, len(bindings)))) as side_by_side:
        made = side_by_side(partial(_make, plan.handouts, folder), bindings)
        outcomes = tuple(progress(made, len(bindings)))
    pattern = re.compile(re.escape(plan.stem) + r"-together(-[0-9]{3,})?\.pdf")
    return MergeResult(outcomes, unclaimed(folder, pattern, frozenset(each.name for each in bindings)))


def _bindings(plan: MergePlan) -> Iterator[_Binding]:
    groups: list[list[tuple[int, Person]]] = [[]]
    pages = 0
    for index, person in zip(plan.which, plan.people, strict=True):
        more = plan.handouts[index].pages + plan.handouts[index].pages % 2
        if groups[-1] and pages + more > MOST_PAGES:
            groups.append([])
            pages = 0
        groups[-1].append((index, person))
        pages += more
    for number, group in enumerate(groups, start=1):
        part = f"-{number:03}" if len(groups) > 1 else ""
        yield _Binding(f"{plan.stem}-together{part}.pdf", tuple(group))


def _make(handouts: tuple[PersonalHandout, ...], folder: Path, binding: _Binding) -> CopyOutcome:
    target = folder / binding.name
    try:
        data = bind([(handouts[index], person) for index, person in binding.rows])
        found = read_file(target)
        if found == data and is_private(target):
            return CopyOutcome(target.name, Became.KEPT)
        write_private(data, target)
    except CaresheetError as error:
        return CopyOutcome(target.name, None, error.problems)
    return CopyOutcome(target.name, Became.MADE if found is None else Became.RENEWED)


def bind(rows: Sequence[tuple[PersonalHandout, Person]]) -> bytes:
    """One file with the copies of these handouts for these people, at least one, proved. Raises CaresheetError
    (proof-failed)."""
    from caresheet.outputs.pdf.writer.document import is_two_sided, paint

    first = rows[0][0].document
    languages = ["" if one.document.language == first.language else one.document.language for one, _ in rows]
    parts = [
        BoundPart(person.called or str(person.number), handout.page_layout_for(person.texts), language or None)
        for (handout, person), language in zip(rows, languages, strict=True)
    ]
    two_sided = any(is_two_sided(one.document, one.page_layout) for one, _ in rows)
    data = paint(first, bound(parts, two_sided=two_sided))
    blanks = {id(one): one.pdf.blank for one in {id(one): one for one, _ in rows}.values()}
    copies = (
        ProvedCopy(
            proved_copy(one, person), language, blanks[id(one)] if one.is_spliced(person.texts) else b"", one.varying
        )
        for (one, person), language in zip(rows, languages, strict=True)
    )
    fault = binding_fault(copies, data)
    if fault:
        hint = "the file was not written; this is a bug in caresheet: please report it"
        raise CaresheetError((Problem(first.position, PROOF_FAILED, fault, hint),))
    return data
