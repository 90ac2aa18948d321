"""The text as an artifact."""

from __future__ import annotations

import hashlib

from caresheet.model.artifact import Artifact
from caresheet.model.composed import Composed
from caresheet.outputs.text.plain import as_text


def write_text(composed: Composed) -> Artifact:
    """The handout as plain text in UTF-8."""
    data = as_text(composed).encode()
    name = f"{composed.document.identifier}.txt"
    return Artifact(name, "text/plain", data, None, hashlib.sha256(data).hexdigest())
