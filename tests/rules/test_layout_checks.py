"""The rules about colors and type sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.compose.builders import LAYOUT, LOOK, PLAIN, layout, place
from tests.rules.judged import judged_layout

from caresheet.model.colors import REC_601, REC_709, contrast_ratio, parse_color, to_gray
from caresheet.model.layout import Layout
from caresheet.model.look import HeadingLook, ListMarker, PanelSize, SectionStyle
from caresheet.model.problem import Problem

BLACK, WHITE = parse_color("#000000"), parse_color("#ffffff")


def with_palette(**colors: str) -> Layout:
    return replace(layout(), look=replace(LOOK, palette=replace(LOOK.palette, **colors)))


def with_sizes(**sizes: float) -> Layout:
    return replace(layout(), look=replace(LOOK, type=replace(LOOK.type, **sizes)))


def with_style(style: SectionStyle) -> Layout:
    return layout(replace(place(), style=style))


def with_styles(*styles: SectionStyle) -> Layout:
    return layout(*(replace(place(), style=style) for style in styles))


def messages(by: Layout) -> list[str]:
    problems: tuple[Problem, ...] = judged_layout(by)
    assert all(problem.position == LAYOUT for problem in problems)
    return [f"{problem.rule.name} {problem.message}" for problem in problems]


# --- contrast -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#ff0000", "#00ff00", 2.914),
    ],
)
def test_contrast_is_wcags(first: str, second: str, ratio: float) -> None:
    """Ratios that are published for these colors come out, in either order."""
    assert contrast_ratio(parse_color(first), parse_color(second)) == pytest.approx(ratio, abs=0.001)
    assert contrast_ratio(parse_color(second), parse_color(first)) == pytest.approx(ratio, abs=0.001)


@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_contrast_stays_in_its_range(color: tuple[float, float, float]) -> None:
    """A color has 1:1 against itself, and never more than 21:1 against black or white, also in gray."""
    assert contrast_ratio(color, color) == 1.0
    for weights in (REC_601, REC_709):
        for ground in (BLACK, WHITE):
            assert 1.0 <= contrast_ratio(to_gray(color, weights), ground) <= 21.0001


@pytest.mark.parametrize("weights", [REC_601, REC_709])
def test_gray_keeps_black_and_white(weights: tuple[float, float, float]) -> None:
    """Black stays black and white stays white."""
    assert to_gray(BLACK, weights) == pytest.approx(BLACK)
    assert to_gray(WHITE, weights) == pytest.approx(WHITE)


def test_good_colors_pass() -> None:
    """The palette of these tests has nothing to tell, so that what follows is seen to come from the change."""
    assert messages(layout()) == []


@pytest.mark.parametrize(
    ("colors", "said"),
    [
        ({"text": "#808080"}, "`text` on the paper"),
        ({"muted": "#808080"}, "`muted` on the paper"),
        ({"accent": "#5599bb"}, "`accent` on the paper"),
        ({"accent_tint": "#606060"}, "`text` on `accent_tint`"),
        ({"note_tint": "#405060"}, "`text` on `note_tint`"),
    ],
)
def test_weak_pairs_are_told(colors: dict[str, str], said: str) -> None:
    """Each color of words is judged against each ground that can stand behind it, at the layout."""
    assert any(message.startswith(f"contrast {said} (") for message in messages(with_palette(**colors)))


def test_gray_is_judged() -> None:
    """Black on red is well apart on a screen, but not on a gray printer, and that is told."""
    assert contrast_ratio(BLACK, parse_color("#ff0000")) > 4.5
    told = messages(with_style(SectionStyle("loud", HeadingLook.PLAIN, "#000000", "#ff0000", None)))
    colors = "the heading of style 'loud' on its background (#000000 on #ff0000)"
    assert f"contrast {colors} has a contrast of 1.74:1 in gray, below 4.5:1" in told


def test_zones_of_one_color_are_alike_unless_they_are_one_kind() -> None:
    """Two zones with shapes of their own and the same color look alike to everybody; with the same shape, they are one
    kind of zone."""

    def told(*shapes: ListMarker) -> list[str]:
        zones = [
            SectionStyle(shape.value, HeadingLook.ZONE, "#a4161a", None, None, signs=shape, columns=number)
            for number, shape in enumerate(shapes, start=1)
        ]
        return [message for message in messages(with_styles(*zones)) if message.startswith("zone-contrast")]

    assert told(ListMarker.OCTAGON, ListMarker.OCTAGON) == []
    (same,) = told(ListMarker.OCTAGON, ListMarker.TRIANGLE)
    assert "the bands of 'octagon' and 'triangle' have one color, #a4161a, but different shapes" in same


def test_three_zones_can_be_told_apart() -> None:
    """A red, an amber and a green band with black or white words keep the rule together; words on a band have 7:1 in
    color, and 4.5:1 in gray."""

    def told(**colors: str) -> list[str]:
        zones = [
            SectionStyle(name, HeadingLook.ZONE, color, None, None, signs=ListMarker.DISC)
            for name, color in colors.items()
        ]
        black = replace(LOOK, palette=replace(LOOK.palette, text="#000000"))
        by = replace(with_styles(*zones), look=black)
        return [message for message in messages(by) if message.startswith("zone-contrast")]

    assert told(red="#a4161a", amber="#ffc845", green="#57a773") == []
    (pale,) = told(green="#4c9a68")
    assert "have a contrast of 6.1" in pale
    (loud,) = told(green="#ff4040")
    assert "6." in loud


def test_styles_are_judged() -> None:
    """A section's heading and words are judged on the ground that its style gives them."""
    band = with_style(SectionStyle("loud", HeadingLook.BAND, "#777777", None, None))
    assert any("the `text` heading on the band of style 'loud'" in message for message in messages(band))
    plain = with_style(SectionStyle("pale", HeadingLook.PLAIN, "#99ccdd", None, None))
    assert any("the heading of style 'pale' on its background" in message for message in messages(plain))
    dark = with_style(SectionStyle("dark", HeadingLook.PLAIN, "#ffffff", "#202020", None))
    assert any("`text` on the background of style 'dark'" in message for message in messages(dark))


def test_ratios_are_not_rounded_up() -> None:
    """A ratio just under 4.5 is not shown as 4.5."""
    shown = [message for message in messages(with_palette(muted="#777777")) if "`muted` on the paper" in message]
    assert shown
    assert "4.47:1" in shown[0]


def test_two_colors_are_told_once() -> None:
    """A pale accent is one problem, though it heads sections, stands on the paper and has white words on it."""
    (message,) = messages(with_palette(accent="#5599bb"))
    assert message.startswith("contrast `accent` on the paper (#5599bb on #ffffff)")
    assert [problem.hint for problem in judged_layout(with_palette(accent="#5599bb"))] == ["make #5599bb darker"]


@pytest.mark.parametrize(
    ("color", "background", "remedy"),
    [
        ("#57a773", None, "make #57a773 darker"),
        ("#000000", "#6b7680", "make #6b7680 lighter"),
        ("#6b7680", "#000000", "make #6b7680 lighter"),
        ("#a4161a", "#a4161a", "choose two different colors"),
    ],
)
def test_the_remedy_for_a_low_contrast_can_be_followed(color: str, background: str | None, remedy: str) -> None:
    """Nobody is asked to make black darker, or one color two."""
    by = with_style(SectionStyle("loud", HeadingLook.PLAIN, color, background, None))
    by = replace(by, look=replace(by.look, palette=replace(by.look.palette, text="#000000")))
    assert remedy in [problem.hint for problem in judged_layout(by)]


def test_each_pair_is_told_once() -> None:
    """Many places in one style do not repeat its problem."""
    weak = replace(place(), style=replace(PLAIN, color="#aaaaaa"))
    assert len(messages(layout(weak, weak, weak))) == 1


# --- sizes ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({"body": 11.9, "floor": 11.9}, ["`type.body` is 11.9pt", "`type.floor` is 11.9pt"]),
        ({"floor": 11.0}, ["`type.floor` is 11pt"]),
        ({"body": 12.0, "floor": 13.0}, ["`type.body` is 12pt, below its own floor of 13pt"]),
        ({"running": 8.5}, ["`type.running` is 8.5pt"]),
    ],
)
def test_small_type_is_told(sizes: dict[str, float], said: list[str]) -> None:
    """Text under 12 points or under its floor, and running lines under 9, are told at the layout."""
    told = messages(with_sizes(**sizes))
    assert len(told) == len(said)
    assert all(message.startswith(f"type-too-small {start}") for message, start in zip(told, said, strict=True))


def test_panels_may_be_set_in_ten_points() -> None:
    """A card for the wallet may be smaller, but not under 10 points, and its running lines not under 9."""

    def card(**sizes: float) -> Layout:
        made = with_sizes(**sizes)
        return replace(made, look=replace(made.look, panels=PanelSize(240.0, 150.0)))

    assert messages(card(body=10.0, floor=10.0)) == []
    assert [message[:35] for message in messages(card(body=9.5, floor=9.5))] == [
        "type-too-small `type.body` is 9.5pt",
        "type-too-small `type.floor` is 9.5p",
    ]
    assert len(messages(card(running=8.5))) == 1


def test_large_enough_type_passes() -> None:
    """12 points for text and 9 for running lines are enough."""
    assert messages(with_sizes(body=12.0, floor=12.0, running=9.0)) == []
