"""Any text: no character and no word in a title, a body or a name stops an output, and every file stays readable."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree, html
from openpyxl import load_workbook

from builders import plan_from
from responsibility.model import Plan
from responsibility.workflows.reports import REPORTS, build_reports
from workbooks import scene_of

# A character for each way in which a writer may trip: VT, FF, BEL, ESC, a lone surrogate, no character at all, …
WORDS = (
    "\v", "\f", "\a", "\x1b[31m", "\x00", "\x85", "\u2028", "\ud800", "\udfff", "\ufffe", "\uffff", "\ufffd",
    "\U0003fffe",
        "P&G", "&[Picture]", "&&", "=1+1", "+1", "@SUM(A1)", "<b>", "]]>", "&amp;", '"', "'", "%", "{0}", "{item.id}",
    "①\ufe0f", "\U0001f600", "𠮷", "\u202e", "e\u0301", "_x000B_", "\\u0041", "  ", "CON", "../x", "a" * 300,
)  # fmt: skip


def spoil(words: tuple[str, ...]) -> Plan:
    """A plan with one item and one unit for each of the words, which stand in title, body, names and heading."""
    names = [f"u{place}" for place in range(len(words))]
    plan = plan_from({f"1.{place}": [name, "z"] for place, name in enumerate(names, 1)} or {"1.1": ["z"]})
    by_id = dict(zip(names, words, strict=True))
    items = tuple(
        replace(
            item,
            title=f"建{said}桥",
            body=f"{said}建成{said}桥3座{said}",
            path=(replace(item.path[0], title=f"第{said}部"),),
            due="2023-06-30",
            due_text=f"6月底{said}前",
        )
        for item, said in zip(plan.items, words, strict=False)
    )
    units = tuple(
        replace(unit, name=f"某市{by_id.get(unit.id, '')}局", short=f"{by_id.get(unit.id, '市')}局")
        for unit in plan.units
    )
    header = replace(plan.header, title=f"关于{''.join(words)[:80]}的通知", issuer=f"某市{''.join(words)[:40]}办")
    return replace(plan, notice=replace(plan.notice, header=header, items=items), units=units)


def reopen(path: str, data: bytes) -> None:
    """Read a file as its readers do; none of them is as forgiving as the programs of an office."""
    kind = path.rpartition(".")[2]
    if kind in ("svg", "graphml"):
        etree.fromstring(data)
    elif kind == "html":
        html.document_fromstring(data.decode())
    elif kind == "xlsx":
        load_workbook(BytesIO(data))
    elif kind == "docx":
        Document(BytesIO(data))
    elif kind == "json":
        json.loads(data)
    elif kind == "ics":
        Calendar.from_ical(data)
    elif kind == "csv":
        list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    else:
        assert data.startswith((b"%PDF", b"\x89PNG"))


@pytest.mark.slow
@pytest.mark.parametrize("key", [report.key for report in REPORTS])
def test_no_word_stops_an_output(key):
    """Every output of a plan full of them is made and can be read."""
    outputs = list(build_reports(scene_of(spoil(WORDS)), {}, (key,)))
    assert outputs
    for path, data in outputs:
        reopen(path, data)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(st.characters(), max_size=8), min_size=1, max_size=3))
def test_no_text_stops_a_writer(words):
    """Whatever stands in title and name: workbook, Word file, page and tables are made and can be read."""
    for path, data in build_reports(scene_of(spoil(tuple(words))), {}, ("matrix", "appendix", "page", "data")):
        reopen(path, data)
