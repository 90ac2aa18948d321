"""Secrets are made once for a user, and told to nobody else; without one there is no outbox."""

from __future__ import annotations

import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from caresheet.app.kept_secret import kept_secret
from caresheet.app.mail.settings import open_outbox
from caresheet.model.problem import CaresheetError

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 12345
"""A user whom the system does not know, and who so has no home."""


def test_whoever_is_first(tmp_path: Path) -> None:
    """Of many programs that ask for it at once, all get the same secret, and only their user can read it."""
    path = tmp_path / "new" / "secret"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(kept_secret, [path] * 50))
    (secret,) = secrets
    assert secret
    assert len(bytes.fromhex(secret)) == 32
    assert kept_secret(tmp_path / "other") != secret
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nowhere_to_keep_it(tmp_path: Path) -> None:
    """Where it cannot be kept there is none, and the outbox says where it would be."""
    (tmp_path / "file").touch()
    assert kept_secret(tmp_path / "file" / "secret") is None
    settings = {"CARESHEET_OUTBOX": str(tmp_path / "outbox"), "CARESHEET_SETTINGS": str(tmp_path / "file")}
    with pytest.raises(
        CaresheetError, match=r"mail-settings the secret of the outbox cannot be kept in .*outbox-secret"
    ):
        open_outbox(settings, date(2026, 11, 24))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the child does next to nothing
@pytest.mark.skipif(not IS_ROOT, reason="only root may be somebody whom the system does not know")
def test_a_user_without_a_home() -> None:
    """A user without a home is told what is missing."""
    import platformdirs.unix  # noqa: F401 - the other user may not read where packages are

    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            os.environ.pop(name, None)
        try:
            os.setuid(NOBODY)
            open_outbox({}, date(2026, 11, 24))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
            os.write(theirs, str(error).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as said:
        assert said.read().startswith("mail-settings this user has no home folder for the outbox and its secret")
    os.waitpid(child, 0)
