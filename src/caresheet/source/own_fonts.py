"""The typeface of a layout: font files of the project that can be embedded in a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caresheet.fonts.installed import has_shaper
from caresheet.model.glyphs import OwnFonts
from caresheet.model.problem import CaresheetError, Findings
from caresheet.model.rules import UNUSABLE_FONT
from caresheet.source.named_files import FileKind, named_file, refusal
from caresheet.source.nodes import MappingNode, Node, ReportedError, mapping, scalar

if TYPE_CHECKING:
    from caresheet.model.files import Files
    from caresheet.model.glyphs import FontInstance

_FONT = FileKind("font", UNUSABLE_FONT, UNUSABLE_FONT)


def own_fonts(node: Node | None, files: Files, findings: Findings) -> OwnFonts | None:
    """The typeface of a layout; None if it has none. Raises ReportedError if one of its files cannot be used."""
    if node is None:
        return None
    whole = mapping(node)
    try:
        regular = _face(whole.need("regular"), files)
        return OwnFonts(
            regular,
            _bold(whole, regular, files),
            _optional(whole, "italic", files),
            _optional(whole, "bold_italic", files),
        )
    except CaresheetError as error:
        findings.extend(error.problems)
        raise ReportedError from error


def _optional(whole: MappingNode, key: str, files: Files) -> FontInstance | None:
    node = whole.get(key)
    return _face(node, files) if node else None


def _bold(whole: MappingNode, regular: FontInstance, files: Files) -> FontInstance:
    """The bold face: in a separate file, or in the variable font of the regular one."""
    from caresheet.fonts.embedding import bold_of

    found = _optional(whole, "bold", files) or bold_of(regular)
    if found is None:
        message = f"no bold face is given for {regular.family}, but headings and key words are set in bold"
        raise refusal(whole.position, UNUSABLE_FONT, message, "add the file of its bold face as 'bold'")
    return found


def _face(node: Node, files: Files) -> FontInstance:
    name = scalar(node)
    if not has_shaper():
        message = "HarfBuzz, which is needed to print with other fonts, is not installed"
        raise refusal(name.position, UNUSABLE_FONT, message, "install it with: pip install uharfbuzz")
    from caresheet.fonts.embedding import UnusableFontError, usable_font

    found = named_file(name, files, _FONT)
    try:
        return usable_font(found.path, found.data)
    except UnusableFontError as error:
        raise refusal(name.position, UNUSABLE_FONT, f"'{found.path}' {error}", error.hint) from error
