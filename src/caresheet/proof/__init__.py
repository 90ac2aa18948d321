"""Proof: what was written, read back and compared with what the document says."""

from caresheet.proof.pdf import prove

__all__ = ["prove"]
