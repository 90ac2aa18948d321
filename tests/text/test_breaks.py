"""Where lines may end."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest

from caresheet.text.breaks import MissingDictionaryError, break_opportunities
from caresheet.text.unicode import clusters, is_stacked


def parts(text: str, language: str) -> list[str]:
    """The text, cut wherever a line may end."""
    places = [0, *sorted(break_opportunities(text, language)), len(text)]
    return [text[start:stop] for start, stop in pairwise(places)]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Call us now", "en", ["Call ", "us ", "now"]),
        ("step-by-step care-giver", "en", ["step-by-step ", "care-", "giver"]),
        ("500\u00a0mg now", "en", ["500\u00a0mg ", "now"]),
        ("on +44 20 7946 0958 now", "en", ["on ", "+44 20 7946 0958 ", "now"]),
        ("at www.nhs.uk/conditions-list now", "en", ["at ", "www.nhs.uk/conditions-list ", "now"]),
        ("every 6 – 8 hours", "en", ["every ", "6 – 8 ", "hours"]),
        ("5 × 3 daily", "en", ["5 × 3 ", "daily"]),
        ("اتصل الآن ٢٠٢٦/١١/٢٧ ثم", "ar", ["اتصل ", "الآن ", "٢٠٢٦/١١/٢٧ ", "ثم"]),
        ("ሰላም፡ዓለም", "am", ["ሰላም፡", "ዓለም"]),
        ("Name: \ufffc Date", "en", ["Name: ", "\ufffc ", "Date"]),
    ],
)
def test_spaces_and_house_style(text: str, language: str, wanted: list[str]) -> None:
    """Lines end after spaces and inside compounds; phone numbers, addresses, dates and ranges stay whole."""
    assert parts(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("はwww.mhlw.go.jpを。", "ja", ["は", "www.mhlw.go.jp", "を。"]),
        ("请写a.b@clinic.cn吧", "zh-Hans", ["请", "写", "a.b@clinic.cn", "吧"]),
        ("ไข้สูงมาก", "th", ["ไข้", "สูง", "มาก"]),
        ("发烧时请打电话。", "zh-Hans", ["发", "烧", "时", "请", "打", "电", "话。"]),
        ("発熱したら2回", "ja", ["発", "熱", "し", "た", "ら", "2回"]),
        ("열이 나면 전화", "ko", ["열이 ", "나면 ", "전화"]),
        ("𠮷野家へ", "ja", ["𠮷", "野", "家", "へ"]),
    ],
)
def test_dictionaries(text: str, language: str, wanted: list[str]) -> None:
    """Words without spaces between them are found; Korean words stay whole; characters beyond U+FFFF shift no break."""
    assert parts(text, language) == wanted


def test_without_a_dictionary_thai_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ICU, words are not broken between letters: the message says what to install."""
    monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    with pytest.raises(MissingDictionaryError, match="th") as raised:
        break_opportunities("ไข้ สูง", "th")
    assert "pip install 'caresheet[" in raised.value.hint
    assert break_opportunities("Fever and chills", "th")


@pytest.mark.parametrize("word", ["រិច្ឆេទ", "ខ្ញុំ", "က္ကူ", "क्षत्रिय", "ন্ধকার", "శ్రీ", "ශ්\u200dරී"])
def test_stacked_consonants_are_never_parted(word: str) -> None:
    """The consonant under another one is part of its letter, and no line begins with it, whatever a dictionary says:
    parted, it would be drawn as a letter of its own, with the mark that joins them."""
    language = {"ខ": "km", "រ": "km", "က": "my"}.get(word[0], "hi")
    for text in (word, word * 3, f"ក{word}", f"{word[1:]}{word}"):
        joined = [place for place in range(1, len(text)) if is_stacked(text, place)]
        assert not break_opportunities(text, language) & set(joined)
        starts = [sum(map(len, clusters(text)[:number])) for number in range(len(clusters(text)))]
        assert not set(starts) & set(joined)
    assert any(is_stacked(word, place) for place in range(1, len(word)))
    assert clusters("ਪੰਜ") == ("ਪੰ", "ਜ")
    assert clusters("க்க") == ("க்", "க")  # Tamil shows the mark
