"""The tag tree of every example, kept as text: what changes for a screen reader shows in the diff of a change."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from tests.standards.handouts import PROJECTS, made
from tests.standards.trees import tree_text

GOLDEN = Path(__file__).parents[1] / "golden"
ENDING = ".tree.txt"


@pytest.fixture(scope="module")
def trees(shelf: Path) -> dict[str, str]:
    """The tree of every handout, by its name."""
    texts: dict[str, str] = {}
    for project in PROJECTS:
        pdfs, refused = made(project, shelf)
        assert refused == []
        texts |= {name: tree_text(path.read_bytes()) for name, path in pdfs.items()}
    return texts


def test_trees_are_golden(trees: dict[str, str], pytestconfig: pytest.Config) -> None:
    """Every example is read aloud as it was when somebody last looked; `--update-golden` says that somebody did."""
    if pytestconfig.getoption("--update-golden"):
        update(trees)
    kept = {path.name.removesuffix(ENDING): path.read_text(encoding="utf-8") for path in GOLDEN.glob(f"*{ENDING}")}
    changes = "".join(
        "".join(
            difflib.unified_diff(
                kept.get(name, "").splitlines(keepends=True),
                trees.get(name, "").splitlines(keepends=True),
                f"tests/golden/{name}{ENDING}",
                f"{name}.pdf",
            )
        )
        for name in sorted({*kept, *trees})
    )
    assert not changes, f"{changes}\nlook at the changes, then run: pytest tests/standards --update-golden"


def update(trees: dict[str, str]) -> None:
    """Write the trees, and remove those of handouts that are no longer made."""
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.glob(f"*{ENDING}"):
        if path.name.removesuffix(ENDING) not in trees:
            path.unlink()
    for name, text in trees.items():
        (GOLDEN / f"{name}{ENDING}").write_text(text, encoding="utf-8", newline="\n")
