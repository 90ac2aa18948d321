"""What finished handouts were made from, for the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from msgspec.structs import replace

from caresheet.model.artifact import RenderedHandout
from caresheet.model.job import Job
from caresheet.model.manifest import InputFile, ManifestEntry

_DETERMINE_BYTES = ("caresheet", "fontpkg-atkinson-hyperlegible", "pillow", "reportlab", "segno")


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
    """The packages that determine the bytes, with their versions, which Python looks up on the disk."""
    from importlib.metadata import version

    return tuple((package, version(package)) for package in _DETERMINE_BYTES)
