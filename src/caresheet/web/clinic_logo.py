"""The logo in the clinic's form: a file that is chosen, checked at once, and held in memory until the form is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.app.logos import LARGEST, NARROWEST, LogoFile, logo_file
from caresheet.model.problem import CaresheetError

if TYPE_CHECKING:
    from caresheet.web.answers import Typed
    from caresheet.web.desk import Desk
    from caresheet.web.wording import DeskWords


class SentLogo(Struct, frozen=True):
    """What the form says about the logo: a new one, which is `held` under this name until it is saved; why it
    is refused; or that the clinic is to have none."""

    logo: LogoFile | None = None
    held: str = ""
    message: str = ""
    is_removed: bool = False


def sent_logo(words: DeskWords, desk: Desk, data: bytes, typed: Typed) -> SentLogo:
    """The logo that was chosen with the form, or the one that an earlier answer to the form holds."""
    held = typed.get("logo_held", "")
    chosen = data or desk.held(held)
    if not chosen:
        lost = words("wrong.logo.gone") if held else ""
        return SentLogo(message=lost, is_removed="no_logo" in typed)
    if len(chosen) > LARGEST:
        sizes = {"size": f"{len(chosen) / 1e6:.1f}", "most": LARGEST // 1_000_000}
        return SentLogo(message=words("wrong.logo.large", **sizes))
    try:
        logo = logo_file(chosen)
    except CaresheetError as error:
        return SentLogo(message=words("wrong.logo.unreadable", doubt=error.problems[0].summary))
    if logo.is_too_small:
        size = {"width": logo.width, "height": logo.height, "least": NARROWEST}
        return SentLogo(message=words("wrong.logo.small", **size))
    return SentLogo(logo, desk.hold(chosen))
