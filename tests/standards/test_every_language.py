"""A card and a guide in every language that caresheet has printed words in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.projects.scripts import CARD, GUIDE, job
from tests.standards.validators import verapdf

from caresheet.app.pipeline import render
from caresheet.languages import labels_tags

DRAFTS = sorted(set(labels_tags()) - {"en", "es"})


@pytest.mark.long
@pytest.mark.usefixtures("needs_verapdf")
def test_every_language_is_printed_and_conforms(tmp_path: Path) -> None:
    """With the language's own printed words, each handout is written, read back letter for letter by the proof, says
    that it is a draft, and passes PDF/UA-1 and PDF/A-2a."""
    for language in DRAFTS:
        for layout in (CARD, GUIDE):
            wanted = job(language, layout, own_labels=True)
            handout = render(wanted).handout
            (tmp_path / f"{language}-{layout}.pdf").write_bytes(handout.artifact("pdf").data)
    found = verapdf(sorted(tmp_path.glob("*.pdf")))
    assert len(found) == 2 * len(DRAFTS) == 64
    assert {path.stem: [str(finding) for finding in said] for path, said in found.items() if said} == {}
