"""The page of all handouts: pictures, their states in words, and a search."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.responses import Response

from caresheet.app.catalogue import CatalogueCard, CatalogueRow, CatalogueTopic, SheetState
from caresheet.app.filled_sheets import SheetChoice
from caresheet.app.own_names import own_name
from caresheet.app.profiles import clinic_words
from caresheet.web.answers import Typed, desk_of, route
from caresheet.web.clinic_list import FIRST, is_first_start
from caresheet.web.clinics import digest
from caresheet.web.names import handout_name, paper_name, reader_name
from caresheet.web.pages import page, words_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

    from caresheet.web.wording import DeskWords

_LONGEST = 100
"""The most letters of a search; the rest is cut off."""


class Filter(Struct, frozen=True):
    """What to look for: words, a language and a reader; each finds everything if it is empty."""

    words: str = ""
    language: str = ""
    reader: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.language or self.reader)

    def finds(self, topic: CatalogueTopic, card: CatalogueCard) -> bool:
        """Whether it matches; each word is looked for in the shown names and titles, without accents and capitals."""
        shown = (topic.title, topic.name, handout_name(card.layout), *(row.title for row in card.rows))
        text = plain(" ".join(shown))
        return (
            all(word in text for word in plain(self.words).split())
            and (not self.language or any(row.language == self.language for row in card.rows))
            and (not self.reader or card.audience == self.reader)
        )


def plain(words: str) -> str:
    """Words without accents and capitals, for comparing them."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign)).casefold()


def found(topics: tuple[CatalogueTopic, ...], wanted: Filter) -> Iterator[tuple[CatalogueTopic, list[CatalogueCard]]]:
    """The topics in which handouts are found, with these handouts."""
    for topic in topics:
        cards = [card for card in topic.cards if wanted.finds(topic, card)]
        if cards:
            yield topic, cards


def meant(topics: tuple[CatalogueTopic, ...], words: str) -> str:
    """The word in the titles that is closest to what was typed; empty if none is close."""
    titles = [topic.title for topic in topics] + [row.title for t in topics for card in t.cards for row in card.rows]
    known = {plain(word): word for title in titles for word in title.split() if len(word) > 3}
    close = get_close_matches(plain(words), known, n=1)
    return known[close[0]] if close else ""


def state_words(words: DeskWords, row: CatalogueRow) -> str:
    """The state of a handout in words."""
    day = words.day(row.due) if row.due else ""
    place = row.problems[0].position if row.problems else None
    return words(f"state.{row.state.value}", day=day, place=place or "")


def handouts(request: Request, typed: Typed) -> Response:
    """All handouts, or those that match the search."""
    desk, words = desk_of(request), words_for(request)
    topics = desk.catalogue()
    wanted = Filter(typed.get("words", "")[:_LONGEST].strip(), typed.get("language", ""), typed.get("reader", ""))
    cards = [card for topic in topics for card in topic.cards]
    shown = [(topic.title, [_card(words, card) for card in some]) for topic, some in found(topics, wanted)]
    return page(
        request,
        "handouts.html",
        wanted=wanted,
        topics=shown,
        number=sum(len(some) for _, some in shown),
        total=len(cards),
        offered_languages=_pairs(own_name, (row.language for card in cards for row in card.rows)),
        readers=_pairs(lambda each: reader_name(words, each), (card.audience for card in cards)),
        meant="" if shown else meant(topics, wanted.words),
        elsewhere=0 if shown else sum(len(some) for _, some in found(topics, Filter(wanted.words))),
        clinic=clinic_words(desk.profile),
        saved="saved" in typed,
        first=FIRST if is_first_start(desk) else (),
        seen=digest(desk.profile),
        broken=[card for card in cards if any(row.state is SheetState.BROKEN for row in card.rows)],
    )


def thumbnail(request: Request, _typed: Typed) -> Response:
    """The first page of a handout, small, with the clinic's numbers and nothing about a patient."""
    asked = request.path_params
    choice = SheetChoice(asked["topic"], asked["layout"], asked["language"])
    return Response(desk_of(request).thumbnail(choice), media_type="image/png")


class _Card(Struct, frozen=True):
    """A handout as the page shows it."""

    name: str
    title: str
    address: str
    reader: str
    sizes: str
    papers: str
    rows: tuple[dict[str, str], ...]


def _card(words: DeskWords, card: CatalogueCard) -> _Card:
    titles = {row.language: row.title for row in card.rows if row.title}
    return _Card(
        handout_name(card.layout),
        titles.get(words.language) or next(iter(titles.values()), ""),
        f"{card.topic}/{card.layout}",
        reader_name(words, card.audience),
        ", ".join(words(f"size.{size.value}") for size in card.sizes),
        ", ".join(map(paper_name, card.papers)),
        tuple(
            {
                "language": row.language,
                "name": own_name(row.language),
                "state": row.state.value,
                "words": state_words(words, row),
            }
            for row in card.rows
        ),
    )


def _pairs(name: Callable[[str], str], values: Iterator[str]) -> list[tuple[str, str]]:
    return [(value, name(value)) for value in dict.fromkeys(values)]


ROUTES = (route("/", handouts), route("/thumbnail/{topic}/{layout}/{language}.png", thumbnail))
