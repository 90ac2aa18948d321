"""How many letters are read back wrongly, in 19 languages: caresheet and its peers, with the same text and fonts.

    python -m tests.bench.scripts [--python PYTHON] [--keep FOLDER]      a table in Markdown

The peers run in PYTHON, which may be that of another environment; those that are not installed are left out and named.
A character error rate is the edit distance between what was written and what is read, over the number of letters; white
space, direction marks and the form of composed letters do not count.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unicodedata import normalize

from tests.outputs.shaped_pages import page_layout, painted
from tests.projects.torture import samples

from caresheet.fonts.families import FontStyle, families, family_of
from caresheet.model.direction import direction_of
from caresheet.model.text import TextRun
from caresheet.outputs.pdf.reader.decoder import decode
from caresheet.outputs.pdf.reader.pdfium import Pdfium, opened
from caresheet.outputs.pdf.reader.read import Words, read_pdf
from caresheet.outputs.pdf.reader.syntax import UndecodableError

PEERS = Path(__file__).with_name("script_peers.py")
OURS, NOT_INSTALLED = "caresheet", 3
ENGINES = ("Typst", "WeasyPrint", "Fullbleed", "Chromium")
WIDTH = 487.0
"""Points: A4 between margins of 54 points."""
_UNREAD = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\x02")
)
_MIRRORED = str.maketrans(")]}>»›”’", "([{<«‹“‘")
"""Brackets that PDFium mirrors in lines of right-to-left letters."""


def paragraphs(language: str) -> tuple[str, ...]:
    """The lines of a language: sentences with doses, numbers to call, dates, brackets and names."""
    return tuple(samples()[language])


def our_page(language: str) -> bytes:
    """The lines as one page of caresheet."""
    runs = tuple((TextRun(text),) for text in paragraphs(language))
    return painted(page_layout(runs, language, width=WIDTH), language)


def fonts_of(language: str) -> list[tuple[str, str]]:
    """The families that caresheet uses, with their files."""
    chosen = (family_of(language), *(family for family in families() if not family.extra))
    instances = [family.instance(FontStyle()) for family in dict.fromkeys(chosen)]
    return [(each.family, each.path) for each in instances if each]


def decoded(pdf: bytes) -> str:
    """The letters that the codes of the PDF stand for, in the order of the marked content."""
    return "".join(decode(pdf).words.values())


def by_place(pdf: bytes) -> str:
    """PDFium's letters, each operator's from left to right, or from the right."""
    return "".join(text.text for page in read_pdf(pdf, Words.PLACED).pages for text in page.texts)


def pdfium_plain(pdf: bytes) -> str:
    """What is copied out of Chrome."""
    with opened(pdf) as (library, document):
        count = library.raw.FPDF_GetPageCount(document)
        return "".join(_page_text(library, document, number) for number in range(count))


def _page_text(library: Pdfium, document: object, number: int) -> str:
    raw = library.raw
    page = raw.FPDF_LoadPage(document, number)
    text = raw.FPDFText_LoadPage(page)
    count = raw.FPDFText_CountChars(text)
    letters = "".join(chr(raw.FPDFText_GetUnicode(text, index)) for index in range(count))
    raw.FPDFText_ClosePage(text)
    raw.FPDF_ClosePage(page)
    return letters


def poppler_plain(pdf: bytes) -> str:
    """What `pdftotext` writes."""
    asked = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(asked, input=pdf, capture_output=True, check=True).stdout.decode("utf-8", "replace")


READERS: dict[str, Callable[[bytes], str]] = {
    "decoded": decoded,
    "PDFium by place": by_place,
    "PDFium plain": pdfium_plain,
    "poppler plain": poppler_plain,
}


def rate(wanted: str, found: str) -> float:
    """The character error rate."""
    one, other = _letters(wanted), _letters(found)
    return _distance(one, other) / len(one)


def _letters(text: str) -> str:
    return "".join(normalize("NFC", text.translate(_UNREAD).translate(_MIRRORED)).split())


def _distance(one: str, other: str) -> int:
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        new = [number]
        for place, own in enumerate(other, start=1):
            new.append(min(row[place] + 1, new[-1] + 1, row[place - 1] + (letter != own)))
        row = new
    return row[-1]


def rates(pdf: bytes, language: str) -> list[str]:
    """The rate of each reader; a dash where it reads nothing at all, because the file has no marked content."""
    wanted, found = "".join(paragraphs(language)), list[str]()
    for read in READERS.values():
        try:
            text = read(pdf)
        except UndecodableError:
            text = ""
        found.append(f"{rate(wanted, text):.3f}" if text.strip() else "–")
    return found


def peers_pages(python: str, engine: str, folder: Path) -> dict[str, str] | None:
    """Makes the pages of a peer; returns why some could not be made, by language. None if the peer is not installed."""
    pages = [
        {
            "tag": language,
            "direction": direction_of(language).value,
            "paragraphs": paragraphs(language),
            "fonts": fonts_of(language),
        }
        for language in samples()
    ]
    done = subprocess.run(
        [python, str(PEERS), engine, str(folder)],
        input=json.dumps(pages),
        text=True,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )
    if done.returncode == NOT_INSTALLED:
        return None
    done.check_returncode()
    failed: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return failed


@contextmanager
def kept_in(folder: Path | None) -> Iterator[Path]:
    """The folder for the pages; without one, a temporary folder."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def table(python: str, folder: Path) -> Iterator[str]:
    """The table, line by line."""
    yield f"| language | engine | {' | '.join(READERS)} |"
    yield f"| --- | --- |{' ---: |' * len(READERS)}"
    failed = {engine: _made(python, engine, folder) for engine in ENGINES}
    for language in samples():
        for engine in (OURS, *(name for name in ENGINES if failed[name] is not None)):
            path = folder / engine / f"{language}.pdf"
            if engine == OURS:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(our_page(language))
            shown = rates(path.read_bytes(), language) if path.exists() else ["not made"] * len(READERS)
            yield f"| {language} | {engine} | {' | '.join(shown)} |"
    for engine, reasons in failed.items():
        if reasons is None:
            yield f"\n{engine} is not installed and was left out."
        for language, reason in (reasons or {}).items():
            yield f"\n{engine} did not make {language}: {reason}"


def _made(python: str, engine: str, folder: Path) -> dict[str, str] | None:
    own = folder / engine
    own.mkdir(parents=True, exist_ok=True)
    return peers_pages(python, engine, own)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Character error rates in 19 languages, compared with peers.")
    parser.add_argument("--python", default=sys.executable, help="the interpreter of the peers")
    parser.add_argument("--keep", type=Path, help="where the pages stay")
    asked = parser.parse_args()
    with kept_in(asked.keep) as folder:
        for line in table(asked.python, folder):
            print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
