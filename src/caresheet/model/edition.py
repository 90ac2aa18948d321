"""The same handout for other eyes and other paper: large and giant print, and paper sizes."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.clinic import Clinic
from caresheet.model.layout import Layout
from caresheet.model.look import PAPERS, Look, Paper, TypeScale
from caresheet.model.topic import Topic

USUAL_CLINIC = "example"
"""The clinic whose handouts do not carry its name in their file names."""


class Size(Enum):
    """Regular print, large print (18 pt and up, APH and ACB) and giant print (24 pt and up, RNIB)."""

    REGULAR = "regular"
    LARGE = "large"
    GIANT = "giant"


_BODY = {Size.LARGE: 18.0, Size.GIANT: 24.0}
_RUNNING = {Size.LARGE: 12.0, Size.GIANT: 14.0}
"""The smallest sizes of headers and footers, in points."""
_GROW_SLOWLY = 0.6
"""Headings and white space grow more slowly than text (ACB: headings of 22 pt with text of 18 pt)."""


class Edition(Struct, frozen=True):
    """A type size, and a paper if it is not the layout's own."""

    size: Size = Size.REGULAR
    paper: str | None = None

    def look(self, layout: Layout) -> Look:
        """The layout's look in this edition.

        Large and giant print have one column. Lengths in millimeters stay the same, except those of panels: a wallet
        card would have room for three words on a line, so the sheet is folded into quarters instead.
        """
        look = layout.look
        paper = _on_paper(look.paper, self.paper) if self.paper else look.paper
        if self.paper:
            look = replace(look, origins=look.origins.without("paper"))
        if self.size is Size.REGULAR:
            return look.on(paper, look.columns, look.type)
        sizes = _enlarged(look.type, self.size)
        if sizes.body > look.type.body:
            look = replace(look, origins=look.origins.without("type"))
        grown = (sizes.body / look.type.body) ** _GROW_SLOWLY
        panels = replace(look.panels, quarters=True) if look.panels else None
        return replace(look.on(paper, 1, sizes), panels=panels).fitted(sizes.body, grown)


REGULAR = Edition()
"""Regular print on the layout's own paper."""


def handout_name(topic: Topic, layout: Layout, clinic: Clinic, edition: Edition) -> str:
    """The file name without ending: `<topic>-<layout>-<language>[-<size>][-<paper>][-<clinic>]`."""
    size = () if edition.size is Size.REGULAR else (edition.size.value,)
    paper = () if edition.paper in (None, layout.paper) else (str(edition.paper),)
    whose = () if clinic.name == USUAL_CLINIC else clinic.name.split()
    return "-".join((topic.name, layout.name, topic.language, *size, *paper, *whose))


def _on_paper(paper: Paper, name: str) -> Paper:
    """The named paper, portrait or landscape like the given one, with its margins."""
    width, height = PAPERS[name]
    upright = Paper(width, height, paper.margins)
    return upright.turned() if paper.width > paper.height else upright


def _enlarged(sizes: TypeScale, size: Size) -> TypeScale:
    body = max(_BODY[size], sizes.body)
    grown = (body / sizes.body) ** _GROW_SLOWLY
    return TypeScale(
        body=body,
        floor=_BODY[size],
        ceiling=body,
        leading=sizes.leading,
        title=max(sizes.title * grown, body),
        section=max(sizes.section * grown, body),
        subsection=max(sizes.subsection * grown, body),
        running=max(_RUNNING[size], sizes.running),
    )
