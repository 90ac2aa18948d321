"""Fills in an AcroForm for the same copies, as programs without a proof do, and prints how long that took, in seconds.

python -m tests.bench.forms PROJECT COPIES OUT pikepdf|pypdf
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pikepdf
from tests.bench.copies import TODAY

from caresheet.app.personal import PersonalHandout, personal_handout
from caresheet.app.pipeline import compose_checked
from caresheet.app.selection import jobs
from caresheet.app.sources import read_folder

Fill = Callable[[bytes, dict[str, str]], bytes]


def main() -> None:
    """Make the form once, then open it, fill it and write it for every copy."""
    root, copies, out, engine = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    out.mkdir(parents=True, exist_ok=True)
    (job,) = jobs(read_folder(root), today=TODAY)
    handout = personal_handout(compose_checked(job))
    form, names, fill = form_of(handout), [name for name, _, _ in _boxes(handout)], ENGINES[engine]
    begun = perf_counter()
    for number in range(copies):
        given = {"patient.name": f"Person {number}", "patient.phone": f"555-01{number % 100:02}"}
        values = {name: given[name.partition("#")[0]] for name in names}
        (out / f"{number}.pdf").write_bytes(fill(form, values))
    print(json.dumps({"copies": perf_counter() - begun}))  # noqa: T201


def form_of(handout: PersonalHandout) -> bytes:
    """The blank file with a text field in the box of each of its fields."""
    with pikepdf.open(BytesIO(handout.pdf.blank)) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        fields = pikepdf.Array()
        for name, page, rect in _boxes(handout):
            entries = {"/T": name, "/FT": pikepdf.Name.Tx, "/Subtype": pikepdf.Name.Widget, "/DA": "/Helv 9 Tf 0 g"}
            field = pdf.make_indirect(pikepdf.Dictionary({**entries, "/Rect": rect, "/F": 4}))
            sheet = pdf.pages[page].obj
            sheet.Annots = pikepdf.Array([*sheet.get("/Annots", []), field])
            fields.append(field)
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields, DR=resources, DA="/Helv 9 Tf 0 g")
        data = BytesIO()
        pdf.save(data)
    return data.getvalue()


def _boxes(handout: PersonalHandout) -> Iterator[tuple[str, int, list[float]]]:
    """Each field under a unique name, with its page and its box."""
    number = 0
    for page in handout.pdf.pages:
        for field in page.fields:
            number += 1
            box = [field.x, field.y, field.x + field.width, field.y + field.height]
            yield f"{field.name}#{number}", page.index, box


def _by_pikepdf(form: bytes, values: dict[str, str]) -> bytes:
    from pikepdf.form import DefaultAppearanceStreamGenerator, Form

    with pikepdf.open(BytesIO(form)) as pdf:
        filled = Form(pdf, DefaultAppearanceStreamGenerator)
        for name, text in values.items():
            filled[name].value = text
        data = BytesIO()
        pdf.save(data)
    return data.getvalue()


def _by_pypdf(form: bytes, values: dict[str, str]) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(form)))
    writer.update_page_form_field_values(None, values, auto_regenerate=False)
    data = BytesIO()
    writer.write(data)
    return data.getvalue()


ENGINES: dict[str, Fill] = {"pikepdf": _by_pikepdf, "pypdf": _by_pypdf}


if __name__ == "__main__":
    main()
