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
    assert caught.value.fix


def test_the_place_names_byte_and_line():
    """The first byte that no encoding explains."""
    with pytest.raises(SourceError) as caught:
        extract_text("甲\n乙".encode() + b"\xff\xff", "notice.txt")
    assert caught.value.where == "notice.txt: byte 8, line 2"
