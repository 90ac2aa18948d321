"""What authors do wrong: each mistake spoils a sound project at one place and must be refused by one rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.journey.authors import Data

Keys = dict[str, Data]


@dataclass
class Draft:
    """A project before it is typed."""

    topic: Keys
    content: Keys
    layout: Keys
    base: Keys | None
    clinic: Keys
    language: str

    def texts(self) -> dict[str, Data]:
        """What each file holds."""
        base: dict[str, Data] = {} if self.base is None else {"layouts/base.yaml": self.base}
        return base | {
            "content/sailing/topic.yaml": self.topic,
            f"content/sailing/{self.language}.yaml": self.content,
            "layouts/sheet.yaml": self.layout,
            "content/clinics/example.yaml": self.clinic,
        }

    def say(self, block: Data) -> None:
        """Add a block to the first section, which everyone reads."""
        blocks = self.first()["blocks"]
        assert isinstance(blocks, list)
        blocks.append(block)

    def first(self) -> Keys:
        sections = self.content["sections"]
        assert isinstance(sections, list)
        section = sections[0]
        assert isinstance(section, dict)
        return section

    def hush(self) -> None:
        """Take away for whom the first section is."""
        del self.first()["for"]

    def repeat_section(self) -> None:
        sections = self.content["sections"]
        assert isinstance(sections, list)
        sections.append(dict(self.first()))


def sound() -> Draft:
    """A small project that is built as it stands."""
    topic: Keys = {"version": "1", "facts_checked": "2026-11-22", "audiences": ["crew"], "handouts": ["sheet"]}
    section: Keys = {"id": "start", "role": "warning", "title": "Start", "for": "everyone", "blocks": ["Look up."]}
    content: Keys = {"title": "Sailing", "handouts": {"sheet": {"title": "Sailing"}}, "sections": [section]}
    layout: Keys = {"audience": "crew", "place": ["rest", "references"]}
    return Draft(topic, content, layout, None, {"name": "Pier 7"}, "en")


@dataclass(frozen=True)
class Mistake:
    """How it is made, and the name of the rule that refuses it. `late` where the project can be read all the same, so
    that something else may be refused before it."""

    spoil: Callable[[Draft], None]
    rule: str
    late: bool = False


def said(block: Data, rule: str, *, late: bool = False) -> Mistake:
    """A block that is wrong by itself."""
    return Mistake(lambda draft: draft.say(block), rule, late)


def asked(key: str, value: Data, rule: str) -> Mistake:
    """A key of the layout that is wrong by itself."""
    return Mistake(lambda draft: draft.layout.update({key: value}), rule)


MISTAKES = {
    "unknown placeholder": said("Call {{clinic.fone}}.", "unknown-placeholder"),
    "unknown source": said("So they say. [@S77]", "unknown-source"),
    "unknown term": said("Then [[luff]].", "unknown-term"),
    "unknown audience": said({"paragraph": "Hello.", "for": "pirates"}, "unknown-name"),
    "unknown key": said({"paragraph": "Hello.", "color": "red"}, "unknown-key"),
    "two kinds": said({"paragraph": "Hello.", "bullets": ["Hello."]}, "wrong-value"),
    "no alternative": said({"figure": {"image": "wide.png"}}, "missing-key"),
    "no picture": said({"figure": {"image": "none.png", "alt": "A sail"}}, "picture-missing"),
    "empty words": said({"bullets": ["One", " "]}, "empty-value"),
    "uneven rows": said({"table": {"caption": "C", "columns": ["A", "B"], "rows": [["1"]]}}, "wrong-value"),
    "open mark": said("**Now", "bad-markup"),
    "unsafe link": said("[go](javascript:alert)", "bad-link"),
    "useless alternative": said({"figure": {"image": "wide.png", "alt": "image"}}, "alt-text", late=True),
    "another address": said("[example.com](https://example.org)", "link-text", late=True),
    "no glyph": said("The sign 水 means water.", "no-glyph", late=True),
    "empty row head": said(
        {"table": {"caption": "C", "columns": ["A", "B"], "row_headers": "yes", "rows": [["", "1"]]}},
        "empty-header",
        late=True,
    ),
    "two sections of one id": Mistake(Draft.repeat_section, "duplicate-id"),
    "unknown role": Mistake(lambda draft: draft.first().update(role="rigging"), "wrong-value"),
    "silence": Mistake(Draft.hush, "missing-key"),
    "unknown handout": Mistake(lambda draft: draft.topic.update(handouts=["shet"]), "unknown-name"),
    "no such day": Mistake(lambda draft: draft.topic.update(facts_checked="2026-02-30"), "wrong-value"),
    "unknown paper": asked("paper", "b5", "wrong-value"),
    "no unit": asked("gutter", "8", "wrong-value"),
    "unknown style": asked("place", [{"role": "warning", "style": "fram"}, "rest", "references"], "unknown-name"),
    "placed twice": asked("place", ["rest", "rest", "references"], "duplicate-id"),
    "extends nothing": asked("extends", "bass", "unknown-name"),
    "extends itself": asked("extends", "sheet", "extends-loop"),
    "nobody's page": asked("footer", {"left": [], "center": [], "right": []}, "missing-key"),
    "small type": asked("type", {"body": "11pt", "floor": "10pt"}, "type-too-small"),
}
