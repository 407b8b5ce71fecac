"""The reference notice gives the same items and assignments from every source."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from responsibility.extract import extract_document
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Item, Plan
from responsibility.parse.notice import parse_notice
from responsibility.registry import parse_registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings
from sources import notice_docx, notice_html, notice_pdf, xlsx_of

PLAN = Path(__file__).parents[1] / "matrix" / "plans" / "xianning-green-2023"
TEXT = (PLAN / "notice.txt").read_text("utf-8")


def squeeze(words: str) -> str:
    return "".join(words.split())


@cache
def read(data: bytes, name: str) -> Plan:
    units, aliases = ((PLAN.parents[1] / f"{file}.csv").read_text("utf-8-sig") for file in ("units", "aliases"))
    notice = parse_notice(extract_document(data, name), load_lexicon())
    return resolve_plan(notice, parse_registry(units, aliases), Settings())


def said(item: Item) -> tuple[str, str, str, tuple[str, ...]]:
    """What an item says, spaces aside; the dot of its number is the sheet's affair."""
    return (
        item.number.rstrip("."),
        squeeze(item.title),
        squeeze(item.body),
        tuple(target.text for target in item.targets),
    )


def assigned(plan: Plan) -> list[tuple[int, str, str]]:
    """Who does what: place of the item, unit, role."""
    places = {item.id: place for place, item in enumerate(plan.items)}
    return [(places[each.item_id], each.unit_id, each.role.value) for each in plan.assignments]


def notice_xlsx(plan: Plan) -> bytes:
    """The items as the table an office would draw up from the notice."""
    rows: list[list[object]] = [["责任分解表"], ["序号", "重点领域", "重点任务", "工作举措", "责任单位", "备注"]]
    for item in plan.items:
        units = "、".join(mention.text for clause in item.clauses for mention in clause.mentions)
        heading = item.path[-1]
        number = int(item.number.rstrip("."))
        rows.append([number, heading.number + heading.title, item.title, item.body, units or "无", ""])
    return xlsx_of(rows)


SOURCES = {
    "docx": (notice_docx(TEXT), "notice.docx"),
    "html": (notice_html(TEXT), "notice.html"),
    "pdf": (notice_pdf(TEXT, head="某某公报"), "notice.pdf"),
    "xlsx": (notice_xlsx(read(TEXT.encode(), "notice.txt")), "notice.xlsx"),
    "gb18030": (TEXT.encode("gb18030"), "notice.txt"),
}


@pytest.mark.parametrize(("data", "name"), SOURCES.values(), ids=SOURCES.keys())
def test_every_source_gives_the_same_items_and_assignments_as_the_text(data, name):
    plain, other = read(TEXT.encode(), "notice.txt"), read(data, name)
    assert [said(item) for item in other.items] == [said(item) for item in plain.items]
    assert len(other.items) == 25
    assert assigned(other) == assigned(plain)
    assert len(assigned(plain)) > 100


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_running_text_also_gives_the_same_ids_paths_and_header(kind):
    plain, other = read(TEXT.encode(), "notice.txt"), read(*SOURCES[kind])
    assert other.header == plain.header
    for one, two in zip(plain.items, other.items, strict=True):
        assert (one.id, one.due, [each.number for each in one.path]) == (
            two.id,
            two.due,
            [each.number for each in two.path],
        )


@pytest.mark.parametrize(("data", "name"), SOURCES.values(), ids=SOURCES.keys())
def test_every_span_quotes_in_every_source(data, name):
    plan = read(data, name)
    text = plan.notice.document.text
    blocks = plan.notice.document.blocks
    assert all(one.span.end <= two.span.start for one, two in pairwise(blocks))
    for each in plan.assignments:
        assert each.span.of(text) == each.mention
