"""What a layout is not made for: left out of a build, and refused where it is named."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from caresheet.app.requests import RequestError
from caresheet.fonts.installed import missing_fonts
from caresheet.model.edition import Size, papers_offered
from caresheet.model.job import Job
from caresheet.model.project import Project


class LeftOut(Struct, frozen=True):
    """A layout that is not made for an edition, or a language that no installed font can print: what is lacking, and
    what to do instead, if anything."""

    name: str
    lacking: str
    remedy: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        return f"{self.name}: {self.lacking}{'; ' if self.remedy else ''}{self.remedy}"


def offered(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Those of the handouts whose layouts are made for their paper and size, and that are in both of their
    languages."""
    return tuple(job for job in jobs if _is_offered(job))


def left_out(project: Project, jobs: Iterable[Job]) -> tuple[LeftOut, ...]:
    """Each layout of these handouts that is not made for their edition, once, in the project's order."""
    found = {job.layout.name: job for job in jobs if not _is_offered(job)}
    return tuple(LeftOut(name, _lacking(job), _remedy(project, job)) for name, job in found.items())


def require_offered(project: Project, jobs: Iterable[Job]) -> None:
    """Raises RequestError for a handout that was asked for by name and is not made for its edition."""
    for one in left_out(project, jobs):
        raise RequestError(f"{one.name} is {one.lacking}", one.remedy)


def printable(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The handouts whose languages the installed fonts can print."""
    return tuple(job for job in jobs if not any(map(missing_fonts, job.languages)))


def unprintable(jobs: Iterable[Job]) -> tuple[LeftOut, ...]:
    """Each language of these handouts that cannot be printed, once, with what brings its fonts."""
    found = {language: missing_fonts(language) for job in jobs for language in job.languages}
    return tuple(LeftOut(name, lacking.message, lacking.hint) for name, lacking in found.items() if lacking)


def require_printable(jobs: Iterable[Job]) -> None:
    """Raises RequestError for a language that was asked for by name and cannot be printed."""
    for one in unprintable(jobs):
        raise RequestError(one.lacking, one.remedy)


def _is_offered(job: Job) -> bool:
    second = job.edition.bilingual
    # A layout that names a language which the topic lacks is a fault, which is reported when its handout is made.
    is_whole = second in {None, job.layout.bilingual} or job.companion is not None
    return is_whole and job.edition.is_offered_by(job.layout)


def _lacking(job: Job) -> str:
    layout, edition = job.layout, job.edition
    if edition.bilingual and layout.look.panels:
        return "not made in two languages: its panels are too small"
    if edition.bilingual and edition.size is not Size.REGULAR:
        return f"not made in two languages in {edition.size.value} print: its lines would be too short"
    if edition.bilingual and job.companion is None:
        return f"not in '{edition.bilingual}'"
    if edition.size is Size.REGULAR:
        return f"not made for {job.paper} paper"
    anywhere = papers_offered(layout, edition.size)
    return f"not in {edition.size.value} print{f' on {job.paper} paper' if anywhere else ''}"


def _remedy(project: Project, job: Job) -> str:
    """The layout that takes its place, where the topic has it in this edition; else the papers that there are."""
    instead = {layout.name: layout for layout in project.layouts}.get(job.layout.offer.instead or "")
    if instead and job.edition.is_offered_by(instead) and instead.name in {each.layout for each in job.topic.handouts}:
        return f"print {instead.name}"
    if job.edition.bilingual and job.edition.is_offered_by(job.layout):
        return f"translate it into '{job.edition.bilingual}'"
    if job.edition.bilingual and (job.layout.look.panels or job.edition.size is not Size.REGULAR):
        own = job.edition.bilingual == job.layout.bilingual
        return "use a layout without `bilingual`" if own else "print it once in each language"
    papers = papers_offered(job.layout, job.edition.size)
    if not papers:
        return "choose another --size"
    listed = (", ".join(papers[:-1]), papers[-1])
    return f"choose --paper {' or '.join(filter(None, listed))}"
