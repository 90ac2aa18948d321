"""Each rule of the standards that the painter could break is seen to fail when it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.proof.documents import composed, everything
from tests.standards.defects import DEFECTS, WRITERS, Defect, changed, nothing, with_unknown_letter
from tests.standards.validators import Finding, verapdf

from caresheet.layout import lay_out
from caresheet.outputs.pdf.writer import paint
from caresheet.outputs.pdf.writer.objects import PdfFile

DOCUMENT = everything()
Verdicts = dict[str, tuple[Finding, ...]]


@pytest.fixture(scope="module")
def verdicts(needs_verapdf: None, shelf: Path) -> Verdicts:  # noqa: ARG001 - it is there to skip
    """What veraPDF says of every defect, by its name."""
    page_layout = lay_out(composed(DOCUMENT))
    good = paint(DOCUMENT, page_layout)
    files = {"good": good, "rewritten": changed(good, nothing)}
    files |= {defect.name: changed(good, defect.change) for defect in DEFECTS}
    files["unknown-letter"] = with_unknown_letter(DOCUMENT, page_layout)
    with pytest.MonkeyPatch.context() as patch:
        for name, writer, _ in WRITERS:
            patch.setattr(PdfFile, "add_stream", writer)
            files[name] = paint(DOCUMENT, page_layout)
    paths = {name: shelf / f"defect-{name}.pdf" for name in files}
    for name, pdf in files.items():
        paths[name].write_bytes(pdf)
    found = verapdf(paths.values())
    return {name: found[path] for name, path in paths.items()}


@pytest.mark.parametrize("name", ["good", "rewritten"])
def test_without_defect(verdicts: Verdicts, name: str) -> None:
    """The file that the defects are made in conforms, and so it does after being rewritten without one."""
    assert verdicts[name] == ()


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_defect_is_seen(verdicts: Verdicts, defect: Defect) -> None:
    """Every rule that the defect breaks is named."""
    assert set(defect.rules) <= {finding.rule for finding in verdicts[defect.name]}


@pytest.mark.parametrize(("name", "rule"), [(name, rule) for name, _, rule in WRITERS])
def test_writer_defect_is_seen(verdicts: Verdicts, name: str, rule: str) -> None:
    """Streams that are not written as PDF/A wants them are named."""
    assert rule in {finding.rule for finding in verdicts[name]}


def test_unknown_letter_is_seen(verdicts: Verdicts) -> None:
    """A character without a glyph is named by both standards."""
    assert {"7.21.7-2", "6.2.11.7.2-2"} & {finding.rule for finding in verdicts["unknown-letter"]}


def test_enough_rules() -> None:
    """The defects break more than twenty different rules."""
    assert len({rule for defect in DEFECTS for rule in defect.rules}) > 20
