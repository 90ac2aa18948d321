"""Proof: every output is read back and compared with what the handout says."""

from caresheet.proof.html import prove_html
from caresheet.proof.pdf import prove_copy, prove_pdf
from caresheet.proof.press import prove_sheets
from caresheet.proof.text import prove_text

__all__ = ["prove_copy", "prove_html", "prove_pdf", "prove_sheets", "prove_text"]
