"""Whether a folder of published handouts is what the project makes today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.building import Builder, BuildOptions
from caresheet.app.formats import FORMATS
from caresheet.app.ports import Progress, unseen
from caresheet.app.requests import RequestError
from caresheet.app.selection import Selection, choose, require_sound
from caresheet.app.sources import Sources
from caresheet.delivery import Verdict, compare_folder, load_manifest
from caresheet.model.edition import REGULAR, Edition
from caresheet.model.manifest import Manifest, ManifestEntry
from caresheet.model.problem import CaresheetError, Findings, Problem
from caresheet.model.rules import NOT_READABLE


class Verification(Struct, frozen=True):
    """A folder to verify against the project at `root`, as far as handouts are wanted; `profiles` are clinic profiles
    from outside it. The edition is that of the folder."""

    root: Path
    folder: Path
    wanted: Selection
    profiles: tuple[Path, ...] = ()
    processes: int = 1


def verify(asked: Verification, progress: Progress = unseen) -> tuple[Verdict, ...]:
    """A verdict for every wanted handout of the project, and for every other file in the folder, unless that is of a
    handout that is not wanted, by name. What no build made is left out where not everything is wanted.

    Every handout is made again in memory, for each clinic and edition and in each format that the folder's manifest
    names. Nothing is written. Raises CaresheetError with the problems of what cannot be made.
    """
    manifest = load_manifest(asked.folder)
    findings = Findings()
    entries: list[ManifestEntry] = []
    for clinic, edition, formats in _made_for(asked, manifest):
        builder = Builder(Sources.in_folder(asked.root, clinic), progress=progress)
        languages = asked.wanted.languages or _languages(manifest, edition)
        project = builder.sources.read_sound_part()
        wanted = replace(asked.wanted, edition=edition, languages=languages)
        try:
            chosen = choose(project, wanted)
            require_sound(project, wanted)
            entries += builder.entries(chosen, BuildOptions(formats, processes=asked.processes))
        except RequestError:
            raise
        except CaresheetError as error:
            findings.extend(error.problems)
    findings.raise_any()
    verdicts = compare_folder(asked.folder, manifest, entries, lambda form, data: FORMATS[form].fingerprint(data))
    fresh = {entry.name for entry in entries}
    return tuple(one for one in verdicts if one.name in fresh or _is_meant(manifest.entry(one.name), asked.wanted))


def verdict_lines(verdicts: Iterable[Verdict], folder: Path, *, quiet: bool) -> Iterator[str]:
    """A line for each file, with `quiet` only for those that are not up to date."""
    for verdict in verdicts:
        if not (quiet and verdict.state.is_good):
            because = f" ({', '.join(verdict.because)})" if verdict.because else ""
            yield f"{folder / verdict.name}  {verdict.state.value}{because}"


def _languages(manifest: Manifest, edition: Edition) -> tuple[str, ...]:
    """The first languages of a bilingual edition, which is made of a translation only if that is named; empty of any
    other edition: all of its languages."""
    if edition.bilingual is None:
        return ()
    return tuple(dict.fromkeys(entry.language for entry in manifest.entries if entry.edition == edition))


def _is_meant(entry: ManifestEntry | None, wanted: Selection) -> bool:
    """Whether a file that is made no more is of a handout that is wanted."""
    if entry is None:
        return wanted.is_everything
    return wanted.includes(entry.topic, entry.language, entry.layout)


def _made_for(asked: Verification, manifest: Manifest) -> Iterator[tuple[Path | None, Edition, tuple[str, ...]]]:
    """The profile behind each clinic of the manifest, with each edition and its formats. Raises CaresheetError where a
    profile is gone."""
    made: dict[tuple[str, Edition], dict[str, None]] = {}
    for entry in manifest.entries:
        made.setdefault((entry.clinic, entry.edition), {})[entry.format] = None
    given = {path.name: path for path in asked.profiles}
    for (name, edition), formats in made.items():
        inside = asked.root / name
        path = inside if inside.is_file() else given.get(Path(name).name)
        if path is None:
            hint = f"say where it is: caresheet verify --clinic .../{Path(name).name}"
            message = f"the folder was built with the clinic profile {name}, which is not in the project"
            raise CaresheetError((Problem(None, NOT_READABLE, message, hint),))
        yield path, edition, tuple(form for form in formats if form in FORMATS)
    if not made:
        yield asked.profiles[0] if asked.profiles else None, REGULAR, ("pdf",)
