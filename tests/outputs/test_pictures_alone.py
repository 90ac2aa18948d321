"""What a photo's file says besides its picture stays out of the PDF."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from caresheet.outputs.pdf.writer.pictures import picture_alone


def photo(**more: object) -> bytes:
    """A JPEG of a few colors."""
    image, data = Image.linear_gradient("L").resize((40, 30)).convert("RGB"), BytesIO()
    image.save(data, "JPEG", **more)
    return data.getvalue()


@pytest.mark.parametrize("secret", ["exif", "comment", "icc_profile", "behind"])
def test_a_photo_is_its_picture_alone(secret: str) -> None:
    """Where it was taken, remarks, profiles and what stands behind its end are gone; every pixel is as before."""
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    said = {"exif": exif, "comment": b"SECRET", "icc_profile": b"SECRET" * 30}
    data = photo(**{secret: said[secret]}) if secret in said else photo() + b"SECRET"
    assert b"SECRET" in data
    alone = picture_alone(data)
    assert alone is not None
    assert b"SECRET" not in alone
    with Image.open(BytesIO(alone)) as after, Image.open(BytesIO(data)) as before:
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()


def test_half_a_photo_is_none() -> None:
    """A file that breaks off is not taken for a whole picture."""
    data = photo()
    assert picture_alone(data[: len(data) // 2]) is None
