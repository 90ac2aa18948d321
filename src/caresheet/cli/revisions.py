"""A project as git keeps it at one revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click

from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.rules import NOT_READABLE

_FOLDERS = ("content", "layouts", "labels")


class Revision:
    """Files over a git revision of the repository that the project lies in. Raises click.UsageError for a name that is
    neither a project's folder nor a revision."""

    def __init__(self, name: str, root: Path) -> None:
        self._root = root
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found is None:
            message = f"'{name}' is neither the folder of a project nor a git revision."
            raise click.UsageError(message)
        self._commit = found.decode("ascii").strip()

    def paths(self) -> tuple[str, ...]:
        """Every file of the project's folders, sorted."""
        listed = self._git("ls-tree", "-r", "-z", "--name-only", self._commit, "--", *_FOLDERS) or b""
        names = (name.decode("utf-8", "replace") for name in listed.split(b"\0") if name)
        return tuple(sorted(name for name in names if not any(part.startswith(".") for part in name.split("/"))))

    def read(self, path: str) -> bytes:
        """The whole file. Raises CaresheetError (not-readable) where the revision has none."""
        data = self._git("cat-file", "blob", f"{self._commit}:./{path}")
        if data is None:
            raise CaresheetError((Problem(Position(path), NOT_READABLE, "the revision has no such file"),))
        return data

    def _git(self, *arguments: str) -> bytes | None:
        """What git prints, None where it fails. Raises click.UsageError where there is no git."""
        try:
            done = subprocess.run(["git", *arguments], cwd=self._root, capture_output=True, check=False)  # noqa: S603, S607
        except OSError as error:
            message = "git is not installed, so that only folders can be compared."
            raise click.UsageError(message) from error
        return done.stdout if done.returncode == 0 else None
