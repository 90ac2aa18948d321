"""`caresheet build` puts pages on the sheets of a printer: booklets, several pages on a side, marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Run

ROOT = Path(__file__).parents[2]
GUIDE = ("build", "--lang", "en", "--layout", "caregiver-guide")
CARD = ("build", "--lang", "en", "--layout", "red-flag-card")


def test_a_booklet_has_a_file_of_its_own(tmp_path: Path, caresheet: Run) -> None:
    """The guide of eight pages is four sides; its name says what it is, the manifest too, and verify makes it again."""
    made = caresheet(*GUIDE, "--booklet", "--print-marks", "--out", str(tmp_path), cwd=ROOT)
    assert made.returncode == 0, made.stderr
    name = "cytokine-storm-caregiver-guide-en-booklet-marks.pdf"
    assert [path.name for path in tmp_path.glob("*.pdf")] == [name]
    entry = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["files"][name]
    assert (entry["sheets"], entry["marks"], entry["pages"]) == ("booklet", True, 4)
    verified = caresheet("verify", str(tmp_path), "--layout", "caregiver-guide", "--lang", "en", cwd=ROOT)
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.parametrize("count", ["2", "4"])
def test_several_on_a_side(tmp_path: Path, caresheet: Run, count: str) -> None:
    """A card stands on a side two or four times."""
    made = caresheet(*CARD, "--n-up", count, "--out", str(tmp_path), cwd=ROOT)
    assert made.returncode == 0, made.stderr
    assert [path.name for path in tmp_path.glob("*.pdf")] == [f"cytokine-storm-red-flag-card-en-{count}-up.pdf"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((*CARD, "--booklet"), "a booklet has at least 3 pages, not 1"),
        ((*CARD, "--booklet", "--n-up", "2"), "A booklet has two pages on a side: leave out --n-up."),
        ((*CARD, "--n-up", "2", "--format", "html"), "Only the pages of a PDF can be put on sheets, not html."),
        ((*CARD, "--print-marks", "--fillable"), "A form to fill in on a screen cannot be arranged on sheets."),
        ((*CARD, "--print-marks", "--patient", "-"), "A handout for one patient cannot be arranged on sheets."),
    ],
)
def test_what_has_no_sheets(tmp_path: Path, caresheet: Run, options: tuple[str, ...], message: str) -> None:
    """What cannot be on sheets is refused with the remedy, and nothing is written."""
    refused = caresheet(*options, "--out", str(tmp_path), cwd=ROOT, typed="")
    assert refused.returncode != 0
    assert message in refused.stderr
    assert list(tmp_path.iterdir()) == []
