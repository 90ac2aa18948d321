"""How a shape is painted: presentation attributes, style attributes and simple style sheets (SVG 2, 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from caresheet.model.drawing import CURRENT_COLOR, LineCap, LineJoin
from caresheet.source.svg.faults import AS_PNG, TO_PATHS, UnusableError
from caresheet.source.svg.values import color, length, number, numbers
from caresheet.source.svg.xml import Element

Declarations = dict[str, str]

MOST_RULES = 1_000
_IN_ATTRIBUTES = "give each shape its own fill and stroke instead of a style, or save the drawing as PNG"

_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|$)")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_RULE = re.compile(r"\s*+([^{}@]++)\{([^{}]*+)\}\s*+")
_SELECTOR = re.compile(r"(\*|[a-zA-Z][\w-]*+)?+((?:[.#][\w-]++)*+)")
_PART = re.compile(r"[.#][\w-]+")

_INHERITED = {
    *("color", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-dasharray", "stroke-dashoffset", "visibility"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width"),
}
_OWN = {"clip-path", "display", "opacity"}
_EFFECTS = {
    *("filter", "mask", "marker", "marker-start", "marker-mid", "marker-end", "mix-blend-mode", "paint-order"),
    *("transform-origin", "vector-effect", "backdrop-filter"),
}
"""What changes the look of a shape in a way that paths cannot show, unless it is switched off."""
_OFF = {"", "auto", "inherit", "none", "normal", "0", "0 0"}
_WITHOUT_EFFECT = re.compile(
    r"(?:font|text|letter|word|line|stop|flood|lighting|color-|image-|shape-|solid-|-inkscape-|-webkit-|-moz-)[\w-]*|font"
    r"|white-space|direction|writing-mode|unicode-bidi|dominant-baseline|alignment-baseline|baseline-shift|clip-rule"
    r"|enable-background|isolation|overflow|clip|cursor|pointer-events|block-progression|inline-size|glyph-orientation-\w+"
)
"""Properties of text, of gradients and of how exactly a program computes: they change nothing about a filled path."""


class Style(Struct, frozen=True):
    """What a shape inherits: SVG's initial values, but that the text's color is not known here."""

    color: str = CURRENT_COLOR
    fill: str | None = "#000000"
    even_odd: bool = False
    fill_opacity: float = 1.0
    stroke: str | None = None
    stroke_width: float = 1.0
    stroke_opacity: float = 1.0
    cap: LineCap = LineCap.BUTT
    join: LineJoin = LineJoin.MITER
    miter_limit: float = 4.0
    dashes: tuple[float, ...] = ()
    dash_start: float = 0.0
    visible: bool = True


class _CssRule(Struct, frozen=True):
    """One selector with what it sets. `weight` orders rules: ids, classes, names, then where it stands in the sheet."""

    weight: tuple[int, int, int, int]
    name: str
    parts: frozenset[str]
    declarations: Declarations


class StyleSheet:
    """The rules of all <style> elements: names, classes and ids without combinators."""

    def __init__(self) -> None:
        self._rules: dict[str, list[_CssRule]] = {}
        self._count = 0

    def add(self, text: str) -> None:
        """Read one <style> element. Raises UnusableError where it is more than simple rules."""
        text, end = _COMMENT.sub("", text), 0
        while found := _RULE.match(text, end):
            end = found.end()
            declarations = declared(found[2])
            for selector in found[1].split(","):
                self._add_rule(selector.strip(), declarations)
        if text[end:].strip():
            message = f"its style sheet has more than simple rules: '{text[end:].strip()[:30]}'"
            raise UnusableError(message, _IN_ATTRIBUTES)

    def _add_rule(self, selector: str, declarations: Declarations) -> None:
        self._count += 1
        found = _SELECTOR.fullmatch(selector)
        if not selector or not found or self._count > MOST_RULES:
            raise UnusableError(f"its style sheet has more than simple rules: '{selector[:30]}'", _IN_ATTRIBUTES)
        name, parts = found[1] or "*", _PART.findall(found[2])
        ids = sum(part.startswith("#") for part in parts)
        weight = (ids, len(parts) - ids, name != "*", self._count)
        key = parts[0] if parts else name
        self._rules.setdefault(key, []).append(_CssRule(weight, name, frozenset(parts), declarations))

    def declarations(self, element: Element) -> Declarations:
        """What the rules that match an element set, the weightiest last."""
        own = {f".{name}" for name in element.attributes.get("class", "").split()}
        own.add(f"#{element.attributes.get('id', '')}")
        near = [rule for key in (*own, element.name, "*") for rule in self._rules.get(key, ())]
        matching = [rule for rule in near if rule.name in {"*", element.name} and rule.parts <= own]
        merged: Declarations = {}
        for rule in sorted(matching, key=lambda rule: rule.weight):
            merged |= rule.declarations
        return merged


def declared(text: str) -> Declarations:
    """The declarations of a style attribute or a rule. Raises UnusableError for a property that paths cannot show."""
    made: Declarations = {}
    for each in _QUOTED.sub("''", _COMMENT.sub("", text)).split(";"):
        name, colon, value = (part.strip() for part in each.partition(":"))
        if name and not _WITHOUT_EFFECT.fullmatch(name.lower()):
            if not colon or "!" in value or "\\" in each:
                raise UnusableError(f"the style '{each.strip()[:40]}' cannot be read", _IN_ATTRIBUTES)
            _refuse_unknown(name.lower(), value)
            made[name.lower()] = value
    return made


def _refuse_unknown(name: str, value: str) -> None:
    if name in _EFFECTS and value.lower() in _OFF:
        return
    if name not in _INHERITED | _OWN | _EFFECTS:
        raise UnusableError(f"the style property '{name[:40]}' is not supported", _IN_ATTRIBUTES)


def declarations_of(element: Element, sheet: StyleSheet) -> Declarations:
    """Everything that styles an element, what counts most last: attributes, style sheets, its own style.

    Raises UnusableError where one of it cannot be drawn: an effect, half transparency, an unknown property.
    """
    known = _INHERITED | _OWN | _EFFECTS
    merged = {name: value.strip() for name, value in element.attributes.items() if name in known}
    merged |= sheet.declarations(element) | declared(element.attributes.get("style", ""))
    for name in sorted(merged.keys() & _EFFECTS):
        if merged[name].lower() not in _OFF:
            hint = TO_PATHS if name.startswith("marker") else AS_PNG
            raise UnusableError(f"it uses '{name}', which is more than a filled and outlined path", hint)
    return merged


def inherited(style: Style, declarations: Declarations) -> Style:
    """The style of an element whose parent has this one. Raises UnusableError where a value is not valid."""
    changes = dict(change for name, value in declarations.items() for change in _change(name, value))
    return replace(style, **changes) if changes else style


def _change(name: str, value: str) -> Iterator[tuple[str, object]]:
    if name not in _INHERITED or value == "inherit":
        return
    field, read = _READ[name]
    yield field, read(value)


def opacity(declarations: Declarations) -> float:
    """0 for what is not seen, else 1. Raises UnusableError for half transparency."""
    value = declarations.get("opacity", "1")
    return _opacity(value) if value != "inherit" else 1.0


def _opacity(text: str) -> float:
    value = number(text[:-1]) / 100 if text.endswith("%") else number(text)
    if value <= 0:
        return 0.0
    if value < 0.999:
        raise UnusableError("it is half transparent", "use a lighter solid color instead of opacity")
    return 1.0


def _dashes(text: str) -> tuple[float, ...]:
    """Lengths of line and gap, an even number of them."""
    if text == "none":
        return ()
    values = numbers(text.replace("px", " "))
    if any(value < 0 for value in values) or not any(values):
        return ()
    return tuple(values * 2 if len(values) % 2 else values)


def _one_of(values: Mapping[str, object]) -> Callable[[str], object]:
    def read(text: str) -> object:
        if text not in values:
            raise UnusableError(f"'{text[:40]}' is not one of {', '.join(values)}", _IN_ATTRIBUTES)
        return values[text]

    return read


_CAPS = {"butt": LineCap.BUTT, "round": LineCap.ROUND, "square": LineCap.SQUARE}
_JOINS = {"miter": LineJoin.MITER, "round": LineJoin.ROUND, "bevel": LineJoin.BEVEL}
_READ: dict[str, tuple[str, Callable[[str], object]]] = {
    "color": ("color", lambda text: color(text) or CURRENT_COLOR),
    "fill": ("fill", color),
    "fill-opacity": ("fill_opacity", _opacity),
    "fill-rule": ("even_odd", _one_of({"nonzero": False, "evenodd": True})),
    "stroke": ("stroke", color),
    "stroke-dasharray": ("dashes", _dashes),
    "stroke-dashoffset": ("dash_start", length),
    "stroke-linecap": ("cap", _one_of(_CAPS)),
    "stroke-linejoin": ("join", _one_of(_JOINS)),
    "stroke-miterlimit": ("miter_limit", number),
    "stroke-opacity": ("stroke_opacity", _opacity),
    "stroke-width": ("stroke_width", length),
    "visibility": ("visible", _one_of({"visible": True, "hidden": False, "collapse": False})),
}
