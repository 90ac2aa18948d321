"""The benchmark's handout, as a project of caresheet: the peers' own ten-page document, or one of its shape."""

from __future__ import annotations

import json
import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WORDS = re.findall(
    r"\w+",
    """ask before call clinic cool day early eat family fever friend go hand help home hour know late less light list
    look more near night note open page phone plan quick read rest ring room safe see sign slow soon stand step stop
    take tell then time wait walk warm watch water week write and for from in of on the to with you your""",
)
_SECTIONS = 14
LAYOUTS = 6
"""Handouts of each topic in a project of many topics."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its title and its blocks, each a kind (p, bullets, steps, alert, table) and what it holds."""

    title: str
    blocks: tuple[tuple[str, Any], ...]


def peers_parts(folder: Path) -> tuple[Part, ...]:
    """The document that the peers in `folder` render."""
    whole = json.loads((folder / "doc.json").read_text(encoding="utf-8"))
    return tuple(
        Part(section["title"], tuple(item for block in section["blocks"] for item in block.items()))
        for section in whole["sections"]
    )


def own_parts() -> tuple[Part, ...]:
    """A document of the same shape in words of ours, the same in every run."""
    chance = random.Random(20)

    def sentence() -> str:
        return " ".join(chance.choices(_WORDS, k=chance.randint(8, 17))).capitalize() + "."

    def paragraph() -> tuple[str, str]:
        return "p", " ".join(sentence() for _ in range(chance.randint(3, 6)))

    def section(number: int) -> Part:
        blocks: list[tuple[str, Any]] = [paragraph(), paragraph(), paragraph()]
        blocks.append(("bullets", [sentence() for _ in range(6)]))
        if number % 3 == 0:
            blocks.append(("steps", [sentence() for _ in range(5)]))
        if number % 4 == 0:
            blocks.append(("alert", f"{sentence()} {sentence()}"))
        if number % 5 == 0:
            rows = [[" ".join(chance.choices(_WORDS, k=3)), sentence(), "{{phone}}"] for _ in range(6)]
            blocks.append(("table", {"head": ["Sign", "What to do", "Who to call"], "rows": rows}))
        return Part(f"{number + 1}. {sentence()[:38]}", (*blocks, paragraph()))

    first, *others = (section(number) for number in range(_SECTIONS))
    return (Part(first.title, (("p", "For {{name}}. Call {{phone}} at any hour."), *first.blocks)), *others)


def write_project(parts: tuple[Part, ...], folder: Path, sections: int | None = None) -> None:
    """Write the project into `folder`: with so many sections, if the parts' own number is not meant."""
    count = sections or len(parts)
    lines = ["title: Benchmark handout", "handouts: {guide: {title: Benchmark handout}}", "sections:"]
    for number in range(count):
        lines += _section(number, parts[number % len(parts)])
    files = {
        "content/handout/en.yaml": "\n".join(lines),
        "content/handout/topic.yaml": "version: '1.0'\nfacts_checked: '2026-11-01'\naudiences: [reader]\n"
        "handouts: [guide]\nsources: {}",
        "layouts/guide.yaml": "audience: reader\npaper: letter\ncontents: yes\ncitations: hidden\nplace: [rest]\n"
        "margins: {top: 54pt, right: 54pt, bottom: 54pt, left: 54pt}\ntype: {body: 12pt}\n"
        "waive:\n  - {rule: without-source, because: words at random state nothing}\n"
        "  - {rule: emergency-slots, because: nobody is ill}",
        "content/clinics/example.yaml": "name: Person 0\nphone: 555-0100",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"{text}\n", encoding="utf-8")


def write_topics(parts: tuple[Part, ...], folder: Path, topics: int) -> None:
    """A project with this many topics of one section, each printed in LAYOUTS handouts."""
    write_project(parts, folder, 1)
    guide = (folder / "layouts/guide.yaml").read_text(encoding="utf-8")
    names = [f"guide-{number}" for number in range(1, LAYOUTS + 1)]
    for number, name in enumerate(names):
        (folder / f"layouts/{name}.yaml").write_text(guide.replace("54pt", f"{54 + number}pt"), encoding="utf-8")
    (folder / "layouts/guide.yaml").unlink()
    own, facts = (folder / "content/handout" / name for name in ("en.yaml", "topic.yaml"))
    titles = ", ".join(f"{name}: {{title: Benchmark handout}}" for name in names)
    content = own.read_text(encoding="utf-8").replace("guide: {title: Benchmark handout}", titles)
    own.write_text(content, encoding="utf-8")
    facts.write_text(facts.read_text(encoding="utf-8").replace("[guide]", f"[{', '.join(names)}]"), encoding="utf-8")
    for number in range(1, topics):
        shutil.copytree(folder / "content/handout", folder / f"content/handout-{number}")


def write_rivals(peers: Path, parts: tuple[Part, ...], folder: Path) -> None:
    """The peers' script beside a document of the first section alone."""
    folder.mkdir(parents=True)
    shutil.copy(peers / "engines.py", folder)
    whole = json.loads((peers / "doc.json").read_text(encoding="utf-8"))
    sections = [section for section in whole["sections"] if section["title"] == parts[0].title]
    (folder / "doc.json").write_text(json.dumps({**whole, "sections": sections}), encoding="utf-8")


def write_personal_project(parts: tuple[Part, ...], folder: Path) -> None:
    """The same project with lines for a patient's name and phone in place of the clinic's."""
    write_project(parts, folder)
    content, topic = folder / "content/handout/en.yaml", folder / "content/handout/topic.yaml"
    text = content.read_text(encoding="utf-8").replace("{{clinic.", "{{patient.")
    content.write_text(f"{text}fields: {{name: Name, phone: Phone}}\n", encoding="utf-8")
    fields = "fields: {name: {kind: name}, phone: {kind: text}}\n"
    topic.write_text(f"{topic.read_text(encoding='utf-8')}{fields}", encoding="utf-8")


def _section(number: int, part: Part) -> list[str]:
    lines = [f"  - id: section-{number}", "    role: background", "    for: everyone"]
    lines += [f"    title: {_text(part.title)}", "    blocks:"]
    for kind, held in part.blocks:
        match kind:
            case "p":
                lines.append(f"      - {_text(held)}")
            case "alert":
                lines.append(f"      - alert: {{level: note, title: Mind, blocks: [{_text(held)}]}}")
            case "table":
                lines += ["      - table:", "          caption: Signs", f"          columns: {_list(held['head'])}"]
                lines += ["          rows:", *(f"            - {_list(row)}" for row in held["rows"])]
            case _:
                lines += [f"      - {kind}:", *(f"          - {_text(item)}" for item in held)]
    return lines


def _list(texts: list[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(words: str) -> str:
    filled = words.replace("{{name}}", "{{clinic.name}}").replace("{{phone}}", "{{clinic.phone}}")
    return "'" + filled.replace("'", "''") + "'"
