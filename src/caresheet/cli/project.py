"""The project and the clinic that a command is about."""

from __future__ import annotations

import os
from pathlib import Path

import click

from caresheet.app.clinics import find_clinic
from caresheet.app.places import Places
from caresheet.app.sources import find_root, read_folder
from caresheet.app.user_cache import user_cache
from caresheet.app.user_settings import usual_clinic
from caresheet.model.project import Project

_PLACES = f"{__name__}.places"


def project_folder(asked: Path | None) -> Path:
    """The project's folder, absolute. Problems are from then on shown with paths from the current folder. Raises
    CaresheetError (no-project)."""
    root = find_root(asked)
    click.get_current_context().meta[_PLACES] = Places(root)
    return root


def read(root: Path, clinic: Path | None = None) -> Project:
    """What is sound in the project at `root`, handed out by `clinic`, with what the user's cache has of it."""
    return read_folder(root, clinic, user_cache(os.environ))


def project_and_clinic(asked: Path | None, clinic: str | None) -> tuple[Path, Path | None]:
    """The project's folder, and the profile of the clinic that was asked for, else of this user's usual one, which is
    said unless the command is quiet; None where there is neither. Raises CaresheetError."""
    root, context = project_folder(asked), click.get_current_context()
    profile = find_clinic(root, clinic) if clinic else usual_clinic(root, os.environ)
    context.meta[_PLACES] = Places(root, profile and profile.resolve())
    if profile and not clinic and not context.params.get("quiet"):
        click.echo(f"For your usual clinic, {profile.stem}. (For another: --clinic NAME)", err=True)
    return root, profile


def places() -> Places | None:
    """Where the files of this call's project are; None before it was found."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_PLACES) if context else None
