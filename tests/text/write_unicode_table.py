"""Writes src/caresheet/text/unicode.json from the Unicode Character Database:
`python tests/text/write_unicode_table.py FOLDER`, where the folder holds the files of one version (Debian:
/usr/share/unicode of the package unicode-data).

To be run for a new version of Unicode; then every case of its BidiCharacterTest.txt is tried (see test_bidi.py).
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[2] / "src" / "caresheet" / "text" / "unicode.json"
LAST = 0x10FFFF
LONG_CLASSES = {
    "Left_To_Right": "L", "Right_To_Left": "R", "Arabic_Letter": "AL", "European_Terminator": "ET",
    "Boundary_Neutral": "BN",
}  # fmt: skip
MARKS = {"Mn", "Mc", "Me"}
_ROW = re.compile(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\w+)")
_VERSION = re.compile(r"-(\d+\.\d+\.\d+)\.txt")


def rows(path: Path) -> Iterator[tuple[int, int, str]]:
    """First and last code point of each range with its value; those of `@missing` lines come first in the file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        found = _ROW.match(line.removeprefix("# @missing: "))
        if found:
            yield int(found[1], 16), int(found[2] or found[1], 16), found[3]


def changes(path: Path, default: str, names: dict[str, str]) -> list[tuple[int, str]]:
    """Where the value of a property changes, from U+0000."""
    values = [default] * (LAST + 1)
    for first, last, value in rows(path):
        values[first : last + 1] = [names.get(value, value)] * (last + 1 - first)
    return [(code, value) for code, value in enumerate(values) if not code or value != values[code - 1]]


def script_names(folder: Path) -> dict[str, str]:
    """The four letters of each script by its long name (ISO 15924)."""
    lines = (folder / "PropertyValueAliases.txt").read_text(encoding="utf-8").splitlines()
    parts = [[part.strip() for part in line.split(";")] for line in lines if line.startswith("sc ;")]
    return {part[2]: part[1] for part in parts}


def marks(folder: Path) -> list[tuple[int, str]]:
    """Where combining marks begin and end."""
    found = changes(folder / "extracted" / "DerivedGeneralCategory.txt", "Cn", {})
    kinds = [(code, "M" if value in MARKS else "") for code, value in found]
    return [one for index, one in enumerate(kinds) if not index or one[1] != kinds[index - 1][1]]


def brackets(folder: Path) -> list[tuple[str, str]]:
    """Each opening bracket with its closing one."""
    lines = (folder / "BidiBrackets.txt").read_text(encoding="utf-8").splitlines()
    parts = [line.partition("#")[0].split(";") for line in lines]
    codes = [(part[0].strip(), part[1].strip()) for part in parts if len(part) == 3 and part[2].strip() == "o"]
    return [(chr(int(opening, 16)), chr(int(closing, 16))) for opening, closing in codes]


def table_text(folder: Path) -> str:
    """The whole file, one entry a line so that a change can be reviewed."""
    source = folder / "extracted" / "DerivedBidiClass.txt"
    version = _VERSION.search(source.read_text(encoding="utf-8"))
    if not version:
        sys.exit(f"{source} does not say which version of Unicode it is of")
    tables = {
        "bidi_class": changes(source, "L", LONG_CLASSES),
        "script": changes(folder / "Scripts.txt", "Zzzz", script_names(folder)),
        "mark": marks(folder),
        "brackets": brackets(folder),
    }
    parts = [f'  "version": "{version[1]}"']
    for name, entries in tables.items():
        lines = ",\n".join(f"    {json.dumps(entry, ensure_ascii=True)}" for entry in entries)
        parts.append(f'  "{name}": [\n{lines}\n  ]')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(table_text(Path(sys.argv[1])), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{TABLE.name}: {unicodedata.unidata_version} in this Python\n")
