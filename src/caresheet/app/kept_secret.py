"""Secrets that the program makes up for a user and keeps in a file that only this user can read."""

from __future__ import annotations

import os
import time
from pathlib import Path

_BYTES = 32
_PATIENCE, _MOMENT = 20, 0.05
"""How often, and after how many seconds, a file is read again that another process has just made."""


def kept_secret(path: Path) -> str | None:
    """The secret in this file, as hexadecimal digits, made on first use; None where it cannot be kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError:
        return None
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(os.urandom(_BYTES).hex())
    except OSError:
        path.unlink()
        return None
    return _read(path)


def _read(path: Path) -> str | None:
    """What is in the file, once it is there."""
    for _ in range(_PATIENCE):
        try:
            secret = path.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return None
        if len(secret) >= 2 * _BYTES:
            return secret
        time.sleep(_MOMENT)
    return None
