"""A page layout as a PDF 1.7 file: tagged, PDF/UA-1 and PDF/A-2a. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from caresheet.model.direction import Direction
from caresheet.model.press import BLEED
from caresheet.outputs.pdf.writer.content import ContentStream
from caresheet.outputs.pdf.writer.forms import FormWriter, WidgetArea, as_painted, widget_areas
from caresheet.outputs.pdf.writer.links import LinkArea, annotation, link_areas, link_words
from caresheet.outputs.pdf.writer.metadata import add_metadata
from caresheet.outputs.pdf.writer.objects import PdfFile, number_string, text_string
from caresheet.outputs.pdf.writer.outline import add_outline
from caresheet.outputs.pdf.writer.pictures import add_picture, pictures_of
from caresheet.outputs.pdf.writer.structure_tree import StructureTree
from caresheet.outputs.pdf.writer.type0 import Type0Fonts

if TYPE_CHECKING:
    from caresheet.model.document import Document
    from caresheet.model.page_layout import Page, PageLayout, Tag
    from caresheet.model.topic import Picture

Area = LinkArea | WidgetArea
NO_VALUES: Mapping[str, str] = {}


class PaintedPages(NamedTuple):
    """What it takes to finish a file: the object numbers of its pages' content streams, of its catalog and of its
    information dictionary."""

    contents: tuple[int, ...]
    catalog: int
    info: int


StreamOf = Callable[[PdfFile, "tuple[Tag, ...]", "Mapping[Picture, str]", Type0Fonts], ContentStream]
"""Makes the stream of a page from the file, the tags, the names of the pictures, and the fonts of shaped text."""


def paint(document: Document, page_layout: PageLayout, values: Mapping[str, str] = NO_VALUES) -> bytes:
    """The finished file. In a form, `values` are the contents of its fields by their names.

    Raises ValueError if a piece has no valid tag, which is a bug in layout.
    """
    file = PdfFile()
    painted = paint_into(file, document, page_layout, ContentStream, values)
    return file.finish(painted.catalog, painted.info)


def paint_into(
    file: PdfFile,
    document: Document,
    page_layout: PageLayout,
    stream_of: StreamOf,
    values: Mapping[str, str] = NO_VALUES,
) -> PaintedPages:
    """Put everything into the file, each page with the stream that `stream_of` makes. Raises ValueError as `paint`
    does."""
    pages = [file.reserve() for _ in page_layout.pages]
    tree = StructureTree(file, page_layout, pages)
    pictures = {shown.picture: add_picture(file, shown) for shown in pictures_of(page_layout.pages)}
    names = {key: f"Im{number}" for key, number in pictures.items()}
    resources, shaped = file.reserve(), Type0Fonts()
    contents: list[int] = []
    marks: list[list[int]] = []
    for index, page in enumerate(as_painted(page_layout)):
        stream = stream_of(file, page_layout.tags, names, shaped)
        contents.append(file.add_stream(b"", stream.paint(page)))
        tree.add_marks(index, stream.marks)
        marks.append(stream.marks)
    shaped.write(file)
    areas = _areas(page_layout)
    from_right = document.direction is Direction.RIGHT_TO_LEFT
    form = FormWriter(file, page_layout.tags, resources, values, from_right=from_right)
    annotations = _add_annotations(file, page_layout, areas, pages, form)
    for area, number in zip(areas, annotations, strict=True):
        tree.add_annotation(area, number)
    images = "".join(f"/{names[key]} {number} 0 R" for key, number in pictures.items())
    fonts = file.number("BasicFonts")
    file.put(resources, f"<</Font {fonts} 0 R/XObject<<{images}>>>>".encode("ascii"))
    parent = _put_pages(file, page_layout, pages, (resources, contents), (areas, annotations))
    roots = f"/Pages {parent} 0 R/StructTreeRoot {tree.write(marks, areas)} 0 R"
    fields = form.write()
    roots += f"/AcroForm {fields} 0 R" if fields is not None else ""
    return PaintedPages(tuple(contents), *_finish(file, document, page_layout, pages, roots))


def _put_pages(
    file: PdfFile,
    page_layout: PageLayout,
    pages: list[int],
    painted: tuple[int, list[int]],
    annotated: tuple[list[Area], list[int]],
) -> int:
    """Write the dictionaries of the pages; returns the object number of their parent. `painted` are the object numbers
    of the resources and of the content streams, `annotated` the areas and the numbers of their annotations."""
    parent = file.reserve()
    resources, contents = painted
    for index, page in enumerate(page_layout.pages):
        own = [number for area, number in zip(*annotated, strict=True) if area.page == index]
        annotations = f"/Annots[{' '.join(f'{number} 0 R' for number in own)}]" if own else ""
        box = f"0 0 {number_string(page.width)} {number_string(page.height)}"
        entries = (
            f"<</Type/Page/Parent {parent} 0 R/MediaBox[{box}]{_press_boxes(page)}/Resources {resources} 0 R"
            f"/Contents {contents[index]} 0 R/StructParents {index}/Tabs/S{annotations}>>"
        )
        file.put(pages[index], entries.encode("ascii"))
    kids = " ".join(f"{number} 0 R" for number in pages)
    file.put(parent, f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode("ascii"))
    return parent


def _press_boxes(page: Page) -> str:
    """Where a printer cuts the sheet, and how far beyond it may be printed (ISO 32000-1, 14.11.2)."""
    if page.trim is None:
        return ""
    left, bottom, right, top = page.trim
    trim = " ".join(map(number_string, page.trim))
    bleed = " ".join(map(number_string, (left - BLEED, bottom - BLEED, right + BLEED, top + BLEED)))
    return f"/TrimBox[{trim}]/BleedBox[{bleed}]"


def _areas(page_layout: PageLayout) -> list[Area]:
    """The areas of links and fields, page by page in reading order."""
    areas: list[Area] = [*link_areas(page_layout), *widget_areas(page_layout)]
    return sorted(areas, key=lambda area: (area.page, area.tag))


def _add_annotations(
    file: PdfFile, page_layout: PageLayout, areas: list[Area], pages: list[int], form: FormWriter
) -> list[int]:
    """One annotation for each area; their keys in the parent tree follow those of the pages."""
    destinations = {destination.anchor: destination for destination in page_layout.destinations}
    words = link_words(page_layout)
    numbers = [file.reserve() for _ in areas]
    for key, (area, number) in enumerate(zip(areas, numbers, strict=True), start=len(pages)):
        if isinstance(area, LinkArea):
            target = page_layout.tags[area.tag].link or ""
            file.put(number, annotation(area, target, words[area.tag], key, pages, destinations))
        else:
            form.add_widget(area, number, key, pages[area.page])
    return numbers


def _finish(
    file: PdfFile, document: Document, page_layout: PageLayout, pages: list[int], roots: str
) -> tuple[int, int]:
    """The catalog and what it leads to, `roots` first; returns its number, and that of the information dictionary."""
    xmp, info, intent = add_metadata(file, document)
    outline = add_outline(file, page_layout, pages, document.language)
    viewer = _preferences(document, page_layout)
    bookmarks = f"/Outlines {outline} 0 R/PageMode/UseOutlines" if outline else ""
    catalog = file.add(
        f"<</Type/Catalog{roots}/Metadata {xmp} 0 R/OutputIntents[{intent} 0 R]"
        f"/MarkInfo<</Marked true>>/ViewerPreferences{viewer}{bookmarks}/Lang".encode("ascii")
        + text_string(document.language)
        + b">>"
    )
    return catalog, info


def is_two_sided(document: Document, page_layout: PageLayout) -> bool:
    """Whether it is to be printed on both sides of its sheets: if it has several pages, unless they are cut apart."""
    return len(page_layout.pages) > 1 and not page_layout.one_sided and not document.look.panels


def _preferences(document: Document, page_layout: PageLayout) -> str:
    """What a print dialog starts from (ISO 32000-1, table 150): the true size, since a page that is fitted to the paper
    has smaller type than promised; and both sides of the sheet, or expressly one. Pages that are read from right to
    left are placed side by side in that order."""
    first = page_layout.pages[0]
    edge = "Long" if first.height >= first.width else "Short"
    duplex = f"/Duplex/DuplexFlip{edge}Edge" if is_two_sided(document, page_layout) else ""
    if page_layout.one_sided and len(page_layout.pages) > 1:
        duplex = "/Duplex/Simplex"
    direction = "/Direction/R2L" if document.direction is Direction.RIGHT_TO_LEFT else ""
    return f"<</DisplayDocTitle true/PrintScaling/None{duplex}{direction}>>"
