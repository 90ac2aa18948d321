"""The manifest names the versions of what determines the bytes, as Python's own search would."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from caresheet.app.accounting import made_with
from caresheet.version import __version__


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    made_with.cache_clear()


def test_versions_are_those_that_are_installed() -> None:
    """Each is what the package's metadata says, which may be written in another way than the folder's name."""
    found = dict(made_with())
    assert found.pop("caresheet") == __version__
    assert set(found) == {"fontpkg-atkinson-hyperlegible", "pillow", "reportlab", "segno"}
    assert found == {package: version(package) for package in found}


def test_a_package_without_metadata_beside_it_is_searched_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that lies elsewhere, as an editable installation has it, takes the version that Python finds."""
    (tmp_path / "segno").mkdir()
    (tmp_path / "segno/__init__.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.delitem(sys.modules, "segno", raising=False)
    expected = version("segno")
    assert dict(made_with())["segno"] == expected
