"""Make the references of this folder anew: how Chromium shows each drawing, 240 pixels wide, in gray.

How to run it, with Chromium and Pillow at hand: python tests/drawings/render_with_chromium.py
The references that are kept came from Chromium 155.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent
WIDTH = 240


def main() -> None:
    """Take a picture of each drawing on white paper."""
    for drawing in sorted(HERE.glob("*.svg")):
        found = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', drawing.read_text(encoding="utf-8"))
        assert found, f"{drawing.name} has no viewBox"
        height = round(WIDTH * float(found[2]) / float(found[1]))
        with tempfile.TemporaryDirectory() as folder:
            page, picture = Path(folder, "page.html"), Path(folder, "page.png")
            style = f"display:block;width:{WIDTH}px;height:{height}px"
            page.write_text(f'<body style="margin:0"><img src="{drawing.as_uri()}" style="{style}">', encoding="utf-8")
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            size = f"--window-size={WIDTH},{height + 200}"  # a window of its own has a frame that takes from its height
            subprocess.run(["chromium", *options, size, f"--screenshot={picture}", page.as_uri()], check=True)  # noqa: S607
            Image.open(picture).convert("L").crop((0, 0, WIDTH, height)).save(
                drawing.with_suffix(".png"), optimize=True
            )


if __name__ == "__main__":
    main()
