"""Proof: every output is read back and compared with what the handout says. The proofs of web pages, plain text and
press sheets are imported from their own modules, so that a build of PDFs does not load them."""

from caresheet.proof.pdf import prove_copy, prove_pdf

__all__ = ["prove_copy", "prove_pdf"]
