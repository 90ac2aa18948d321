"""The clinic's website as a code to scan, with the address in words below it."""

from __future__ import annotations

from caresheet.model import document
from caresheet.model.clinic import Clinic
from caresheet.model.labels import Labels
from caresheet.model.layout import Break, Layout
from caresheet.model.look import HeadingLook, SectionStyle
from caresheet.model.text import PrintedText, TextRun

_PLACE = "website"
"""Stands for `{website}` in labels."""


def code_section(layout: Layout, clinic: Clinic, labels: Labels) -> tuple[document.Section, ...]:
    """The last section of a layout that asks for the code; nothing where the clinic has no website."""
    website = clinic.value("website")
    if not layout.code or not website:
        return ()
    shown = website.removeprefix("https://").removeprefix("http://").rstrip("/")
    target = website if website.startswith(("https://", "http://")) else f"https://{website}"
    caption, alternative = (words.replace(f"{{{_PLACE}}}", shown) for words in (labels.code_caption, labels.code))
    figure = document.Figure(
        drawing=document.Code(target),
        alternative=alternative,
        caption=PrintedText((TextRun(caption),), clinic.position),
        position=clinic.position,
    )
    section = document.Section(
        id=_PLACE,
        heading=None,
        elements=(document.KeepTogether(figure),),
        style=SectionStyle("plain", HeadingLook.PLAIN, layout.look.palette.accent, None, None),
        start=Break.NONE,
        wide=False,
        turned=False,
        position=clinic.position,
    )
    return (section,)
