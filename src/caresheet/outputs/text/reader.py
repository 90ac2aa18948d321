"""Reads finished plain text back. Shares nothing with the writer."""

from __future__ import annotations

import re

from caresheet.model.structure import BLANK, ElementType, Structure, StructureNode
from caresheet.model.text import TextRun

_LINE = re.compile(r"_{8}")
_ISOLATES = re.compile("[\u2066-\u2069]")
_TITLE = re.compile(r"(.+)\n={3,}", re.DOTALL)


def read_back(data: bytes) -> Structure:
    """What a text in UTF-8 says: the title that is underlined with `=`, and its blocks, which empty lines separate.

    Plain text does not say in which language it is."""
    blocks = _ISOLATES.sub("", data.decode("utf-8", "replace")).strip().split("\n\n")
    titles = (found[1] for block in blocks if (found := _TITLE.fullmatch(block)))
    nodes = tuple(StructureNode(ElementType("block"), runs=(TextRun(_LINE.sub(BLANK, block)),)) for block in blocks)
    return Structure(next(titles, ""), "", StructureNode(ElementType("text"), children=nodes))
