"""A project as git stores it at one revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.rules import NOT_READABLE
from caresheet.source.folder import PROJECT_FOLDERS


class RevisionError(LookupError):
    """There is no such revision, or no git to ask; the message says which, in a sentence without a period."""


class Revision:
    """The files of a project at a git revision of the repository around it; the work tree is neither read nor changed.

    `name` is anything that git understands, such as `HEAD~1` or a tag. Raises RevisionError.
    """

    def __init__(self, name: str, root: Path) -> None:
        self._root = root
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found is None:
            message = f"'{name}' is not a git revision"
            raise RevisionError(message)
        self._commit = found.decode("ascii").strip()

    def paths(self) -> tuple[str, ...]:
        """Every file of the project's folders, sorted."""
        listed = self._git("ls-tree", "-r", "-z", "--name-only", self._commit, "--", *PROJECT_FOLDERS) or b""
        names = (name.decode("utf-8", "replace") for name in listed.split(b"\0") if name)
        return tuple(sorted(name for name in names if not any(part.startswith(".") for part in name.split("/"))))

    def read(self, path: str) -> bytes:
        """The whole file. Raises CaresheetError (not-readable) if the revision has no such file."""
        data = self._git("cat-file", "blob", f"{self._commit}:./{path}")
        if data is None:
            raise CaresheetError((Problem(Position(path), NOT_READABLE, "the revision has no such file"),))
        return data

    def _git(self, *arguments: str) -> bytes | None:
        """What git prints, None if it fails. Raises RevisionError if git is not installed."""
        try:
            done = subprocess.run(["git", *arguments], cwd=self._root, capture_output=True, check=False)  # noqa: S603, S607
        except OSError as error:
            message = "git is not installed"
            raise RevisionError(message) from error
        return done.stdout if done.returncode == 0 else None
