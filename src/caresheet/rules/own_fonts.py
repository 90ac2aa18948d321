"""Checks of a layout's own typeface: it is made for the language of the handout, and has a glyph for every letter."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.fonts.installed import missing_fonts
from caresheet.fonts.own import lacks_joined_forms, other_region
from caresheet.model import rules
from caresheet.model.problem import Problem
from caresheet.rules.context import HandoutContext
from caresheet.rules.glyphs import printed_texts

_SHOWN = 12
"""Letters that one message shows."""


def unusable_font(context: HandoutContext) -> Iterator[Problem]:
    """A font for Japanese is not used for Chinese, and the other way around: the same character looks different in
    each, and readers take the other form for a mistake. In Arabic, Hindi and other scripts, a font has the forms in
    which letters are joined.

    Source: the project's own; Unicode, chapters 18.1 (Han unification asks for a font of the reader's language), 9.2
    and 12.1 (letters of Arabic and Devanagari in context).
    """
    own, language = context.layout.look.fonts, context.document.language
    region = other_region(own.regular, language) if own else ""
    if own and region:
        message = f"{own.regular.family} is a font for {region}; its characters look wrong in '{language}'"
        hint = f"use a font for '{language}', or give '{language}' a layout without 'fonts'"
        yield context.at_layout(rules.UNUSABLE_FONT, message, hint, "fonts.regular")
    elif own and lacks_joined_forms(own.regular, language):
        message = f"{own.regular.family} shows each letter by itself where '{language}' joins them"
        hint = f"use a font made for '{language}', or give '{language}' a layout without 'fonts'"
        yield context.at_layout(rules.UNUSABLE_FONT, message, hint, "fonts.regular")


def font_coverage(context: HandoutContext) -> Iterator[Problem]:
    """A layout's own typeface has all letters of the handout. Other letters are shown in another family.

    Source: the project's own: a word in two typefaces is harder to read.
    """
    own = context.layout.look.fonts
    if own is None or missing_fonts(context.document.language):
        return
    from caresheet.text.printable import set_in_other_families

    setting = context.layout.look.setting(context.document.language)
    found = set_in_other_families("\n".join(printed_texts(context)), setting)
    if found:
        shown = " ".join(list(found)[:_SHOWN])
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        families = " and ".join(dict.fromkeys(found.values()))
        message = f"{own.regular.family} has no glyph for {shown}{more}; set in {families} instead"
        hint = "use a font that has every letter, or waive this if the mix looks good"
        yield context.at_layout(rules.FONT_COVERAGE, message, hint, "fonts.regular")
