"""Proof: the only room that reads PDFs."""

from caresheet.prove.proof import prove

__all__ = ["prove"]
