"""The program knows no topic: what a handout is about stands in content/ alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
WORD = re.compile(
    r"""(?<![\w-])(?:
    antibod(?:y|ies) | biops(?:y|ies) | bispecific | blood | burns? | cancers? | car-t | caregivers? | chemotherapy
    | chills | coma | covid | crs | cytokines? | dexamethasone | diabetes | dressings? | ferritin | fevers? | headaches?
    | hlh | icans | immune | immunity | immunotherapy | infections? | inflammation | influenza | infusions? | insulin
    | interleukins? | kidneys? | leukemia | lungs? | lymphoma | macrophages? | neurotoxicity | oncology | organs? | pus
    | rash | seizures? | sepsis | septic | steroids? | storms? | swelling | symptoms? | tocilizumab | tumors? | ulcers?
    | virus(?:es)? | wounds?
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
CLINIC_KEY = re.compile(r"\bfever[_ ]threshold\b", re.IGNORECASE)
"""The one field of a clinic's profile that has such a word in its name: the language is the same for every topic."""

PICTOGRAMS = re.compile(r"<!-- generated: pictograms -->.*?<!-- end -->", re.DOTALL)
"""The table of the manual with the names of the pictograms."""


def topic_words(text: str) -> Iterator[str]:
    for match in WORD.finditer(CLINIC_KEY.sub("", text)):
        yield match[0]


def test_source_knows_no_topic() -> None:
    """No word of any topic stands in the program: not in its code, its schemas, its labels or its
    starter. The names of the pictograms are those of their collection."""
    kinds = {".py", ".json", ".yaml", ".md"}
    files = sorted(path for path in SOURCE.rglob("*") if path.suffix in kinds and path.name != "drawings.json")
    assert len(files) > 20
    found = {
        f"{path.relative_to(SOURCE).as_posix()}:{number}: {word}"
        for path in files
        for number, line in enumerate(PICTOGRAMS.sub("", path.read_text(encoding="utf-8")).splitlines(), start=1)
        for word in topic_words(line)
    }
    assert found == set()


def test_topic_words_are_seen() -> None:
    """A topic's word is found in any case and between any signs; a clinic's key and a longer word are none."""
    assert list(topic_words("a Cytokine-free 'storm', WOUND_care and (CAR-T)")) == ["storm", "CAR-T"]
    assert list(topic_words("if fever: call")) == ["fever"]
    assert list(topic_words("fever_threshold brainstorm cellphone")) == []
