"""Desks for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.chromium import chromium
from tests.web.desks import Browser, open_desk, shipped_project

__all__ = ["chromium"]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A desk of the shipped project that the tests of a module do not change."""
    with open_desk(shipped_project(tmp_path_factory.mktemp("shipped"))) as browser:
        yield browser


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the shipped project for one test."""
    return shipped_project(tmp_path / "project")


@pytest.fixture
def browser(project: Path) -> Iterator[Browser]:
    """A desk of that copy."""
    with open_desk(project) as opened:
        yield opened
