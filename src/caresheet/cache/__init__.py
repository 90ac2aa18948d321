"""What was made and proved before is kept, so that only what changed is made again."""

from caresheet.cache.artifacts import CachedArtifact, HandoutCache, decode_artifact, encode_artifact
from caresheet.cache.canonical import CanonicalJson, canonical_json
from caresheet.cache.changes import changed_because
from caresheet.cache.folder import Cache
from caresheet.cache.projects import ReadProject, decode_project, encode_project
from caresheet.cache.records import ArtifactRecord, BuildRecord, HandoutRecord, decode_build, encode_build

__all__ = [
    "ArtifactRecord",
    "BuildRecord",
    "Cache",
    "CachedArtifact",
    "CanonicalJson",
    "HandoutCache",
    "HandoutRecord",
    "ReadProject",
    "canonical_json",
    "changed_because",
    "decode_artifact",
    "decode_build",
    "decode_project",
    "encode_artifact",
    "encode_build",
    "encode_project",
]
