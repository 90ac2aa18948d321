"""`caresheet print` prints only when it is told to, and then what `build` makes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the printer is a script named lp")
AS_IT_IS = ("-o", "media=na_letter_8.5x11in", "-o", "print-scaling=none")
FACTS = (
    "letter, a draft, 4 lines to write on: Daytime phone number, Phone number for nights and weekends, "
    "Emergency number, Interpreter service"
)
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
        f"{CARD}  1 page, {FACTS}",
        "20 copies of 1 handout, 20 pages, would go to Ward-3.",
        "Nothing was sent. To print, give the same command with --send.",
    ]
    assert (starter / CARD).read_bytes().startswith(b"%PDF-")
    assert printed(office) == []


def test_send(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """With --send, lp gets each handout's title and its PDF, fresh from the same build as any."""
    result = caresheet("print", "--send", cwd=starter, environment=office)
    assert result.returncode == 0
    assert printed(office) == [
        ["-n", "1", "-t", "Wash your hands", *AS_IT_IS, str(starter / CARD)],
        ["-n", "1", "-t", "Hand washing at home and at school", *AS_IT_IS, str(starter / LEAFLET)],
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
    assert printed(office) == [["-d", "Kids' ward", "-n", "3", "-t", "Wash your hands", *AS_IT_IS, str(starter / CARD)]]
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


def test_paper_scaling_and_sides(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """The printer is told which paper a handout is for, that it is to be printed as large as it is or fitted, and which
    sides of the paper."""
    options = ("--layout", "card", "--paper", "a4", "--scaling", "fit", "--sides", "long-edge", "--send")
    assert caresheet("print", *options, cwd=starter, environment=office).returncode == 0
    (call,) = printed(office)
    told = ["-o", "media=iso_a4_210x297mm", "-o", "print-scaling=fit", "-o", "sides=two-sided-long-edge"]
    assert call[4:-1] == told


def test_what_is_printed_is_said(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """Whoever prints is told that it is a draft, and which numbers are lines to fill in by hand; a clinic with all its
    numbers is told only the first."""
    options = ("print", "--layout", "card", "--send")
    said = caresheet(*options, cwd=starter, environment=office).stderr.splitlines()
    assert said[0] == "warning: hand-washing-card-en is a draft: do not use it with patients"
    assert said[1].startswith("warning: hand-washing-card-en has 4 lines to fill in by hand: Daytime phone number, ")
    profile = "name: Kids\nphone: (212) 555-0110\nafter_hours_phone: (212) 555-0111\nemergency: 911\ninterpreter: 711\n"
    (starter / "content" / "clinics" / "kids.yaml").write_text(profile, encoding="utf-8")
    said = caresheet(*options, "--clinic", "kids", cwd=starter, environment=office).stderr.splitlines()
    assert said == ["warning: hand-washing-card-en-kids is a draft: do not use it with patients"]


def test_release(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """With --release, what is not reviewed is neither made nor printed."""
    refused = caresheet("print", "--release", "--send", cwd=starter, environment=office)
    assert refused.returncode == 1
    assert "not-reviewed" in refused.stderr
    assert printed(office) == []


def test_one_language(caresheet: Run, starter: Path, office: dict[str, str]) -> None:
    """Handouts in several languages are not printed unless each is named: half of the paper would be for nobody."""
    folder = starter / "content" / "hand-washing"
    (folder / "es.yaml").write_bytes((folder / "en.yaml").read_bytes())
    for send in ((), ("--send",)):
        refused = caresheet("print", "--layout", "card", *send, cwd=starter, environment=office)
        assert refused.returncode == 2
        assert "Error: These handouts are in several languages: en, es. Choose with --lang;" in refused.stderr
    assert printed(office) == []
    assert not (starter / "build").exists()
    both = ("--lang", "en", "--lang", "es", "--send")
    assert caresheet("print", "--layout", "card", *both, cwd=starter, environment=office).returncode == 0
    assert [Path(call[-1]).name for call in printed(office)] == ["hand-washing-card-en.pdf", "hand-washing-card-es.pdf"]


def test_the_language_is_asked_at_a_terminal(starter: Path, office: dict[str, str]) -> None:
    """Whoever sits there is asked, and gets that language."""
    import pty

    folder = starter / "content" / "hand-washing"
    (folder / "es.yaml").write_bytes((folder / "en.yaml").read_bytes())
    ours, theirs = pty.openpty()
    os.write(ours, b"es\n")
    done = subprocess.run(
        [sys.executable, "-m", "caresheet", "print", "--layout", "card"],
        cwd=starter,
        env=os.environ | office,
        stdin=theirs,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert "Which language? (en, es, all): " in done.stderr
    assert done.stdout.splitlines()[0].startswith("build/hand-washing-card-es.pdf  1 page")
