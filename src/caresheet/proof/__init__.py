"""Proof: every output is read back and compared with what the handout says. Those of web pages, plain text and sheets
are in modules of their own: a build of pages does not load them."""

from caresheet.proof.pdf import prove_copy, prove_pdf

__all__ = ["prove_copy", "prove_pdf"]
