"""Signs: nobody's, lookalikes and private ones, the same from every kind of source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responsibility.extract import extract_document
from responsibility.extract.signs import clean_text, settle_signs
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Document
from responsibility.parse import parse_notice
from responsibility.spans import Span, fold, fold_char
from sources import notice_docx, xlsx_of


def told(document: Document) -> list[tuple[str, str, object, str]]:
    return [
        (each.code, str(each.params["sign"]), each.params["count"], each.span.of(document.text) if each.span else "")
        for each in document.findings
    ]


@pytest.mark.parametrize("sign", ["\ufe00", "\ufe0f", "\U000e0101", "\u200b", "\u2060", "\xad"], ids=ascii)
def test_what_nobody_sees_parts_no_name(sign):
    """A selector or a zero-width sign inside a name leaves the name; it is told once."""
    document = extract_document(f"1.建渠{sign}道。(责任单位:市水{sign}务局)".encode(), "a.txt")
    assert document.text == "1.建渠道。(责任单位:市水务局)"
    assert told(document) == [("SIGN_UNSEEN", f"U+{ord(sign):04X}", 2, "渠")]


@pytest.mark.parametrize("kind", ["docx", "html", "xlsx", "csv"])
def test_what_nobody_sees_is_dropped_from_every_source(kind):
    """Selectors and zero widths go whatever the file is."""
    words = "1.建①\ufe0f渠\u200b道。(责任单位:市水务局)"
    made = {
        "docx": notice_docx, "html": lambda text: f"<html><body><p>{text}</p></body></html>".encode(),
        "xlsx": lambda text: xlsx_of([[text, "甲"]]), "csv": lambda text: f"{text},甲".encode(),
    }  # fmt: skip
    assert "建①渠道" in extract_document(made[kind](words), f"a.{kind}").text


def test_radicals_are_the_characters_they_look_like():
    """Titles, bodies and names alike: a search for 用水 finds what a page shows so."""
    document = extract_document("1.节约⽤⽔。改造⽼⻔12扇,惠及⾭年3⼾。(责任单位:市⽔利局)".encode(), "a.txt")
    item = parse_notice(document, load_lexicon()).items[0]
    assert (item.title, item.body) == ("节约用水", "改造老门12扇,惠及青年3户。")
    assert item.clauses[0].mentions[0].text == "市水利局"


@given(st.text(st.characters(min_codepoint=0x2E80, max_codepoint=0x2FD5)))
def test_radicals_change_one_for_one(words):
    """Every radical block character gives one character, and none of Kangxi's is left."""
    cleaned = clean_text(words)
    assert len(cleaned) == len(words)
    assert not any("KANGXI" in unicodedata.name(sign, "") for sign in cleaned)


@pytest.mark.parametrize(
    ("private", "meant"),
    [("1\ue010建桥", "1.建桥"), ("\uf06c建桥", "●建桥"), ("\uf0d8建桥", "➢建桥"), ("\uf0fc", "√"), ("\uf0b7", "•"),
     ("建\ue5e5桥", "建\u3000桥"), ("甲\ue78e", "甲。"), ("\ue81e", "\u9fb4"), ("30\uf0b0", "30°")],
)  # fmt: skip
def test_known_private_signs_are_read_as_what_they_mean(private, meant):
    """WPS's stop, symbol fonts, 方正's blank, what GB 18030 added: sign for sign, with a note."""
    document = extract_document(f"甲{private}".encode(), "a.txt")
    assert document.text == f"甲{meant}"
    assert [(each.code, each.span.of(document.text)) for each in document.findings] == [
        ("SIGN_READ", next(new for old, new in zip(private, meant, strict=True) if old != new))
    ]


@pytest.mark.parametrize("sign", ["\ue010", "\uf8ff", "\uf0a3", "\ufffd", "\U000f0000"], ids=ascii)
def test_a_sign_without_a_known_meaning_stays_and_is_told(sign):
    """Code, count and place are named; U+E010 is a stop only behind a number."""
    document = extract_document(f"建{sign}桥{sign}".encode(), "a.txt")
    assert document.text == f"建{sign}桥{sign}"
    assert told(document) == [("SIGN_UNKNOWN", f"U+{ord(sign):04X}", 2, sign)]


@given(st.text())
def test_settling_moves_nothing(words):
    """One sign for one sign, whatever the text: every span of the document holds."""
    document = Document("a.txt", "text/plain", "", words, ())
    settled = settle_signs(document)
    assert len(settled.text) == len(words)
    assert all(each.span is not None and Span(0, len(words)).holds(each.span) for each in settled.findings)


def test_what_a_search_leaps_over_is_what_folding_leaves():
    """A text folds to what its characters fold to, each by itself, over all of Unicode."""
    text = "".join(map(chr, range(0x110000)))
    assert fold(text) == "".join(map(fold_char, text))
