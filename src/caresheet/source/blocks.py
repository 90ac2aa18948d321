"""Reads the blocks of a section: YAML nodes become the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from caresheet.languages import language_notice, notice_tags
from caresheet.model import rules
from caresheet.model.files import Files
from caresheet.model.problem import Position
from caresheet.model.text import Inline, Placeholder, Text, TextRun
from caresheet.model.topic import (
    EVERYONE,
    Alert,
    Block,
    ByAudience,
    Common,
    Definition,
    Definitions,
    Entries,
    Entry,
    Figure,
    Flow,
    FlowBar,
    FlowBox,
    FlowLoop,
    Item,
    ItemList,
    Level,
    ListKind,
    Log,
    Option,
    Paragraph,
    Picture,
    Question,
    Questions,
    Quote,
    Row,
    SvgPicture,
    Table,
)
from caresheet.source.block_kinds import BY_KEY, COMMON_KEYS, LIST_KEYS, BlockKind
from caresheet.source.meters import meter_of
from caresheet.source.nodes import (
    InvalidShapeError,
    MappingNode,
    Node,
    ReportedError,
    ScalarNode,
    SequenceNode,
    is_yes,
    items,
    mapping,
    one_of,
    one_or_more,
    pairs,
    scalar,
    whole_number,
)
from caresheet.source.parsed_file import ParsedFile
from caresheet.source.pictograms import pictogram
from caresheet.source.pictures import picture
from caresheet.source.words import TextUse, WordReader

_BLOCK_KEYS = {*BY_KEY, *(key.name for key in COMMON_KEYS)}


class BlockReader(Struct, frozen=True):
    """Reads blocks of one file. `critical` says whether they are in a critical section."""

    file: ParsedFile
    words: WordReader
    files: Files
    critical: bool = False

    def blocks(self, nodes: Iterable[Node]) -> tuple[Block, ...]:
        """The blocks of a list. Those that are not valid have been reported, and are left out."""
        return self.file.valid_only(self.block, nodes)

    def block(self, node: Node) -> Block:
        """One block. Raises InvalidShapeError if no key names a kind of block, ReportedError if its picture cannot be
        used."""
        if isinstance(node, ScalarNode):
            self._report_missing_space(node)
            return Paragraph(Common(node.position), self.words.text(node))
        whole = mapping(node)
        kind = next((BY_KEY[key] for key in whole.names() if key in BY_KEY), None)
        if kind is None:
            raise InvalidShapeError(whole.position, f"no kind of block is called {', '.join(map(repr, whole.names()))}")
        return self._of_kind(kind, whole.need(kind.key), self._common(whole))

    def _of_kind(self, kind: BlockKind, node: Node, common: Common) -> Block:  # noqa: C901, PLR0912 - a case a kind
        match kind:
            case BlockKind.PARAGRAPH:
                return Paragraph(common, self.words.line(node))
            case BlockKind.BULLETS | BlockKind.STEPS | BlockKind.SIGNS | BlockKind.CHECKLIST:
                return self._item_list(kind, node, common)
            case BlockKind.ALERT:
                return self._alert(mapping(node), common)
            case BlockKind.TABLE:
                return self._table(mapping(node), common)
            case BlockKind.FIGURE:
                return self._figure(mapping(node), common)
            case BlockKind.QUESTIONS:
                return Questions(common, self.file.valid_only(self._question, items(node)))
            case BlockKind.DEFINITIONS:
                return Definitions(common, self.file.valid_only(self._definition, items(node)))
            case BlockKind.QUOTE:
                return self._quote(mapping(node), common)
            case BlockKind.LANGUAGE_HELP:
                notices = self.file.valid_only(self._notice, items(mapping(node).get("languages")))
                return ItemList(common, ListKind.BULLETS, notices)
            case BlockKind.ENTRIES | BlockKind.CONTACTS:
                return self._entries(node, common, boxed=kind is BlockKind.CONTACTS)
            case BlockKind.LOG:
                return self._log(mapping(node), common)
            case BlockKind.BY_AUDIENCE:
                return self._by_audience(node, common)
            case _:
                assert_never(kind)

    def audiences(self, node: Node | None) -> frozenset[str]:
        """The audiences that `for` names, none if there is no `for`."""
        found = [scalar(each) for each in one_or_more(node)]
        known = None if self.words.names.audiences is None else (EVERYONE, *self.words.names.audiences)
        for each in found:
            self.words.known(each.text, known, each.position, rules.UNKNOWN_NAME, "topic.yaml has no audience")
        return frozenset(each.text for each in found)

    def narrowed(self, whole: MappingNode) -> frozenset[str]:
        """The audiences of a part of a section. In a critical section, a part must be for everyone."""
        audiences = self.audiences(whole.get("for"))
        given = whole.pair("for")
        if self.critical and given and EVERYONE not in audiences:
            self._report_varying(given.key.position)
        return audiences

    def _common(self, whole: MappingNode) -> Common:
        audiences = self.narrowed(whole)
        sources = tuple(scalar(each) for each in items(whole.get("sources")))
        for each in sources:
            known = self.words.names.sources
            self.words.known(each.text, known, each.position, rules.UNKNOWN_SOURCE, "topic.yaml has no source")
        return Common(
            whole.position,
            _maybe(whole.get("id")),
            audiences,
            tuple(each.text for each in sources),
            _maybe(whole.get("lang")),
            keep=is_yes(whole.get("keep")),
        )

    def _report_varying(self, position: Position) -> None:
        message = "a critical section must say the same to everyone"
        hint = "move what only some readers need to a section that is not critical"
        self.words.findings.add(position, rules.CRITICAL_VARIES, message, hint)

    def _report_missing_space(self, node: ScalarNode) -> None:
        match = re.match(r"([a-z_]+):\S", node.text)
        if node.plain and match and match[1] in _BLOCK_KEYS:
            message = f"a space is missing after '{match[1]}:'"
            self.words.findings.add(node.position, rules.INVALID_YAML, message, f"write {match[1]}: …")

    def _item_list(self, kind: BlockKind, node: Node, common: Common) -> ItemList:
        return ItemList(common, ListKind(kind.key), self.file.valid_only(self._item, items(node)))

    def _notice(self, node: Node) -> Item:
        """The official notice in one language, as words of that language. It says itself what its blank is for."""
        tag = scalar(node)
        if tag.text not in notice_tags():
            hint = "leave it out; there is one in " + ", ".join(notice_tags())
            message = f"there is no official notice in '{tag.text}'"
            self.words.findings.add(tag.position, rules.WRONG_VALUE, message, hint)
            raise ReportedError
        said = self.words.text(replace(tag, text=language_notice(tag.text)))
        return Item(replace(said, inlines=tuple(_in_language(each, tag.text) for each in said.inlines)))

    def _item(self, node: Node) -> Item:
        if isinstance(node, ScalarNode):
            return Item(self.words.text(node))
        whole = mapping(node)
        nested = next((pair for pair in whole.pairs if pair.key.text in LIST_KEYS), None)
        below = None
        if nested:
            below = self._item_list(BY_KEY[nested.key.text], nested.value, Common(nested.key.position))
        drawn = self._pictogram(whole)
        return Item(self.words.line(whole), below, drawn)

    def _alert(self, whole: MappingNode, common: Common) -> Block:
        title = self.words.maybe(whole.get("title"), TextUse.HEADING)
        return Alert(common, one_of(Level, whole.need("level")), title, self.blocks(items(whole.get("blocks"))))

    def _table(self, whole: MappingNode, common: Common) -> Block:
        columns = self._heads(whole)
        rows = self.file.valid_only(self._row, items(whole.get("rows")))
        self._report_uneven_rows(rows, len(columns))
        caption = self.words.text(whole.need("caption"))
        table = Table(common, caption, columns, rows, is_yes(whole.get("row_headers")))
        meter = whole.get("meter")
        return table if meter is None else replace(table, meter=meter_of(table, mapping(meter), self.words.findings))

    def _heads(self, whole: MappingNode) -> tuple[Text, ...]:
        return tuple(self.words.text(each, TextUse.HEADING) for each in items(whole.get("columns")))

    def _row(self, node: Node) -> Row:
        level = None if isinstance(node, SequenceNode) else one_of(Level, mapping(node).need("level"))
        cells = node if isinstance(node, SequenceNode) else mapping(node).need("cells")
        return Row(tuple(self._cell(cell) for cell in items(cells)), node.position, level)

    def _cell(self, node: Node) -> tuple[Text, ...]:
        if isinstance(node, ScalarNode) and not node.text.strip():
            return ()
        return tuple(self.words.line(each) for each in one_or_more(node))

    def _report_uneven_rows(self, rows: tuple[Row, ...], columns: int) -> None:
        for row in rows:
            width = len(row.cells) + (row.level is not None)
            if width != columns:
                counted = f"{len(row.cells)} cells" + (" and a level" if row.level else "")
                message = f"this row has {counted}, but the table has {columns} columns"
                self.words.findings.add(row.position, rules.WRONG_VALUE, message, "'' is an empty cell")
            if (row.level is None) != (rows[0].level is None):
                message = "some rows of this table have a level, and some have none"
                self.words.findings.add(row.position, rules.WRONG_VALUE, message, "give all of them one, or none")

    def _figure(self, whole: MappingNode, common: Common) -> Block:
        alternative = self.words.text(whole.need("alt"), TextUse.ALTERNATIVE)
        caption = self.words.maybe(whole.get("caption"))
        flow = whole.get("flow")
        drawing: Picture | SvgPicture | Flow
        if flow is None:
            drawing = picture(scalar(whole.need("image")), self.files, self.words.findings)
        else:
            drawing = self._flow(mapping(flow))
        return Figure(common, drawing, alternative, caption)

    def _flow(self, whole: MappingNode) -> Flow:
        boxes = [mapping(each) for each in items(whole.get("boxes"))]
        self.unique([scalar(box.need("id")) for box in boxes], "box")
        order = [scalar(box.need("id")).text for box in boxes]
        ends = {name: [mapping(each) for each in items(whole.get(name))] for name in ("loops", "bars")}
        for name, each in ((name, each) for name, found in ends.items() for each in found):
            self._report_wrong_direction(each, order, back=name == "loops")
        return Flow(
            tuple(
                FlowBox(name, self.words.text(box.need("text")), self._pictogram(box))
                for name, box in zip(order, boxes, strict=True)
            ),
            tuple(FlowLoop(*_ends(each), self.words.maybe(each.get("text"))) for each in ends["loops"]),
            tuple(FlowBar(self.words.text(each.need("text")), *_ends(each)) for each in ends["bars"]),
        )

    def _pictogram(self, whole: MappingNode) -> SvgPicture | None:
        name = whole.get("pictogram")
        return None if name is None else pictogram(scalar(name), self.files, self.words.findings)

    def _report_wrong_direction(self, arrow: MappingNode, order: list[str], *, back: bool) -> None:
        """Report a loop that does not lead back, a bar that does not run forward, and ends that are not boxes."""
        start, stop = scalar(arrow.need("from")), scalar(arrow.need("to"))
        for end in (start, stop):
            self.words.known(end.text, order, end.position, rules.UNKNOWN_NAME, "this figure has no box")
        if start.text in order and stop.text in order:
            steps = order.index(stop.text) - order.index(start.text)
            if (back and steps >= 0) or (not back and steps < 0):
                message = "a loop leads back to an earlier box" if back else "a bar runs from one box to a later one"
                self.words.findings.add(stop.position, rules.WRONG_VALUE, message, "swap 'from' and 'to'")

    def _question(self, node: Node) -> Question:
        whole = mapping(node)
        ask = self.words.text(whole.need("ask"), TextUse.HEADING)
        return Question(ask, self.blocks(one_or_more(whole.get("answer"))))

    def _definition(self, node: Node) -> Definition:
        whole = mapping(node)
        term = self.words.text(whole.need("term"), TextUse.HEADING)
        return Definition(scalar(whole.need("id")).text, term, self.words.text(whole.need("meaning")))

    def _quote(self, node: MappingNode, common: Common) -> Quote:
        by = node.get("by")
        return Quote(common, self.words.text(node.need("text")), self.words.text(by) if by else None)

    def _entries(self, node: Node, common: Common, *, boxed: bool) -> Entries:
        return Entries(common, boxed, self.file.valid_only(self._entry, items(node)))

    def _entry(self, node: Node) -> Entry:
        whole = mapping(node)
        lines = whole.get("lines")
        if whole.get("value") is not None and lines is not None:
            message = "'value' and 'lines' cannot be used together: an entry with a value has no lines"
            self.words.findings.add(lines.position, rules.WRONG_VALUE, message, "keep one of them")
        label = self.words.text(whole.need("label"))
        value = whole.get("value")
        return Entry(label, None if value is None else self.words.line(value), _count(lines))

    def _log(self, whole: MappingNode, common: Common) -> Block:
        rows, sheets = _count(whole.need("rows")), _count(whole.get("sheets"))
        return Log(common, self.words.text(whole.need("caption")), self._heads(whole), rows, sheets)

    def _by_audience(self, node: Node, common: Common) -> Block:
        if self.critical:
            self._report_varying(common.position)
        options: list[Option] = []
        for pair in pairs(node):
            self.audiences(pair.key)
            options.append(Option(pair.key.text, self.blocks(one_or_more(pair.value))))
        return ByAudience(common, tuple(options))

    def unique(self, names: Iterable[ScalarNode], what: str) -> None:
        """Report every name that is used twice."""
        seen: dict[str, ScalarNode] = {}
        for name in names:
            if name.text in seen:
                message = f"another {what} has the id '{name.text}', in line {seen[name.text].position.line}"
                self.words.findings.add(name.position, rules.DUPLICATE_ID, message, "give this one a different id")
            seen.setdefault(name.text, name)


def _in_language(inline: Inline, tag: str) -> Inline:
    """Words of an official notice in their language; its number needs no label of the handout's language."""
    if isinstance(inline, Placeholder):
        return replace(inline, captioned=False)
    return replace(inline, language=tag) if isinstance(inline, TextRun) else inline


def _maybe(node: Node | None) -> str | None:
    return None if node is None else scalar(node).text


def _ends(arrow: MappingNode) -> tuple[str, str]:
    return scalar(arrow.need("from")).text, scalar(arrow.need("to")).text


def _count(node: Node | None) -> int:
    """A number of lines, rows or sheets, 1 if the key is not given. Raises InvalidShapeError if it is not a number."""
    return 1 if node is None else whole_number(node)
