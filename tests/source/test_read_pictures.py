"""Pictures: only what lies in the project, can be printed, and has a sane size."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from tests.source.trees import problems, read, sample, small

from caresheet.model.topic import Figure, Picture, SvgPicture
from caresheet.outputs.pdf.writer.objects import PdfFile
from caresheet.outputs.pdf.writer.pictures import Shown, add_picture

ENGLISH = "content/walking/en.yaml"


def with_figure(name: str) -> dict[str, bytes]:
    """The small project with a figure that names this picture, in line 10."""
    return small(
        {ENGLISH: small()[ENGLISH].decode().replace("It does you good.", f"figure: {{image: {name}, alt: A path}}")}
    )


def stored(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that promises very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def only_rule(tree: dict[str, bytes]) -> str:
    (problem,) = problems(tree)
    assert str(problem.position) == f"{ENGLISH}:10:25"
    return problem.rule.name


def read_picture(tree: dict[str, bytes]) -> Picture:
    figure = read(tree).topics[0].sections[0].blocks[0]
    assert isinstance(figure, Figure)
    assert isinstance(figure.drawing, Picture)
    return figure.drawing


@pytest.mark.parametrize("name", ["Screenshot 9.41\u202fAM.png", "cafe\u0301.png", "a\u2011b.png"])
def test_names_as_systems_write_them(name: str) -> None:
    """A picture is found under the name that its system gives it, though in texts such characters have stand-ins."""
    data = stored(Image.new("RGB", (4, 3)), "PNG")
    assert read_picture(with_figure(f"'{name}'") | {f"content/walking/{name}": data}).data == data


def test_jpeg_that_is_turned() -> None:
    """Width and height are those that a reader sees: EXIF may turn a picture on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    data = stored(Image.new("RGB", (40, 30)), "JPEG", exif=exif)
    made = read_picture(with_figure("img/a.jpg") | {"content/walking/img/a.jpg": data})
    assert made == Picture("content/walking/img/a.jpg", data, 30, 40)


def test_path_may_go_up_inside_the_project() -> None:
    """A picture may lie in another folder of the project."""
    made = read_picture(with_figure("../shared/a.png") | {"content/shared/a.png": sample()["content/walking/path.png"]})
    assert made.path == "content/shared/a.png"


@pytest.mark.parametrize(
    "name", ["../../../a.png", "/etc/a.png", "C:/a.png", "../../..", "'https://example.org/a.png'"]
)
def test_picture_outside(name: str) -> None:
    """A picture outside of the project is refused where it is named."""
    assert only_rule(with_figure(name)) == "outside-project"


def test_missing_picture_has_a_suggestion() -> None:
    """A misspelt name is told with the picture that is there."""
    tree = with_figure("paht.png") | {"content/walking/path.png": sample()["content/walking/path.png"]}
    assert only_rule(tree) == "picture-missing"
    assert problems(tree)[0].hint == "did you mean 'content/walking/path.png'?"
    assert only_rule(with_figure("'img\\a.png'")) == "picture-missing"
    tree = with_figure("Path.PNG") | {"content/walking/path.png": sample()["content/walking/path.png"]}
    assert only_rule(tree) == "picture-missing"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"\x89PNG\r\n\x1a\n",
        sample()["content/walking/path.png"][:-30],
        stored(Image.linear_gradient("L").resize((900, 900)), "JPEG")[:-2_000],
        stored(Image.new("RGB", (4, 3)), "GIF"),
        stored(Image.new("RGB", (4, 3)), "BMP"),
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
    ids=["empty", "text", "head", "cut png", "cut jpeg", "gif", "bmp", "svg"],
)
def test_what_is_no_picture(data: bytes) -> None:
    """Only a whole PNG or JPEG is a picture."""
    assert only_rule(with_figure("a.png") | {"content/walking/a.png": data}) == "picture-unreadable"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (stored(Image.new("RGB", (4, 3)), "GIF"), "is a GIF picture"),
        (stored(Image.new("RGB", (4, 3)), "WEBP"), "is a WebP picture"),
        (stored(Image.new("RGB", (4, 3)), "TIFF"), "is a TIFF picture"),
        (stored(Image.new("RGB", (4, 3)), "BMP"), "is a BMP picture"),
        (stored(Image.new("RGB", (4, 3)), "PDF"), "is a PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is a HEIC photo"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "is an AVIF picture"),
        (sample()["content/walking/path.png"][:-30], "is a damaged picture"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "is an SVG under the name"),
        (b"\n<!DOCTYPE html><html><body>No such page</body></html>", "is a web page"),
        (b"no picture", "is not a PNG, JPEG or SVG picture"),
    ],
)
def test_what_it_is_instead(data: bytes, words: str) -> None:
    """The message names the file and says what it is; the hint says how to make a picture of it."""
    (problem,) = problems(with_figure("a.png") | {"content/walking/a.png": data})
    assert problem.message.startswith(f"'content/walking/a.png' {words}")
    assert problem.hint


WHITE_AND_CLEAR = Image.new("LA", (4, 3), (255, 255))
WHITE_AND_CLEAR.putpixel((1, 1), (0, 0))


@pytest.mark.parametrize(
    "data",
    [
        stored(Image.new("RGB", (4, 3), "white"), "JPEG"),
        stored(Image.new("L", (4, 3), 250), "PNG"),
        stored(Image.new("I;16", (4, 3), 65_535), "PNG"),
        stored(Image.new("RGBA", (4, 3)), "PNG"),
        stored(Image.new("P", (4, 3)), "PNG", transparency=0),
        stored(WHITE_AND_CLEAR, "PNG"),
    ],
    ids=["white", "pale", "16 bits", "transparent", "transparent palette", "black where transparent"],
)
def test_blank_picture(data: bytes) -> None:
    """A picture of which nothing can be seen on white paper is refused."""
    assert only_rule(with_figure("a.png") | {"content/walking/a.png": data}) == "picture-blank"


@pytest.mark.parametrize("mode", ["1", "L", "I;16", "RGB", "RGBA"])
def test_one_dot_can_be_seen(mode: str) -> None:
    """A single dark pixel is something to see, in every kind of PNG."""
    image = Image.new(mode, (9, 9), {"1": 1, "I;16": 65_535, "RGBA": (0, 0, 0, 0)}.get(mode, 255))
    image.putpixel((4, 4), (0, 0, 0, 255)[: len(image.getbands())] if len(image.getbands()) > 1 else 0)
    assert read_picture(with_figure("a.png") | {"content/walking/a.png": stored(image, "PNG")}).width == 9


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M1 1h18v8z"/></svg>'


def test_a_drawing() -> None:
    """A figure may be an SVG: its paths are read, and the file is kept as it is, for whoever reviews it."""
    figure = read(with_figure("a.SVG") | {"content/walking/a.SVG": SVG}).topics[0].sections[0].blocks[0]
    assert isinstance(figure, Figure)
    assert isinstance(figure.drawing, SvgPicture)
    assert (figure.drawing.path, figure.drawing.data) == ("content/walking/a.SVG", SVG)
    assert (figure.drawing.drawing.width, len(figure.drawing.drawing.paths)) == (20.0, 1)


def test_a_drawing_that_cannot_be_printed() -> None:
    """What is wrong in a drawing is told at its place in the drawing's own file."""
    drawing = SVG.replace(b"<path", b"\n<text>Call</text><path")
    (problem,) = problems(with_figure("a.svg") | {"content/walking/a.svg": drawing})
    assert (str(problem.position), problem.rule.name) == ("content/walking/a.svg:2:1", "picture-unsupported")


@pytest.mark.parametrize(
    ("width", "height"), [(5_001, 5_001), (1, 20_001), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 1)]
)
def test_decompression_bomb(width: int, height: int) -> None:
    """A picture of too many pixels, in all or on a side, is refused before it is unpacked."""
    tree = with_figure("a.png") | {"content/walking/a.png": bomb(width, height)}
    assert only_rule(tree) == "picture-too-large"


def test_pictures_of_a_critical_size_are_fine() -> None:
    """A large photograph is no bomb, nor is a drawing of the size of a large page, or a long strip."""
    for form, mode, size in (("JPEG", "L", (7_000, 7_000)), ("PNG", "1", (5_000, 5_000)), ("PNG", "1", (20_000, 9))):
        data = stored(Image.new(mode, size), form)
        assert read_picture(with_figure("a.png") | {"content/walking/a.png": data}).width == size[0]


def test_other_data_in_a_picture_is_not_talked_about() -> None:
    """A broken block of Exif data in a picture is nobody's concern: no warning with a path of the program comes up,
    neither when it is read nor when it is written."""
    data = stored(Image.new("RGB", (30, 20)), "PNG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f")
    with pytest.warns(UserWarning, match="EXIF"), Image.open(BytesIO(data)) as opened:
        opened.getexif()
    picture = read_picture(with_figure("a.png") | {"content/walking/a.png": data})
    assert add_picture(PdfFile(), Shown(picture, 30, 20))


def test_logo_is_a_picture_too() -> None:
    """A clinic's logo is judged like any picture."""
    tree = small({"content/clinics/example.yaml": "name: Example\nlogo: logo.png\n"})
    (problem,) = problems(tree)
    assert str(problem).startswith("content/clinics/example.yaml:2:7: picture-missing ")
