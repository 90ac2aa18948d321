"""How fast the desk is, compared with `caresheet build` of the same handout, in one run and as ratios.

    python -m tests.bench.desk [RUNS]

From a changed field to the changed picture, in a real browser; and from starting the server to its first page. No test:
a machine at work on something else measures wrongly.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Page, expect, sync_playwright
from tests.web.chromium import ARGUMENTS, chromium_path, window_on
from tests.web.desks import NOTHING_KEPT, Browser, open_desk, opened_by, shipped_project
from tests.web.test_server import waited_for

LAYOUTS = {"card": "red-flag-card", "guide": "caregiver-guide"}
_WAIT = 0.3
"""Seconds that the script waits after the last key, which a user at the keyboard needs anyway."""
# Changes the first field and resolves when another picture of the page is shown.
CHANGE = """(text) => new Promise((resolve) => {
  const field = document.querySelector("[data-patient]"), begun = performance.now();
  const before = document.querySelector("img.sheet").src;
  const look = async () => {
    const now = document.querySelector("img.sheet");
    if (now.src === before) { requestAnimationFrame(look); return; }
    await now.decode();
    requestAnimationFrame(() => resolve((performance.now() - begun) / 1000));
  };
  field.value = text;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  look();
})"""


def build_seconds(project: Path, layout: str) -> float:
    """One run of `caresheet build` of one handout, without a cache."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "caresheet", "build", "--project", str(project), "--layout", layout]
        begun = perf_counter()
        subprocess.run(
            [*command, "--lang", "en", "--out", out, "--quiet"], env=os.environ | NOTHING_KEPT, check=True, timeout=120
        )
        return perf_counter() - begun


def start_seconds(project: Path, notes: Path) -> float:
    """From starting `caresheet desk` to its first page, complete with its words."""
    environment = os.environ | NOTHING_KEPT | {"CARESHEET_DESK": str(notes)}
    command = [sys.executable, "-m", "caresheet", "desk", "--no-browser", "--project", str(project)]
    begun = perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as desk:
        browser = opened_by(waited_for(notes))  # opens the first page
        took = perf_counter() - begun
        browser.post("/close")
        desk.wait(timeout=30)
    return took


def change_seconds(window: Page, desk: Browser, layout: str, runs: int) -> float:
    """From a changed field to the changed picture."""
    window.goto(f"{desk.origin}/sheet/cytokine-storm/{layout}?language=en")
    field = window.locator("[data-patient]").first
    field.focus()  # the page that it prints on is shown
    expect(window.locator("img.sheet")).to_have_attribute("alt", re.compile(f" {field.get_attribute('data-page')} "))
    window.evaluate(CHANGE, "first")
    return median(window.evaluate(CHANGE, f"value {number}") for number in range(runs))


def measured(once: Callable[[], float], runs: int) -> float:
    return median(once() for _ in range(runs))


def main() -> None:
    """Measure, and print a table in Markdown."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = shipped_project(Path(folder) / "project")
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        builds = {
            name: measured(lambda each=layout: build_seconds(project, each), runs) for name, layout in LAYOUTS.items()
        }
        start = measured(lambda: start_seconds(project, Path(folder) / "notes"), runs)
        say = sys.stdout.write
        say(f"Medians of {runs}.\n\n| what | seconds | of `caresheet build` |\n| --- | --- | --- |\n")
        with open_desk(project) as desk, window_on(chromium, desk) as window:
            for name, layout in LAYOUTS.items():
                change, build = change_seconds(window, desk, layout, runs), builds[name]
                say(f"| build of the {name} | {build:.3f} | 1 |\n")
                say(f"| changed field to changed picture, {name} | {change:.3f} | {change / build:.2f} |\n")
                worked = change - _WAIT
                say(f"| the same without the wait after the last key | {worked:.3f} | {worked / build:.2f} |\n")
        say(f"| server start to first page | {start:.3f} | {start / builds['card']:.2f} |\n")
        chromium.close()


if __name__ == "__main__":
    main()
