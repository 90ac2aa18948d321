"""SVG as geometry: what is read, what is refused by name, and where."""

from __future__ import annotations

import pytest

from caresheet.model.drawing import CURRENT_COLOR, Drawing, DrawnPath, LineCap, LineJoin, LineStyle, Stroke
from caresheet.model.problem import CaresheetError, Problem
from caresheet.source.svg import read_drawing

PATH = "content/figures/drawing.svg"
SQUARE = '<path d="M2 2h4v4h-4z"/>'


def svg(inside: str, attributes: str = 'viewBox="0 0 10 10"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def read(inside: str, attributes: str = 'viewBox="0 0 10 10"') -> Drawing:
    return read_drawing(svg(inside, attributes), PATH)


def refused(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(CaresheetError) as caught:
        read_drawing(data, PATH)
    return caught.value.problems


def test_origin_is_the_lower_left_corner() -> None:
    """A drawing has the axes of a page: what SVG counts from the top, it counts from the bottom."""
    drawing = read('<path d="M5 25h10v10h-10z"/>', 'viewBox="-5 20 40 20"')
    corners = (("m", (10.0, 15.0)), ("l", (20.0, 15.0)), ("l", (20.0, 5.0)), ("l", (10.0, 5.0)), ("h", ()))
    assert drawing == Drawing(40.0, 20.0, (DrawnPath(corners, "#000000", even_odd=False, stroke=None),))


def test_natural_size() -> None:
    """Shapes have the size that the file gives the whole drawing."""
    (path,) = read('<path d="M1 1h2v2h-2z"/>', 'width="1in" viewBox="0 0 4 8"').paths
    assert path.segments[2] == ("l", (72.0, 120.0))


def test_stroke_in_the_drawing_s_units() -> None:
    """A line is as wide as its transforms make it; its style comes with it."""
    style = 'stroke="#0a0" stroke-linecap="round" stroke-linejoin="bevel" stroke-dasharray="1" fill="none"'
    (path,) = read(f'<g transform="scale(.5)"><path d="M4 4h8" {style} stroke-width="2"/></g>').paths
    line = LineStyle(LineCap.ROUND, LineJoin.BEVEL, 4.0, (0.5, 0.5))
    assert path.stroke == Stroke("#00aa00", 1.0, line)
    assert path.fill is None


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="1in" height="72pt"', (96, 96)),
        ('width="100%" height="100%" viewBox="0,0,30,20"', (30, 20)),
        ('width="2.54cm" viewBox="0 0 48 10"', (96, 20)),
        ('width="60" height="30" viewBox="0 0 10 10"', (30, 30)),
    ],
)
def test_size(attributes: str, size: tuple[float, float]) -> None:
    """The natural size in CSS pixels: width and height, else the view box; of what does not agree, the smaller."""
    drawing = read(SQUARE, attributes)
    assert (drawing.width, drawing.height) == pytest.approx(size)


def test_what_is_not_seen_is_left_out() -> None:
    """Hidden, unpainted and far away shapes, and what drawing programs keep for themselves, make no paths."""
    hidden = (
        '<g display="none"><path d="M1 1h1v1z"/></g>'
        '<path d="M1 1h1v1z" visibility="hidden"/><path d="M1 1h1v1z" fill="none"/>'
        '<path d="M1 1h1v1z" style="opacity:0"/><path d="M50 50h1v1z"/><path d=""/><path d="M1 1"/>'
        '<metadata><rdf:RDF xmlns:rdf="urn:rdf"><rdf:li/></rdf:RDF></metadata>'
        '<i:view xmlns:i="urn:i" href="x:y" onclick="x"><text>no</text></i:view>'
        '<defs><text>unused</text><linearGradient id="g"/></defs><title>A square</title>'
    )
    assert len(read(hidden + SQUARE).paths) == 1


def test_utf_16() -> None:
    """A file may come in UTF-16, as XML allows."""
    text = '<?xml version="1.0" encoding="utf-16"?>' + svg(SQUARE).decode()
    assert read_drawing(text.encode("utf-16"), PATH) == read(SQUARE)


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<text>Call</text>", "contains text"),
        ('<defs><linearGradient id="g"/></defs><path d="M1 1h1v1z" fill="url(#g)"/>', "gradient"),
        ('<path d="M1 1h1v1z" style="fill:url(#g) red"/>', "gradient"),
        ('<g filter="url(#f)"><path d="M1 1h1v1z"/></g>', "'filter'"),
        ('<path d="M1 1h1v1z" mask="url(#m)"/>', "'mask'"),
        ('<path d="M1 1h1v1z" marker-end="url(#m)"/>', "'marker-end'"),
        ('<path d="M1 1h1v1z" style="mix-blend-mode:multiply"/>', "'mix-blend-mode'"),
        ('<path d="M1 1h1v1z" style="rotate:30deg"/>', "'rotate'"),
        ('<path d="M1 1h1v1z" style="transform:scale(2)"/>', "'transform'"),
        ('<path d="M1 1h1v1z" style="fill:red !important"/>', "cannot be read"),
        ('<path d="M1 1h1v1z" opacity=".5"/>', "half transparent"),
        ('<path d="M1 1h1v1z" fill-opacity="40%"/>', "half transparent"),
        ('<path d="M1 1h1v1z" fill="#00000080"/>', "half transparent"),
        ('<path d="M1 1h1v1z" fill="var(--ink)"/>', "not a color"),
        ('<path d="M1 1h1v1z" stroke="red" stroke-width="1em"/>', "depends on something else"),
        ('<path d="M1 1h1v1z" transform="scale(2) spin(1)"/>', "not a transform"),
        ('<path d="M1 1h1v1z" transform="scale(1 2 3)"/>', "3 numbers"),
        ('<path d="M1 1h4" stroke="red" transform="scale(1 2)"/>', "stretched"),
        ('<path d="M1 1h1 what v1z"/>', "not valid at"),
        ('<path d="1 1"/>', "not valid"),
        ('<path d="M1"/>', "not valid"),
        ('<path d="M1 1A1 1 0 2 0 3 3"/>', "not valid"),
        ('<polygon points="1 1 2"/>', "without its y"),
        ('<path d="M5 5h9v1z"/>', "over the edge"),
        (
            '<clipPath id="c"><circle cx="5" cy="5" r="4"/></clipPath><g clip-path="url(#c)"><path d="M1 1h1v1z"/></g>',
            "clip",
        ),
        (
            '<clipPath id="c"><path d="M1 1h4v4h-4z"/></clipPath><path d="M3 3h4v1z" clip-path="url(#c)"/>',
            "over the edge",
        ),
        ('<use href="#nothing"/>', "not there"),
        ('<symbol id="s"/><use href="#s"/>', "<symbol>"),
        ("<svg/>", "<svg>"),
        ("<switch/>", "<switch>"),
        ("<style>a > b { fill: red }</style>", "style sheet"),
        ("<style>@media print { path { fill: red } }</style>", "style sheet"),
        ("<style>path { animation: x 1s }</style>", "'animation'"),
    ],
)
def test_unsupported(inside: str, message: str) -> None:
    """What paths cannot show is refused by its name, at its place, with a remedy."""
    (problem,) = refused(svg(f"\n{SQUARE}{inside}"))
    assert problem.rule.name == "picture-unsupported"
    assert message in problem.message
    assert problem.hint
    assert problem.position is not None
    assert (problem.position.file, problem.position.line) == (PATH, 2)


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ("", "missing"),
        ('viewBox="0 0 10"', "not valid"),
        ('viewBox="0 0 0 10"', "not valid"),
        ('viewBox="0 0 NaN 10"', "list of numbers"),
        ('viewBox="0 0 1e9 10"', "not valid"),
        ('viewBox="0 0 10 10" width="0"', "not valid"),
        ('viewBox="0 0 10 10" height="0%"', "not valid"),
        ('viewBox="0 0 10 10" preserveAspectRatio="none"', "stretched"),
    ],
)
def test_size_that_is_none(attributes: str, message: str) -> None:
    """A drawing without a sane size is refused."""
    (problem,) = refused(svg(SQUARE, attributes))
    assert message in problem.message


UNSEEN = {
    "hidden": '<g display="none"><path d="M1 1h4v4z"/></g>',
    "transparent": '<path d="M1 1h4v4z" fill="rgba(0,0,0,0)"/>',
    "outside": '<path d="M50 50h1v1z"/>',
    "vanished": '<g transform="scale(0)"><path d="M1 1h4v4z"/></g>',
    "vanished in one direction": '<path transform="scale(1 0)" d="M1 1h4v4z" stroke="red"/>',
    "vanished on a slant": '<path transform="matrix(1 1 1 1 0 0)" d="M1 1h4v4z"/>',
    "vanished in two steps": '<g transform="scale(1e-5)"><path transform="scale(1e-5)" d="M1 1h4v4z"/></g>',
    "no area": '<path d="M1 1L5 5z"/>',
    "no width of line": '<path d="M1 1L5 5" fill="none" stroke="#000" stroke-width="0"/>',
    "a line too thin to see": '<path d="M1 1L5 5" fill="none" stroke="#000" stroke-width="1e-9"/>',
    "no length of line": '<path d="M5 5z" stroke="#000"/>',
    "only gaps": '<path d="M1 1L5 5" fill="none" stroke="#000" stroke-dasharray="0 2"/>',
    "white": '<path d="M1 1h4v4z" fill="white"/>',
    "nearly white": '<path d="M1 1h4v4z" fill="none" stroke="#fafafa"/>',
    "white by its color": '<g color="#fff"><path d="M1 1h4v4z" fill="currentColor"/></g>',
    "covered": '<path d="M1 1h4v4z"/><path d="M0 0h10v10h-10z" fill="#ffffff"/>',
    "a speck": '<path d="M1 1h.02v.02z"/>',
}


@pytest.mark.parametrize("name", UNSEEN)
def test_nothing_to_see(name: str) -> None:
    """A drawing of which nothing can be seen on paper is refused: it would print as a gap."""
    (problem,) = refused(svg(UNSEEN[name]))
    assert problem.rule.name == "picture-blank"


SEEN = {
    "yellow": '<path d="M1 1h4v4z" fill="yellow"/>',
    "a light gray": '<path d="M1 1h4v4z" fill="#f0f0f0"/>',
    "a dot": '<path d="M5 5h0" stroke="#000" stroke-linecap="round"/>',
    "a thin line": '<path d="M0 5h10" stroke="#000" stroke-width=".01"/>',
    "transforms that undo each other": '<g transform="scale(1e-5)"><path transform="scale(1e5)" d="M1 1h4v4z"/></g>',
    "white under black": '<path d="M0 0h10v10h-10z" fill="#fff"/><path d="M1 1h4v4z"/>',
    "a part that is not covered": '<path d="M1 1h6v6z"/><path d="M0 0h5v5h-5z" fill="#fff"/>',
    "two specks far apart": '<path d="M1 1h.02v.02z"/><path d="M9 9h.02v.02z"/>',
    "pale yellow with an edge": '<path d="M1 1h6v6z" fill="#fffff0" stroke="#888"/>',
}


@pytest.mark.parametrize("name", SEEN)
def test_something_to_see(name: str) -> None:
    """A drawing of which a little can be seen is printed."""
    assert read(SEEN[name]).paths


def test_each_reason_once_and_all_of_them() -> None:
    """All reasons come together, each where it came first."""
    found = refused(svg('<text>a</text><text>b</text>\n<path d="M1 1h1v1z" mask="url(#m)"/>'))
    assert [str(problem.position) for problem in found] == [f"{PATH}:1:61", f"{PATH}:2:1"]


def test_currentcolor_of_the_drawing_itself() -> None:
    """`color` inside the drawing counts before that of the text around it."""
    one, two = read(f'<g fill="currentcolor">{SQUARE}<g color="red">{SQUARE}</g></g>').paths
    assert (one.fill, two.fill) == (CURRENT_COLOR, "#ff0000")
