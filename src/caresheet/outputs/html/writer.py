"""The page as an artifact."""

from __future__ import annotations

import hashlib

from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.outputs.html.page import as_html


def write_html(composed: Composed) -> Artifact:
    """The handout as one page of HTML in UTF-8, which loads and runs nothing."""
    data = as_html(composed).encode()
    name = f"{composed.document.identifier}.html"
    return Artifact(name, "text/html", data, None, hashlib.sha256(data).hexdigest())
