"""Text: encodings, lines and refusals."""

from __future__ import annotations

import codecs

import pytest

from responsibility.errors import SourceError
from responsibility.extract.text import extract_text

WORDS = "一、工作任务\n1.抓好重点。（责任单位：市科技局、市财政局）\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_usual_encoding_gives_the_same_text(encoding: str):
    """A byte order mark is not part of the text."""
    assert extract_text(WORDS.encode(encoding), "notice.txt").text == WORDS


def test_lines_are_blocks_and_line_ends_stay():
    """Positions count the text as it stands, carriage returns included; blank lines make no block."""
    document = extract_text("甲\r\n\r\n乙\r丙".encode(), "notice.txt")
    assert document.text == "甲\r\n\r\n乙\r丙"
    assert [(block.span.of(document.text), block.locator.line) for block in document.blocks] == [
        ("甲", 1),
        ("乙", 3),
        ("丙", 4),
    ]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \n ", "blanks"),
        ("甲乙丙\n".encode() + b"\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (codecs.BOM_UTF8 + b"\xff", "says it is utf-8"),
        (b"PK\x03\x04\x00\x00abc\x00", "NUL"),
        (b"abc\x00d", "NUL"),
        (b"\xaa\xa1" * 50, "encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, what: str):
    """Never replaced, never a traceback: what, where, how to mend."""
    with pytest.raises(SourceError) as caught:
        extract_text(data, "notice.txt")
    assert what in str(caught.value)
    assert caught.value.where.startswith("notice.txt")


def test_the_place_names_byte_and_line():
    """The first byte that no encoding explains."""
    with pytest.raises(SourceError) as caught:
        extract_text("甲\n乙".encode() + b"\xff\xff", "notice.txt")
    assert caught.value.where == "notice.txt:2"


@pytest.mark.parametrize(("sign", "name"), [("\v", "U+000B VT"), ("\f", "U+000C FF")])
def test_a_soft_line_break_or_a_new_page_is_a_line_end(sign: str, name: str):
    """The finding names the character and stands at its first place."""
    document = extract_text(f"1.抓好重点{sign}工作。{sign}".encode(), "notice.txt")
    assert document.text == "1.抓好重点\n工作。\n"
    (finding,) = document.findings
    assert (finding.code, dict(finding.params)) == ("SOURCE_BREAKS", {"sign": name, "count": 2})
    assert finding.span is not None
    assert finding.span.of(document.text) == "点\n"


@pytest.mark.parametrize(("sign", "name"), [("\a", "U+0007 BEL"), ("\x1b", "U+001B ESC"), ("\x01", "U+0001")])
def test_a_control_character_goes_and_is_told(sign: str, name: str):
    """What no workbook takes is left out; the words around it stay together and show where it was."""
    document = extract_text(f"甲\n1.抓好{sign}重点。{sign}{sign}".encode(), "notice.txt")
    assert document.text == "甲\n1.抓好重点。"
    (finding,) = document.findings
    assert (finding.code, dict(finding.params)) == ("SOURCE_CONTROLS", {"sign": name, "count": 3})
    assert finding.span is not None
    assert finding.span.of(document.text) == "好重"


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85"])
def test_line_ends_of_other_systems_are_line_ends(sign: str):
    document = extract_text(f"甲{sign}乙".encode(), "notice.txt")
    assert (document.text, document.findings) == ("甲\n乙", ())
    assert [block.span.of(document.text) for block in document.blocks] == ["甲", "乙"]
