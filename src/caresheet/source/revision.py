"""A project as git stores it at one revision."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.rules import NOT_READABLE
from caresheet.source.folder import PROJECT_FOLDERS

_OFFLINE = {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
"""What is asked for is in the repository or nowhere. A repository that lacks an object could else name the command that
fetches it (`remote.*.uploadpack`), and comparing two revisions of a clone would run that command."""


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
        git = _installed_git()
        if git is None:
            message = "git is not installed"
            raise RevisionError(message)
        command = [git, "-c", "safe.bareRepository=explicit", *arguments]
        done = subprocess.run(command, cwd=self._root, capture_output=True, check=False, env=os.environ | _OFFLINE)  # noqa: S603
        return done.stdout if done.returncode == 0 else None


def _installed_git() -> str | None:
    """Where git is installed, None if it is not. A program called git in the current folder or in the project is never
    meant: Windows would look there first."""
    folders = (folder for folder in os.get_exec_path() if Path(folder).is_absolute())
    found = shutil.which("git", path=os.pathsep.join(folders))
    if found is None or Path(found).resolve().parent == Path.cwd():
        return None
    return found
