"""The formats that a handout can be made in: how each is written, and how it is proved.

Nothing is loaded before a format is used: whoever only lists them does not pay for ReportLab or PDFium.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.delivery import sha256_of
from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.model.page_layout import PageLayout
from caresheet.model.problem import Problem

if TYPE_CHECKING:
    from caresheet.outputs.pdf.reader.further_copies import FurtherCopies


class Format(Struct, frozen=True):
    """One format. `write` makes the artifact, `prove` reads it back and reports every difference, and `fingerprint` is
    the `Artifact.fingerprint` of any bytes.

    `on_paper` says whether it is laid out on pages: only then is `write` given a page layout, and must the handout fit.
    """

    name: str
    on_paper: bool
    write: Callable[[Composed, PageLayout | None], Artifact]
    prove: Callable[[Composed, Artifact], tuple[Problem, ...]]
    fingerprint: Callable[[bytes], str]


def _write_pdf(composed: Composed, page_layout: PageLayout | None) -> Artifact:
    from caresheet.outputs.pdf.writer import write_pdf

    if page_layout is None:
        raise ValueError("a PDF needs pages")
    return write_pdf(composed, page_layout)


def _prove_pdf(composed: Composed, artifact: Artifact) -> tuple[Problem, ...]:
    from caresheet.proof import prove_copy

    return prove_copy(composed, artifact.data, _proved())


@cache
def _proved() -> FurtherCopies:
    """The PDFs that this process has proved last, none of them with anything about a patient."""
    from caresheet.outputs.pdf.reader.further_copies import FurtherCopies

    return FurtherCopies()


def _write_html(composed: Composed, _page_layout: PageLayout | None) -> Artifact:
    from caresheet.outputs.html import write_html

    return write_html(composed)


def _prove_html(composed: Composed, artifact: Artifact) -> tuple[Problem, ...]:
    from caresheet.proof.html import prove_html

    return prove_html(composed, artifact.data)


def _write_text(composed: Composed, _page_layout: PageLayout | None) -> Artifact:
    from caresheet.outputs.text import write_text

    return write_text(composed)


def _prove_text(composed: Composed, artifact: Artifact) -> tuple[Problem, ...]:
    from caresheet.proof.text import prove_text

    return prove_text(composed, artifact.data)


def _fingerprint_of_pdf(data: bytes) -> str:
    from caresheet.outputs.pdf.fingerprint import objects_sha256

    try:
        return objects_sha256(data)
    except (ValueError, zlib.error):  # not a file that caresheet wrote, so it has nothing in common with one
        return ""


FORMATS = {
    one.name: one
    for one in (
        Format("pdf", on_paper=True, write=_write_pdf, prove=_prove_pdf, fingerprint=_fingerprint_of_pdf),
        Format("html", on_paper=False, write=_write_html, prove=_prove_html, fingerprint=sha256_of),
        Format("txt", on_paper=False, write=_write_text, prove=_prove_text, fingerprint=sha256_of),
    )
}
"""Every format by its name, which is also the ending of its files."""

PDF = ("pdf",)
"""What a handout is made in where nobody asks for anything else."""
