"""Letters for the tests of mail: small, but of the form of real ones."""

from __future__ import annotations

from datetime import UTC, datetime

from caresheet.delivery.mail.message import Envelope
from caresheet.model.message import Letter, LetterWords, Sender

SENDER = Sender("nurse@clinic.example", "Clínica “San José”", "desk@clinic.example")
ENVELOPE = Envelope(SENDER, datetime(2026, 11, 24, 8, 30, tzinfo=UTC), "spring")
HTML = (
    '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Walking</title></head>\n'
    "<body>\n<main>\n<h1>Walking</h1>\n<h2>Why walk</h2>\n<p>It does you good.</p>\n</main>\n</body>\n</html>\n"
)


def letter(
    *, fingerprint: str = "f" * 64, subject: str = "Your care guide", text: str = "Walking\n\nIt does you good.\n",
    pdf: bytes = b"%PDF-1.7\n" + bytes(range(256)) * 8, warning: str = "", html: str = HTML
) -> Letter:  # fmt: skip
    """A letter in English."""
    return Letter(
        fingerprint=fingerprint,
        subject=subject,
        words=(LetterWords("en", "Here is your guide.", "Call us if <anything> is unclear.", warning),),
        file_name="care-guide",
        text=text,
        html=html,
        pdf=pdf,
        pages=1,
        is_draft=bool(warning),
    )
