"""Pages of shaped text conform to the standards, in every script."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.outputs.shaped_pages import SAMPLES, page_layout, painted
from tests.standards.validators import verapdf


@pytest.mark.usefixtures("needs_verapdf")
def test_shaped_pages_conform(tmp_path: Path) -> None:
    """Type0 fonts with composite glyphs pass what every handout must pass."""
    for language, paragraphs in SAMPLES.items():
        (tmp_path / f"{language}.pdf").write_bytes(painted(page_layout(paragraphs, language), language))
    found = verapdf(sorted(tmp_path.glob("*.pdf")))
    assert {path.stem: [str(finding) for finding in said] for path, said in found.items() if said} == {}
