"""The line that an interpreter costs nothing, in the handout's language."""

from __future__ import annotations

from caresheet.compose.context import ComposeContext
from caresheet.compose.inline import printed
from caresheet.model import document
from caresheet.model.layout import Placement
from caresheet.model.text import Placeholder, Text, TextRun

_ID = "interpreter"
"""The id of the section that the program adds, and the place in its label of the number to call."""


def interpreter_section(context: ComposeContext, placement: Placement) -> document.Section:
    """The line at the place that the layout gives it, with the number to call or a line to write it on.

    Source: 45 CFR 92.201 (language assistance services, free of charge).
    """
    before, number, after = context.labels.interpreter.partition("{number}")
    call = (Placeholder(f"clinic.{_ID}", captioned=False),) if number else ()
    said = Text((TextRun(before), *call, TextRun(after)), placement.position)
    return document.Section(
        id=_ID,
        heading=None,
        elements=(document.Paragraph(printed(context, said)),),
        style=placement.style,
        start=placement.start,
        wide=placement.wide,
        turned=placement.turned,
        position=placement.position,
    )
