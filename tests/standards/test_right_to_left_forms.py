"""Forms to fill in on a screen whose lines start at the right: they conform, and their fields do, too."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from tests.projects.scripts import CARD, GUIDE, job
from tests.standards.validators import verapdf

from caresheet.app.pipeline import render


@pytest.mark.long
@pytest.mark.usefixtures("needs_verapdf")
def test_forms_from_right_to_left_conform(tmp_path: Path) -> None:
    """Cards and guides in Arabic, Hebrew, Persian and Urdu pass PDF/UA-1 and PDF/A-2a as forms. Words in their fields
    start at the right, and the fields of a page come in the order of the structure (tab order, /Tabs /S)."""
    for language in ("ar", "he", "fa", "ur"):
        for layout in (CARD, GUIDE):
            wanted = job(language, layout)
            form = render(replace(wanted, edition=replace(wanted.edition, fillable=True))).handout.artifact("pdf")
            path = tmp_path / f"{language}-{layout}.pdf"
            path.write_bytes(form.data)
            with pikepdf.open(path) as pdf:
                for page in pdf.pages:
                    widgets = [each for each in page.obj.get("/Annots", []) if each.Subtype == "/Widget"]
                    assert not widgets or page.obj.Tabs == "/S"
                    assert {int(each.get("/Q", 0)) for each in widgets if "/DA" in each} <= {2}
    found = verapdf(sorted(tmp_path.glob("*.pdf")))
    assert len(found) == 8
    assert {path.stem: [str(finding) for finding in said] for path, said in found.items() if said} == {}
