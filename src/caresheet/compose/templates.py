"""Labels with what they leave open."""

from __future__ import annotations

import re

_NAME = re.compile(r"\{([a-z]+)\}")


def filled(label: str, **values: str) -> str:
    """The label with each `{name}` replaced by its value, all at once: braces in a value are printed as typed."""
    return _NAME.sub(lambda found: values.get(found[1], found[0]), label)
