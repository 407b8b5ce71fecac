"""Growth: eight times of what once made a reader look back takes about eight times as long."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable
from functools import cache, partial

from openpyxl import Workbook

from bench.timing import time_calls
from responsibility.extract import extract_document
from responsibility.extract.gate import check_part
from responsibility.extract.text import extract_text
from responsibility.language.lexicon import load_lexicon
from responsibility.language.wording import load_wording
from responsibility.parse import parse_notice
from responsibility.parse.facts.days import When
from responsibility.parse.facts.targets import find_promises
from responsibility.registry import parse_registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings, SourceSettings
from responsibility.spans import Span
from responsibility.views.contract import build_reading

TIMES = 8
_PROMISES = ("1", "一", "《", "“", "到", "12月", "1-", "超过", "十分之", "1,111", "〔2020", "(,")
_CLAUSES = ("(", ")", "(、)[,](;", "责任单位:", "(责任单位:", "(市局牵头", "市局和", "各市、", "负责", ":", "一、\n")
_TAGS = ("<c/>", "<row/>", "<table:table-row/>", "<w:gridSpan/>", "<table:table-cell/>")
_HIDDEN = "<!-- x -->甲<script>1</script><i hidden>y</i>"


def name_unit(number: int) -> str:
    """Name one of 250,000 bureaux."""
    return f"市{chr(0x4E00 + number % 500)}{chr(0x5000 + number // 500)}局"


_NOTICES: dict[str, Callable[[int], str]] = {
    "units of one item": lambda count: "1.推进工作。(责任单位:" + "、".join(map(name_unit, range(count))) + ")\n",
    "rows of a text table": lambda count: "".join(
        f"{n}|推进第{n}项工作|{name_unit(n)}|市甲局\n" for n in range(1, count)
    ),
    "items": lambda count: "".join(
        f"{n % 900 + 1}.推进工作。(责任单位:{name_unit(n)}、市甲局)\n" for n in range(count)
    ),
}


def read(data: bytes, name: str = "notice.txt") -> object:
    """Read bytes to the JSON of a plan."""
    notice = parse_notice(extract_document(data, name), load_lexicon())
    return build_reading(resolve_plan(notice, parse_registry("id,name,short\n"), Settings(), (), "b"), load_wording())


@cache
def make_table(rows: int) -> bytes:
    """Make a workbook of so many tasks with a lead, two units that support, and a day."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["序号", "任务", "目标", "牵头单位", "配合单位", "时限"])
    for number in range(1, rows + 1):
        sheet.append([str(number), f"第{number}件事", "做好", "市甲局", "市乙局、市丙局", "年底前"])
    book.save(out)
    return out.getvalue()


def _promise(piece: str, size: int) -> object:
    text = piece * (size * 4 // len(piece))
    return find_promises(text, Span(0, len(text)), When(2023))


def _clause(piece: str, size: int) -> object:
    text = "一、任务\n1.推进。(责任单位:市科技局、" + piece * (size * 4 // len(piece))
    return parse_notice(extract_text(text.encode(), "notice.txt"), load_lexicon())


def _gate(tag: str, size: int) -> object:
    content = b"<worksheet>" + tag.encode() * (size * 40 // len(tag)) + b"</worksheet>"
    return check_part(content, "a.xlsx", SourceSettings())


def _notice(shape: str, size: int) -> object:
    return read(_NOTICES[shape](size // 2).encode())


def _workbook(size: int) -> object:
    return read(make_table(size // 10), "a.xlsx")


def _page(size: int) -> object:
    page = f"<html><body><article><p>{_HIDDEN * size}</p></article></body></html>"
    return extract_document(page.encode(), "a.html")


def list_cases() -> dict[str, Callable[[int], object]]:
    """By name, what to do with a size."""
    return (
        {f"figures and days: {piece}": partial(_promise, piece) for piece in _PROMISES}
        | {f"clauses: {piece.strip()}": partial(_clause, piece) for piece in _CLAUSES}
        | {f"the gate: {tag}": partial(_gate, tag) for tag in _TAGS}
        | {shape: partial(_notice, shape) for shape in _NOTICES}
        | {"rows of a workbook": _workbook, "hidden parts of a page": _page}
    )


def main() -> None:
    print(f"\n{TIMES} times the size")
    for name, call in list_cases().items():
        seconds = time_calls({"small": partial(call, 1_000), "large": partial(call, 1_000 * TIMES)}, runs=3)
        small, large = (statistics.median(seconds[each]) for each in ("small", "large"))
        print(f"  {name:<44} {small * 1000:8.1f} ms  x {large / small:5.1f}")
