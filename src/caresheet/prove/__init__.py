"""Proof: the only room that reads PDFs."""

from caresheet.prove.objects import objects_sha256
from caresheet.prove.proof import prove

__all__ = ["objects_sha256", "prove"]
