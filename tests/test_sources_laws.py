"""Laws of every source: whatever it holds, it is read without a traceback and every span quotes."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responsibility.errors import SourceError
from responsibility.extract import extract_document
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Document, Notice
from responsibility.parse.notice import parse_notice
from sources import docx_of, numbering_xml, ofd_of, paragraph, run, table, xlsx_of

# fmt: off
WORDS = st.sampled_from([
    "", "序号", "任务", "责任单位", "牵头单位", "配合", "重点领域", "完成时限", "1", "2.", "（一）", "一、工业",
    "市甲局", "无", "●", "○", "市甲局、市乙局", "市甲局\n市乙局", "合计", "、", "；牵头",
    "牵头单位：市甲局\n配合单位：",
    "改造管网30公里。", "注：列首位的为牵头单位", "年底前", "各县（市、区", "\t", "=1+1", "列首位的为牵头单位，下同",
    "𠮷", "\u2028", "\x0b", "以下各项均需各县人民政府落实，不再一一列出",
])
# fmt: on
HEADS = st.sampled_from(
    [
        ["序号", "任务", "责任单位"],
        ["重点领域", "任务", "牵头单位", "配合单位", "完成时限"],
        ["任务", "市甲局", "市乙局"],
        [],
    ]
)
ROWS = st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=8)
GRIDS = st.builds(lambda heads, rows: [heads, *rows] if heads else rows, HEADS, ROWS)
QUICK = settings(max_examples=60, deadline=None)


def check(data: bytes, name: str) -> None:
    try:
        document = extract_document(data, name)
    except SourceError as error:
        assert error.code in ("NO_TEXT", "SCANNED")
        return
    check_blocks(document)
    check_spans(parse_notice(document, load_lexicon()))


def check_blocks(document: Document) -> None:
    end = 0
    for block in document.blocks:
        assert end <= block.span.start <= block.span.end <= len(document.text)
        assert block.span.of(document.text).startswith(block.numbering)
        end = block.span.end


def check_spans(notice: Notice) -> None:
    text = notice.document.text
    assert len({item.id for item in notice.items}) == len(notice.items)
    for item in notice.items:
        for clause in item.clauses:
            assert item.span.holds(clause.span) or clause.span.end <= item.span.start  # of the heading above
            for mention in clause.mentions:
                assert clause.span.holds(mention.span)
                assert mention.span.of(text) == mention.text
        for target in item.targets:
            assert item.span.holds(target.span)
    assert all(each.span is None or each.span.end <= len(text) for each in notice.findings)


@QUICK
@given(GRIDS, st.lists(st.tuples(*[st.integers(0, 6)] * 4), max_size=3))
def test_any_workbook(rows, spans):
    taken: set[tuple[int, int]] = set()
    merges = []
    for top, left, down, across in spans:
        area = {(top + y, left + x) for y in range(down + 1) for x in range(across + 1)}
        if len(area) > 1 and not area & taken:
            taken |= area
            merges.append((top, left, top + down, left + across, "序号"))
    check(xlsx_of(rows, merges=merges), "a.xlsx")


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(GRIDS, st.lists(WORDS, max_size=4), st.sampled_from(["ins", "del", "moveFrom", "sdt", "hyperlink"]))
def test_any_word_file(rows, lines, wrapper):
    clean = [[words.replace("\x0b", "") for words in row] for row in rows]
    body = "".join(
        paragraph(f"<w:{wrapper}>{run(words.replace(chr(11), ''))}</w:{wrapper}>", n % 3)
        for n, words in enumerate(lines)
    )
    merged = '<w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr>' + paragraph("x")
    check(docx_of(body + table([*clean, [merged, "y"]]) + body, numbering_xml()), "a.docx")


@QUICK
@given(GRIDS, st.lists(WORDS, max_size=4), st.integers(0, 9))
def test_any_page(rows, lines, span):
    cells = "".join(
        "<tr>" + "".join(f"<td rowspan={span} colspan={span // 2}>{escape(words)}" for words in row) for row in rows
    )
    check(f"<html><body>{''.join(f'<p>{escape(line)}' for line in lines)}<table>{cells}".encode(), "a.html")


@QUICK
@given(st.lists(st.tuples(st.floats(-10, 300), st.floats(-10, 300), WORDS), max_size=12))
def test_any_ofd(words):
    clean = [(x, y, said.replace("\x0b", "")) for x, y, said in words]
    check(ofd_of([clean, clean]), "a.ofd")


@QUICK
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.html", "a.pdf", "a.docx", "a.txt", "a.xls", "a"]))
def test_any_bytes(data, name):
    for start in (b"", b"%PDF-1.4\n", b"<html>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument"):
        try:
            check_blocks(extract_document(start + data, name))
        except SourceError as error:
            assert error.code
