"""Languages are called what their speakers call them."""

from __future__ import annotations

import pytest

from caresheet.app.own_names import own_name


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("es", "Español"),
        ("es-MX", "Español (MX)"),
        ("zh-Hans", "简体中文"),
        ("zh-Hant-TW", "繁體中文 (TW)"),
        ("x-none", "x-none"),
        ("eu", "eu"),
    ],
)
def test_own_names(tag: str, name: str) -> None:
    """The name is that of the language's folder, with the region; what has no folder keeps its tag."""
    assert own_name(tag) == name
