"""Each key of a section's style changes the page, in each kind of frame; what a frame has no use for is told in the
manual."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.proof.documents import (
    PALETTE,
    PLAIN,
    PROSE,
    composed,
    document,
    flow,
    items,
    log,
    look,
    paper,
    say,
    section,
    table,
    words,
)

from caresheet.layout import lay_out
from caresheet.model.document import Document, Entries, Entry, Figure, Item
from caresheet.model.look import HeadingLook, ListMarker, SectionStyle
from caresheet.model.page_layout import Page, ShapePiece, TextPiece
from caresheet.model.problem import CaresheetError, Position
from caresheet.model.topic import ListKind

HERE = Position("content/kettles/en.yaml", 1, 1)
FRAMED = replace(PLAIN, name="framed", background=PALETTE.accent_tint, border=PALETTE.accent)
KINDS = {
    "plain": PLAIN,
    "framed": FRAMED,
    "columns": replace(PLAIN, name="columns", columns=2),
    "framed-columns": replace(FRAMED, columns=2),
    "zone": replace(PLAIN, name="zone", heading=HeadingLook.ZONE, color=PALETTE.stop),
}
KEYS: dict[str, object] = {
    "signs": ListMarker.TRIANGLE,
    "boxes": True,
    "beside": True,
    "size": 9.0,
    "fields": 60.0,
    "bar": PALETTE.stop,
    "border": PALETTE.stop,
    "background": PALETTE.stop_tint,
    "color": PALETTE.note,
}
UNUSED = {("zone", key) for key in ("bar", "border", "background")} | {(kind, "beside") for kind in KINDS} - {
    ("zone", "beside")
}
"""A zone has a frame of its own; the description of `heading` says so. `beside` is for zones, as its own says."""


def a_form() -> Entries:
    made = tuple(Entry(words(label), None, 1) for label in ("Name", "Phone", "Street", "Town"))
    return Entries(boxed=False, entries=made, position=HERE)


def in_style(style: SectionStyle, *, wide: bool = True) -> Document:
    signs = items(ListKind.SIGNS, *(Item("", words(f"{number} {PROSE[:60]}")) for number in range(4)))
    return document(section("One", signs, table(), a_form(), style=style, wide=wide), look=look(columns=2))


def pages(made: Document) -> tuple[Page, ...]:
    return lay_out(composed(made)).pages


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_a_style_counts_in_every_frame(kind: str, key: str) -> None:
    """The page with a key differs from the page without it, unless the manual says that this frame ignores it."""
    made = in_style(KINDS[kind])
    styled = replace(made.sections[0], style=replace(KINDS[kind], **{key: KEYS[key]}))
    is_same = pages(made) == pages(replace(made, sections=(styled,)))
    assert is_same == ((kind, key) in UNUSED)


@pytest.mark.parametrize("kind", KINDS)
def test_each_sign_has_its_box_in_every_frame(kind: str) -> None:
    """`boxes` draws one box around each of four signs, in columns and in frames too."""

    def strokes(style: SectionStyle) -> int:
        (page,) = pages(in_style(style))
        return sum(isinstance(piece, ShapePiece) and piece.stroke is not None for piece in page.pieces)

    assert strokes(replace(KINDS[kind], boxes=True)) == strokes(KINDS[kind]) + 4


def test_columns_in_a_frame_are_wide_enough_to_read() -> None:
    """A frame that is too narrow for two lines of 35 letters side by side has one column."""
    narrow = look(columns=1, body=24.0)
    one, two = (pages(replace(in_style(replace(FRAMED, columns=columns)), look=narrow)) for columns in (1, 2))
    assert one == two


@pytest.mark.parametrize("body", [12.0, 24.0])
@pytest.mark.parametrize("count", [2, 8, 60])
def test_columns_in_a_frame_that_no_page_holds_are_broken(body: float, count: int) -> None:
    """However long the text of a frame with columns of its own is, it is not refused: it goes on on the next page."""
    listed = items(ListKind.BULLETS, *(f"Item {number} of a list" for number in range(count)))
    made = document(section("One", say(PROSE * 2), listed, table(3), style=replace(FRAMED, columns=2)), look=look())
    found = pages(replace(made, look=look(body=body)))
    said = [piece.text for page in found for piece in page.pieces if isinstance(piece, TextPiece)]
    assert all(any(f"Item {number} of" in words for words in said) for number in range(count))
    assert len(found) > 1 or count < 60


@pytest.mark.parametrize("name", ["a5", "a6"])
@pytest.mark.parametrize("kind", ["zone", "framed-columns"])
def test_a_form_that_is_one_with_its_frame_is_not_cut(kind: str, name: str) -> None:
    """A form alone on a side of small paper has as many rows as fit; in a zone or in a frame with columns, where it is
    one with its heading, it is there or refused, and never left out."""
    form = replace(log(14), sheet=False)
    made = document(section("One", say("Write."), form, style=KINDS[kind], turned=True), look=look(paper(name, 10.0)))
    try:
        found, refused = pages(made), ""
    except CaresheetError as error:
        found, refused = (), str(error)
    said = [piece.text.strip() for page in found for piece in page.pieces if isinstance(piece, TextPiece)]
    assert {"Cups of today", "One"} <= set(said) or "does-not-fit" in refused


def test_a_list_above_a_diagram_stands_side_by_side() -> None:
    """The steps right before a diagram, which stands across the columns, fill both of them above it."""
    steps = items(ListKind.STEPS, *(f"Step {number}: {PROSE[:60]}" for number in range(4)))
    (page,) = pages(document(section("One", say("Before."), steps, diagram()), look=look(columns=2)))
    starts = {piece.text[:6]: piece for piece in page.pieces if isinstance(piece, TextPiece)}
    first, last, below = (starts[words] for words in ("Step 0", "Step 3", "Boil t"))
    assert first.x < page.width / 2 < last.x
    assert last.baseline > below.baseline


def diagram() -> Figure:
    return Figure(flow(), "Three boxes", None, HERE)
