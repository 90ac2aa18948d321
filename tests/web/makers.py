"""Makers that misbehave, each in its process."""

from __future__ import annotations

import os
import time
from pathlib import Path

from caresheet.app.sheet_maker import SheetOrder


class SlowMaker:
    """Never answers in time, unless its folder has a file `quick`."""

    def __init__(self, folder: Path, *_: object) -> None:
        self.folder = folder

    def view(self, *_: object) -> int:
        """The number of this process, at once or late."""
        if not (self.folder / "quick").exists():
            time.sleep(60)
        return os.getpid()


class BrokenMaker:
    """Has a bug and repeats everything that it was given, or ends without an answer."""

    def __init__(self, how: str, *_: object) -> None:
        self.how = how

    def view(self, order: SheetOrder, *_: object) -> None:
        """Fail."""
        if self.how == "ends":
            os._exit(3)
        raise ValueError(f"cannot print {order.values}")
