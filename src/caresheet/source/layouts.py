"""Reads layouts: resolves what they extend, and turns lengths, colors and names into values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.ink import Ink
from caresheet.model.kind import HandoutKind
from caresheet.model.layout import (
    REQUIRED_RUNNING_ITEMS,
    Break,
    Budgets,
    Citations,
    ContentsList,
    Layout,
    LinkAddresses,
    Offer,
    PageBudget,
    Placement,
    RunningItem,
    RunningItems,
)
from caresheet.model.look import (
    PAPERS,
    AlertLook,
    BlockLooks,
    ListMarker,
    Look,
    Margins,
    Origins,
    Palette,
    PanelSize,
    Paper,
    SectionStyle,
    Spacing,
    StepMarker,
    TableLines,
    TypeScale,
)
from caresheet.model.problem import Findings, Origin, Position
from caresheet.model.value import Value
from caresheet.model.zone_look import WriteInBox, ZoneLook
from caresheet.source import suggest
from caresheet.source.extends import chain_of, defaults, merged, merged_all
from caresheet.source.limits import read_limits, read_waivers
from caresheet.source.nodes import (
    InvalidShapeError,
    MappingNode,
    Node,
    ReportedError,
    ScalarNode,
    is_yes,
    items,
    mapping,
    number,
    one_of,
    scalar,
)
from caresheet.source.own_fonts import own_fonts
from caresheet.source.parsed_file import ParsedFile
from caresheet.source.placed import is_references, placed, placed_by_word
from caresheet.source.section_styles import points, section_styles

NARROWEST_COLUMN = 72.0
"""Points. A column under one inch is too narrow for text."""

NARROWEST_PANEL = 108.0
"""Points. A panel under 1.5 inches wide or high is too small to cut out."""

_ZONE_LENGTHS = (
    *("shape", "bar", "title", "number", "numbers", "label", "key_words"),
    *("pictogram", "pictogram_least", "sign", "sign_most", "gap"),
)
_SIZES = ("regular", "large", "giant")
Chosen = TypeVar("Chosen", bound=Enum)


class BaseLayout(Struct, frozen=True):
    """A layout that can only be extended, because it lacks `audience` or `place`, which `missing` names."""

    name: str
    missing: str


def read_layout(
    name: str,
    parsed_files: Mapping[str, ParsedFile | None],
    files: Files,
    findings: Findings,
    accent: Value | None = None,
) -> Layout | BaseLayout | None:
    """The layout of this name, with what it extends merged in; None if one of these files is not valid, or a font that
    they name cannot be used. `accent` is the clinic's, if it has one."""
    chain = chain_of(name, parsed_files, findings)
    if chain is None:
        return None
    own = merged_all([file.root for file in chain])
    for key in ("audience", "place"):
        if own.get(key) is None:
            return BaseLayout(name, key)
    whole = merged(own, defaults())
    try:
        layout = _LayoutReader(whole, own.position, files, findings, accent).layout(name)
        return replace(layout, files=tuple(file.root.position.file for file in chain))
    except InvalidShapeError as error:
        chain[0].tolerate(error)
    except ReportedError:
        pass
    return None


class _LayoutReader(Struct, frozen=True):
    """Reads one layout from its merged keys. `position` is the start of its own file."""

    whole: MappingNode
    position: Position
    files: Files
    findings: Findings
    accent: Value | None

    def layout(self, name: str) -> Layout:
        own = self._palette()
        palette = replace(own, accent=self.accent.text) if self.accent else own
        styles = section_styles(mapping(self._node("styles")), own, palette)
        header, footer = self._running("header"), self._running("footer")
        placements = self._placements(styles)
        self._report_missing_items(header, footer)
        return Layout(
            name,
            self._at("audience").text,
            self._at("paper").text,
            self._look(palette),
            self._budgets(),
            header,
            footer,
            is_yes(self.whole.get("contents")) or any(isinstance(each.what, ContentsList) for each in placements),
            self._citations(),
            placements,
            tuple(scalar(role).text for role in items(self.whole.get("leave_out"))),
            self.position,
            public=is_yes(self.whole.get("public")),
            code=is_yes(self.whole.get("qr")),
            link_addresses=self._chosen(LinkAddresses, "link_addresses"),
            kind=self._chosen(HandoutKind, "kind"),
            limits=read_limits(self.whole.need("limits"), self._at("audience").text),
            offer=self._offer(),
            waivers=read_waivers(self.whole.get("waive"), self.findings),
            bilingual=scalar(second).text if (second := self.whole.get("bilingual")) else "",
            bilingual_first=tuple(scalar(role).text for role in items(self.whole.get("bilingual_first"))),
            ink=self._chosen(Ink, "ink"),
        )

    def _at(self, *path: str) -> ScalarNode:
        return scalar(self._node(*path))

    def _node(self, *path: str) -> Node:
        node: Node = self.whole
        for key in path:
            node = mapping(node).need(key)
        return node

    def _points(self, *path: str) -> float:
        return points(self._at(*path))

    def _chosen(self, kind: type[Chosen], *path: str) -> Chosen:
        return one_of(kind, self._at(*path))

    def _offer(self) -> Offer:
        """The papers that it is made for; in regular print always its own, which is named first."""
        whole = mapping(self._node("offers"))
        papers = {size: tuple(scalar(each).text for each in items(whole.need(size))) for size in _SIZES}
        papers["regular"] = tuple(dict.fromkeys((self._at("paper").text, *papers["regular"])))
        instead = whole.get("instead")
        position = instead.position if instead else whole.position
        return Offer(**papers, position=position, instead=scalar(instead).text if instead else None)

    def _budgets(self) -> Budgets:
        pages = self.whole.get("pages")
        promises = mapping(pages) if pages else MappingNode((), self.position)
        return Budgets(
            self._budget(promises),
            self._budget(promises.get("large")),
            self._budget(promises.get("giant")),
            self._budget(promises.get("small")),
            tuple(scalar(role).text for role in items(promises.get("not_counting"))),
        )

    def _budget(self, node: Node | None) -> PageBudget | None:
        """The page budget in one mapping, None without `max`."""
        whole = mapping(node) if node else None
        most = whole.get("max") if whole else None
        if whole is None or most is None:
            return None
        least = whole.get("min")
        minimum, maximum = int(number(least)) if least else 1, int(number(most))
        if least and minimum > maximum:
            self._wrong_value(
                scalar(least),
                f"the minimum of {minimum} pages is above the maximum of {maximum}",
                "lower 'min' or raise 'max'",
            )
        aim = whole.get("aim")
        return PageBudget(minimum, maximum, most.position, min(int(number(aim)), maximum) if aim else None)

    def _look(self, palette: Palette) -> Look:
        spacing = {key: self._points("spacing", key) for key in ("paragraph", "item", "section", "heading", "panel")}
        columns, gutter, paper = int(number(self._node("columns"))), self._points("gutter"), self._paper()
        margins = paper.margins
        if (paper.width - margins.start - margins.end - gutter * (columns - 1)) / columns < NARROWEST_COLUMN:
            self._wrong_value(
                self._at("columns"), "the columns are narrower than an inch", "use smaller margins or fewer columns"
            )
        if paper.height - margins.top - margins.bottom < NARROWEST_COLUMN:
            self._wrong_value(
                self._at("margins", "top"), "the margins leave less than an inch of the page", "use smaller margins"
            )
        limits = {key: number(self._node("spacing", key)) for key in ("tightest", "loosest")}
        white = Spacing(**spacing, **limits)
        return Look(
            paper,
            columns,
            gutter,
            self._type(),
            palette,
            white,
            self._blocks(),
            self._zones(),
            self._origins(),
            self._panels(paper),
            own_fonts(self.whole.get("fonts"), self.files, self.findings),
        )

    def _origins(self) -> Origins:
        """The position of every value that the project's files give, by the dotted path of its key."""
        return Origins(self.position, tuple(_given(self.whole, "", self.accent)))

    def _panels(self, paper: Paper) -> PanelSize | None:
        """The size of the panels, at least one of which must fit between the margins."""
        if (own := self.whole.get("panels")) is None:
            return None
        fan, margins = is_yes(mapping(own).get("fan")), paper.margins
        panel = PanelSize(self._points("panels", "width"), self._points("panels", "height"), fan=fan)
        room = (paper.width - margins.start - margins.end, paper.height - margins.top - margins.bottom)
        for side, given, most in (("width", panel.width, room[0]), ("height", panel.height, room[1])):
            if not NARROWEST_PANEL <= given <= most:
                message = f"a panel of this {side} does not fit on the page, or is too small for text"
                hint = f"choose from {NARROWEST_PANEL:.0f}pt to {most:.0f}pt"
                self._wrong_value(self._at("panels", side), message, hint)
        return panel

    def _paper(self) -> Paper:
        turned = self._at("orientation").text == "landscape"
        width, height = PAPERS[self._at("paper").text][:: -1 if turned else 1]
        margins = Margins(*(self._points("margins", side) for side in ("top", "right", "bottom", "left")))
        return Paper(width, height, margins)

    def _type(self) -> TypeScale:
        body, floor = self._points("type", "body"), self._points("type", "floor")
        if floor > body:
            message = f"the body size {self._at('type', 'body').text} is below the floor"
            given = self._at("type", "floor" if self._is_own("type", "floor") else "body")
            self._wrong_value(
                given, f"{message} of {self._at('type', 'floor').text}", "make 'body' at least as large as 'floor'"
            )
        sizes_given = mapping(self._node("type"))
        ceiling = self._points("type", "ceiling") if sizes_given.get("ceiling") else body
        if ceiling < body:
            self._wrong_value(
                self._at("type", "ceiling"), "the ceiling is below the body size", "make it at least as large as 'body'"
            )
        scale = number(self._node("type", "scale"))
        follows = {"title": body * scale**3, "section": body * scale**2, "subsection": body * scale}
        follows["running"] = body / scale
        sizes = {key: self._points("type", key) if sizes_given.get(key) else size for key, size in follows.items()}
        leading = number(self._node("type", "leading"))
        return TypeScale(body=body, floor=floor, ceiling=ceiling, leading=leading, **sizes)

    def _palette(self) -> Palette:
        colors = mapping(self._node("palette")).pairs
        return Palette(**{pair.key.text: scalar(pair.value).text.lower() for pair in colors})

    def _blocks(self) -> BlockLooks:
        return BlockLooks(
            bullets=self._chosen(ListMarker, "blocks", "bullets", "marker"),
            signs=self._chosen(ListMarker, "blocks", "signs", "marker"),
            signs_strong=is_yes(self._node("blocks", "signs", "strong")),
            steps=self._chosen(StepMarker, "blocks", "steps", "marker"),
            table_lines=self._chosen(TableLines, "blocks", "table", "lines"),
            table_bands=is_yes(self._node("blocks", "table", "bands")),
            alert=self._chosen(AlertLook, "blocks", "alert", "look"),
            entry_height=self._points("blocks", "entries", "height"),
            log_row_height=self._points("blocks", "log", "height"),
        )

    def _zones(self) -> ZoneLook:
        lengths = {key: self._points("zones", key) for key in _ZONE_LENGTHS}
        leading = number(self._node("zones", "leading"))
        return ZoneLook(box=self._box("box"), boxes=self._box("boxes"), leading=leading, **lengths)

    def _box(self, key: str) -> WriteInBox:
        return WriteInBox(self._points("zones", key, "width"), self._points("zones", key, "height"))

    def _running(self, which: str) -> RunningItems:
        sides = (items(self._node(which, side)) for side in ("left", "center", "right"))
        return RunningItems(*(tuple(one_of(RunningItem, item) for item in side) for side in sides))

    def _report_missing_items(self, header: RunningItems, footer: RunningItems) -> None:
        there = {item for line in (header, footer) for item in (*line.start, *line.center, *line.end)}
        missing = [item.value for item in REQUIRED_RUNNING_ITEMS if item not in there]
        if missing:
            message = f"neither the header nor the footer has {', '.join(missing)}"
            self.findings.add(self._place("footer"), rules.MISSING_KEY, message, "add it: every page must show it")

    def _place(self, key: str) -> Position:
        """The position of a key, or the start of the layout if the value is a default."""
        node = self.whole.get(key)
        return node.position if node and self._is_own(key) else self.position

    def _is_own(self, *path: str) -> bool:
        """Whether the project gives the value, rather than the defaults."""
        return self._node(*path).position.file != defaults().position.file

    def _citations(self) -> Citations:
        citations = self._chosen(Citations, "citations")
        if citations is not Citations.HIDDEN and not any(is_references(item) for item in self._places()):
            message = f"sources are {citations.value}, but 'place' has no 'references' to show them"
            hint = "add 'references' to 'place', or write citations: hidden"
            self.findings.add(self._place("citations"), rules.MISSING_KEY, message, hint)
        return citations

    def _places(self) -> tuple[Node, ...]:
        return items(self.whole.get("place"))

    def _placements(self, styles: dict[str, SectionStyle]) -> tuple[Placement, ...]:
        made: list[Placement] = []
        for node in self._places():
            placement = self._placement(node, styles)
            if any(placement.what == other.what for other in made):
                message = "this is placed twice"
                self.findings.add(node.position, rules.DUPLICATE_ID, message, "place it once")
            made.append(placement)
        return tuple(made)

    def _placement(self, node: Node, styles: dict[str, SectionStyle]) -> Placement:
        if isinstance(node, ScalarNode):
            return Placement(placed_by_word(node), styles["plain"], Break.NONE, False, False, node.position)  # noqa: FBT003 - a record
        whole = mapping(node)
        start, turned = whole.get("start"), whole.get("orientation")
        return Placement(
            placed(whole),
            self._styled(whole.get("style"), styles),
            Break.NONE if start is None else one_of(Break, start),
            is_yes(whole.get("wide")),
            turned is not None and scalar(turned).text != self._at("orientation").text,
            whole.position,
        )

    def _styled(self, node: Node | None, styles: dict[str, SectionStyle]) -> SectionStyle:
        name = "plain" if node is None else scalar(node).text
        if node and name not in styles:
            hint = suggest.hint(name, styles)
            self.findings.add(node.position, rules.UNKNOWN_NAME, f"this layout has no style '{name}'", hint)
        return styles.get(name, styles["plain"])

    def _wrong_value(self, node: ScalarNode, message: str, hint: str) -> None:
        is_default = node.position.file == defaults().position.file
        self.findings.add(self.position if is_default else node.position, rules.WRONG_VALUE, message, hint)


def _given(whole: MappingNode, path: str, accent: Value | None) -> Iterator[Origin]:
    """Where each value is given; the accent and what has its color, where the clinic gives it."""
    for pair in whole.pairs:
        key = f"{path}{pair.key.text}"
        if accent and (key == "palette.accent" or (isinstance(pair.value, ScalarNode) and pair.value.text == "accent")):
            yield Origin(key, accent.origin.position)
        elif pair.value.position.file != defaults().position.file:
            yield Origin(key, pair.value.position)
        if isinstance(pair.value, MappingNode):
            yield from _given(pair.value, f"{key}.", accent)
