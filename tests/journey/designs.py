"""What a designer may ask for: every key of a layout with every kind of value, as plain data that becomes YAML."""

from __future__ import annotations

from tests.journey.authors import Author, Data

PAPERS = ("letter", "a4", "a3", "a5", "legal", "a6")
MARGINS = ("18mm", "1in", "2.2cm", "60pt")
SMALL_MARGINS: dict[str, Data] = {"top": "20mm", "right": "9mm", "bottom": "30mm", "left": "9mm"}
PALETTES: tuple[dict[str, Data], ...] = (
    {},
    {"text": "#000000", "accent": "#5B2A86", "accent_tint": "#F4EEF9", "line": "#777777"},
    {"stop": "#7a0010", "stop_tint": "#ffffff", "call": "#5c3c00", "call_tint": "#fff9ea", "note": "#00452a"},
)
TOO_PALE: tuple[dict[str, Data], ...] = ({"text": "#888888"}, {"accent": "#6fa8dc"}, {"stop_tint": "#d98880"})
COLORS = ("accent", "stop", "call", "note", "text", "muted")
TINTS = ("accent_tint", "stop_tint", "call_tint", "note_tint")
REQUIRED = ("title", "document", "version", "review", "page")
OPTIONAL = ("topic", "clinic")


def layout(author: Author, roles: list[str], ids: list[str]) -> dict[str, Data]:
    """A layout that can be built, for topics with sections of these roles and ids. It has a place for every section,
    but for those of roles that it leaves out."""
    columns = author.pick(("1", "1", "2", "1", "2", "3"))
    wide = columns == "3"
    made: dict[str, Data] = {
        "audience": author.pick(author.audiences),
        "paper": author.pick(("a3", "legal") if wide else PAPERS),
        "orientation": "landscape" if wide else author.pick(("portrait", "portrait", "landscape")),
        "columns": columns,
        "type": type_sizes(author),
        "styles": {"framed": style(author), "quiet": style(author)},
        "citations": author.pick(("numbered", "short", "hidden")),
        "contents": author.yes_no(),
    }
    made |= {
        key: value
        for key, value in (
            ("margins", {side: author.pick(MARGINS) for side in ("top", "right", "bottom", "left")}),
            ("palette", author.pick(TOO_PALE) if author.one_in(16) else author.pick(PALETTES)),
            ("gutter", author.pick(("8mm", "5mm", "1cm", "0pt"))),
            ("spacing", spacing(author)),
            ("blocks", block_looks(author)),
        )
        if author.one_in(2)
    }
    if made["paper"] in {"a5", "a6"}:
        made["header"] = {"left": [], "center": [], "right": []}
        made["margins"] = SMALL_MARGINS
    elif author.one_in(3):
        made["header"], made["footer"] = running_lines(author)
    if author.one_in(4):
        made["pages"] = pages(author)
    if author.one_in(8):
        made["qr"] = "yes"
    if author.one_in(40):
        made["public"] = "yes"
    made["place"] = placements(author, roles, ids)
    return made


def pages(author: Author) -> dict[str, Data]:
    """A promise, which is not always one that can be kept."""
    made: dict[str, Data] = {"max": author.pick(("30", "15", "60", "5", "30", "1"))}
    if author.one_in(8):
        made["min"] = author.pick(("1", "1", "2"))
    if author.one_in(4):
        made["not_counting"] = [author.pick(("log", "notes", "contacts"))]
    if author.one_in(4):
        made["large"] = {"max": "60"}
    return made


def type_sizes(author: Author) -> dict[str, Data]:
    sizes: dict[str, Data] = {"body": author.pick(("12pt", "13pt", "14.5pt", "18pt")), "floor": "12pt"}
    for key, values in (
        ("ceiling", ("18pt", "20pt")),
        ("leading", ("1.35", "1", "1.2", "2")),
        ("scale", ("1.22", "1", "1.3")),
        ("title", ("26pt", "12pt", "40pt")),
        ("section", ("18pt", "12pt")),
        ("subsection", ("14pt", "12.25pt")),
        ("running", ("9pt", "10pt")),
    ):
        if author.one_in(3):
            sizes[key] = author.pick(values)
    return sizes


def style(author: Author) -> dict[str, Data]:
    made: dict[str, Data] = {"heading": author.pick(("plain", "rule", "band")), "color": author.pick(COLORS[:4])}
    if author.one_in(2):
        made["background"] = author.pick(TINTS)
    if author.one_in(2):
        made["border"] = author.pick((*COLORS, "line"))
    if author.one_in(3):
        made["signs"] = author.pick(("disc", "square", "dash", "triangle", "octagon"))
    return made


def spacing(author: Author) -> dict[str, Data]:
    keys = ("paragraph", "item", "section", "heading", "panel")
    made: dict[str, Data] = {key: author.pick(("6pt", "0pt", "3mm", "20pt")) for key in keys}
    return made | {"tightest": author.pick(("1", "0.5")), "loosest": author.pick(("1", "2"))}


def block_looks(author: Author) -> dict[str, Data]:
    return {
        "bullets": {"marker": author.pick(("disc", "square", "dash"))},
        "signs": {
            "marker": author.pick(("octagon", "disc", "square", "dash", "triangle")),
            "strong": author.yes_no(),
        },
        "steps": {"marker": author.pick(("circle", "plain"))},
        "table": {"lines": author.pick(("rows", "grid")), "bands": author.yes_no()},
        "alert": {"look": author.pick(("panel", "bar"))},
        "entries": {"height": author.pick(("9mm", "7mm", "15mm"))},
        "log": {"height": author.pick(("9mm", "7mm", "15mm"))},
    }


def running_lines(author: Author) -> tuple[dict[str, Data], dict[str, Data]]:
    """Header and footer, with what every page must say somewhere in them."""
    lines: list[dict[str, list[Data]]] = [{"left": [], "center": [], "right": []} for _ in range(2)]
    for item in (*REQUIRED, *(each for each in OPTIONAL if author.one_in(2))):
        author.pick((lines[1], lines[1], lines[1], lines[0]))[author.pick(("left", "right", "center"))].append(item)
    header, footer = ({side: list(items) for side, items in line.items()} for line in lines)
    return dict(header), dict(footer)


def placements(author: Author, roles: list[str], ids: list[str]) -> list[Data]:
    by_id: list[Data] = [{"id": author.pick(ids)} | placed(author)] if author.one_in(5) else []
    by_role: list[Data] = [{"role": role} | placed(author) for role in dict.fromkeys(roles) if author.one_in(2)]
    return [*by_id, *by_role, "rest", "references"]


def placed(author: Author) -> dict[str, Data]:
    """How something stands in its place."""
    keys: dict[str, tuple[str, ...]] = {
        "style": ("framed", "quiet", "plain"),
        "start": ("none", "column", "page"),
        "wide": ("yes", "no"),
        "orientation": ("portrait", "landscape"),
    }
    return {key: author.pick(values) for key, values in keys.items() if author.one_in(3)}
