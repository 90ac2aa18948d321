"""What `caresheet email` was asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from caresheet.model.walk import Discreet


class Order(Discreet, frozen=True):
    """What was asked for: each field is the parameter of an option. A line of a list may ask for another layout,
    language or size."""

    topic: str | None
    layout: str | None
    language: str | None
    size: str
    paper: str | None
    clinic: Path | None
    to: str | None
    recipients: Path | None
    sending: bool
    confirm: int | None
    test_me: bool
    eml_dir: Path | None
    draft: bool
    campaign: str
    per_minute: int
    insecure: bool
    today: date
    root: Path | None

    @property
    def leaves(self) -> int:
        """In how many ways messages are to leave; 0 only says what would be sent."""
        return sum((self.sending, self.test_me, self.eml_dir is not None))
