"""Pictures are as sharp as a printer can show, the right way up, and never stretched or enlarged."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image
from tests.proof.documents import composed, document, say, section, words

from caresheet.layout import lay_out
from caresheet.model.document import Document, Figure
from caresheet.model.page_layout import PicturePiece
from caresheet.model.problem import Position
from caresheet.model.topic import Picture
from caresheet.outputs.pdf.writer import paint
from caresheet.proof import prove_pdf

INCH = 72.0


def photo(width: int, height: int, *, kind: str = "JPEG", turned: int = 1, mode: str = "RGB") -> Picture:
    """A picture whose left upper corner is red as it is stored; `turned` is its Exif orientation."""
    color = {"L": 200, "CMYK": (0, 40, 40, 0)}.get(mode, (60, 120, 60, 255)[: len(mode)])
    image = Image.new(mode, (width, height), color)
    if mode in ("RGB", "RGBA"):
        image.paste((200, 20, 20, 255)[: len(mode)], (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[0x0112] = turned
    data = BytesIO()
    image.save(data, kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {}))
    size = (height, width) if turned in (5, 6, 7, 8) else (width, height)
    return Picture("content/kettles/photo", data.getvalue(), *size)


def with_picture(picture: Picture) -> Document:
    figure = Figure(picture, "A red kettle on a stove", words("The kettle"), Position("content/kettles/en.yaml", 7))
    return document(section("Kettles", say("This is one."), figure))


def printed(handout: Document) -> tuple[list[PicturePiece], list[pikepdf.PdfImage], pikepdf.Pdf]:
    """The pictures as laid out and as they are in the file, which is proved on the way."""
    page_layout = lay_out(composed(handout))
    pdf = paint(handout, page_layout)
    assert prove_pdf(composed(handout), pdf) == ()
    assert paint(handout, page_layout) == pdf
    opened = pikepdf.open(BytesIO(pdf))
    pieces = [piece for page in page_layout.pages for piece in page.pieces if isinstance(piece, PicturePiece)]
    return pieces, [pikepdf.PdfImage(image) for image in opened.pages[0].Resources.XObject.values()], opened


def filters(image: pikepdf.PdfImage) -> list[str]:
    return [str(name) for name in image.filters]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_is_reduced_to_300_dpi(kind: str) -> None:
    """A phone's photo is reduced to 300 pixels per inch in both directions."""
    (piece,), (image,), _ = printed(with_picture(photo(2400, 1800, kind=kind)))
    assert image.width == pytest.approx(piece.width / INCH * 300, abs=1)
    assert image.height == pytest.approx(piece.height / INCH * 300, abs=1)
    assert filters(image) == (["/DCTDecode"] if kind == "JPEG" else ["/FlateDecode"])


def test_a_photo_that_fits_stays_as_it_was() -> None:
    """The picture of a JPEG that needs no change is in the file byte for byte."""
    picture = photo(600, 400)
    _, (image,), _ = printed(with_picture(picture))
    stored = image.obj.read_raw_bytes()
    tables = stored.index(b"\xff\xdb")
    assert stored[:tables] == b"\xff\xd8"
    assert picture.data.endswith(stored[tables:])


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_a_drawing_keeps_every_color(mode: str) -> None:
    """A PNG that is not reduced has the same pixels in the file, and its transparency as a mask."""
    picture = photo(300, 200, kind="PNG", mode=mode)
    _, (image,), _ = printed(with_picture(picture))
    given = Image.open(BytesIO(picture.data))
    assert filters(image) == ["/FlateDecode"]
    assert image.obj.read_bytes() == given.convert("L" if mode == "L" else "RGB").tobytes()
    if mode == "RGBA":
        assert image.obj.SMask.read_bytes() == given.getchannel("A").tobytes()


def test_gray_of_sixteen_bits_stays_gray() -> None:
    """A scan with 16 bits per pixel keeps its grays."""
    data = BytesIO()
    Image.new("I;16", (100, 60), 0x8000).save(data, "PNG")
    _, (image,), _ = printed(with_picture(Picture("content/kettles/scan.png", data.getvalue(), 100, 60)))
    assert set(image.obj.read_bytes()) == {0x80}


def test_ink_colors_become_screen_colors() -> None:
    """A CMYK JPEG becomes RGB, as the output intent of the file says."""
    _, (image,), _ = printed(with_picture(photo(300, 200, mode="CMYK")))
    assert image.obj.ColorSpace == "/DeviceRGB"
    assert filters(image) == ["/DCTDecode"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(
    ("turned", "red"), [(3, (1, 1)), (6, (1, 0)), (8, (0, 1))], ids=["upside down", "clockwise", "counter-clockwise"]
)
def test_photos_stand_upright(turned: int, red: tuple[int, int], kind: str) -> None:
    """The Exif orientation is followed: the corner that the camera saw at the upper left is there."""
    picture = photo(3000, 2000, turned=turned, kind=kind)
    (piece,), (image,), _ = printed(with_picture(picture))
    assert piece.width / piece.height == pytest.approx(picture.width / picture.height)
    assert image.width / image.height == pytest.approx(picture.width / picture.height, rel=0.01)
    seen = image.as_pil_image().convert("RGB")
    quarter = (seen.width // 4, seen.height // 4)
    corner = seen.getpixel((quarter[0] * (3 if red[0] else 1), quarter[1] * (3 if red[1] else 1)))
    assert isinstance(corner, tuple)
    assert corner[0] > 150 > corner[1]


def test_small_pictures_are_not_blown_up() -> None:
    """A picture is printed at 150 pixels an inch at most, figure and logo alike, and keeps its own pixels."""
    small = photo(60, 40, kind="PNG")
    pieces, images, _ = printed(replace(with_picture(small), logo=photo(50, 20, kind="PNG")))
    sizes = sorted((round(piece.width, 2), round(piece.height, 2)) for piece in pieces)
    assert sizes == [(24.0, 9.6), (28.8, 19.2)]
    assert sorted((image.width, image.height) for image in images) == [(50, 20), (60, 40)]


@pytest.mark.parametrize(("width", "height"), [(3000, 300), (300, 3000), (1200, 1200)])
def test_a_logo_keeps_its_proportions(width: int, height: int) -> None:
    """A logo of any shape is scaled, never stretched, to at most 45 x 12 mm."""
    handout = replace(document(section("Kettles", say("Words."))), logo=photo(width, height, kind="PNG"))
    (piece,), (image,), _ = printed(handout)
    assert piece.width / piece.height == pytest.approx(width / height)
    assert piece.height <= 12 * 72 / 25.4 + 0.01
    assert piece.width <= 45 * 72 / 25.4 + 0.01
    assert image.width == pytest.approx(piece.width / INCH * 300, abs=1)
    assert image.height == pytest.approx(piece.height / INCH * 300, abs=1)


def test_a_picture_shown_twice_is_in_the_file_once() -> None:
    """A picture that is used in two sizes keeps the pixels that the larger one needs."""
    picture = photo(2400, 600)
    pieces, images, _ = printed(replace(with_picture(picture), logo=picture))
    assert len(pieces) == 2
    assert [image.width for image in images] == [pytest.approx(max(p.width for p in pieces) / INCH * 300, abs=1)]


def test_the_matrix_places_what_was_set() -> None:
    """The file paints the picture in the size and place of the page layout."""
    (piece,), _, opened = printed(with_picture(photo(2400, 1800)))
    content = pikepdf.parse_content_stream(opened.pages[0])
    before = [operands for operands, operator in content if str(operator) == "cm"]
    assert [float(number) for number in before[0]] == [  # type: ignore[arg-type]
        pytest.approx(number, abs=0.01) for number in (piece.width, 0, 0, piece.height, piece.x, piece.y)
    ]


SECRETS = (b"patient John", b"GPS-PLACE", b"a remark", b"xmp-secret", b"icc-secret", b"<script>")


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}], ids=str)
@pytest.mark.parametrize("turned", [1, 6])
def test_a_photo_tells_nothing_but_its_picture(options: dict[str, bool | int], turned: int) -> None:
    """Where a photo was taken and of whom, remarks, color profiles, and what hides behind its end: none of it is in
    the PDF, and every pixel of an upright one is as its file has it."""
    noise = Image.effect_noise((60, 40), 90.0).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = turned, "patient John"
    exif.get_ifd(0x8825)[0x001D] = "GPS-PLACE"
    data = BytesIO()
    besides = {"exif": exif, "comment": b"a remark", "xmp": b"xmp-secret", "icc_profile": b"icc-secret"}
    noise.save(data, "JPEG", quality=95, **besides, **options)
    secretive = data.getvalue() + b"PK<script>"
    assert all(secret in secretive for secret in SECRETS)
    size = (40, 60) if turned == 6 else (60, 40)
    _, (image,), pdf = printed(with_picture(Picture("content/kettles/photo", secretive, *size)))
    stored = image.obj.read_raw_bytes()
    assert not any(secret in stored for secret in SECRETS)
    whole = BytesIO()
    pdf.save(whole, compress_streams=False)
    assert not any(secret in whole.getvalue() for secret in SECRETS)
    if turned == 1:
        assert image.as_pil_image().tobytes() == Image.open(BytesIO(secretive)).tobytes()
