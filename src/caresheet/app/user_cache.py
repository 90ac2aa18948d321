"""The cache of finished handouts in the user's own folder, and the program that filled it."""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from caresheet.app.kept_secret import kept_secret
from caresheet.app.ports import Environment
from caresheet.cache import Cache

FOLDER = "CARESHEET_CACHE"
"""Environment variable with the folder of the cache; set to nothing, there is no cache."""
SECRET = "CARESHEET_CACHE_SECRET"  # noqa: S105 - the name of a variable
"""Environment variable with the secret of a cache that several machines share, such as those of a CI."""
_LONGEST_KEY = 64
"""Bytes (RFC 7693, section 2.1)."""
_DECIDE = (
    "PIL",
    "fontTools",
    "fontpkg_atkinson_hyperlegible",
    "fontpkg_heebo",
    "fontpkg_hind_siliguri",
    "fontpkg_ibm_plex_sans_arabic",
    "fontpkg_mukta",
    "fontpkg_noto_sans_khmer",
    "fontpkg_noto_sans_tamil",
    "fontpkg_sarabun",
    "fontpkg_source_sans_3",
    "icu4py",
    "jsonschema_rs",
    "justmytype_intl_cjk",
    "manimgx_fonts",
    "markdown_it",
    "phonenumbers",
    "pypdfium2_raw",
    "reportlab",
    "segno",
    "syllapy",
    "uharfbuzz",
    "yaml",
)
"""The packages that decide what is made and what is said about it, those included that may be installed later."""


def user_cache(environment: Environment) -> Cache | None:
    """The cache in the folder that the environment names, else in the user's folder for caches; None where it names an
    empty one, and where the user has no folders. Its secret lies apart from it, because a cache may be shared."""
    given = environment.get(FOLDER)
    if given == "":
        return None
    from platformdirs import user_cache_path, user_data_path

    try:
        folder = Path(given) if given else user_cache_path("caresheet", appauthor=False)
        data = user_data_path("caresheet", appauthor=False)
    except RuntimeError:  # nobody knows where this user's home is
        return None
    secret = environment.get(SECRET) or kept_secret(data / "cache-secret")
    return Cache(folder, program(), secret=secret.encode("utf-8")[:_LONGEST_KEY]) if secret else None


def program() -> str:
    """The fingerprint of everything but the project that decides about a handout: this program with its fonts, labels
    and schemas, the packages it stands on, Python and zlib. Files count by name, size and time of change."""
    marks = [sys.version, sys.platform, zlib.ZLIB_RUNTIME_VERSION]
    for path, status in (*_own_files(str(Path(__file__).parents[1])), *_packages()):
        marks.append(f"{path}|{status.st_size}|{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(marks).encode("utf-8", "surrogateescape")).hexdigest()


def _own_files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every file in a folder, those of one folder in the order of their names."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if not entry.is_dir():
            yield entry.path, entry.stat()
        elif entry.name != "__pycache__":
            yield from _own_files(entry.path)


def _packages() -> Iterator[tuple[str, os.stat_result]]:
    """The file that each package begins with; a package of C alone is that file."""
    for name in _DECIDE:
        found = find_spec(name)
        if found is not None and found.origin is not None:
            yield found.origin, Path(found.origin).stat()
