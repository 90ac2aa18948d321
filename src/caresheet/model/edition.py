"""Editions of a handout: large and giant print, other paper sizes, sheets for a printer, and forms to fill in on a
screen."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.clinic import Clinic
from caresheet.model.ink import Ink
from caresheet.model.layout import Layout
from caresheet.model.look import PAPERS, POINTS_PER_MM, Look, Margins, Paper, TypeScale
from caresheet.model.press import Sheets
from caresheet.model.topic import Topic
from caresheet.model.zone_look import WriteInBox, ZoneLook

USUAL_CLINIC = "example"
"""The clinic whose handouts do not carry its name in their file names."""


class Size(Enum):
    """Regular print, large print (18 pt and up, APH and ACB) and giant print (24 pt and up, RNIB)."""

    REGULAR = "regular"
    LARGE = "large"
    GIANT = "giant"


_LARGER = {
    Size.LARGE: TypeScale(body=18, floor=18, ceiling=18, leading=1.25, title=30, section=24, subsection=20, running=14),
    Size.GIANT: TypeScale(body=24, floor=24, ceiling=24, leading=1.18, title=34, section=30, subsection=26, running=18),
}
"""The least sizes of larger print (ACB: 18 pt for text and 22 pt for headings; RNIB: 24 pt for giant print)."""
_GROW_SLOWLY = 0.6
"""White space grows more slowly than text."""
_ZONES = {
    Size.LARGE: ZoneLook(
        shape=12 * POINTS_PER_MM, bar=5 * POINTS_PER_MM, title=24, number=44, numbers=22, label=18,
        box=WriteInBox(60 * POINTS_PER_MM, 14 * POINTS_PER_MM), boxes=WriteInBox(255, 34), leading=0.936,
        pictogram=15 * POINTS_PER_MM, sign=1.5 * POINTS_PER_MM, sign_most=8.5 * POINTS_PER_MM, gap=3 * POINTS_PER_MM,
    ),
    Size.GIANT: ZoneLook(
        shape=14 * POINTS_PER_MM, bar=5 * POINTS_PER_MM, title=32, number=60, numbers=28, label=24,
        box=WriteInBox(50 * POINTS_PER_MM, 14 * POINTS_PER_MM), boxes=WriteInBox(255, 34),
        pictogram=12 * POINTS_PER_MM, sign=1.2 * POINTS_PER_MM, sign_most=6 * POINTS_PER_MM, gap=3 * POINTS_PER_MM,
    ),
}  # fmt: skip
"""How zones are drawn in larger print, unless the layout draws them larger still."""
_LINES = {Size.LARGE: 13 * POINTS_PER_MM, Size.GIANT: 15 * POINTS_PER_MM}
"""The least height of a line to write on in larger print, in points: readers of large print often write larger, too."""
_SIDES = {Size.LARGE: 3.0 * POINTS_PER_MM, Size.GIANT: -3.0 * POINTS_PER_MM}
"""How much wider the side margins of larger print are, in points: the longest words of giant print need the room."""
_LEAST_TOP = 12 * POINTS_PER_MM
"""The least top margin of larger print, in points."""
_NARROWEST_SIDE = 9 * POINTS_PER_MM
"""The narrowest side margin of larger print, in points."""
_LEAST_SIDE = 8.3 * POINTS_PER_MM
"""The narrowest side margin on paper that the text of the layout is too wide for, in points: nothing may
print within 8 mm of an edge, and half the width of a frame's line is in the margin."""


class Edition(Struct, frozen=True):
    """A type size, and a paper and an ink if they are not the layout's own. If `fillable`, its blanks are form fields.
    Its pages may be placed on `sheets` for a printer, with crop `marks`. A `bilingual` edition also has the words in
    that language (BCP 47)."""

    size: Size = Size.REGULAR
    paper: str | None = None
    fillable: bool = False
    sheets: Sheets = Sheets.PAGES
    marks: bool = False
    bilingual: str | None = None
    ink: Ink | None = None

    @property
    def is_on_sheets(self) -> bool:
        """Whether its pages are placed on sheets for a printer."""
        return self.sheets is not Sheets.PAGES or self.marks

    @property
    def form_and_sheets(self) -> tuple[bool, str, bool]:
        """What makes a different file of the same words and look."""
        return self.fillable, self.sheets.value, self.marks

    def is_offered_by(self, layout: Layout) -> bool:
        """Whether the layout is made in this size for this paper. Two languages are offered in regular print only, and
        not on panels: lines side by side would be too short there and in larger print."""
        if self.bilingual and (layout.look.panels or self.size is not Size.REGULAR):
            return False
        return (self.paper or layout.paper) in papers_offered(layout, self.size)

    def look(self, layout: Layout) -> Look:
        """The layout's look in this edition.

        Large and giant print have one column, and so do two languages side by side. Lengths in millimeters stay the
        same, except those of panels: a wallet card would have room for three words on a line, so the sheet is folded
        into quarters instead. Pages that are placed side by side are all upright.
        """
        look = replace(layout.look, upright=self.sheets is not Sheets.PAGES)
        paper = _on_paper(look.paper, self.paper) if self.paper else look.paper
        if self.paper:
            look = replace(look, origins=look.origins.without("paper"))
        if self.size is Size.REGULAR:
            return look.on(paper, 1 if self.bilingual else look.columns, look.type)
        sizes = _enlarged(look.type, self.size)
        if sizes.body > look.type.body:
            look = replace(look, origins=look.origins.without("type"))
        grown = (sizes.body / look.type.body) ** _GROW_SLOWLY
        panels = replace(look.panels, quarters=True, fan=False) if look.panels else None
        paper = paper if panels else _with_sides(paper, _SIDES[self.size])
        zones = look.zones.or_larger(_ZONES[self.size])
        blocks, line = look.blocks, _LINES[self.size]
        blocks = replace(
            blocks, entry_height=max(blocks.entry_height, line), log_row_height=max(blocks.log_row_height, line)
        )
        return replace(look.on(paper, 1, sizes).fitted(sizes.body, grown), panels=panels, zones=zones, blocks=blocks)


def edition_for(wanted: Edition, layout: Layout, clinic: Clinic) -> Edition:
    """The edition that a clinic prints: on its own paper, if the layout offers that and no other paper is asked
    for; with the layout's second language, if no other is asked for."""
    if layout.bilingual and wanted.bilingual is None:
        wanted = replace(wanted, bilingual=layout.bilingual)
    own = clinic.paper.text if clinic.paper else None
    if wanted.paper or own is None or own not in papers_offered(layout, wanted.size):
        return wanted
    return replace(wanted, paper=own)


def papers_offered(layout: Layout, size: Size) -> tuple[str, ...]:
    """The names of the papers that the layout is made for in this size."""
    match size:
        case Size.REGULAR:
            return layout.offer.regular
        case Size.LARGE:
            return layout.offer.large
        case Size.GIANT:
            return layout.offer.giant


REGULAR = Edition()
"""Regular print on the layout's own paper."""


def handout_name(topic: Topic, layout: Layout, clinic: Clinic, edition: Edition) -> str:
    """The file name without ending: `<topic>-<layout>-<language>[+<language>][-<size>][-<paper>][-<ink>][-<clinic>]`,
    followed by `-fillable`, `-booklet`, `-2-up` or `-4-up`, and `-marks` where they apply."""
    size = () if edition.size is Size.REGULAR else (edition.size.value,)
    paper = () if edition.paper in (None, layout.paper) else (str(edition.paper),)
    ink = (edition.ink.value,) if edition.ink and edition.ink is not layout.ink else ()
    whose = () if clinic.name == USUAL_CLINIC else clinic.name.split()
    form = ("fillable",) if edition.fillable else ()
    sheets = () if edition.sheets is Sheets.PAGES else (edition.sheets.value,)
    marks = ("marks",) if edition.marks else ()
    language = f"{topic.language}+{edition.bilingual}" if edition.bilingual else topic.language
    return "-".join((topic.name, layout.name, language, *size, *paper, *ink, *whose, *form, *sheets, *marks))


def _on_paper(paper: Paper, name: str) -> Paper:
    """The named paper, portrait or landscape like the given one, with its margins."""
    width, height = PAPERS[name]
    upright = Paper(width, height, _with_block(paper, width))
    return upright.turned() if paper.width > paper.height else upright


def _with_block(paper: Paper, width: float) -> Margins:
    """Side margins that keep the width of the text, as far as they are neither too narrow nor wider than before. A
    page in landscape keeps its own."""
    own = paper.margins
    if paper.width > paper.height:
        return own
    spare = (width - paper.width + own.start + own.end) / 2
    start, end = (min(max(spare, _LEAST_SIDE), max(side, _LEAST_SIDE)) for side in (own.start, own.end))
    return replace(own, start=start, end=end)


def _with_sides(paper: Paper, more: float) -> Paper:
    """The paper with the margins of larger print: side margins wider by `more` points, but none narrower than can be
    printed."""
    own = paper.margins
    start, end = (max(side + more, _NARROWEST_SIDE) for side in (own.start, own.end))
    return replace(paper, margins=replace(own, top=max(own.top, _LEAST_TOP), start=start, end=end))


def _enlarged(sizes: TypeScale, size: Size) -> TypeScale:
    """The type scale of larger print; what a layout sets larger still stays."""
    least = _LARGER[size]
    body = max(least.body, sizes.body)
    return TypeScale(
        body=body,
        floor=least.floor,
        ceiling=body,
        leading=max(least.leading, sizes.leading) if size is Size.LARGE else least.leading,
        title=max(least.title, sizes.title),
        section=max(least.section, sizes.section),
        subsection=max(least.subsection, sizes.subsection),
        running=max(least.running, sizes.running),
    )
