"""Pictograms: the ones that come with the program, by name, and a project's own, by file.

They are decoration for who sees them: the words beside them say everything. ORIGIN.toml beside the files tells where
each comes from.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from caresheet.model import rules
from caresheet.model.drawing import Drawing
from caresheet.model.files import Files
from caresheet.model.problem import Findings
from caresheet.model.topic import SvgPicture
from caresheet.source import suggest
from caresheet.source.nodes import ReportedError, ScalarNode
from caresheet.source.pictures import is_svg, svg_picture

DRAWINGS = "drawings.json"
"""The file with all of them, written by tests/pictograms/fetch_pictograms.py."""
_LISTED = "`caresheet manual content` lists the names; a file of the project ends in .svg"
_PACKAGE = Path(__file__).parents[1]


def pictogram(name: ScalarNode, files: Files, findings: Findings) -> SvgPicture:
    """The pictogram of a name, such as `thermometer`, or of an SVG file of the project, such as `figures/knee.svg`.

    Raises ReportedError where there is none.
    """
    if name.text in pictogram_names():
        return packaged_pictogram(name.text)
    if not is_svg(name.text):
        hint = suggest.hint(name.text, pictogram_names()) or _LISTED
        findings.add(name.position, rules.UNKNOWN_NAME, f"unknown pictogram '{name.text}'", hint)
        raise ReportedError
    return svg_picture(name, files, findings)


@cache
def pictogram_names() -> tuple[str, ...]:
    """The names of all pictograms that come with the program, in the order of the alphabet."""
    names = (entry.name for entry in (_PACKAGE / "pictograms").iterdir())
    return tuple(sorted(name.removesuffix(".svg") for name in names if name.endswith(".svg")))


@cache
def packaged_pictogram(name: str) -> SvgPicture:
    """A pictogram that comes with the program. Raises FileNotFoundError for a name not among `pictogram_names`."""
    path = f"pictograms/{name}.svg"
    data = (_PACKAGE / path).read_bytes()
    return SvgPicture(path, data, msgspec.json.decode(_drawings()[name], type=Drawing))


@cache
def _drawings() -> dict[str, msgspec.Raw]:
    """The drawing of each pictogram, as its SVG was read when it was taken into the program: that takes longer."""
    return msgspec.json.decode((_PACKAGE / "pictograms" / DRAWINGS).read_bytes(), type=dict[str, msgspec.Raw])
