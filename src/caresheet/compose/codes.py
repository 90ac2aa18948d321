"""The clinic's website as a code to scan, with the address in words below it."""

from __future__ import annotations

from caresheet.compose.templates import filled
from caresheet.compose.values import website_link
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
    if not layout.code or website is None:
        return ()
    address, position = website.text, website.origin.position
    shown = address.removeprefix("https://").removeprefix("http://").rstrip("/")
    link = website_link(address)
    target = link or f"https://{address}"
    before, _, after = labels.code_caption.partition(f"{{{_PLACE}}}")
    caption = (TextRun(before), TextRun(shown, link=link, value=website), TextRun(after))
    figure = document.Figure(
        drawing=document.Code(target),
        alternative=filled(labels.code, website=shown),
        caption=PrintedText(tuple(run for run in caption if run.text), position),
        position=position,
    )
    section = document.Section(
        id=_PLACE,
        heading=None,
        elements=(document.KeepTogether(figure),),
        style=SectionStyle("plain", HeadingLook.PLAIN, layout.look.palette.accent, None, None),
        start=Break.NONE,
        wide=False,
        turned=False,
        position=position,
        name=filled(labels.code, website=shown),
    )
    return (section,)
