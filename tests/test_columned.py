"""Columned: two columns of text that a text layer printed side by side are read one below the other."""

from __future__ import annotations

from itertools import zip_longest

from responsibility.extract.text import extract_text
from responsibility.language.lexicon import load_lexicon
from responsibility.parse import parse_notice

WIDTH = 16
LEFT = [
    "1.抓好河道清淤，完成两岸护坡加固，疏通淤塞河段，汛前全部完工并移交管护。",
    "责任单位：市甲局、市乙局、市丙局、市丁局。",
    "2.抓好泵站改造，更换全部老旧机组，同步接入监测平台，年底前通过验收。",
    "责任单位：市乙局。",
]
RIGHT = [
    "3.抓好塘坝整治，逐座落实管护责任，登记造册，限期消除漏水和滑坡隐患。",
    "责任单位：市丙局、各镇人民政府、市戊局。",
    "4.抓好农渠修复，清理淤积堵塞渠段，保证春灌用水，做好水量统一调度。",
    "责任单位：市丁局、市戊局、市己局、市庚局、市辛局。",
]


def broken(paragraphs: list[str]) -> list[str]:
    """Break paragraphs, each two signs further in, as paper of so many signs does."""
    whole = [f"  {words}" for words in paragraphs]
    return [words[at : at + WIDTH] for words in whole for at in range(0, len(words), WIDTH)]


def side_by_side(left: list[str], right: list[str]) -> str:
    lines = zip_longest(broken(left), broken(right), fillvalue="")
    return "\n".join(f"{one.ljust(WIDTH + 4)}{other}".rstrip() for one, other in lines)


def read(page: str) -> list[list[str]]:
    text = f"         关于印发水利任务的通知\n         一、水利\n{page}\n"
    notice = parse_notice(extract_text(text.encode(), "a.txt"), load_lexicon())
    return [[each.name for clause in item.clauses for each in clause.mentions] for item in notice.items]


def test_columns_side_by_side_are_read_one_below_the_other():
    assert read(side_by_side(LEFT, RIGHT)) == [
        ["市甲局", "市乙局", "市丙局", "市丁局"],
        ["市乙局"],
        ["市丙局", "各镇人民政府", "市戊局"],
        ["市丁局", "市戊局", "市己局", "市庚局", "市辛局"],
    ]


def test_a_page_with_words_over_its_middle_has_no_columns():
    lines = side_by_side(LEFT, RIGHT).split("\n")
    lines[4] = "甲" * 2 * WIDTH
    assert len(read("\n".join(lines))) < len(LEFT + RIGHT) // 2
