"""A form for one patient, with values filled in that can still be changed. The values are only ever in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from caresheet.app.personal import refuse
from caresheet.app.pipeline import sound_pages
from caresheet.layout.field_values import ValueSizes, boxes_too_small, letters_that_fit
from caresheet.model.artifact import Artifact
from caresheet.model.page_layout import PageLayout
from caresheet.outputs.pdf.writer import write_pdf
from caresheet.proof import prove_pdf
from caresheet.rules import HandoutContext


class PatientForm(Struct, frozen=True):
    """A form as it was laid out, without any value."""

    context: HandoutContext
    page_layout: PageLayout

    def too_long(self, values: Mapping[str, str]) -> Iterator[tuple[str, int]]:
        """The names of fields whose values do not fit into one of their boxes, each with about how many letters do."""
        sizes = ValueSizes.of(self.context.composed.document, self.page_layout)
        for box in boxes_too_small(self.page_layout, values, sizes):
            yield box.name, letters_that_fit(box, sizes)

    def filled(self, values: Mapping[str, str]) -> Artifact:
        """The form with these values, proved. Raises CaresheetError where it does not say exactly this."""
        artifact = write_pdf(self.context.composed, self.page_layout, values)
        refuse(prove_pdf(self.context.composed, artifact.data, values))
        return artifact


def lay_out_form(context: HandoutContext) -> PatientForm:
    """The form of a handout that was composed as one. Raises CaresheetError with the faults of its pages."""
    return PatientForm(context, sound_pages(context))
