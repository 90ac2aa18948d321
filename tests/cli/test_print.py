"""`caresheet print` prints only when it is told to, and then what `build` makes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the printer is a script named lp")
CARD, LEAFLET = (Path("build") / f"hand-washing-{name}-en.pdf" for name in ("card", "leaflet"))


@pytest.fixture
def office(tmp_path: Path) -> dict[str, str]:
    """An environment with a printer: an `lp` that keeps what it is told, one call a line, and knows Ward-3 alone."""
    folder = tmp_path / "office"
    folder.mkdir()
    scripts = {
        "lp": (
            'for said in "$@"; do printf \'%s|\' "$said"; done >> "$PRINTED"; echo >> "$PRINTED"\n'
            'case "$*" in *-d\\ Nowhere*) echo "lp: The printer or class does not exist." >&2; exit 1;; esac\n'
            'case "$*" in *"$REFUSED"*) echo "lp: Unsupported document." >&2; exit 1;; esac\n'
            "echo 'request id is Ward-3-1 (1 file(s))'\n"
        ),
        "lpstat": "echo 'system default destination: Ward-3'\n",
    }
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
        (folder / name).chmod(0o755)
    (folder / "printed").touch()
    return {"PATH": str(folder), "PRINTED": str(folder / "printed"), "REFUSED": "(nothing)"}


def printed(office: dict[str, str]) -> list[list[str]]:
    """The arguments of each call of lp."""
    lines = Path(office["PRINTED"]).read_text(encoding="utf-8").splitlines()
    return [line.split("|")[:-1] for line in lines]


def test_dry_by_default(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """Without --send it makes the PDFs, says what would go where and how to send it, and no printer hears of it."""
    result = caresheet("print", "--layout", "card", "--copies", "20", cwd=starter, environment=office)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"{CARD}  1 page",
        "20 copies of 1 handout, 20 pages, would go to Ward-3.",
        "Nothing was sent. To print, give the same command with --send.",
    ]
    assert (starter / CARD).read_bytes().startswith(b"%PDF-")
    assert printed(office) == []


def test_send(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """With --send, lp gets each handout's title and its PDF, fresh from the same build as any."""
    result = caresheet("print", "--send", cwd=starter, environment=office)
    assert (result.returncode, result.stderr) == (0, "")
    assert printed(office) == [
        ["-n", "1", "-t", "Wash your hands", str(starter / CARD)],
        ["-n", "1", "-t", "Hand washing at home and at school", str(starter / LEAFLET)],
    ]
    assert result.stdout.splitlines() == [f"{path}  sent to Ward-3, 1 copy" for path in (CARD, LEAFLET)]
    sent = (starter / CARD).read_bytes()
    assert caresheet("build", cwd=starter).returncode == 0
    assert (starter / CARD).read_bytes() == sent
    assert caresheet("verify", cwd=starter).returncode == 0


def test_printer_and_copies(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """The printer and the number of copies are those asked for."""
    options = ("--layout", "card", "--printer", "Kids' ward", "--copies", "3", "--send")
    result = caresheet("print", *options, cwd=starter, environment=office)
    assert result.returncode == 0
    assert result.stdout == f"{CARD}  sent to Kids' ward, 3 copies\n"
    assert printed(office) == [["-d", "Kids' ward", "-n", "3", "-t", "Wash your hands", str(starter / CARD)]]
    assert caresheet("print", "--copies", "0", cwd=starter, environment=office).returncode == 2


def test_printer_that_does_not_exist(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """What the printer says against it is said once for all handouts, with what to do (exit 1)."""
    result = caresheet("print", "--printer", "Nowhere", "--send", cwd=starter, environment=office)
    assert (result.returncode, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("not-printed lp refused it: The printer or class does not exist. (")


def test_part_that_is_refused(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """When one of two handouts is refused, the other is printed and named (exit 3)."""
    result = caresheet("print", "--send", cwd=starter, environment=office | {"REFUSED": "leaflet"})
    assert result.returncode == 3
    assert result.stdout == f"{CARD}  sent to Ward-3, 1 copy\n"
    assert "Unsupported document." in result.stderr


def test_system_without_printers(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """Where there is no lp, it says so, and the PDFs lie there to be printed by hand."""
    nowhere = {"PATH": str(starter)}
    dry = caresheet("print", "--layout", "card", cwd=starter, environment=nowhere)
    assert dry.returncode == 0
    assert "would go to the system's default printer." in dry.stdout
    result = caresheet("print", "--layout", "card", "--send", cwd=starter, environment=nowhere)
    assert result.returncode == 1
    assert "this system has no command 'lp'" in result.stderr
    assert (starter / CARD).is_file()
    assert printed(office) == []


def test_problems_are_never_printed(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """When a handout cannot be made, nothing is sent, not even an older PDF of it."""
    assert caresheet("build", cwd=starter).returncode == 0
    path = starter / "content" / "hand-washing" / "en.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Hand washing\n", "titel: x\n"), encoding="utf-8")
    result = caresheet("print", "--send", cwd=starter, environment=office)
    assert result.returncode == 1
    assert "unknown-key" in result.stderr
    assert printed(office) == []


def test_old_file_that_cannot_be_replaced_is_not_printed(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """What could not be written anew is not sent either (exit 3)."""
    (starter / CARD).mkdir(parents=True)
    result = caresheet("print", "--send", cwd=starter, environment=office)
    assert result.returncode == 3
    assert [call[-1] for call in printed(office)] == [str(starter / LEAFLET)]
