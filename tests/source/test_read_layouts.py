"""Good layouts, labels and clinics become exactly the model that their authors meant."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from tests.source.trees import changed_tree, problems, read, sample, small, told

from caresheet.model.layout import (
    Break,
    ById,
    ByRole,
    Citations,
    Layout,
    PageBudget,
    Placement,
    References,
    Rest,
    RunningItem,
    RunningItems,
)
from caresheet.model.look import HeadingLook, ListMarker, Margins, PanelSize, Paper, SectionStyle, TypeScale
from caresheet.model.problem import Position
from caresheet.source.schemas import KINDS, schema
from caresheet.source.words import OWN_KEYS

CARD = "layouts/card.yaml"
GUIDE = "layouts/guide.yaml"


def layouts() -> tuple[Layout, ...]:
    return read(sample()).layouts


def test_only_buildable_layouts_are_in_the_project() -> None:
    """A layout without audience and place serves only those that extend it."""
    assert [layout.name for layout in layouts()] == ["card", "guide"]


def test_lengths_are_points() -> None:
    """Every unit becomes points; what a layout does not say comes from what it extends, then from the defaults."""
    margins = Margins(
        pytest.approx(28.3465, rel=1e-5), pytest.approx(51.0236, rel=1e-5), pytest.approx(51.0236, rel=1e-5), 72.0
    )
    assert layouts()[0].look.paper == Paper(pytest.approx(419.5276), pytest.approx(595.2756), margins)
    assert layouts()[1].look.paper == Paper(pytest.approx(595.2756), pytest.approx(419.5276), margins)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("columns", "layouts/card.yaml:5:10"),
        ("type.floor", "layouts/card.yaml:6:15"),
        ("type.body", "layouts/base.yaml:2:14"),
        ("palette.accent", "layouts/base.yaml:3:19"),
        ("styles.alarm.background", "layouts/base.yaml:5:51"),
        ("type.leading", "layouts/card.yaml:6:7"),
        ("gutter", "layouts/card.yaml:1:1"),
    ],
)
def test_every_value_knows_where_it_is_given(key: str, place: str) -> None:
    """A value knows its line, also in a layout that is extended. What is left to the defaults stands at the mapping
    around it, else at the start of the layout: no fault is ever told in a file of the program's own."""
    assert str(layouts()[0].look.origins.of(key)) == place
    assert {each.position.file for layout in layouts() for each in layout.look.origins.given} == {
        CARD, GUIDE, "layouts/base.yaml",
    }  # fmt: skip


def test_sizes_follow_from_body_and_scale() -> None:
    """Sizes that are not given grow from the body by the scale, and the running lines shrink by it."""
    assert layouts()[0].look.type == TypeScale(
        body=13.0,
        floor=12.0,
        ceiling=13.0,
        leading=1.35,
        title=30.0,
        section=pytest.approx(18.72),
        subsection=pytest.approx(15.6),
        running=pytest.approx(10.8333, abs=0.001),
    )


def test_placements() -> None:
    """A place has what stands there, its style with the palette's colors, and how it stands."""
    palette = layouts()[0].look.palette
    assert palette.accent == "#0b4a6f"
    alarm = SectionStyle("alarm", HeadingLook.BAND, palette.stop, palette.stop_tint, None)
    plain = SectionStyle("plain", HeadingLook.PLAIN, "#0b4a6f", None, None)
    assert layouts()[0].placements == (
        Placement(ByRole("warning"), alarm, Break.NONE, True, False, Position(CARD, 9, 5)),
        Placement(ById("why"), plain, Break.COLUMN, False, False, Position(CARD, 10, 5)),
    )
    assert layouts()[0].left_out == ("glossary",)


def test_turned_is_the_other_way_round() -> None:
    """On a landscape layout a portrait section is turned, and a landscape one is not."""
    assert [(placement.what, placement.turned) for placement in layouts()[1].placements] == [
        (ByRole("log"), True),
        (ByRole("warning"), False),
        (Rest(), False),
        (References(), False),
    ]


def test_what_is_extended_is_taken_in() -> None:
    """Mappings merge key by key, lists and values replace, and a promise keeps the place where it was made."""
    card, guide = layouts()
    assert (guide.audience, guide.citations, guide.look.columns) == ("caregiver", Citations.SHORT, 2)
    assert guide.budgets.regular == card.budgets.regular == PageBudget(1, 1, Position(CARD, 4, 14))
    assert guide.look.type == card.look.type
    assert guide.position == Position(GUIDE, 1, 1)
    assert card.footer == RunningItems(
        (RunningItem.TITLE, RunningItem.LANGUAGE, RunningItem.VERSION),
        (),
        (RunningItem.REVIEW, RunningItem.PAGE),
    )


def test_marker_of_the_default() -> None:
    """A layout that says nothing of signs marks them with the shape that means stop."""
    assert layouts()[0].look.blocks.signs is ListMarker.OCTAGON


def test_panels_are_points() -> None:
    """Panels have their size, and a layout that says nothing of panels, walls and codes asks for none of them."""
    (plain, _) = layouts()
    assert (plain.look.panels, plain.public, plain.code) == (None, False, False)
    text = "audience: patient\ncitations: hidden\npublic: yes\nqr: yes\nplace: [rest]\n"
    (card,) = read(small({CARD: f"{text}panels: {{width: 85.6mm, height: 54mm}}\n"})).layouts
    assert card.look.panels == PanelSize(pytest.approx(242.646, abs=0.001), pytest.approx(153.071, abs=0.001))
    assert (card.public, card.code) == (True, True)


def test_labels_of_every_language_of_a_topic() -> None:
    """The packaged words serve, and a project's own file replaces single ones."""
    english, spanish = read(sample()).labels
    assert (english.language, dict(english.levels)["stop"]) == ("en", "STOP")
    assert english.draft == "Draft. Do not use with patients."
    assert (english.page, english.version) == ("Page {page} of {pages}", "Version {version}")
    assert (spanish.language, spanish.levels) == ("es", (("stop", "PARE"), ("call", "LLAME"), ("note", "ANOTE")))
    assert spanish.contents == "Contenido"


def test_clinic_words_for_every_key() -> None:
    """Each `clinic.*` key that can print has words for its blank in each packaged language."""
    keys = [key for key in json.loads(schema("clinic"))["properties"] if key not in OWN_KEYS]
    for labels in read(sample()).labels:
        assert [key for key, _ in labels.clinic] == keys
        assert all(words for _, words in labels.clinic)


def test_language_without_labels_is_refused() -> None:
    """A topic in a language that the program has no words in is not printed in another."""
    tree = small()
    tree["content/walking/eu.yaml"] = tree["content/walking/en.yaml"]
    assert told(tree) == ["content/walking/eu.yaml:1:1 missing-labels"]
    tree["labels/eu.yaml"] = b"page: Pagina {page} di {pages}\n"
    assert told(tree) == ["labels/eu.yaml:1:1 missing-labels"]


def test_a_region_falls_back_to_its_language() -> None:
    """A regional topic needs no labels; a project's file for the region says only what differs, and one for the
    language stands between it and the packaged words."""
    tree = small()
    tree["content/walking/en-GB.yaml"] = tree.pop("content/walking/en.yaml")
    (labels,) = read(tree).labels
    assert (labels.language, labels.date, labels.files) == ("en-GB", "{month} {day}, {year}", ())
    tree["labels/en-GB.yaml"] = b"date: '{day} {month} {year}'\n"
    tree["labels/en.yaml"] = b"date: '{year}-{month}-{day}'\ncontents: What is inside\n"
    (labels,) = read(tree).labels
    assert (labels.date, labels.contents) == ("{day} {month} {year}", "What is inside")
    assert (labels.page, labels.files) == ("Page {page} of {pages}", ("labels/en-GB.yaml", "labels/en.yaml"))


def test_project_can_bring_a_language() -> None:
    """A complete labels file of the project's own makes its language printable."""
    tree = small()
    tree["content/walking/eu.yaml"] = tree["content/walking/en.yaml"]
    tree["labels/eu.yaml"] = files("caresheet").joinpath("languages", "en", "labels.yaml").read_bytes()
    assert [labels.language for labels in read(tree).labels] == ["en", "eu"]


def test_layouts_in_a_circle() -> None:
    """Layouts that extend each other are refused, each where it extends; the way around is shown."""
    tree = small({CARD: "extends: a\n", "layouts/a.yaml": "extends: b\n", "layouts/b.yaml": "extends: card\n"})
    assert told(tree) == [
        "layouts/a.yaml:1:10 extends-loop",
        "layouts/b.yaml:1:10 extends-loop",
        "layouts/card.yaml:1:10 extends-loop",
    ]
    assert problems(tree)[0].message.endswith("circle: a → b → card → a")


def test_id_is_for_layouts_of_one_topic() -> None:
    """A layout that places a section by its id cannot serve two topics."""
    tree = small({CARD: "audience: patient\ncitations: hidden\nplace: [{id: why}, rest]\n"})
    assert told(tree) == []
    for name in ("topic", "en"):
        tree[f"content/running/{name}.yaml"] = tree[f"content/walking/{name}.yaml"]
    assert told(tree) == ["layouts/card.yaml:3:9 wrong-value"]


LIMITS = "audience: patient\ncitations: hidden\nplace: [rest]\nlimits:\n  everyone: {body: 13}\n  {}: {body: 14}\n"


@pytest.mark.parametrize(
    ("audience", "hint"),
    [
        ("patient", None),
        ("caregiver", None),
        ("patients", "did you mean 'patient'?"),
        ("everyon", "did you mean 'everyone'?"),
        ("nurse", "one of everyone, patient, caregiver"),
        ("clinician", "one of everyone, patient, caregiver"),
    ],
)
def test_limits_are_for_readers_that_there_are(audience: str, hint: str | None) -> None:
    """Limits for an audience that no topic has would hold for nobody: they are refused at its name, also in a layout
    that nothing uses; those that the program brings itself are not."""
    text = LIMITS.replace("{}", audience)
    for path in (CARD, "layouts/other.yaml"):
        found = problems(small({path: text}))
        assert [f"{each.position} {each.rule.name}" for each in found] == ([f"{path}:6:3 unknown-name"] if hint else [])
        assert [(each.message, each.hint) for each in found] == (
            [(f"no topic has an audience '{audience}'", hint)] if hint else []
        )


def test_limits_are_for_readers_of_any_topic() -> None:
    """One topic with these readers is enough; where a topic cannot be read, nothing is said of any audience."""
    facts = small()["content/walking/topic.yaml"]
    tree = small({CARD: LIMITS.replace("{}", "nurse")})
    tree["content/running/topic.yaml"] = facts.replace(b"caregiver", b"nurse")
    tree["content/running/en.yaml"] = tree["content/walking/en.yaml"]
    assert told(tree) == []
    tree["content/running/topic.yaml"] = b"version: '1'\n"
    assert {place.partition(":")[0] for place in told(tree)} == {"content/running/topic.yaml"}


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_describe_every_key(kind: str) -> None:
    """An editor can show a title and a description for everything that it completes."""
    whole = json.loads(schema(kind))

    def described(part: dict[str, object], path: str) -> list[str]:
        properties = part.get("properties")
        missing = []
        for key, inner in properties.items() if isinstance(properties, dict) else ():
            if "description" not in inner:
                missing.append(f"{path}.{key}")
            missing += described(inner, f"{path}.{key}")
        if part.get("type") == "object" and part.get("additionalProperties", True) is True:
            missing.append(f"{path} takes any key")
        return missing

    definitions = whole.get("$defs", {})
    assert described(whole, kind) == []
    assert [one for name, inner in definitions.items() for one in described(inner, name)] == []


def test_roles_are_one_list() -> None:
    """Content and layouts know the same roles."""
    content, layout = json.loads(schema("content")), json.loads(schema("layout"))
    assert content["$defs"]["section"]["properties"]["role"]["enum"] == layout["$defs"]["role"]["enum"]


def test_offers_are_papers_by_size() -> None:
    """Regular print is always made for the layout's own paper; an empty list means that there is no such print."""
    card = sample()[CARD].decode() + "offers: {regular: [letter], large: [a4, letter], giant: [], instead: guide}\n"
    offer = next(layout.offer for layout in read(changed_tree("sample", {CARD: card})).layouts if layout.name == "card")
    assert (offer.regular, offer.large, offer.giant) == (("a5", "letter"), ("a4", "letter"), ())
    assert offer.instead == "guide"


def test_what_is_printed_instead_exists() -> None:
    """A layout that is to be printed in the place of another is one of the project's."""
    card = sample()[CARD].decode() + "offers: {instead: gide}\n"
    (problem,) = problems(changed_tree("sample", {CARD: card}))
    assert problem.message == "there is no layout 'gide' in layouts/"
    assert "guide" in problem.hint


def test_unknown_schema_is_refused() -> None:
    """A schema that does not exist is a programmer's mistake."""
    with pytest.raises(ValueError, match="layout"):
        schema("layouts")
