"""Labels with what they leave open."""

from __future__ import annotations

import re

from caresheet.languages import plural_form

_NAME = re.compile(r"\{([a-z]+)\}")


def counted(forms: tuple[tuple[str, str], ...], language: str, number: int) -> str:
    """The words that go with a number."""
    form = plural_form(language, number)
    return next(words for name, words in forms if name == form)


def filled(label: str, **values: str) -> str:
    """The label with each `{name}` replaced by its value, all at once: braces in a value are printed as typed."""
    return _NAME.sub(lambda found: values.get(found[1], found[0]), label)
