"""The PDF as an artifact."""

from __future__ import annotations

from collections.abc import Mapping

from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.model.page_layout import PageLayout
from caresheet.outputs.pdf.fingerprint import objects_sha256
from caresheet.outputs.pdf.writer.document import NO_VALUES, paint


def write_pdf(composed: Composed, page_layout: PageLayout, values: Mapping[str, str] = NO_VALUES) -> Artifact:
    """The handout as a PDF of these pages. In a form, `values` are the contents of its fields by their names.

    Raises ValueError if a piece has no valid tag, which is a bug in layout.
    """
    data = paint(composed.document, page_layout, values)
    name = f"{composed.document.identifier}.pdf"
    return Artifact(name, "application/pdf", data, len(page_layout.pages), objects_sha256(data))
