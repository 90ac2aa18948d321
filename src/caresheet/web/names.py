"""What the desk calls languages, sizes, papers, readers and handouts."""

from __future__ import annotations

from caresheet.web.wording import DeskWords

_OWN_NAMES = {
    "ar": "العربية", "de": "Deutsch", "en": "English", "es": "Español", "fa": "فارسی", "fr": "Français",
    "hi": "हिन्दी", "ht": "Kreyòl ayisyen", "it": "Italiano", "ja": "日本語", "ko": "한국어", "pl": "Polski",
    "pt": "Português", "ru": "Русский", "tl": "Tagalog", "uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt",
    "zh": "中文",
}  # fmt: skip
"""Languages by their own names, as Unicode's CLDR has them: whoever reads a language finds it by its name there."""


def own_name(tag: str) -> str:
    """A language by its own name, with its region if the tag has one; the tag itself where it is not known."""
    language, _, region = tag.partition("-")
    name = _OWN_NAMES.get(language.lower(), "")
    return f"{name} ({region})" if name and region else name or tag


def handout_name(layout: str) -> str:
    """What a handout is called, from the name of its layout: `red-flag-card` is the Red-flag card."""
    *before, last = layout.split("-")
    words = f"{'-'.join(before)} {last}" if before else last
    return f"{words[:1].upper()}{words[1:]}"


def reader_name(words: DeskWords, audience: str) -> str:
    """For whom a handout is; a reader that the desk does not know by the name that the project has for him."""
    return words.entries.get(f"reader.{audience}", audience)


def paper_name(paper: str) -> str:
    """A paper as it is written on its package: Letter, A4."""
    return paper.upper() if paper[1:].isdecimal() else paper.capitalize()
