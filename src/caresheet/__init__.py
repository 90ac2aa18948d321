"""caresheet: printable, accessible handouts for different readers from one reviewed source.

    import caresheet

    project = caresheet.open_project("folder")
    for handout in project.handouts(layout="red-flag-card", language="en"):
        artifact = handout.render("pdf")
        print(artifact.name, artifact.pages, artifact.fingerprint)

`open_project` reads a folder, or files that are in memory only. Only `Project.build` writes anything, and the `write`
of what `Project.merge` returns. Whatever is wrong raises CaresheetError with all its problems. A project and its
handouts may be shared by threads.
"""

from typing import TYPE_CHECKING

from caresheet.version import __version__

if TYPE_CHECKING:
    from caresheet.api import Handout, PersonalCopies, Project, open_project
    from caresheet.app.checking import CheckReport
    from caresheet.app.merging import MergeResult
    from caresheet.app.publishing import Publication
    from caresheet.app.requests import RequestError
    from caresheet.model.artifact import Artifact
    from caresheet.model.problem import CaresheetError, Position, Problem, Rule, Severity

__all__ = [
    "Artifact",
    "CaresheetError",
    "CheckReport",
    "Handout",
    "MergeResult",
    "PersonalCopies",
    "Position",
    "Problem",
    "Project",
    "Publication",
    "RequestError",
    "Rule",
    "Severity",
    "__version__",
    "open_project",
]

_HOMES = {
    "Artifact": "caresheet.model.artifact",
    "CaresheetError": "caresheet.model.problem",
    "CheckReport": "caresheet.app.checking",
    "Handout": "caresheet.api",
    "MergeResult": "caresheet.app.merging",
    "PersonalCopies": "caresheet.api",
    "Position": "caresheet.model.problem",
    "Problem": "caresheet.model.problem",
    "Project": "caresheet.api",
    "Publication": "caresheet.app.publishing",
    "RequestError": "caresheet.app.requests",
    "Rule": "caresheet.model.problem",
    "Severity": "caresheet.model.problem",
    "open_project": "caresheet.api",
}
"""The module that each name comes from. It is loaded when the name is first used (PEP 562), so that `import caresheet`
and `caresheet --help` cost nothing."""

if not TYPE_CHECKING:  # a type checker would let any name pass

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _HOMES:
            message = f"module 'caresheet' has no attribute '{name}'"
            raise AttributeError(message)
        return getattr(import_module(_HOMES[name]), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
