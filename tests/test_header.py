"""A notice's head is read from a site's fields or from the letter itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from builders import document_of
from responsibility.model import Header
from responsibility.parse.header import parse_header

NOTICE = Path(__file__).parents[1] / "matrix/plans/xianning-green-2023/notice.txt"


def test_reference_notice_gives_every_field_of_its_head():
    """Fields stand several on a line, with spaces inside labels and 无 for none; the title keeps its space."""
    text = NOTICE.read_text("utf-8-sig")
    assert parse_header(document_of(text), text.index("一、指导思想")) == Header(
        title="关于印发咸宁市绿色发展专业委员会 2023年工作计划的通知",
        issuer="咸宁市发展和改革委员会(市绿色发展专业委员会办公室)",
        document_number=None,
        index_number="011336925/2023-11100",
        issued_on=date(2023, 3, 24),
        published_on=date(2023, 4, 4),
        addressees=("市绿色发展专业委员会各成员单位",),
    )
