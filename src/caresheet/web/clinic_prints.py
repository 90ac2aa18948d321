"""How the clinic's numbers print: cut out of the most urgent handout, with what is typed in the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from caresheet.app.catalogue import SheetState
from caresheet.app.filled_sheets import SheetChoice
from caresheet.app.making_processes import TooSlowError
from caresheet.app.profiles import reworded
from caresheet.model.problem import CaresheetError
from caresheet.web.answers import desk_of
from caresheet.web.clinic_fields import GROUPS, Spoken, checked, wordings
from caresheet.web.names import handout_name
from caresheet.web.pages import picture_address, words_for
from caresheet.web.wording import FIRST_LANGUAGE

if TYPE_CHECKING:
    from starlette.requests import Request

    from caresheet.web.desk import Desk


class ShownPlace(Struct, frozen=True):
    """A place of the handout `name`: the keys of the values in it, and the address of its picture."""

    name: str
    keys: tuple[str, ...]
    picture: str


def cut_outs_of(request: Request, spoken: Spoken, answers: Mapping[str, str]) -> tuple[ShownPlace, ...]:
    """The places where these answers print. An answer that would be refused is left out, so that a line to write on is
    seen. Empty if no handout can be made now."""
    desk, words = desk_of(request), words_for(request)
    try:
        choice = _most_urgent(desk, spoken)
        if choice is None:
            return ()
        sound = {
            name: "" if checked(words, spoken, name, answers).message else text
            for name, text in answers.items()
            if name.partition(".")[0] in GROUPS["lives"]
        }
        profile = reworded(wordings(sound, spoken), desk.profile)
        found = desk.cut_outs(choice, profile, GROUPS["lives"])
    except (CaresheetError, TooSlowError):
        return ()
    name = handout_name(choice.layout)
    return tuple(ShownPlace(name, each.keys, picture_address(each.picture)) for each in found)


def _most_urgent(desk: Desk, spoken: Spoken) -> SheetChoice | None:
    """The first handout that can be shown in the language of the plain fields."""
    for topic in desk.catalogue():
        for card in topic.cards:
            for row in card.rows:
                if row.language == spoken.first and row.state is not SheetState.BROKEN:
                    return SheetChoice(card.topic, card.layout, row.language)
    return None


def spoken_in(desk: Desk) -> Spoken:
    """The languages of the project's handouts, the one that the first topic was written in first."""
    try:
        project = desk.project()
    except CaresheetError:
        return Spoken(FIRST_LANGUAGE)
    first, *others = dict.fromkeys(topic.language for topic in project.topics) or (FIRST_LANGUAGE,)
    labels = next((each for each in project.labels if each.language == first), None)
    return Spoken(first, tuple(others), labels)
