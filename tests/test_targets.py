"""Every quantity an item promises is a target that quotes its words."""

from __future__ import annotations

from pathlib import Path

from responsibility.parse.targets import find_targets
from responsibility.spans import Span

NOTICE = Path(__file__).parents[1] / "matrix/plans/xianning-green-2023/notice.txt"

# Read off the notice by hand: item number, words, value, unit, bound.
REFERENCE = [
    ("1", "80家", 80, "家", "+"),
    ("1", "2家", 2, "家", "="),
    ("1", "4家", 4, "家", "="),
    ("1", "25家", 25, "家", "="),
    ("1", "5家", 5, "家", "="),
    ("1", "30家", 30, "家", "="),
    ("1", "90家", 90, "家", "="),
    ("1", "1个", 1, "个", "="),
    ("1", "2家", 2, "家", "="),
    ("1", "10家", 10, "家", "="),
    ("13", "30公里", 30, "公里", "="),
    ("13", "11.74公里", 11.74, "公里", "="),
    ("13", "20个", 20, "个", "="),
    ("16", "10个", 10, "个", "="),
    ("16", "超过50%", 50, "%", ">"),
    ("17", "净增50家", 50, "家", "+"),
    ("17", "达480家", 480, "家", ">="),
    ("17", "350亿元", 350, "亿元", "="),
    ("17", "达17.5%", 17.5, "%", ">="),
    ("17", "120项", 120, "项", "="),
    ("17", "130亿元", 130, "亿元", "="),
    ("17", "达6%", 6, "%", ">="),
    ("17", "达200件", 200, "件", ">="),
]


def test_reference_notice_promises_these_23_quantities_and_no_other():
    """Roads, phases, “三个一百” and the size of a firm that is counted are no targets."""
    text = NOTICE.read_text("utf-8-sig")
    found = []
    start = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line))
        start = span.end + 1
        if line[:1].isdigit():
            number = line.partition(".")[0]
            found += [(number, each.text, each.value, each.unit, each.bound) for each in find_targets(text, span)]
    assert found == REFERENCE
