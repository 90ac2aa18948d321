"""Every command by name: what it does in one line, and the module that does it, loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

COMMANDS = {
    "bounces": ("bounces.bounces", "Stop mailing addresses that bounce."),
    "build": ("build.build", "Make the handouts."),
    "check": ("check.check", "Check content, layouts and clinic profile."),
    "clinic": ("clinic.clinic", "Work with clinic profiles."),
    "desk": ("desk.desk", "Open the desk in the browser: choose, fill in, print."),
    "diff": ("diff.diff", "Show what changed in the wording, for each reader."),
    "email": ("email.email", "Send handouts by e-mail."),
    "explain": ("explain.explain", "Explain a rule, a block or a key."),
    "fit": ("fit.fit", "Show pages, type size, spacing and room of each handout."),
    "init": ("init.init", "Start a small project."),
    "list": ("list.list_topics", "Show topics, their handouts, languages and audiences."),
    "manual": ("manual.manual", "Show the manual."),
    "merge": ("merge.merge", "Make one handout for everyone on a list."),
    "new": ("new.new", "Add a topic or a language."),
    "outbox": ("outbox.outbox", "Manage the messages of `caresheet email`."),
    "preview": ("preview.preview", "Show what the handouts look like."),
    "print": ("print.print_handouts", "Print the handouts."),
    "review": ("review.review", "Record a clinician's review of a topic."),
    "schema": ("schema.schema", "Print the JSON Schema of a kind of file."),
    "score": ("score.score", "Show reading grades and pre-scores."),
    "verify": ("verify.verify", "Compare the handouts with what the project makes today."),
    "watch": ("watch.watch", "Make the handouts again whenever a file is saved."),
}
"""Module and function in this package, and help in one line, by the name of the command."""


class LazyCommand(click.Command):
    """A command of which only the name and the line of help are known, until it is called."""

    def load(self) -> click.Command:
        """The command itself."""
        module, _, function = COMMANDS[str(self.name)][0].rpartition(".")
        return cast("click.Command", getattr(import_module(f"caresheet.cli.{module}"), function))


def lazy_commands() -> dict[str, click.Command]:
    """Every command by its name, none loaded yet."""
    return {name: LazyCommand(name, help=line) for name, (_, line) in COMMANDS.items()}


def load_command(name: str) -> click.Command:
    """The command of this name."""
    return LazyCommand(name).load()
