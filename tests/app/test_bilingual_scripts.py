"""The test topic in two languages at once, beside English in every script, is made and proved."""

from __future__ import annotations

import pytest
from tests.compose.builders import TODAY
from tests.projects.scripts import CARD, CLINIC, GUIDE
from tests.projects.torture import samples, torture

from caresheet.app.pipeline import render
from caresheet.app.selection import jobs
from caresheet.model.edition import Edition
from caresheet.source import read_project

USUAL = ("ar", "zh-Hans")
"""A script from right to left, and one without spaces, whose letters depend on the language."""


def made_of(first: str, second: str, layout: str, *, fillable: bool = False) -> None:
    """Make a handout in two languages in every format; what its proof finds is raised."""
    files = torture(second if first == "en" else first)
    project = read_project(files, (files, CLINIC))
    edition = Edition(bilingual=second, fillable=fillable)
    (job,) = jobs(project, layouts=[layout], languages=[first], edition=edition, today=TODAY)
    handout = render(job, ("pdf",) if fillable else ("pdf", "html", "txt")).handout
    assert handout.name.startswith(f"wound-care-{layout}-{first}+{second}")
    assert (handout.artifact("pdf").pages or 0) <= 8


@pytest.mark.parametrize("language", USUAL)
def test_a_guide_beside_english(language: str) -> None:
    """Tables, forms, notices and lists in both languages are read back letter for letter, as a form, too."""
    made_of("en", language, GUIDE, fillable=True)
    made_of(language, "en", GUIDE)


@pytest.mark.long
@pytest.mark.parametrize("language", samples())
def test_every_script_beside_english(language: str) -> None:
    """The same as card and guide with each language first and second."""
    for layout in (CARD, GUIDE):
        made_of("en", language, layout)
        made_of(language, "en", layout)
