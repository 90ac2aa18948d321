"""What a layout is not made for: left out of a build, and refused where it is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.requests import RequestError
from caresheet.fonts.installed import missing_fonts
from caresheet.model.edition import Size, papers_offered
from caresheet.model.job import Job
from caresheet.model.layout import Layout
from caresheet.model.look import PAPERS, SMALL_PAPERS
from caresheet.model.problem import CaresheetError, Problem
from caresheet.model.project import Project
from caresheet.model.rules import DOES_NOT_FIT, OVER_BUDGET
from caresheet.model.topic import Topic


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
        raise RequestError(f"'{one.name}' is {one.lacking}", one.remedy)


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
    if edition.bilingual and job.companion is None:
        return f"not in '{edition.bilingual}'"
    if edition.bilingual and layout.look.panels:
        return "not made in two languages: its panels are too small"
    if edition.bilingual and edition.size is not Size.REGULAR:
        return f"not made in two languages in {edition.size.value} print: its lines would be too short"
    if edition.size is Size.REGULAR:
        return f"not made for {job.paper} paper"
    anywhere = papers_offered(layout, edition.size)
    return f"not in {edition.size.value} print{f' on {job.paper} paper' if anywhere else ''}"


def _remedy(project: Project, job: Job) -> str:
    """The layout that takes its place, where the topic has it in this edition; else the papers that there are."""
    edition = job.edition
    if edition.bilingual and job.companion is None:
        return (
            f"translate it into '{edition.bilingual}', or choose another language: 'caresheet list' shows which it has"
        )
    if instead := _instead(project, job):
        return instead
    papers = papers_offered(job.layout, edition.size)
    if edition.bilingual and papers and (job.layout.look.panels or edition.size is not Size.REGULAR):
        return _in_each(job) if job.paper in papers else f"{_in_each(job)}, with --paper {_listed(papers)}"
    return f"choose --paper {_listed(papers)}" if papers else "choose another --size"


def _instead(project: Project, job: Job) -> str:
    """The layout that takes its place, if the topic has it in these languages and in this size: on this paper, on one
    that has more room for two languages or, where the layout itself is on no paper in this size, on any; else in each
    language alone."""
    other = {layout.name: layout for layout in project.layouts}.get(job.layout.offer.instead or "")
    if other is None or any(other.name not in _layouts(each.topic) for each in job.versions):
        return ""
    edition = job.edition
    if edition.is_offered_by(other) and not (edition.bilingual and job.paper in SMALL_PAPERS):
        return f"print {other.name}"
    usual = () if papers_offered(job.layout, edition.size) else papers_offered(other, edition.size)
    larger = _larger_papers(job, other) or usual
    papers = [paper for paper in larger if replace(edition, paper=paper).is_offered_by(other)]
    if papers:
        return f"print {other.name} with --paper {_listed(papers)}"
    if edition.bilingual in {None, job.layout.bilingual}:
        return ""
    if replace(edition, bilingual=None).is_offered_by(other):
        return f"print {other.name} once in each language"
    return f"print {other.name} once in each language, with --paper {_listed(usual)}" if usual else ""


def told_for_two_languages(job: Job, fault: CaresheetError) -> CaresheetError:
    """What is too long for its pages in two languages, with what has more room: larger paper or each language alone."""
    if job.companion is None:
        return fault
    papers = _larger_papers(job, job.layout)
    larger = f"choose --paper {_listed(papers)}" if papers else ""

    def told(problem: Problem) -> Problem:
        if problem.rule not in {DOES_NOT_FIT, OVER_BUDGET}:
            return problem
        return replace(problem, hint=f"{larger or problem.hint}, or {_in_each(job)}")

    return CaresheetError(tuple(map(told, fault.problems)))


def _in_each(job: Job) -> str:
    own = job.edition.bilingual == job.layout.bilingual
    return "use a layout without `bilingual`" if own else "print it once in each language"


def _larger_papers(job: Job, layout: Layout) -> list[str]:
    """The papers of a layout that are taller than that of a handout, and not too small for two languages."""
    height = PAPERS[job.paper][1]
    small = SMALL_PAPERS if job.edition.bilingual else ()
    papers = papers_offered(layout, job.edition.size)
    return [paper for paper in papers if PAPERS[paper][1] > height and paper not in small]


def _layouts(topic: Topic) -> set[str]:
    return {each.layout for each in topic.handouts}


def _listed(names: Sequence[str]) -> str:
    """Names to choose from: `a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
