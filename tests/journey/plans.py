"""Plans to fill in: zones with numbers, lists beside tables, rows to write in, signs with pictograms, long notes."""

from __future__ import annotations

from tests.journey.authors import Author, Data
from tests.journey.mistakes import Draft, Keys

NOTES = ("Monday to Friday, 8 to 5, extension 4432", "by day", "ask for the harbor master on call, and wait")
NUMBERS = ("{{clinic.emergency}}", "{{clinic.phone}}", "{{patient.skipper}}")
LABELS = ("Day", "Night, weekends and holidays", "Wind from", "to")
PICTOGRAMS = ("heart", "lungs", "drooping-face")
LENGTHS = ("9.5mm", "5mm", "40mm")


def planned(author: Author, draft: Draft) -> None:
    """Make a plan of a draft: its first section becomes a zone, or stands in a frame with columns of its own."""
    styles = (draft.base or {}).get("styles") or draft.layout.get("styles")
    assert isinstance(styles, dict)
    styles["planned"] = zone(author) if author.one_in(2) else frame(author)
    section = draft.first()
    section["blocks"] = blocks(author)
    section.pop("subsections", None)
    if author.one_in(2):
        section["numbers"] = [number(author) for _ in range(author.number(1, 3))]
    if author.one_in(2):
        draft.layout["zones"] = {
            "pictogram": author.pick(LENGTHS),
            "key_words": author.pick(("0pt", "16pt", "36pt")),
            "number": author.pick(("36pt", "60pt")),
            "box": {"width": author.pick(("56mm", "20mm")), "height": "10mm"},
        }
    draft.layout["place"] = [{"id": section["id"], "style": "planned", "wide": author.yes_no()}, "rest", "references"]
    phone = draft.clinic.get("phone")
    if phone and author.one_in(2):
        draft.clinic["phone"] = {"number": phone, "note": author.pick(NOTES)}


def zone(author: Author) -> Keys:
    made: Keys = {"heading": "zone", "color": author.pick(("stop", "note")), "signs": "octagon"}
    return made | {key: author.yes_no() for key in ("beside", "boxes") if author.one_in(2)}


def frame(author: Author) -> Keys:
    made: Keys = {"heading": author.pick(("plain", "band")), "background": "accent_tint", "bar": "accent"}
    return made | {"columns": author.pick(("1", "2", "3"))}


def number(author: Author) -> Data:
    value: Keys = {"value": author.pick(NUMBERS)}
    return value | ({"label": author.pick(LABELS)} if author.one_in(2) else {})


def blocks(author: Author) -> list[Data]:
    """A line, a list, the table after it, and a foot."""
    items: list[Data] = [author.text(8) for _ in range(author.pick((2, 3, 4, 6, 2, 3, 12)))]
    signs: list[Data] = [
        {"text": f"**Sign {index}.** Look.", "pictogram": name} for index, name in enumerate(PICTOGRAMS)
    ]
    return [
        "Look at the sky.",
        {"signs": signs} if author.one_in(2) else {author.pick(("checklist", "signs", "steps")): items},
        table(author),
        *(["Call the harbor: {{clinic.phone}}."] if author.one_in(2) else []),
    ]


def table(author: Author) -> Data:
    """Rows that are filled in, begun or blank; or a form."""
    columns = author.pick((2, 3, 5))
    heads: list[Data] = [author.heading(2) for _ in range(columns)]
    if author.one_in(4):
        return {"log": {"caption": author.text(4), "columns": heads, "rows": author.pick(("2", "14"))}}
    blank: list[Data] = [""] * (columns - 1)
    rows: list[Data] = [[author.text(3) for _ in range(columns)], [author.text(2), *blank], ["", *blank]]
    return {"table": {"caption": author.text(4), "columns": heads, "rows": rows}}
