"""What finished handouts were made from, for the manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from msgspec.structs import replace

from caresheet.model.artifact import RenderedHandout
from caresheet.model.job import Job
from caresheet.model.manifest import InputFile, ManifestEntry
from caresheet.version import __version__

_DETERMINE_BYTES = {
    "fontpkg-atkinson-hyperlegible": "fontpkg_atkinson_hyperlegible",
    "pillow": "PIL",
    "reportlab": "reportlab",
    "segno": "segno",
}
"""The packages that determine the bytes besides caresheet, and what is imported of each."""
_VERSION = b"Version: "


def manifest_entries(job: Job, handout: RenderedHandout, digests: Mapping[str, str]) -> tuple[ManifestEntry, ...]:
    """The manifest's entry for each artifact of a handout. `digests` has the sha256 of every input, by path."""
    edition = job.edition
    if edition.bilingual == job.layout.bilingual:  # the layout's own, whatever edition is asked for
        edition = replace(edition, bilingual=None)
    inputs = tuple(InputFile(path, digests[path]) for path in handout.inputs)
    return tuple(
        ManifestEntry(
            name=artifact.name,
            media_type=artifact.media_type,
            sha256=hashlib.sha256(artifact.data).hexdigest(),
            fingerprint=artifact.fingerprint,
            pages=artifact.pages,
            topic=job.topic.name,
            layout=job.layout.name,
            language=job.topic.language,
            clinic=job.clinic.position.file,
            edition=edition,
            made_with=made_with(),
            inputs=inputs,
        )
        for artifact in handout.artifacts
    )


@cache
def made_with() -> tuple[tuple[str, str], ...]:
    """The packages that determine the bytes, with their versions."""
    return (("caresheet", __version__), *((name, _version(name, module)) for name, module in _DETERMINE_BYTES.items()))


def _version(package: str, module: str) -> str:
    """The version of a package, from the folder with its metadata beside it (PyPA, "Recording installed projects").
    `importlib.metadata`, which reads every folder and all of each file, is used only if there is none."""
    spec = find_spec(module)
    places = spec.submodule_search_locations if spec else None
    beside = Path(places[0]).parent if places else Path()
    for name in _folders(beside):
        stem = name.partition("-")[0]
        if stem.casefold().replace("_", "-") == package and (beside / name / "METADATA").is_file():
            lines = (beside / name / "METADATA").read_bytes().splitlines()
            return next(line for line in lines if line.startswith(_VERSION)).removeprefix(_VERSION).decode().strip()
    from importlib.metadata import version

    return version(package)


@cache
def _folders(place: Path) -> tuple[str, ...]:
    """The names of the folders in this one that hold the metadata of packages."""
    return tuple(name for name in os.listdir(place) if name.endswith(".dist-info"))  # noqa: PTH208 - only names
