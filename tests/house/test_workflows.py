"""The workflows of this repository, and the one that `caresheet init` writes, run no code that others can exchange."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKFLOWS = (
    *sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    *sorted((ROOT / "src" / "caresheet" / "starter").rglob("workflows/*.yml")),
)
PINNED = re.compile(r"uses: ([\w/-]+)@([0-9a-f]{40})  # (v\d+\.\d+\.\d+)")


def test_actions_are_pinned_by_commit() -> None:
    """Every action is named by the hash of a commit, with its version behind it, and by the same hash everywhere."""
    assert len(WORKFLOWS) == 3
    lines = [line.strip() for path in WORKFLOWS for line in path.read_text(encoding="utf-8").splitlines()]
    uses = [line.removeprefix("- ") for line in lines if "uses:" in line]
    pins = [PINNED.fullmatch(line) for line in uses]
    assert [line for line, pin in zip(uses, pins, strict=True) if not pin] == []
    known = {pin[1]: (pin[2], pin[3]) for pin in pins if pin}
    assert {(pin[1], pin[2], pin[3]) for pin in pins if pin} == {(name, *pinned) for name, pinned in known.items()}
