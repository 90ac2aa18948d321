"""Which handouts of a project are wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from caresheet.app.offers import LeftOut, left_out, offered, printable, require_offered, require_printable, unprintable
from caresheet.app.requests import RequestError, require_known
from caresheet.model.black_print import printed_with
from caresheet.model.edition import REGULAR, Edition, edition_for
from caresheet.model.job import Job
from caresheet.model.layout import Layout
from caresheet.model.problem import CaresheetError, Findings
from caresheet.model.project import MissingHandout, Project, TopicLanguage
from caresheet.model.rules import DUPLICATE_FILE_NAME
from caresheet.model.topic import HandoutEntry, Topic


class Selection(Struct, frozen=True):
    """The handouts that are wanted, by the names of their topics, layouts and languages; an empty tuple wants all.

    All of them are made in one edition, and their reviews judged by the day `today`.
    """

    today: date
    topics: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    edition: Edition = REGULAR

    @property
    def key(self) -> str:
        """The same text for the same handouts, whatever the day."""
        edition = self.edition
        chosen = f"{self.topics} {self.layouts} {self.languages}"
        look = f"{edition.size.value} {edition.paper} {edition.ink}"
        return f"{chosen} {look} {edition.bilingual} {edition.form_and_sheets}"

    @property
    def languages_read(self) -> frozenset[str]:
        """The languages whose files are needed to make the handouts; empty if all are."""
        return frozenset(filter(None, (*self.languages, self.edition.bilingual))) if self.languages else frozenset()

    def includes(self, topic: str, language: str, layout: str) -> bool:
        """Whether the handout is wanted, alone or in a second language beside another; an empty name stands for one
        that is not known, which may be any."""
        given = ((topic, self.topics), (language, self.languages_read), (layout, self.layouts))
        return all(not name or not names or _is_among(name, names) for name, names in given)

    @property
    def is_everything(self) -> bool:
        """Whether it leaves no handout of the project out."""
        return not (self.topics or self.layouts or self.languages)


def for_readers(project: Project, wanted: Selection) -> tuple[Job, ...]:
    """The handouts for people who read one of these languages; if none is named, in the languages that the topics were
    written in. The second language stands beside any other one; people who read it get it alone.

    Raises CaresheetError where any of them cannot be made, RequestError where one is not made in this edition.
    """
    require_sound(project, wanted)
    alone = _matching(project, replace(wanted, edition=replace(wanted.edition, bilingual=None)))
    chosen = [job for job in alone if wanted.languages or job.topic.translates is None]
    languages = tuple(dict.fromkeys(job.topic.language for job in chosen))
    both = {_place(job): job for job in _matching(project, replace(wanted, languages=languages))}
    found = tuple(both.get(_place(job), job) for job in chosen)
    require_offered(project, found)
    return found


def _place(job: Job) -> tuple[str, str, str]:
    return job.topic.name, job.topic.language, job.layout.name


def require_second(project: Project, languages: tuple[str, ...], edition: Edition) -> None:
    """Raises RequestError for a second language that no topic has, or that is the only language that was asked for."""
    second = edition.bilingual
    if second is None:
        return
    require_known("language", (second,), _languages(project))
    if languages and all(_is_among(each, (second,)) for each in languages):
        raise RequestError(f"'{second}' is the first language already", "choose another one for --bilingual")


def choose(project: Project, wanted: Selection) -> tuple[Job, ...]:
    """The handouts that are wanted, in the project's order; none only where all that are wanted are missing from it.
    Without those that are not made for this paper and size, unless their layouts are named, and without those in a
    language whose fonts are not installed, unless it is named.

    Raises RequestError for names that do not exist, for a layout that is named and not made for this paper and size,
    for a language that is named and cannot be printed, and for a combination that no handout matches; CaresheetError
    (duplicate-file-name) where two handouts would share a file name.
    """
    _require_names(project, wanted)
    matching = _matching(project, wanted)
    if wanted.layouts:
        require_offered(project, matching)
    if wanted.languages:
        require_printable(matching)
    chosen = printable(offered(matching))
    if not chosen and not missing(project, wanted):
        require_printable(offered(matching))
        require_offered(project, matching)
        raise RequestError(*_matches_nothing(wanted))
    return chosen


def _matches_nothing(wanted: Selection) -> tuple[str, str]:
    """That no handout was found, and what to do."""
    second = wanted.edition.bilingual
    if second and not wanted.languages:
        return f"the originals are in '{second}' already", "name the first language with --lang"
    return "no handout matches all of these options", "'caresheet list' shows the handouts"


def not_offered(project: Project, wanted: Selection) -> tuple[LeftOut, ...]:
    """The layouts that `choose` leaves out, because they are not made for this paper and size, and the languages that
    no installed font can print."""
    matching = _matching(project, wanted)
    return (*left_out(project, matching), *unprintable(matching))


def _matching(project: Project, wanted: Selection) -> tuple[Job, ...]:
    found = jobs(
        project,
        topics=wanted.topics,
        layouts=wanted.layouts,
        languages=wanted.languages,
        edition=wanted.edition,
        today=wanted.today,
    )
    return tuple(job for job in found if not _is_beside_a_fault(project, job))


def _is_beside_a_fault(project: Project, job: Job) -> bool:
    """Whether it lacks the second language that was asked for because of a fault in that file. If the layout asks for
    the language, making the handout reports that it is missing."""
    second = job.edition.bilingual
    if second in {None, job.layout.bilingual} or job.companion:
        return False
    return any(each.covers(job.topic.name, second or "", job.layout.name) for each in project.missing)


def missing(project: Project, wanted: Selection) -> tuple[MissingHandout, ...]:
    """The handouts that are wanted and cannot be made, because of faults in the project's files."""
    return tuple(each for each in project.missing if wanted.includes(each.topic, each.language, each.layout))


def require_sound(project: Project, wanted: Selection) -> None:
    """Raises CaresheetError with everything that is wrong with the project's files where that keeps any handout that is
    wanted from being made."""
    if missing(project, wanted):
        raise CaresheetError(project.problems)


def _require_names(project: Project, wanted: Selection) -> None:
    topics = (*(each.name for each in project.topics), *(each.topic for each in _absent(project)))
    require_known("topic", wanted.topics, topics)
    require_known("language", wanted.languages, _languages(project))
    require_second(project, wanted.languages, wanted.edition)
    if all(each.layout for each in project.missing):  # else a layout may be one that only a faulty topic has
        layouts = (*(each.name for each in project.layouts), *(each.layout for each in project.missing))
        require_known("layout", wanted.layouts, layouts)


def _languages(project: Project) -> tuple[str, ...]:
    return tuple(each.language for each in (*project.topics, *_absent(project)) if each.language)


def _absent(project: Project) -> tuple[MissingHandout | TopicLanguage, ...]:
    """What the project has besides its topics: faulty, or in languages that were not read."""
    return *project.missing, *project.unread


def jobs(
    project: Project,
    *,
    topics: Collection[str] = (),
    layouts: Collection[str] = (),
    languages: Collection[str] = (),
    edition: Edition = REGULAR,
    today: date,
) -> tuple[Job, ...]:
    """Every handout that the project's topics list, or of them those asked for, in the project's order.

    An empty selection takes all, whether offered in this edition or not; an edition without a paper is on the clinic's,
    if it has one. Raises CaresheetError (duplicate-file-name) where two of them would share one file name.
    """
    edition, absent = _spelled(edition, project), frozenset(project.missing)
    chosen = tuple(
        _job(project, (topic, handout), edition, today)
        for topic in project.topics
        for handout in topic.handouts
        if (not topics or _is_among(topic.name, topics))
        and (not layouts or _is_among(handout.layout, layouts))
        and _is_in(topic, languages, edition)
        and MissingHandout(topic.name, topic.language, handout.layout) not in absent
    )
    _refuse_same_names(chosen)
    return chosen


def _job(project: Project, place: tuple[Topic, HandoutEntry], edition: Edition, today: date) -> Job:
    """The handout of a topic, in the second language, too, where the edition or the layout asks for it."""
    topic, handout = place
    layout = next(each for each in project.layouts if each.name == handout.layout)
    own = edition_for(edition, layout, project.clinic)
    if own.bilingual == topic.language:  # which it already has
        own = replace(own, bilingual=None)
    job = _in_one_language(project, place, layout, own, today)
    second = _place_in(project, job, own.bilingual) if own.bilingual else None
    if second is None:
        return job
    edition = replace(own, bilingual=topic.language)
    return replace(job, companion=_in_one_language(project, second, layout, edition, today))


def _place_in(project: Project, job: Job, language: str) -> tuple[Topic, HandoutEntry] | None:
    """The same handout of the same topic in another language; None if there is none."""
    places = (
        (topic, handout)
        for topic in project.topics
        if (topic.name, topic.language) == (job.topic.name, language)
        for handout in topic.handouts
        if handout.layout == job.layout.name
    )
    return next(places, None)


def _in_one_language(
    project: Project, place: tuple[Topic, HandoutEntry], layout: Layout, edition: Edition, today: date
) -> Job:
    topic, handout = place
    return Job(
        topic=topic,
        original=project.original_of(topic),
        handout=handout,
        layout=printed_with(edition.ink or layout.ink, layout),
        clinic=project.clinic.in_language(topic.language).with_defaults(topic.defaults),
        labels=next(labels for labels in project.labels if labels.language == topic.language),
        edition=edition,
        reviews=project.reviews_of(topic),
        today=today,
    )


def _spelled(edition: Edition, project: Project) -> Edition:
    """The edition with its second language as the project spells it."""
    known = {language.casefold(): language for language in _languages(project)}
    asked = edition.bilingual
    return replace(edition, bilingual=known.get(asked.casefold(), asked)) if asked else edition


def _is_in(topic: Topic, languages: Collection[str], edition: Edition) -> bool:
    """Whether a topic is in one of the languages, or in any if none is given. A bilingual edition is
    never made of a topic in its second language, and of a translation only if its language is named."""
    if edition.bilingual and (topic.language == edition.bilingual or not (languages or topic.translates is None)):
        return False
    return not languages or _is_among(topic.language, languages)


def _is_among(name: str, names: Iterable[str]) -> bool:
    """Whether it is one of the names, in whatever case they were typed."""
    return name.casefold() in {each.casefold() for each in names}


def _refuse_same_names(chosen: tuple[Job, ...]) -> None:
    findings = Findings()
    first: dict[str, Job] = {}
    for job in chosen:
        # Windows and macOS take names that differ only in case for the same.
        other = first.setdefault(job.name.casefold(), job)
        if other is not job:
            message = f"{job.name} is also the name of the handout at {other.handout.position}"
            findings.add(job.handout.position, DUPLICATE_FILE_NAME, message, "rename a topic or a layout")
    findings.raise_any()
