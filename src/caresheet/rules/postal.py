"""States and provinces in addresses, which are not acronyms."""

from __future__ import annotations

import re

_STATES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA PR RI SC SD TN TX UT VT VA VI WA WV WI WY AB BC MB NB NL NS NT NU ON PE QC SK YT"
)
"""Sources: USPS Publication 28, appendix B; Canada Post, Addressing guidelines."""
_IN_ADDRESS = re.compile(
    rf"\b[A-Z][\w.'’-]+,\s(?P<state>{'|'.join(_STATES.split())})(?=\s+\d{{5}}|\s+[A-Z]\d[A-Z]|\s*(?:[.,;)]|$))"
)
"""A state behind its town and a comma, before the postal code or the end of the words."""


def without_states(text: str) -> str:
    """The text without the states and provinces of addresses such as `Springfield, IL 62701`."""
    return _IN_ADDRESS.sub(lambda found: found[0][: -len(found["state"])], text)
