"""What the items of lists can be."""

from __future__ import annotations

from caresheet.source.schema_shapes import Either, Key, ListOf, Named, Record, Ref

TEXT = Ref("text", "text", "texts")
NAME = Ref("name", "name of lowercase letters, digits and '-'", "names")

CLINIC_VALUE = Ref("clinic_value", "value of a clinic, such as clinic.phone", "values of a clinic")
WORDINGS = (
    Key("text", TEXT, "The words, or the wording for clinics that give the value.", required=True),
    Key("with", CLINIC_VALUE, "The value that decides: `text` prints for clinics that give it, `else` for others."),
    Key("else", TEXT, "The wording for clinics that do not give the value."),
)
TOGETHER = ("with", "else")
"""The keys of a line that has two wordings."""
LINE = Named(
    "line", "Line", "A text, or a line with two wordings.", Either((TEXT, Record(WORDINGS, together=TOGETHER)))
)
LISTS = (
    ("bullets", "Bullets", "A list in no order."),
    ("steps", "Steps", "A numbered list: what to do, in this order."),
    ("signs", "Signs", "Warning signs."),
    ("checklist", "Checklist", "A list to tick off."),
)
_NESTED = Ref("items", "list of items", "items")
_BELOW = tuple(Key(key, _NESTED, description) for key, _, description in LISTS)
_ITEM = Named(
    "item",
    "Item",
    "A text, a text with one list below it, or a line with two wordings.",
    Either((TEXT, Record((*WORDINGS, *_BELOW), at_most=2, together=TOGETHER))),
)
ITEMS = Named("items", "Items", "The items of a list.", ListOf(_ITEM))
PICTOGRAM = Key(
    "pictogram",
    TEXT,
    "A pictogram by its name, such as heart, or an SVG file of the project; `caresheet manual content` lists the "
    "names. It is decoration: the words say all. "
    "Pictograms are printed only if every sign of a list, or every box of a diagram, has one.",
)
_SIGN = Named(
    "sign",
    "Sign",
    "A text, or a text with a pictogram beside it, with one list below it or with two wordings. **…** marks key words.",
    Either((TEXT, Record((*WORDINGS, PICTOGRAM, *_BELOW), at_most=2, together=TOGETHER))),
)
SIGNS = Named("signs", "Signs", "The signs of a list.", ListOf(_SIGN))
