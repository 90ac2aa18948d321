"""Which section goes where: the placements of a layout, filled with the sections of a topic."""

from __future__ import annotations

from collections.abc import Iterable

from caresheet.model.layout import ById, ByRole, Layout, Placement, Rest
from caresheet.model.topic import Section

Places = tuple[tuple[Placement, tuple[Section, ...]], ...]
"""Placements, each with its sections."""


def placed(sections: tuple[Section, ...], layout: Layout) -> Places:
    """Every placement of the layout, in its order, with its sections in the topic's order.

    A section has at most one place: where its id is named, or else where its role is, or else among the rest.
    """
    taken = tuple((section, _place(section, layout)) for section in sections)
    return tuple(
        (placement, tuple(section for section, place in taken if place == number))
        for number, placement in enumerate(layout.placements)
    )


def _place(section: Section, layout: Layout) -> int | None:
    """The index of the placement that takes the section."""
    whats = tuple(placement.what for placement in layout.placements)
    by_id = _first(number for number, what in enumerate(whats) if isinstance(what, ById) and what.id == section.id)
    if by_id is not None:
        return by_id
    by_role = _first(
        number for number, what in enumerate(whats) if isinstance(what, ByRole) and what.role == section.role
    )
    if by_role is not None:
        return by_role
    if section.role in layout.left_out:
        return None
    return _first(number for number, what in enumerate(whats) if isinstance(what, Rest))


def _first(numbers: Iterable[int]) -> int | None:
    return next(iter(numbers), None)
