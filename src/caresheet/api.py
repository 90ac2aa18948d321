"""The public API behind `import caresheet`: a project, its handouts, and what can be done with them."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from caresheet.app.building import Builder, BuildOptions
from caresheet.app.checking import CheckReport, check
from caresheet.app.formats import FORMATS, PDF
from caresheet.app.forms import require_pdf, to_fill_in
from caresheet.app.offers import offered, require_offered
from caresheet.app.pipeline import compose_checked, prepare, write
from caresheet.app.ports import SystemClock
from caresheet.app.publishing import Publication, publish
from caresheet.app.requests import require_known
from caresheet.app.selection import Selection, jobs
from caresheet.app.sources import Sources, find_root
from caresheet.model.artifact import Artifact
from caresheet.model.edition import Edition, Size
from caresheet.model.ink import Ink
from caresheet.model.job import Job
from caresheet.model.look import PAPERS
from caresheet.model.press import Sheets
from caresheet.model.problem import CaresheetError
from caresheet.model.review import ReviewState
from caresheet.rules import HandoutContext
from caresheet.source.memory import MemoryFiles

if TYPE_CHECKING:  # loads the page engine, which opening a project does not need
    from caresheet.app.merging import MergePlan, MergeResult


def open_project(
    source: str | os.PathLike[str] | Mapping[str, bytes],
    clinic: str | os.PathLike[str] | None = None,
    *,
    today: date | None = None,
) -> Project:
    """Read a project: a folder with content/ and layouts/, or its files by path, such as
    `{"layouts/card.yaml": b"..."}`, which need not be on any disk.

    `clinic` is the profile whose names and numbers are printed, as a path from the project's root, else
    content/clinics/example.yaml; for a folder, it may also be the absolute path of a file elsewhere. `today` is the day
    by which reviews are judged, else each day's own. Nothing is written. Raises CaresheetError with everything that is
    wrong with the files.
    """
    if isinstance(source, Mapping):
        profile = None if clinic is None else Path(clinic).as_posix()
        sources = Sources.in_memory(MemoryFiles(source), profile)
    else:
        root = find_root(Path(source))
        sources = Sources.in_folder(root, None if clinic is None else root / clinic)
    return Project(sources, today)


class Project:
    """A project without faults in its files, handed out by one clinic. It does not change when its files do, and may be
    shared by threads."""

    def __init__(self, sources: Sources, today: date | None) -> None:
        """Made by `open_project`."""
        self._sources = sources
        self._content = sources.read()
        self._today = today

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of all topics."""
        return tuple(dict.fromkeys(topic.name for topic in self._content.topics))

    @property
    def layouts(self) -> tuple[str, ...]:
        """The names of all layouts that handouts can be made with."""
        return tuple(layout.name for layout in self._content.layouts)

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags (BCP 47) that any topic is written in."""
        return tuple(dict.fromkeys(topic.language for topic in self._content.topics))

    def handouts(
        self,
        *,
        topic: str | None = None,
        layout: str | None = None,
        language: str | None = None,
        size: str = "regular",
        paper: str | None = None,
        fillable: bool = False,
    ) -> tuple[Handout, ...]:
        """Every handout of the project, or of them those of one topic, layout or language, in the project's order.

        `size` is regular, large (18 pt) or giant (24 pt); `paper` is another paper than the layout's, such as a4. With
        `fillable`, their PDFs are forms to fill in on a screen, and those without a blank are left out. Without a
        layout, those are left out that are not made for this paper and size. Raises RequestError for a name
        that does not exist, and for a layout that is not made for them; names that exist but match no handout together
        give none.
        """
        wanted = self._selection(size, paper, fillable=fillable)
        require_known("topic", _given(topic), self.topics)
        require_known("layout", _given(layout), self.layouts)
        require_known("language", _given(language), self.languages)
        chosen = jobs(
            self._content,
            topics=_given(topic),
            layouts=_given(layout),
            languages=_given(language),
            edition=wanted.edition,
            today=wanted.today,
        )
        if layout:
            require_offered(self._content, chosen)
        return tuple(Handout(job) for job in to_fill_in(offered(chosen)))

    def bilingual(self, handout: Handout, language: str) -> Handout:
        """One of the project's handouts in two languages side by side, its own and then `language`. It is reviewed only
        if both are.

        Raises RequestError for a language that the project or the handout does not have, or that is the handout's own,
        and for a layout that is not made in two languages.
        """
        require_known("language", (language,), (each for each in self.languages if each != handout.language))
        return self._in_edition(handout, replace(handout._job.edition, bilingual=language))  # noqa: SLF001 - both are this module's

    def in_ink(self, handout: Handout, ink: str) -> Handout:
        """One of the project's handouts with this ink, whatever its layout says: `black` for black-only print, or
        `color`. Its name ends with the ink if it is not the layout's own.

        Raises RequestError for an unknown word.
        """
        require_known("ink", (ink,), (each.value for each in Ink))
        return self._in_edition(handout, replace(handout._job.edition, ink=Ink(ink.lower())))  # noqa: SLF001 - both are this module's

    def check(self, *, pages: bool = False) -> CheckReport:
        """Everything that is wrong with the handouts, their topics and the clinic, with `pages` also with the laid-out
        pages. Nothing is raised for what is wrong."""
        return check(self._sources, Selection(self._day), pages=pages)

    def build(
        self,
        folder: str | os.PathLike[str],
        *,
        formats: Collection[str] = PDF,
        size: str = "regular",
        paper: str | None = None,
        fillable: bool = False,
        release: bool = False,
    ) -> Publication:
        """Make every handout in each of the formats (pdf, html, txt), put them into `folder` and account for them in
        its manifest.json; with `fillable`, PDFs that are forms. Where one of them cannot be made, nothing is written;
        `caresheet build` writes the others.

        Handouts that an earlier build made and the project no longer has are removed from the folder. With `release`,
        whatever is unreviewed, past its review date or has an error is refused. Raises CaresheetError with all
        problems, and after writing the others with those of the files that could not be written.
        """
        require_known("format", formats, FORMATS)
        options = BuildOptions(tuple(dict.fromkeys(formats)), release=release)
        result = Builder(self._sources).build(self._selection(size, paper, fillable=fillable), options)
        if result.missing:
            raise CaresheetError(result.faults)
        publication = publish(result, Path(folder), now=SystemClock().now().timestamp())
        if publication.problems:
            raise CaresheetError(publication.problems)
        return publication

    def merge(
        self, handout: Handout, people: str | os.PathLike[str] | Sequence[Mapping[str, str]], *, named_by: str = ""
    ) -> PersonalCopies:
        """One of the project's handouts for each of many people, checked and ready to be made. Nothing is written yet.

        `people` is a list in a file (CSV or .xlsx), or its rows in memory, each by the names of its columns: the fields
        that the topic declares, such as `patient.name`, and `language` and `size`, by which a row gets another
        handout of the same topic and layout. Files are named by a number, or by the column `named_by`.

        Raises CaresheetError with everything that is wrong with any row, each at its line and column, and with
        what a release would be refused for; no message repeats a value. Raises RequestError for a handout
        without such fields.
        """
        from caresheet.app.merging import Merge, list_of, plan_merge, read_list

        listed = read_list(Path(people)) if isinstance(people, str | os.PathLike) else list_of(people)
        edition = handout._job.edition  # noqa: SLF001 - both are this module's
        merge = Merge(self._day, handout.topic, handout.layout, handout.language, edition, named_by=named_by)
        return PersonalCopies(plan_merge(self._content, merge, listed))

    def _in_edition(self, handout: Handout, edition: Edition) -> Handout:
        """One of the project's handouts in another edition. Raises RequestError if it is not made in that."""
        chosen = jobs(
            self._content,
            topics=(handout.topic,),
            layouts=(handout.layout,),
            languages=(handout.language,),
            edition=edition,
            today=handout._job.today,  # noqa: SLF001 - both are this module's
        )
        require_offered(self._content, chosen)
        return Handout(chosen[0])

    @property
    def _day(self) -> date:
        return self._today or SystemClock().today()

    def _selection(self, size: str, paper: str | None, *, fillable: bool) -> Selection:
        asked_paper = None if paper is None else paper.lower()
        require_known("size", (size.lower(),), (each.value for each in Size))
        require_known("paper", _given(asked_paper), PAPERS)
        return Selection(self._day, edition=Edition(Size(size.lower()), asked_paper, fillable))


class Handout:
    """One handout of a project: a topic in a language, as a layout shows it to its readers. May be shared by
    threads."""

    def __init__(self, job: Job) -> None:
        """Made by `Project.handouts`."""
        self._job = job

    def __repr__(self) -> str:
        return f"<Handout {self.name}>"

    @property
    def name(self) -> str:
        """Its file name without ending, such as `cytokine-storm-red-flag-card-en`."""
        return self._job.name

    @property
    def title(self) -> str:
        """The title that is printed."""
        return self._job.handout.title

    @property
    def topic(self) -> str:
        """The name of its topic."""
        return self._job.topic.name

    @property
    def layout(self) -> str:
        """The name of its layout."""
        return self._job.layout.name

    @property
    def language(self) -> str:
        """The tag of its language (BCP 47)."""
        return self._job.topic.language

    @property
    def audience(self) -> str:
        """Whom it is for."""
        return self._job.layout.audience

    @property
    def is_reviewed(self) -> bool:
        """Whether a review vouches for exactly these words; otherwise every page says that it is a draft. Raises
        CaresheetError with the faults of a handout that cannot be made."""
        return self._context.composed.review_status.state is ReviewState.REVIEWED

    def on_sheets(self, sheets: str = Sheets.PAGES.value, *, marks: bool = False) -> Handout:
        """The same handout as a PDF for a printer: `sheets` is booklet, 2-up, 4-up, or pages for one page on a side;
        with `marks`, there are crop marks around each page. Its name ends with them.

        Raises RequestError for an unknown word, and for a form, which is filled in on a screen.
        """
        require_known("arrangement", (sheets,), (each.value for each in Sheets))
        edition = replace(self._job.edition, sheets=Sheets(sheets.lower()), marks=marks)
        require_pdf(edition, PDF)
        return Handout(replace(self._job, edition=edition))

    def render(self, format: str = "pdf") -> Artifact:  # noqa: A002 - the word that readers know
        """The handout as a PDF, a page of HTML (`html`) or plain text (`txt`), read back and proved. The same project
        gives the same bytes.

        Raises CaresheetError with its faults, RequestError for an unknown format, or for a form that is not a PDF.
        """
        require_known("format", (format,), FORMATS)
        require_pdf(self._job.edition, (format,))
        return write(prepare(self._context, (format,))).handout.artifact(format)

    @cached_property
    def _context(self) -> HandoutContext:
        """Composed once, whatever it is rendered to."""
        return compose_checked(self._job)


class PersonalCopies:
    """One handout for everyone on a list, checked and ready to be made; nothing is written yet. It holds data
    about people: delete it when you are done."""

    def __init__(self, plan: MergePlan) -> None:
        """Made by `Project.merge`."""
        self._plan = plan

    def __repr__(self) -> str:
        return f"<PersonalCopies of {self._plan.stem}: {len(self._plan.people)}>"

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each person's file, in the order of the list."""
        return self._plan.names

    @property
    def pages(self) -> int:
        """The number of pages of all copies together."""
        return self._plan.pages

    @property
    def unprinted(self) -> tuple[str, ...]:
        """The columns of the list that the handout has no line for."""
        return self._plan.unprinted

    def preview(self) -> bytes:
        """A picture (PNG) of the first page of the first copy."""
        from caresheet.app.merging import first_page

        return first_page(self._plan)

    def write(self, folder: str | os.PathLike[str], *, processes: int = 1, together: bool = False) -> MergeResult:
        """Make every copy, prove it and put it into `folder`, readable by its owner alone. An existing file is
        kept if it is proved to say what its row says now, else made anew. Nothing about a person is kept elsewhere.

        With `together`, all copies are in one PDF for the printer, or in several of about five hundred pages.

        Raises CaresheetError after writing the others with the problems of files that could not be written.
        """
        from caresheet.app.binding import write_bound
        from caresheet.app.merging import write_copies

        write = write_bound if together else write_copies
        result = write(self._plan, Path(folder), SystemClock().now().timestamp(), processes)
        if result.problems:
            raise CaresheetError(result.problems)
        return result


def _given(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)
