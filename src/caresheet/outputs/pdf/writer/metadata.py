"""The metadata of the file: XMP, document information, output intent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from caresheet.outputs.pdf.writer.objects import text_string
from caresheet.version import __version__

if TYPE_CHECKING:
    from caresheet.model.document import Document
    from caresheet.outputs.pdf.writer.objects import PdfFile

_PRODUCER = f"caresheet {__version__}"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
"""ISO 19005-2, 6.6 and ISO 14289-1, 5. PDF/UA's own property needs the extension schema in PDF/A."""


def add_metadata(file: PdfFile, document: Document) -> tuple[int, int, int]:
    """The XMP stream, the document information and the output intent; returns their object numbers."""
    packet = _XMP.format(
        title=_escaped(document.title),
        author=_escaped(_author(document)),
        subject=_escaped(document.subject),
        language=_escaped(document.language),
        keywords=_escaped(", ".join(document.keywords)),
        producer=_escaped(_PRODUCER),
    )
    # uncompressed, so that tools which know nothing of PDF find it
    xmp = file.add_plain_stream(b"/Type/Metadata/Subtype/XML", packet.encode("utf-8"))
    return xmp, _information(file, document), _output_intent(file)


def _escaped(text: str) -> str:
    """Text for XML element content, where quotation marks need no escape."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _information(file: PdfFile, document: Document) -> int:
    """The same facts for older readers. There are no dates: the same input gives the same bytes on any day."""
    entries = {
        "Title": document.title,
        "Author": _author(document),
        "Subject": document.subject,
        "Keywords": ", ".join(document.keywords),
        "Creator": _PRODUCER,
        "Producer": _PRODUCER,
    }
    body = b"".join(f"/{key}".encode("ascii") + text_string(value) for key, value in entries.items())
    return file.add(b"<<%s>>" % body)


def _output_intent(file: PdfFile) -> int:
    """Colors are sRGB (ISO 19005-2, 6.2.3). The profile is a file: one made here would hold the current time."""
    profile = file.add_stream(b"/N 3", Path(__file__).with_name("srgb.icc").read_bytes())
    return file.add(
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
        b"/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>" % profile
    )


def _author(document: Document) -> str:
    return document.author.text if document.author else ""
