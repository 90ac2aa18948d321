"""The typeface of the pages on a screen: the one that handouts are printed in."""

from __future__ import annotations

from caresheet.fonts.faces import font_file
from caresheet.model.page_layout import Face

SCREEN_FACES = {"regular.ttf": Face.REGULAR, "bold.ttf": Face.BOLD}
"""The faces that pages use, by the names under which they load them."""


def screen_face(name: str) -> bytes:
    """The font file of one of SCREEN_FACES (TrueType)."""
    return font_file(SCREEN_FACES[name]).read_bytes()
