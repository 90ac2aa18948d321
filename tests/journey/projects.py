"""Whole projects as somebody could have typed them: YAML text and pictures in a tree of files."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from hypothesis.vendor.pretty import RepresentationPrinter
from PIL import Image
from tests.journey.authors import NAMES, Author, Data
from tests.journey.designs import layout
from tests.journey.mistakes import MISTAKES, Draft
from tests.journey.plans import planned
from tests.source.trees import Memory, Tree

from caresheet.model.edition import REGULAR, Edition, Size

CLINIC = "content/clinics/example.yaml"
AUDIENCES = ("crew", "guests")
ROLES = ("warning", "background", "action", "log", "contacts", "questions", "notes")
CLINIC_WORDS = {
    "name": (
        "",
        "Harbour Office",
        "Pier 7",
        "",
        "Pier 8",
        "The Harbour Office of the Old Town and its Piers",
    ),
    "phone": ("", "555-0110", "0117 496 0000"),
    "emergency": ("000", "", "112"),
    "hospital": ("Seaside Infirmary", "", "Seaside Infirmary, third jetty, ring twice and wait for the ferryman"),
    "website": ("", "https://www.example.org"),
}


@dataclass(frozen=True)
class Project:
    """Typed files by path. `mistake` names what is wrong with them on purpose; empty where nothing is. `edition` is
    the one to make."""

    typed: dict[str, bytes]
    mistake: str = ""
    edition: Edition = REGULAR

    @property
    def tree(self) -> Tree:
        """All files, with the pictures that they name."""
        return self.typed | pictures()

    @property
    def files(self) -> Memory:
        return Memory(self.tree)

    def shown(self) -> str:
        """The files as one reads them."""
        texts = (f"--- {path}\n{data.decode('utf-8')}" for path, data in self.typed.items())
        return "\n".join((f"mistake: {self.mistake or 'none'}, {self.edition}", *texts))

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:  # noqa: FBT001 - hypothesis calls it so
        printer.text(self.shown())


def typed_plainly(draft: Draft, mistake: str = "") -> Project:
    """The draft as YAML in the plainest style."""
    texts = draft.texts()
    return Project({path: yaml.dump(data, sort_keys=False).encode("utf-8") for path, data in texts.items()}, mistake)


@st.composite
def projects(draw: DrawFn) -> Project:
    """A project of one topic with one handout; one in ten has a mistake, and one in six of the others is a plan."""
    author = Author(draw, AUDIENCES)
    mistake = author.pick(tuple(MISTAKES)) if author.one_in(10) else ""
    draft = drafted(author)
    if not mistake and author.one_in(6):
        planned(author, draft)
    if mistake:
        MISTAKES[mistake].spoil(draft)
    typed = typist(author)
    files = {path: typed(data) for path, data in draft.texts().items()}
    return Project(files, mistake, edition(author))


def edition(author: Author) -> Edition:
    """Mostly the regular one, which the layout is made for."""
    size = author.pick((Size.LARGE, Size.LARGE, Size.GIANT)) if author.one_in(8) else Size.REGULAR
    return Edition(size, author.pick(("a4", "letter")) if author.one_in(8) else None)


def drafted(author: Author) -> Draft:
    """A project without mistakes, though not every such project fits its pages or its columns."""
    roles = [author.pick(ROLES) for _ in range(author.number(1, 4))]
    sections = [author.section(role) for role in roles]
    sections[0]["for"] = "everyone"
    sections.append(glossary(author))
    ids = [str(section["id"]) for section in sections]
    design = layout(author, [*roles, "glossary"], ids)
    base: dict[str, Data] | None = None
    if author.one_in(3):
        base = {key: design.pop(key) for key in ("type", "styles", "palette", "margins") if key in design}
        design["extends"] = "base"
    words: dict[str, Data] = {"title": author.title()}
    if author.one_in(2):
        words["subtitle"] = author.title(15)
    if author.one_in(4):
        words["titles"] = {author.pick(ids): author.heading()}
    content: dict[str, Data] = {
        "title": author.title(3),
        "fields": {"skipper": "Skipper", "sailed_on": "Day of sailing"},
        "handouts": {"sheet": words},
        "sections": list(sections),
    }
    return Draft(topic(author), content, design, base, clinic(author), author.pick(("en", "en", "es")))


def glossary(author: Author) -> dict[str, Data]:
    """The section that explains the terms that any text may use; not every reader gets it."""
    terms: list[Data] = [{"id": name, "term": name.title(), "meaning": author.text(12)} for name in ("tack", "jibe")]
    return {
        "id": "glossary",
        "role": "glossary",
        "title": author.heading(3),
        "for": author.readers(),
        "blocks": [{"definitions": terms}],
    }


def topic(author: Author) -> dict[str, Data]:
    sources: dict[str, Data] = {
        name: {
            "title": f"Seamanship: {author.plain(9)}",
            "organization": author.pick(NAMES),
            "url": author.pick(("https://example.org", f"https://www.example.org/{'pier/' * 20}?of=all#them")),
            "seen": "2026-11-22",
        }
        | ({"year": "2020"} if author.one_in(2) else {})
        | ({"lang": author.pick(("es", "en"))} if author.one_in(3) else {})
        for name in ("S1", "S2b", "Z9")
    }
    made: dict[str, Data] = {
        "version": author.pick(("0.1", "2026-11", "1 & only")),
        "facts_checked": "2026-11-22",
        "audiences": list(AUDIENCES),
        "handouts": ["sheet"],
        "fields": {
            "skipper": {"kind": "name"},
            "sailed_on": {"kind": author.pick(("date", "phone", "number", "text"))},
        },
        "sources": sources,
    }
    return made | ({"codes": {"icd10": "V90.0", "pier": "7 & 8"}} if author.one_in(3) else {})


def clinic(author: Author) -> dict[str, Data]:
    made: dict[str, Data] = {key: author.pick(words) for key, words in CLINIC_WORDS.items()}
    return made | ({"logo": "../clear.png"} if author.one_in(4) else {})


def typist(author: Author) -> Callable[[Data], bytes]:
    """Types data as YAML the way one editor or another would."""
    style, flow = author.pick((None, "'", '"')), author.pick((None, False))
    width, line_end, mark = (
        author.pick((120, 40, 10_000)),
        author.pick(("\n", "\n", "\r\n")),
        author.pick(("", "\ufeff")),
    )
    as_typed = author.pick((True, True, False))

    def typed(data: Data) -> bytes:
        text: str = yaml.dump(
            data,
            Dumper=_Typist,
            sort_keys=False,
            default_style=style,
            default_flow_style=flow,
            width=width,
            allow_unicode=as_typed,
        )
        return (mark + text.replace("\n", line_end)).encode("utf-8")

    return typed


class _Typist(yaml.CSafeDumper):
    """Writes what comes twice twice: an alias would be refused."""

    def ignore_aliases(self, data: object) -> bool:
        return data is data  # noqa: PLR0124 - always


@cache
def _picture(width: int, height: int, mode: str, kind: str) -> bytes:
    stored = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(stored, kind)
    return stored.getvalue()


def pictures() -> dict[str, bytes]:
    """Pictures of several shapes and kinds, each where a figure of the topic or a clinic names it."""
    return {
        "content/sailing/wide.png": _picture(600, 20, "RGB", "PNG"),
        "content/sailing/tall.png": _picture(12, 800, "P", "PNG"),
        "content/sailing/large.jpg": _picture(1600, 1200, "L", "JPEG"),
        "content/clear.png": _picture(90, 60, "RGBA", "PNG"),
    }


QUIETLY = settings(
    max_examples=10,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
)
"""Whole projects are large. What is drawn follows from the seed alone; beyond ten examples, Hypothesis would vary those
that it has more often than draw new ones."""


def for_each_project(batches: range, judge: Callable[[Project], None]) -> None:
    """Judge the projects of each batch, about nine different ones; a failure is reported with the smallest that fails.

    The same batches are the same projects, as long as Hypothesis draws as it does.
    """
    passed: set[str] = set()

    def judge_once(project: Project) -> None:
        text = project.shown()
        if text not in passed:
            judge(project)
            passed.add(text)

    for batch in batches:
        seed(batch)(QUIETLY(given(projects())(judge_once)))()


@cache
def drawn(batches: range) -> tuple[Project, ...]:
    """The projects of these batches that have no mistakes."""
    kept: list[Project] = []
    for_each_project(batches, kept.append)
    return tuple(project for project in kept if not project.mistake)
