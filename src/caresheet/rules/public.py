"""What everybody can see says nothing of a patient."""

from __future__ import annotations

from collections.abc import Iterator

from caresheet.model import rules
from caresheet.model.problem import Problem
from caresheet.model.text import FieldBlank, PrintedText
from caresheet.rules.context import HandoutContext

_PATIENT = "patient."


def patient_on_public(case: HandoutContext) -> Iterator[Problem]:
    """A handout that hangs where everybody sees it has no line to write anything about a patient on.

    Source: HIPAA Privacy Rule, 45 CFR 164.530(c) (safeguards against incidental disclosure); GDPR, article 25 (only
    the personal data that the purpose needs).
    """
    if not case.layout.public:
        return
    for text in case.every(PrintedText):
        for run in text.runs:
            if isinstance(run, FieldBlank) and run.name.startswith(_PATIENT):
                message = f"'{{{{{run.name}}}}}' would stand in the public handout '{case.layout.name}'"
                hint = "say it without the patient, or leave the section or `public: yes` out of the layout"
                yield Problem(text.position, rules.PUBLIC_PATIENT_FIELD, message, hint)
