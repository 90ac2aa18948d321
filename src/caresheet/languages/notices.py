"""The notice that language assistance is free, in the official wording of each language."""

from __future__ import annotations

from caresheet.languages.folders import read, tags

_NOTICE = "language_help.txt"


def notice_tags() -> tuple[str, ...]:
    """The languages with an official notice."""
    return tags(_NOTICE)


def language_notice(tag: str) -> str:
    """The notice in exactly this language, one of `notice_tags`, with `{{clinic.interpreter}}` for the number to call.

    Source: 45 CFR 92.11 (notice of availability of language assistance services); each file names the source of its
    wording.
    """
    lines = read(tag, _NOTICE).decode("utf-8").splitlines()
    return " ".join(line for line in lines if not line.startswith("#"))
