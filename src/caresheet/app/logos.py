"""A clinic's logo: checked like every picture, and saved next to the clinic's profile."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from caresheet.app.profiles import change_profile
from caresheet.delivery import write_file
from caresheet.model.problem import CaresheetError, Findings, Position
from caresheet.model.topic import Picture

LARGEST = 5_000_000
"""The most bytes of a logo: a larger file is probably a photo straight from a camera."""
NARROWEST = 300
"""The fewest pixels across: an inch that is sharp in print, at 300 dots per inch."""
_BEGINNINGS = ((b"\x89PNG", ".png", "image/png"), (b"\xff\xd8", ".jpg", "image/jpeg"))
_SVG = (".svg", "image/svg+xml")


class LogoFile(Struct, frozen=True):
    """A picture that can be printed: its bytes, and the ending and the media type that go with them. `width` and
    `height` are in pixels, 0 for a drawing (SVG), which has none."""

    data: bytes
    ending: str
    media: str
    width: int = 0
    height: int = 0

    @property
    def is_too_small(self) -> bool:
        """Whether its pixels would show in print."""
        return 0 < self.width < NARROWEST


def logo_file(data: bytes) -> LogoFile:
    """The picture in these bytes, whatever its file was called. Raises CaresheetError with what keeps it from being
    printed."""
    from caresheet.source.memory import MemoryFiles
    from caresheet.source.nodes import ReportedError, ScalarNode
    from caresheet.source.pictures import picture

    ending, media = next(((end, kind) for magic, end, kind in _BEGINNINGS if data.startswith(magic)), ("", ""))
    if not ending:
        ending, media = _SVG if b"<svg" in data[:4096].lower() else (".png", "image/png")
    name, findings = f"logo{ending}", Findings()
    try:
        found = picture(ScalarNode(name, Position("")), MemoryFiles({name: data}), findings)
    except ReportedError:
        raise CaresheetError(findings.sorted()) from None
    size = (found.width, found.height) if isinstance(found, Picture) else (0, 0)
    return LogoFile(data, ending, media, *size)


def logo_of(profile: Path) -> LogoFile | None:
    """The logo of the clinic with this profile; None if it has none that can be printed."""
    from caresheet.source import Folder
    from caresheet.source.profile_answers import read_profile

    try:
        logo = read_profile(Folder(profile.parent), profile.name).logo
        return logo_file(logo.data) if logo else None
    except CaresheetError:
        return None


def save_logo(logo: LogoFile, profile: Path) -> None:
    """Save the logo next to the profile, under the profile's name, and name it in the profile. No other file is
    overwritten: another clinic may use it. Raises CaresheetError."""
    numbers = ("", *(f"-{number}" for number in range(2, 1000)))
    paths = (profile.with_name(f"{profile.stem}-logo{number}{logo.ending}") for number in numbers)
    path = next(each for each in paths if not each.exists() or each.read_bytes() == logo.data)
    write_file(logo.data, path)
    change_profile({"logo": path.name}, profile)


def remove_logo(profile: Path) -> None:
    """Stop printing a logo; the picture file itself stays. Raises CaresheetError."""
    change_profile({"logo": ""}, profile)
