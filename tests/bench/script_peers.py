"""Makes one page in every language with a peer.

    python script_peers.py ENGINE FOLDER < pages.json

It knows nothing of caresheet, because peers may be installed elsewhere. Each page is a tag, a direction, paragraphs,
and the font files of the language, first choice first, with the names of their families.
"""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Page = dict[str, Any]
Maker = Callable[[Page, Path], None]


def typst(page: Page, out: Path) -> None:
    import typst as engine

    families = json.dumps([family for family, _ in page["fonts"]], ensure_ascii=False)
    marks = str.maketrans({mark: f"\\{mark}" for mark in "\\#*_@$<>`[]~"})
    body = "\n\n".join(text.translate(marks).replace("//", "\\/\\/") for text in page["paragraphs"])
    source = (
        f'#set document(title: "{page["tag"]}")\n#set page("a4", margin: 54pt)\n'
        f'#set text(lang: "{page["tag"].partition("-")[0]}", font: ({families[1:-1]},), size: 11pt)\n{body}\n'
    )
    folders = list(dict.fromkeys(str(Path(file).parent) for _, file in page["fonts"]))
    path = out.with_suffix(".typ")
    path.write_text(source, encoding="utf-8")
    engine.compile(str(path), output=str(out), font_paths=folders, ignore_system_fonts=True, pdf_standards=["ua-1"])


def page_of(page: Page, *, faces: bool) -> str:
    """The page as HTML; with `faces`, its fonts are named in it."""
    rules = "".join(
        f"@font-face{{font-family:'{family}';src:url('{Path(file).as_uri()}')}}" for family, file in page["fonts"]
    )
    families = ", ".join(f"'{family}'" for family, _ in page["fonts"])
    body = "".join(f"<p>{html.escape(text)}</p>" for text in page["paragraphs"])
    return (
        f'<!doctype html><html lang="{page["tag"]}" dir="{page["direction"]}"><head><meta charset="utf-8">'
        f"<title>{page['tag']}</title><style>{rules if faces else ''}@page{{size:A4;margin:54pt}}"
        f"body{{font:11pt/1.6 {families}}}</style></head><body>{body}</body></html>"
    )


def weasyprint(page: Page, out: Path) -> None:
    from weasyprint import HTML  # type: ignore[import-not-found,unused-ignore]

    HTML(string=page_of(page, faces=True)).write_pdf(str(out), pdf_variant="pdf/ua-1")


def fullbleed(page: Page, out: Path) -> None:
    import fullbleed as engine

    body = f"font-family:'{page['fonts'][0][0]}';font-size:11pt;line-height:1.6"
    css = f"@page{{size:595pt 842pt;margin:54pt}}body{{{body}}}"
    made = engine.PdfEngine(
        font_files=[file for _, file in page["fonts"]],
        pdf_profile="pdfua1",
        document_lang=page["tag"],
        document_title=page["tag"],
    )
    out.write_bytes(made.render_pdf(page_of(page, faces=False), css))


def chromium(page: Page, out: Path) -> None:
    path, program = out.with_suffix(".html"), shutil.which("chromium")
    if program is None:
        raise ImportError(name="chromium")
    path.write_text(page_of(page, faces=True), encoding="utf-8")
    asked = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--allow-file-access-from-files"]
    subprocess.run([program, *asked, f"--print-to-pdf={out}", path.as_uri()], check=True, capture_output=True)


ENGINES: dict[str, Maker] = {
    "Typst": typst,
    "WeasyPrint": weasyprint,
    "Fullbleed": fullbleed,
    "Chromium": chromium,
}


def main() -> None:
    """Make what is asked for; a page that cannot be made is named with the reason."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    failed = {}
    for page in json.load(sys.stdin):
        try:
            ENGINES[name](page, folder / f"{page['tag']}.pdf")
        except ImportError:
            sys.exit(3)
        except Exception as error:  # noqa: BLE001 - whatever a peer raises
            failed[page["tag"]] = str(error).strip().splitlines()[-1][:200]
    print(json.dumps(failed))  # noqa: T201


if __name__ == "__main__":
    main()
