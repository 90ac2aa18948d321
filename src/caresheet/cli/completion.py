"""Shell completion: the names that are offered when the user presses Tab."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from caresheet.app.clinics import clinic_names
from caresheet.app.names import language_names, layout_names, topic_names
from caresheet.app.sources import find_root
from caresheet.model.problem import CaresheetError

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_FILE = "file"
"""Makes the shell complete file names."""


def _among(names: Callable[[Path], Iterable[str]], *, or_files: bool = False) -> Complete:
    """Offers the names of the project around, in any case; says nothing where there is none."""

    def complete(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
        if or_files and "/" in typed:
            return [CompletionItem(typed, type=_FILE)]
        try:
            found = sorted(names(find_root(context.params.get("root"))))
        except (CaresheetError, OSError):
            return []
        return [CompletionItem(name) for name in found if name.casefold().startswith(typed.casefold())]

    return complete


topics = _among(topic_names)
layouts = _among(layout_names)
languages = _among(language_names)
clinics = _among(clinic_names, or_files=True)
