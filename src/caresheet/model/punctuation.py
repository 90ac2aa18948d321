"""Marks that end sentences, or part them, in any script."""

from __future__ import annotations

SENTENCE_ENDS = frozenset(
    "!.?\u0589\u061d\u061e\u061f\u06d4\u0700\u0701\u0702\u07f9\u0837\u0839\u083d\u083e\u0964\u0965\u104a"
    "\u104b\u1362\u1367\u1368\u166e\u1735\u1736\u17d4\u17d5\u1803\u1809\u1944\u1945\u1aa8\u1aa9\u1aaa\u1aab"
    "\u1b5a\u1b5b\u1b5e\u1b5f\u1b7d\u1b7e\u1c3b\u1c3c\u1c7e\u1c7f\u2026\u203c\u203d\u2047\u2048\u2049\u2e2e"
    "\u2e3c\u2e53\u2e54\u3002\ua4ff\ua60e\ua60f\ua6f3\ua6f7\ua876\ua877\ua8ce\ua8cf\ua92f\ua9c8\ua9c9\uaa5d"
    "\uaa5e\uaa5f\uaaf0\uaaf1\uabeb\ufe52\ufe56\ufe57\uff01\uff0e\uff1f\uff61"
)
"""Marks at the end of a sentence (Unicode, Sentence_Terminal, up to U+FFFF), with the ellipsis and the Khmer marks that
Unicode 15 leaves out."""
COLONS = (":", "\uff1a")
"""The usual colon, and the full-width one of Chinese and Japanese."""
_PAUSES = frozenset((*COLONS, ";", "\u037e", "\u061b", "\uff1b", "\u1364", "\u1365", "\u1366"))
"""Colons and semicolons: Greek, Arabic, full-width, and Ethiopic ones, too."""
_CLOSING = " \u00a0\"'\u201d\u2019\u00bb\u203a\u300d\u300f"
"""Quotation marks that may follow the last mark of a sentence, in French behind a space."""


def ends_itself(words: str) -> bool:
    """Whether words end with a mark that parts them from the next ones: no semicolon or colon is needed after it."""
    return words[-1:] in SENTENCE_ENDS | _PAUSES


def ends_itself_inside_quotes(words: str) -> bool:
    """The same, with or without closing quotation marks behind the mark."""
    return ends_itself(words.rstrip(_CLOSING))
