"""A page of shaped text, set as simply as possible: one paragraph below the other, each in its own element."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from tests.proof.documents import everything

from caresheet.fonts.families import FontStyle
from caresheet.model.glyphs import TypeSetting
from caresheet.model.look import Margins
from caresheet.model.page_layout import ROOT, GlyphPiece, Page, PageLayout, Tag
from caresheet.model.text import Runs, TextRun
from caresheet.outputs.pdf.writer import paint
from caresheet.text.arrangement import ArrangedLine, ShapedSegment, arranged, shaped_segments
from caresheet.text.breaks import break_opportunities
from caresheet.text.itemize import ItemizedText, itemize

WIDTH, SIZE, LEADING, MARGIN, TOP = 320.0, 11.0, 19.0, 40.0, 800.0

SAMPLES: dict[str, tuple[Runs, ...]] = {
    "ar": (
        (
            TextRun("إذا ارتفعت حرارتك فوق 38.5 °C (أي 101 °F) "),
            TextRun("فاتصل فورًا بالرقم 112", strong=True),
            TextRun(" أو +44 20 7946 0958. تناول "),
            TextRun("Paracetamol", language="en"),
            TextRun(" 500 mg (أو Calpol®) كل 6–8 ساعات، ولا تتجاوز 4 g في 24 ساعة."),
        ),
        (TextRun("لا بُدَّ مِنْ شُرْبِ الماءِ: «1.5–2 لتر» يوميًّا [الآن]."),),
    ),
    "fa": ((TextRun("اگر تب دارید، می\u200cتوانید ۲ قرص (500 mg) بخورید؛ نمی\u200cشود صبر کرد."),),),
    "ur": ((TextRun("سانس لینے میں تکلیف یا سینے میں درد (Glass test) ۲۷ نومبر ۲۰۲۶۔"),),),
    "he": (
        (TextRun('אם החום עולה מעל 38.5 °C התקשרו +972 3-694-4000. שָׁתוּ הַרְבֵּה מַיִם: "1.5–2 ליטר" (ביום).'),),
    ),
    "hi": ((TextRun("बुखार 38.5 °C से ऊपर हो तो तुरंत फ़ोन करें। १.५ लीटर पानी पिएँ; क्षति, ज्ञान, श्रीमती।"),),),
    "bn": ((TextRun("জ্বর ৩৮.৫ °C এর বেশি হলে ক্লিনিকে ফোন করুন। শ্বাসকষ্ট, র\u200d্যাশ, ক্ষত।"),),),
    "ta": ((TextRun("காய்ச்சல் 38.5 °C க்கு மேல் இருந்தால் உடனே அழைக்கவும். மூச்சுத் திணறல், கொப்பூழ்."),),),
    "th": ((TextRun("ถ้ามีไข้สูงกว่า 38.5 °C ให้โทรทันที น้ำดื่มที่นี่ ปั๊มน้ำ กตัญญู ผู้ป่วย"),),),
    "km": ((TextRun("បើក្តៅខ្លួនលើស 38.5 °C សូមទូរស័ព្ទភ្លាម។ ខ្ញុំស្រេកទឹក។"),),),
    "ru": ((TextRun("Если температура выше 38,5 °C, звоните сразу: +44 20 7946 0958 («немедленно»)."),),),
    "el": ((TextRun("Αν ο πυρετός είναι πάνω από 38,5 °C, τηλεφωνήστε αμέσως· μην περιμένετε!"),),),
    "vi": ((TextRun("Nếu sốt trên 38,5 °C, hãy gọi ngay; uống nhiều nước. Tie\u0302\u0301ng Vie\u0323\u0302t."),),),
    "pl": ((TextRun("Jeśli gorączka przekracza 38,5 °C, zadzwoń: źdźbło, żółć, łóżko."),),),
}  # fmt: skip
"""A few sentences in each script, for tests only: no native speaker has read them."""


def words_of(runs: Runs) -> str:
    return "".join(run.text for run in runs if isinstance(run, TextRun))


def lines_of(runs: Runs, language: str, width: float) -> Iterator[ArrangedLine]:
    """The paragraph in lines, first fit."""
    paragraph = itemize(runs, TypeSetting(language), FontStyle())
    breaks = break_opportunities(paragraph.text, language)
    line: list[ShapedSegment] = []
    for group in groups(paragraph, breaks):
        if line and placed(paragraph, [*line, *group]).width > width:
            yield placed(paragraph, line)
            line = []
        line += group
    yield placed(paragraph, line)


def placed(paragraph: ItemizedText, line: list[ShapedSegment]) -> ArrangedLine:
    """A line that has no blanks to write on."""
    return arranged(paragraph, line, [segment.ems * SIZE for segment in line])


def groups(paragraph: ItemizedText, breaks: frozenset[int]) -> Iterator[list[ShapedSegment]]:
    """The segments between two places where a line may end."""
    group: list[ShapedSegment] = []
    for segment in shaped_segments(paragraph, breaks):
        if group and segment.start in breaks:
            yield group
            group = []
        group.append(segment)
    yield group


def page_layout(paragraphs: tuple[Runs, ...], language: str, *, width: float = WIDTH) -> PageLayout:
    """One page with a paragraph in each P, in reading order."""
    tags = [Tag("Document", ROOT, language=language)]
    pieces: list[GlyphPiece] = []
    y = TOP
    for runs in paragraphs:
        tags.append(Tag("P", 0))
        for line in lines_of(runs, language, width):
            left = MARGIN + (width - line.width if language in {"ar", "fa", "he", "ur"} else 0.0)
            for run in line.runs:
                assert run.glyphs
                x = left + run.x
                pieces.append(GlyphPiece(x, y, run.glyphs, SIZE, "#000000", run.width, len(tags) - 1))
            y -= LEADING
    page = Page(595.28, 841.89, tuple(pieces))
    margins = Margins(MARGIN, MARGIN, MARGIN, MARGIN)
    return PageLayout((page,), tuple(tags), (), (), SIZE, 1.0, 1, 0.0, 1, margins)


def painted(layout: PageLayout, language: str) -> bytes:
    return paint(replace(everything(), language=language), layout)
