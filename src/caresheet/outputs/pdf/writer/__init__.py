"""Writes laid-out pages as a PDF."""

from caresheet.outputs.pdf.writer.artifact import write_pdf
from caresheet.outputs.pdf.writer.document import paint

__all__ = ["paint", "write_pdf"]
