"""The pictograms that come with the program: whole, of known origin, small, and each a drawing to look at."""

from __future__ import annotations

import hashlib
import tomllib
from importlib.resources import files

import pytest
from tests.drawings.pages import seen
from tests.pictograms.fetch_pictograms import drawings
from tests.source.trees import Memory

from caresheet.model.drawing import CURRENT_COLOR
from caresheet.model.problem import Findings, Position
from caresheet.model.topic import SvgPicture
from caresheet.source.nodes import ReportedError, ScalarNode
from caresheet.source.pictograms import DRAWINGS, packaged_pictogram, pictogram, pictogram_names
from caresheet.source.svg import read_drawing

FOLDER = files("caresheet").joinpath("pictograms")
ORIGIN = tomllib.loads(FOLDER.joinpath("ORIGIN.toml").read_text(encoding="utf-8"))
MOST_BYTES = 320_000
MOST_BYTES_OF_DRAWINGS = 400_000

WANTED = (
    *("lungs", "mouth", "heart", "confused", "drooping-face", "sleepy", "brain", "bed", "sweating", "pain", "fever"),
    *("chills", "headache", "unwell", "vomiting", "gauge-high", "blood-pressure", "pulse-oximeter", "iv-bag"),
    *("calendar", "card", "phone", "bacteria", "blood-cells", "message", "blood-vessel", "kidneys"),
)
"""What the handouts of this project show."""


def test_origin_of_each_file() -> None:
    """The index names every file and no other, and each is the one that was published, by its sum."""
    listed = {name: entry["sha256"] for name, entry in ORIGIN["pictograms"].items()}
    shipped = {
        name: hashlib.sha256(FOLDER.joinpath(f"{name}.svg").read_bytes()).hexdigest() for name in pictogram_names()
    }
    assert shipped == listed
    assert (ORIGIN["package"], ORIGIN["version"], ORIGIN["license"]) == ("healthicons", "2.0.0", "MIT")
    assert "Resolve to Save Lives" in FOLDER.joinpath("LICENSE").read_text(encoding="utf-8")


def test_about_a_hundred_and_small() -> None:
    """There are enough for common topics, what the handouts need among them, and the package stays small."""
    assert 100 <= len(pictogram_names()) <= 150
    assert set(WANTED) <= set(pictogram_names())
    sizes = {entry.name: len(entry.read_bytes()) for entry in FOLDER.iterdir()}
    assert sizes.pop(DRAWINGS) < MOST_BYTES_OF_DRAWINGS
    assert sum(sizes.values()) < MOST_BYTES


def test_drawings_are_those_of_the_files() -> None:
    """What a build takes is what each SVG is read as, to the last digit, and the script writes the same file again."""
    whole = FOLDER.joinpath(DRAWINGS).read_bytes()
    assert whole == drawings(), "write it again with `drawings()` of tests/pictograms/fetch_pictograms.py"
    for name in pictogram_names():
        found = packaged_pictogram(name)
        assert found.data == FOLDER.joinpath(f"{name}.svg").read_bytes()
        assert found.drawing == read_drawing(found.data, found.path)


@pytest.mark.parametrize("name", pictogram_names())
def test_each_is_drawn(name: str) -> None:
    """Each is square, takes the color of the text beside it, and covers a part of its square: not none, not all."""
    drawing = packaged_pictogram(name).drawing
    assert drawing.width == drawing.height == 48
    assert {path.fill for path in drawing.paths} == {CURRENT_COLOR}
    raster = seen(drawing)
    dark = sum(value < 128 for value in raster.pixels) / len(raster.pixels)
    assert 0.04 < dark < 0.75


def asked(name: str, tree: dict[str, bytes] | None = None) -> tuple[SvgPicture | None, Findings]:
    findings = Findings()
    node = ScalarNode(name, Position("content/walking/en.yaml", 3, 7))
    try:
        return pictogram(node, Memory(tree or {}), findings), findings
    except ReportedError:
        return None, findings


def test_by_name() -> None:
    """A name gives the packaged file, whatever the project has."""
    found, findings = asked("lungs")
    assert found is not None
    assert found.path == "pictograms/lungs.svg"
    assert not findings


def test_a_file_of_the_project() -> None:
    """A path that ends in .svg is a file beside the one that names it."""
    data = FOLDER.joinpath("lungs.svg").read_bytes()
    found, _ = asked("own/knee.svg", {"content/walking/own/knee.svg": data})
    assert found is not None
    assert (found.path, found.data) == ("content/walking/own/knee.svg", data)


@pytest.mark.parametrize(
    ("name", "rule", "hint"),
    [
        ("lung", "unknown-name", "did you mean 'lungs'?"),
        ("xyzzy", "unknown-name", "ends in .svg"),
        ("knee.svg", "picture-missing", ""),
        ("../../../knee.svg", "outside-project", "copy the picture"),
    ],
)
def test_unknown(name: str, rule: str, hint: str) -> None:
    """An unknown name is told at its place, with what was probably meant."""
    found, findings = asked(name)
    (problem,) = findings.sorted()
    assert found is None
    assert (str(problem.position), problem.rule.name) == ("content/walking/en.yaml:3:7", rule)
    assert hint in problem.hint
