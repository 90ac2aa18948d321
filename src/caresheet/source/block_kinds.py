"""Every kind of block that a section can hold: the one table that the schema, the reader and the reference follow.

A new kind is a member of `BlockKind`. mypy then names the places that have to know it: the reader (blocks.py) and, once
its model is there, whatever matches on blocks.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from caresheet.source.item_shapes import ITEMS, LINE, LISTS, NAME, PICTOGRAM, SIGNS, TEXT, TOGETHER, WORDINGS
from caresheet.source.schema_shapes import ByName, Count, Either, Key, ListOf, Named, Record, Ref, Shape

YES_NO = Ref("yes_no", "yes or no", "yes or no")
LEVEL = Ref("level", "stop, call or note", "levels")
LANGUAGE = Ref("language", "language tag, such as es", "language tags")
AUDIENCES = Ref("for", "everyone, an audience, or a list of audiences", "audiences")
SOURCE = Ref("source_id", "id of a source", "ids of sources")
BLOCKS = ListOf(Ref("block", "block", "blocks"))

COMMON_KEYS = (
    Key("id", NAME, "The block's own name, unique in the file."),
    Key("for", AUDIENCES, "Only for these readers of the section."),
    Key("sources", ListOf(SOURCE, unique=True), "The sources of the whole block."),
    Key("lang", LANGUAGE, "The language of this block where it differs from the file's.", title="Language"),
    Key("keep", YES_NO, "yes: do not split this block between pages.", title="Keep together"),
)
"""What every block may carry beside the key that names its kind."""


class Declaration(Struct, frozen=True):
    """One kind of block. `key` names it in a file, with a value of the shape `holds`; `prints` says what a reader sees;
    `example` is the smallest block of the kind, as YAML.

    `in_alert` allows it inside an alert, `in_item` below an item of a list.
    """

    key: str
    title: str
    description: str
    holds: Shape
    prints: str
    example: str
    in_alert: bool = False
    in_item: bool = False


def _item_list(number: int, prints: str, example: str, holds: Shape = ITEMS) -> Declaration:
    key, title, description = LISTS[number]
    return Declaration(key, title, description, holds, prints, example, in_alert=True, in_item=True)


_CELL = Named(
    "cell",
    "Cell",
    "A text, a line with two wordings, a list of them (set as bullets), or '' for an empty cell.",
    Either(
        (Ref("text_or_nothing", "text, or '' for nothing", "texts"), ListOf(LINE), Record(WORDINGS, together=TOGETHER))
    ),
)
_ROW = Named(
    "row",
    "Row",
    "A list of cells, or a level with its cells.",
    Either(
        (
            ListOf(_CELL),
            Record(
                (
                    Key("level", LEVEL, "The level whose mark heads the row.", required=True),
                    Key("cells", ListOf(_CELL), "The other cells of the row: one fewer than columns.", required=True),
                )
            ),
        )
    ),
)
_COLUMNS = Key(
    "columns",
    ListOf(TEXT, least=2, title="Head", description="One head."),
    "The heads of the columns, two or more.",
    required=True,
)
_SQUARES = ListOf(Count(10, least=0), title="Squares", description="How many squares are filled.")
_METER = Record(
    (
        Key("rows", _SQUARES, "How many squares are filled in the first cell of each row."),
        Key("columns", _SQUARES, "How many squares are filled in the head of each column but the first."),
    ),
    one_of=("rows", "columns"),
)
_BOX = Record(
    (
        Key("id", NAME, "The box's name, unique in the figure.", required=True),
        Key("text", TEXT, "The words in the box.", required=True),
        PICTOGRAM,
    )
)
_LOOP = Record(
    (
        Key("from", NAME, "The box where the arrow starts.", required=True),
        Key("to", NAME, "The earlier box where it ends.", required=True),
        Key("text", TEXT, "Words at the arrow."),
    )
)
_BAR = Record(
    (
        Key("text", TEXT, "The words in the bar.", required=True),
        Key("from", NAME, "The first box above the bar.", required=True),
        Key("to", NAME, "The last box above the bar.", required=True),
    )
)
_BOXES = ListOf(_BOX, least=2, title="Box", description="One box.")
_LOOPS = ListOf(_LOOP, title="Loop", description="One arrow back.")
_BARS = ListOf(_BAR, title="Bar", description="One bar.")
_FLOW = Named(
    "flow",
    "Flow",
    "A diagram: boxes in a row with arrows between neighbors. Boxes with pictograms are numbered.",
    Record(
        (
            Key(
                "boxes",
                _BOXES,
                "The boxes, in their order.",
                required=True,
            ),
            Key(
                "loops",
                _LOOPS,
                "Arrows back from a box to an earlier one.",
            ),
            Key("bars", _BARS, "Words below a run of boxes."),
        )
    ),
)
_ENTRIES = Named(
    "entries",
    "Entries",
    "Rows to fill in.",
    ListOf(
        Record(
            (
                Key("label", TEXT, "What belongs there.", required=True),
                Key("value", LINE, "What is already known, often a placeholder such as {{clinic.phone}}."),
                Key("lines", Count(10), "How many empty lines to write on; 1 where not given."),
            )
        ),
        title="Entry",
        description="One row: a label, and a value or empty lines.",
    ),
)


class BlockKind(Enum):
    """The kinds of blocks, in the order in which messages and the reference name them."""

    PARAGRAPH = Declaration(
        "paragraph",
        "Paragraph",
        "A paragraph; a plain text in the list of blocks is one too.",
        LINE,
        "The words as running text.",
        "'Walk on every day of the week.'",
        in_alert=True,
    )
    BULLETS = _item_list(0, "Each item after a bullet.", "bullets: ['Comfortable shoes', 'A bottle of water']")
    STEPS = _item_list(1, "Each item after its number.", "steps: ['Stand up.', 'Walk on.']")
    SIGNS = _item_list(
        2,
        "Each sign after a warning shape, or after its pictogram; in a zone, in one or two columns.",
        """
signs:
- {text: '**Pain in the chest**', pictogram: heart}
- {text: '**Dizzy,** or about to faint', pictogram: drooping-face}
""",
        SIGNS,
    )
    CHECKLIST = _item_list(3, "Each item after a box to tick.", "checklist: ['Shoes tied', 'Water packed']")
    ALERT = Declaration(
        "alert",
        "Alert",
        "Words that must stand out, marked by shape, word and color.",
        Record(
            (
                Key(
                    "level",
                    LEVEL,
                    "How urgent: stop (emergency), call (call the team), note (good to know).",
                    required=True,
                ),
                Key("title", TEXT, "A few words at the head of the alert."),
                Key(
                    "blocks",
                    ListOf(Ref("alert_block", "block", "paragraphs, lists and entries")),
                    "What the alert says: paragraphs, lists and entries.",
                    required=True,
                ),
            )
        ),
        "A frame headed by the level's sign and word, such as STOP.",
        """
alert:
  level: stop
  title: Call for help
  blocks: ['Sit down and call {{clinic.emergency}}.']
""",
    )
    TABLE = Declaration(
        "table",
        "Table",
        "Rows under column heads.",
        Record(
            (
                Key("caption", TEXT, "What the table shows, in a few words.", required=True),
                _COLUMNS,
                Key("row_headers", YES_NO, "yes: the first cell of each row heads its row."),
                Key(
                    "meter",
                    _METER,
                    "Squares beside the words of a grade, as many filled as its number, such as `meter: {rows: [1, 2, "
                    "3]}`. There are as many squares as the highest number. They are decoration: the words say all.",
                ),
                Key(
                    "rows",
                    ListOf(_ROW),
                    "The rows; all of them, or none, carry a level. A row with nothing after its first cell, such as "
                    "['', ''], is one to write in, as high as those of a log.",
                    required=True,
                ),
            )
        ),
        "A table with its caption above; its heads are repeated on every page.",
        """
table:
  caption: How far to walk
  columns: ['Week', 'Minutes a day']
  rows:
  - ['First', '10']
  - ['Second', '20']
""",
    )
    FIGURE = Declaration(
        "figure",
        "Figure",
        "A picture, or a drawn flow of boxes.",
        Record(
            (
                Key("image", TEXT, "The path of a PNG, JPEG or SVG picture, such as knee.svg, seen from this file."),
                Key("flow", _FLOW, "Boxes joined by arrows, drawn by caresheet."),
                Key(
                    "alt",
                    TEXT,
                    "What the picture says, for readers who hear it.",
                    required=True,
                    title="Alternative text",
                ),
                Key("caption", TEXT, "Words printed below the picture."),
            ),
            one_of=("image", "flow"),
        ),
        "The picture or the drawing with its caption below; screen readers say `alt`.",
        """
figure:
  flow:
    boxes:
    - {id: rest, text: 'Rest', pictogram: bed}
    - {id: walk, text: 'Walk', pictogram: walk}
  alt: 'First rest, then walk.'
  caption: 'Rest before every walk.'
""",
    )
    QUESTIONS = Declaration(
        "questions",
        "Questions",
        "Questions with their answers.",
        ListOf(
            Record(
                (
                    Key("ask", TEXT, "The question.", required=True, title="Question"),
                    Key("answer", Either((TEXT, BLOCKS)), "The answer: a text, or a list of blocks.", required=True),
                )
            ),
            title="Question",
            description="One question with its answer.",
        ),
        "Each question as a heading, with its answer below.",
        """
questions:
- ask: 'May I walk in the rain?'
  answer: 'Yes, with good shoes.'
""",
    )
    DEFINITIONS = Declaration(
        "definitions",
        "Definitions",
        "Glossary terms with their meanings.",
        ListOf(
            Record(
                (
                    Key("id", NAME, "What [[id]] in a text refers to; unique in the file.", required=True),
                    Key("term", TEXT, "The term as it is printed.", required=True),
                    Key("meaning", TEXT, "What it means.", required=True),
                )
            ),
            title="Definition",
            description="One glossary term.",
        ),
        "Each term in bold, with its meaning; texts lead there by [[id]].",
        """
definitions:
- {id: pace, term: 'Pace', meaning: 'How fast you walk.'}
""",
    )
    QUOTE = Declaration(
        "quote",
        "Quote",
        "Words that somebody said, or should say, as they are spoken.",
        Record(
            (
                Key("text", TEXT, "What was said.", required=True),
                Key("by", TEXT, "Who said it."),
            )
        ),
        "The words beside a bar, with who said them below.",
        "quote: {text: 'We walk before breakfast.', by: 'A walker of 80'}",
    )
    LANGUAGE_HELP = Declaration(
        "language_help",
        "Language help",
        "The official notice that language help is free (45 CFR 92.11), in each of these languages.",
        Record((Key("languages", ListOf(LANGUAGE, unique=True), "The languages, in this order.", required=True),)),
        "The notice in each language, with the clinic's number for interpreters, or a line to write it on.",
        "language_help: {languages: [es, vi]}",
    )
    ENTRIES = Declaration(
        "entries",
        "Entries",
        "Lines to write on, each with a label.",
        _ENTRIES,
        "Each label with its value, or with lines to write on.",
        "entries: [{label: 'My goal', lines: 2}]",
        in_alert=True,
    )
    CONTACTS = Declaration(
        "contacts",
        "Contacts",
        "Whom to reach, in a box.",
        _ENTRIES,
        "The same rows in a box that is found at a glance.",
        "contacts: [{label: 'Walking group', value: '{{clinic.phone}}'}]",
    )
    LOG = Declaration(
        "log",
        "Log",
        "An empty form: rows to write on under column heads.",
        Record(
            (
                Key("caption", TEXT, "What the form is for.", required=True),
                _COLUMNS,
                Key(
                    "rows",
                    Count(60),
                    "How many empty rows a sheet has. On A5 and A6, a single sheet has no more than fit on its page.",
                    required=True,
                ),
                Key("sheets", Count(10), "How many sheets, each a page of its own; 1 where not given."),
            )
        ),
        "A table with empty rows, tall enough for handwriting.",
        "log: {caption: 'My walks', columns: ['Day', 'Minutes'], rows: 7}",
    )
    BY_AUDIENCE = Declaration(
        "by_audience",
        "By audience",
        "One thing, said differently: the block or blocks for each audience, or for everyone else.",
        ByName(
            NAME,
            Ref("block_or_blocks", "block, or list of blocks", "blocks"),
            "A block, or a list of blocks, for this audience.",
        ),
        "What is said to the handout's audience, else what is said to everyone, else nothing.",
        """
by_audience:
  patient: 'Walk with a friend.'
  everyone: 'Walk along.'
""",
    )

    @property
    def key(self) -> str:
        """The key that names the kind in a file."""
        return self.value.key


BY_KEY = {kind.key: kind for kind in BlockKind}
LIST_KEYS = tuple(kind.key for kind in BlockKind if kind.value.in_item)
"""The keys of lists, which may also stand below an item of a list."""
