"""`caresheet score` shows reading grades and pre-scores, and claims no more than was judged."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from caresheet.model import rules
from caresheet.rules.prescores import CDC_INDEX, INSTRUMENTS, PEMAT_P, SAM, ItemState, prescored
from caresheet.rules.unjudged import Undecided

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TODAY = ("--today", "2026-12-01")


def test_the_instruments_are_whole() -> None:
    """PEMAT-P has its 24 items for print, the index its 20, SAM its 22 factors; every rule is one of the registry."""
    assert [int(item.number) for item in PEMAT_P] == [*range(1, 13), *range(15, 20), *range(20, 27)]
    assert [int(item.number) for item in CDC_INDEX] == list(range(1, 21))
    assert len({item.number for item in SAM}) == 22
    assert {rule for items in INSTRUMENTS.values() for item in items for rule in item.judged_by} <= set(rules.ALL)


def test_states() -> None:
    """A broken rule fails an item, a page rule without pages leaves it open, no rule needs a person, others pass."""
    states = {
        each.item.number: each.state for each in prescored(PEMAT_P, frozenset({"jargon"}), Undecided(), pages=False)
    }
    expected = (ItemState.FAIL, ItemState.NOT_JUDGED, ItemState.NEEDS_PERSON, ItemState.PASS)
    assert (states["3"], states["11"], states["2"], states["5"]) == expected
    scored = prescored(PEMAT_P, frozenset({"jargon"}), Undecided(), pages=True)
    (failed,) = [each for each in scored if each.state is ItemState.FAIL]
    assert failed.because == ("jargon",)
    assert ItemState.NOT_JUDGED not in {each.state for each in prescored(SAM, frozenset(), Undecided(), pages=True)}


def test_silence_is_no_praise() -> None:
    """What there is none of is not applicable; what could not be judged needs a person, even where half of it was; what
    is broken fails all the same."""
    silent = Undecided(frozenset({"figure-caption", "empty-header"}), frozenset({"undefined-acronym", "jargon"}))
    scored = {each.item.number: each.state for each in prescored(PEMAT_P, frozenset({"jargon"}), silent, pages=True)}
    assert (scored["17"], scored["19"]) == (ItemState.NOT_APPLICABLE, ItemState.PASS)
    assert (scored["3"], scored["4"], scored["5"]) == (ItemState.FAIL, ItemState.NEEDS_PERSON, ItemState.PASS)


def test_in_words(caresheet: Run, starter: Path) -> None:
    """Each handout has its grades, each instrument its count, and the end says what a pre-score is."""
    result = caresheet("score", "--pages", *TODAY, cwd=starter)
    assert result.returncode == 0
    assert re.search(
        r"^hand-washing-leaflet-en\n  whole handout: Flesch-Kincaid 1\.9 \(at most 8\)$", result.stdout, re.MULTILINE
    )
    assert re.search(r"^  PEMAT-P: \d+ pass, \d+ not applicable, \d+ needs a person", result.stdout, re.MULTILINE)
    assert "A pre-score is not a score" in " ".join(result.stdout.split())


@pytest.mark.parametrize("pages", [(), ("--pages",)])
def test_for_machines(caresheet: Run, starter: Path, pages: tuple[str, ...]) -> None:
    """JSON holds the same; a waived rule fails its item all the same."""
    layout = starter / "layouts" / "leaflet.yaml"
    waiver = "waive: [{rule: language-help, because: 'It hangs beside the help desk.'}]\n"
    layout.write_text(layout.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    told = json.loads(caresheet("score", "--format", "json", *pages, *TODAY, cwd=starter).stdout)
    assert (told["version"], told["pages"]) == (1, bool(pages))
    card, leaflet = told["handouts"]
    assert (card["grades"], leaflet["grades"][0]["formula"]) == ([], "Flesch-Kincaid")
    assert set(card["prescores"]) == set(INSTRUMENTS)
    (grade,) = [each for each in card["prescores"]["SAM"] if each["item"] == "2a"]
    assert grade["state"] == "needs a person"  # it is too short to be graded
    summary = next(each for each in leaflet["prescores"]["PEMAT-P"] if each["item"] == "11")
    assert summary["state"] == ("pass" if pages else "not judged")


def test_a_handout_that_cannot_be_made(caresheet: Run, starter: Path) -> None:
    """What has a fault has no scores, and says where to look."""
    path = starter / "layouts" / "card.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("type: {body: 15pt}", "type: {body: 8pt, floor: 8pt}"))
    result = caresheet("score", *TODAY, cwd=starter)
    assert "hand-washing-card-en\n  cannot be made: see caresheet check\n" in result.stdout
