"""Lengths, colors and section styles of a layout."""

from __future__ import annotations

from caresheet.model.look import POINTS_PER_MM, HeadingLook, ListMarker, Palette, SectionStyle
from caresheet.source.nodes import (
    InvalidShapeError,
    MappingNode,
    Node,
    ScalarNode,
    is_yes,
    mapping,
    number,
    one_of,
    scalar,
)

_UNITS = {"mm": POINTS_PER_MM, "cm": 10 * POINTS_PER_MM, "in": 72.0, "pt": 1.0}


def points(length: ScalarNode) -> float:
    """A length such as `18mm` in points. Raises InvalidShapeError for anything else."""
    try:
        return float(length.text[:-2]) * _UNITS[length.text[-2:]]
    except (ValueError, KeyError) as error:
        raise InvalidShapeError(length.position, f"'{length.text}' is not a length") from error


def section_styles(styles: MappingNode, own: Palette, shown: Palette) -> dict[str, SectionStyle]:
    """Every style by its name. Zones have the layout's `own` colors; all others have those `shown`: the same, with the
    clinic's accent."""
    plain = mapping(styles.need("plain"))
    return {
        pair.key.text: _section_style(pair.key.text, mapping(pair.value), plain, own if _is_zone(pair.value) else shown)
        for pair in styles.pairs
    }


def _is_zone(style: Node) -> bool:
    heading = mapping(style).get("heading")
    return heading is not None and one_of(HeadingLook, heading) is HeadingLook.ZONE


def _section_style(name: str, whole: MappingNode, plain: MappingNode, palette: Palette) -> SectionStyle:
    """A section style. Heading and color default to those of `plain`."""
    background, border, bar = (
        None if node is None else _color(palette, node) for node in map(whole.get, ("background", "border", "bar"))
    )
    heading = one_of(HeadingLook, whole.get("heading") or plain.need("heading"))
    color = _color(palette, whole.get("color") or plain.need("color"))
    signs = whole.get("signs")
    marker = one_of(ListMarker, signs) if signs else None
    size, columns, fields, across = (whole.get(key) for key in ("size", "columns", "fields", "fields_across"))
    return SectionStyle(
        name,
        heading,
        color,
        background,
        border,
        marker,
        points(scalar(size)) if size else None,
        is_yes(whole.get("beside_code")),
        int(number(columns)) if columns else None,
        bar,
        points(scalar(fields)) if fields else None,
        is_yes(whole.get("twice")),
        is_yes(whole.get("floats")),
        is_yes(whole.get("boxes")),
        is_yes(whole.get("beside")),
        int(number(across)) if across else 2,
    )


def _color(palette: Palette, node: Node) -> str:
    name = scalar(node).text
    if name not in Palette.__struct_fields__:
        raise InvalidShapeError(node.position, f"no color is called '{name}'")
    color: str = getattr(palette, name)
    return color
