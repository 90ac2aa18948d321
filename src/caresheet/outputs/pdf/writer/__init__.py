"""PageLayout → PDF bytes."""

from caresheet.outputs.pdf.writer.document import paint

__all__ = ["paint"]
