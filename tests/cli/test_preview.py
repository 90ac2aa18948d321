"""`caresheet preview` shows what the handouts look like."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from tests.app.projects import change
from tests.conftest import Run

CARD, LEAFLET = "hand-washing-card-en", "hand-washing-leaflet-en"
ACCENT, STOP = (0x11, 0x50, 0x7A), (0x9C, 0x1C, 0x1C)
"""Of the starter's palette; its steps stand under a band of the accent."""


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def picture(path: Path) -> Image.Image:
    assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    with Image.open(path) as opened:
        opened.load()
        return opened.copy()


def colors(shown: Image.Image) -> dict[object, int]:
    """How many pixels there are of each color."""
    counted = shown.convert("RGB").getcolors(maxcolors=1 << 24)
    assert counted is not None
    return {color: number for number, color in counted}


def test_a_picture_for_each_page_and_a_sheet(caresheet: Run, starter: Path) -> None:
    """build/preview/ has a PNG of every page (letter at 100 dpi) and a contact sheet of each handout; no PDF."""
    result = caresheet("preview", cwd=starter)
    assert (result.returncode, result.stderr) == (0, "")
    folder = starter / "build" / "preview"
    leaflet_pages = [name for name in files(folder) if name.startswith(f"{LEAFLET}-p")]
    assert files(folder) == sorted([f"{CARD}.png", f"{CARD}-p01.png", f"{LEAFLET}.png", *leaflet_pages])
    assert leaflet_pages[0] == f"{LEAFLET}-p01.png"
    assert {picture(folder / name).size for name in (f"{CARD}-p01.png", *leaflet_pages)} == {(850, 1100)}
    assert picture(folder / f"{CARD}.png").size == (425 + 24, 550 + 24)
    card, leaflet, summary = result.stdout.splitlines()
    assert card == f"{Path('build') / 'preview' / CARD}.png  1 page"
    assert leaflet.startswith(f"{Path('build') / 'preview' / LEAFLET}.png  ")
    assert summary.startswith("2 handouts, ")
    assert not list(starter.rglob("*.pdf"))


def test_color_and_gray(caresheet: Run, starter: Path) -> None:
    """The band and a STOP alert have their colors; with --gray the same areas have the luma of these, and R=G=B."""
    alert = "    blocks:                     # plain text is a paragraph; any other block starts with its kind\n"
    change(
        starter / "content" / "hand-washing" / "en.yaml",
        alert,
        f"{alert}      - alert: {{level: stop, blocks: [Wait]}}\n",
    )
    for name, options in (("color", ()), ("gray", ("--gray",))):
        result = caresheet("preview", "--layout", "card", "--out", name, *options, cwd=starter)
        assert (result.returncode, result.stderr) == (0, "")
    seen = colors(picture(starter / "color" / f"{CARD}-p01.png"))
    printed = colors(picture(starter / "gray" / f"{CARD}-p01.png"))
    assert all(isinstance(color, tuple) and len(set(color)) == 1 for color in printed)
    for red, green, blue in (ACCENT, STOP):
        luma = int(0.3 * red + 0.59 * green + 0.11 * blue)
        areas = seen[red, green, blue]
        assert areas > 20
        assert sum(printed.get((level,) * 3, 0) for level in range(luma - 1, luma + 3)) >= areas
    assert picture(starter / "gray" / f"{CARD}.png").mode == "L"


def test_resolution(caresheet: Run, starter: Path) -> None:
    """--dpi says how many pixels an inch has; the file knows it, too."""
    assert caresheet("preview", "--layout", "card", "--dpi", "40", "--out", "small", cwd=starter).returncode == 0
    page = picture(starter / "small" / f"{CARD}-p01.png")
    assert page.size == (340, 440)
    assert page.info["dpi"] == pytest.approx((40, 40), abs=0.02)
    assert caresheet("preview", "--dpi", "5000", cwd=starter).returncode == 2


def test_the_same_pictures_again(caresheet: Run, starter: Path) -> None:
    """The same project gives the same bytes."""
    for name in ("one", "other"):
        caresheet("preview", "--layout", "card", "--out", name, cwd=starter)
    for name in files(starter / "one"):
        assert (starter / "one" / name).read_bytes() == (starter / "other" / name).read_bytes()


def test_pages_that_are_no_more_are_removed(caresheet: Run, starter: Path) -> None:
    """Pictures of pages beyond the last go; those of other handouts, and whatever else lies there, stay."""
    folder = starter / "build" / "preview"
    folder.mkdir(parents=True)
    stale = [f"{CARD}-p02.png", f"{CARD}-p100.png"]
    others = ["hand-washing-leaflet-es-p09.png", f"{CARD}-p2.png", f"{CARD}-p02.txt", "notes.png"]
    for name in (*stale, *others):
        (folder / name).write_bytes(b"old")
    assert caresheet("preview", "--layout", "card", cwd=starter).returncode == 0
    assert files(folder) == sorted([f"{CARD}.png", f"{CARD}-p01.png", *others])


def test_problems_leave_the_old_pictures(caresheet: Run, starter: Path) -> None:
    """What cannot be made is said as `build` says it, with exit 1, and no picture is touched."""
    assert caresheet("preview", cwd=starter).returncode == 0
    before = {
        name: (starter / "build" / "preview" / name).read_bytes() for name in files(starter / "build" / "preview")
    }
    change(starter / "content" / "hand-washing" / "en.yaml", "Dry them with a clean towel.", "Dry them. " * 500)
    result = caresheet("preview", cwd=starter)
    assert (result.returncode, result.stdout) == (1, "")
    assert "does-not-fit" in result.stderr
    after = {name: (starter / "build" / "preview" / name).read_bytes() for name in files(starter / "build" / "preview")}
    assert after == before


def test_what_cannot_be_written(caresheet: Run, starter: Path) -> None:
    """A picture that cannot be replaced is named; the other handout's are written (exit 3)."""
    (starter / "build" / "preview" / f"{CARD}-p01.png").mkdir(parents=True)
    result = caresheet("preview", cwd=starter)
    assert result.returncode == 3
    assert f"{CARD}-p01.png is a folder" in result.stderr
    assert result.stdout.splitlines()[-1].startswith("1 handout, ")
    assert f"{LEAFLET}.png" in files(starter / "build" / "preview")
    (starter / "file").write_text("mine", encoding="utf-8")
    refused = caresheet("preview", "--out", str(Path("file") / "below"), cwd=starter)
    assert refused.returncode == 1
    assert "is not a folder" in refused.stderr


def test_selection(caresheet: Run, starter: Path) -> None:
    """Handouts are chosen, and wrong names refused, as by `build`."""
    result = caresheet("preview", "hand-wash", cwd=starter)
    assert result.returncode == 2
    assert "Did you mean 'hand-washing'?" in result.stderr
    assert files(starter / "build") == []
