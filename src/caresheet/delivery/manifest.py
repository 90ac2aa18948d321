"""`manifest.json`: the account of a folder of handouts, kept beside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from caresheet.delivery.folder import put
from caresheet.model.edition import Edition, Size
from caresheet.model.look import PAPERS
from caresheet.model.manifest import Entry, Input, Manifest
from caresheet.model.problem import CaresheetError, Position, Problem
from caresheet.model.rules import BAD_MANIFEST

NAME = "manifest.json"
VERSION = 1
"""Of the file's form. A reader refuses a version that it does not know."""


def load_manifest(folder: Path) -> Manifest:
    """The folder's account, empty where it has none. Raises CaresheetError (bad-manifest) for one that is no such."""
    path = folder / NAME
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):  # the second one is told when the first file is delivered
        return Manifest()
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path, "it cannot be read") from error
    try:
        whole = json.loads(text)
        version = whole["version"]
        if version == VERSION:
            return Manifest(tuple(_entry(name, facts) for name, facts in sorted(whole["files"].items())))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _bad(path, "it is not the manifest of a build") from error
    raise _bad(path, f"its version is {version}, this caresheet knows {VERSION}")


def save_manifest(manifest: Manifest, folder: Path) -> None:
    """Write the account, whole or not at all. The same account gives the same bytes."""
    files = {entry.name: _facts(entry) for entry in manifest.entries}
    text = json.dumps({"version": VERSION, "files": files}, ensure_ascii=False, indent=2)
    put(f"{text}\n".encode(), folder / NAME, outside=True)


def entry_to(entry: Entry) -> str:
    """What the account says of one file, as text."""
    return json.dumps(_facts(entry), ensure_ascii=False)


def entry_from(name: str, text: str) -> Entry:
    """What `entry_to` said of the file `name`."""
    return _entry(name, json.loads(text))


def sha256_of(data: bytes) -> str:
    """The fingerprint of a file's bytes, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def remove_stale(entries: tuple[Entry, ...], folder: Path) -> tuple[Entry, ...]:
    """Take away files that are no longer made, and say which. One that somebody has changed since is left alone."""
    removed = []
    for entry in entries:
        path = folder / entry.name
        try:
            if sha256_of(path.read_bytes()) == entry.sha256:
                path.unlink()
                removed.append(entry)
        except FileNotFoundError:
            removed.append(entry)
        except OSError:  # open elsewhere: it stays in the account, and the next build tries again
            continue
    return tuple(removed)


def _bad(path: Path, reason: str) -> CaresheetError:
    hint = "delete it and build again; the PDFs are then accounted for anew"
    return CaresheetError((Problem(Position(str(path)), BAD_MANIFEST, reason, hint),))


def _facts(entry: Entry) -> dict[str, Any]:
    return {
        "sha256": entry.sha256,
        "objects_sha256": entry.objects_sha256,
        "pages": entry.pages,
        "topic": entry.topic,
        "layout": entry.layout,
        "language": entry.language,
        "clinic": entry.clinic,
        "size": entry.edition.size.value,
        "paper": entry.edition.paper,
        "made_with": dict(entry.made_with),
        "inputs": {one.path: one.sha256 for one in entry.inputs},
    }


def _known_paper(name: object) -> str | None:
    if name is not None and name not in PAPERS:
        raise ValueError(f"{name} is no paper")
    return str(name) if name else None


def _entry(name: str, facts: dict[str, Any]) -> Entry:
    if Path(name).name != name:
        raise ValueError(f"{name} is not the name of a file in the folder")
    return Entry(
        name=name,
        sha256=str(facts["sha256"]),
        objects_sha256=str(facts["objects_sha256"]),
        pages=int(facts["pages"]),
        topic=str(facts["topic"]),
        layout=str(facts["layout"]),
        language=str(facts["language"]),
        clinic=str(facts["clinic"]),
        edition=Edition(Size(facts["size"]), _known_paper(facts["paper"])),
        made_with=tuple((str(package), str(version)) for package, version in facts["made_with"].items()),
        inputs=tuple(Input(str(path), str(digest)) for path, digest in facts["inputs"].items()),
    )
