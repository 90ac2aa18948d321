"""Bilingual handouts conform to the standards, and each language is marked."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from tests.compose.test_compose_bilingual import bilingual
from tests.standards.validators import verapdf

from caresheet.app.pipeline import render

HANDOUTS = (("red-flag-card", "es"), ("caregiver-guide", "es"), ("red-flag-card", "ar"), ("wall-card", "ar"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bilingual")
    for name, language in HANDOUTS:
        artifact = render(bilingual(name, language)).handout.artifact("pdf")
        (folder / artifact.name).write_bytes(artifact.data)
    return folder


@pytest.mark.usefixtures("needs_verapdf")
def test_bilingual_handouts_conform(made: Path) -> None:
    """A card and a guide in English and Spanish, and cards in English and Arabic, pass PDF/UA-1 and PDF/A-2a."""
    found = verapdf(sorted(made.glob("*.pdf")))
    assert len(found) == len(HANDOUTS)
    assert {path.stem: [str(finding) for finding in said] for path, said in found.items() if said} == {}


@pytest.mark.parametrize(("name", "language"), HANDOUTS)
def test_the_tags_of_the_second_language_say_so(made: Path, name: str, language: str) -> None:
    """Read by another program, every part of the second language is one element with its `Lang`, and the catalog has
    that of the first."""
    reader = pypdf.PdfReader(made / f"cytokine-storm-{name}-en+{language}.pdf")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    divisions = [tag for tag in tags(root["/StructTreeRoot"]) if tag.get("/S") == "/Div" and tag.get("/Lang")]
    assert len(divisions) >= 3
    assert {tag["/Lang"] for tag in divisions} == {language}
    headings = [tag for tag in tags(root["/StructTreeRoot"]) if tag.get("/S") in {"/H1", "/H2"}]
    assert all(language in {child.get("/Lang") for child in tags(each)} for each in headings)


def tags(node: pypdf.generic.DictionaryObject) -> list[pypdf.generic.DictionaryObject]:
    """An element and all under it."""
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop()
        found.append(one)
        inside = one.get("/K")
        inside = inside.get_object() if inside is not None else []
        children = (each.get_object() for each in (inside if isinstance(inside, list) else [inside]))
        waiting += [each for each in children if isinstance(each, pypdf.generic.DictionaryObject) and "/S" in each]
    return found
