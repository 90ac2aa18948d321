"""Requests for something that does not exist are told from faults of the project, and say what there is."""

from __future__ import annotations

import pytest

from caresheet.app.requests import RequestError, require_known
from caresheet.model.problem import CaresheetError


def refused(asked: str, existing: tuple[str, ...]) -> str:
    with pytest.raises(RequestError) as caught:
        require_known("topic", (asked,), existing)
    assert isinstance(caught.value, CaresheetError)
    (problem,) = caught.value.problems
    assert problem.position is None
    return f"{problem.message}: {problem.hint}"


def test_unknown_names_are_refused() -> None:
    """The nearest name and all names are in the hint; where there are none, that is said."""
    assert refused("wond", ("wound", "wound", "cast")) == (
        "there is no topic 'wond': did you mean 'wound'? The topics are: wound, cast"
    )
    assert refused("zzz", ("wound",)) == "there is no topic 'zzz': the topics are: wound"
    assert refused("zzz", ()) == "there is no topic 'zzz': there are no topics yet"


def test_known_names_pass() -> None:
    """A name that exists, and no name at all, are met in silence."""
    require_known("topic", ("wound",), ("cast", "wound"))
    require_known("topic", (), ())
