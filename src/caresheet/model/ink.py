"""What a handout is printed with."""

from __future__ import annotations

from enum import Enum


class Ink(Enum):
    """All colors, or black alone: then every color is a gray, and no printer has to turn it into one."""

    COLOR = "color"
    BLACK = "black"
