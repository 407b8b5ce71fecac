"""Overrides: corrections by people, each with a reason.

In: the text of a plan's overrides.csv. Out: Overrides in file order. Whether one still applies to a changed notice
is for resolve to say.

    item_id,mention,unit_id,role,reason,by
    2.1.2,市市监局,scj,,印刷漏字,张三          this name in this item means that unit
    2.4.13,,市卫健委,配合,经电话核实,张三      this unit, by its id or name, has that role in this item
    2.2.8,城发集团,cf,none,已退出该项目,李四    this unit has no part in this item
    ,市水办,slj,,办公室来函,李四               this name means that unit in every item

With three more columns a line speaks of what stands beside the units; mention then names what it takes the place of:

    item_id,mention,unit_id,role,reason,by,kind,heading,value
    2.1.2,,,,任命文件,张三,person,分管领导,李某        this person answers for this item; unit_id: whose they are
    2.1.2,王某,,none,已调离,张三,person,,              this person no longer does
    2.4.13,,,,会议纪要,张三,due,,2025-06-30            this item is due on that day
    2.4.13,,,,会议纪要,张三,target,,新建泵站3座        this item promises that
    2.4.13,,,,会议纪要,张三,field,资金来源,市级财政    this item has that field

Or of the items themselves, each line on what those before it made:

    2.1.3,,,,只是2.1.2的下半句,张三,join,,2.1.2        this item belongs to that one, which stands next to it
    2.1.4,,,,两件事,张三,split,,建立巡查制度           with these words of its text begins an item of its own, 2.1.4b
    2.1.5,,,,是说明,张三,omit,,                        this is no task
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from responsibility.errors import Term
from responsibility.kinds import Role
from responsibility.model import Override
from responsibility.rows import CsvLine, Faults, Table, read_rows

KINDS = {
    "person": ("人员", "责任人员"), "due": ("时限", "完成时限"), "target": ("指标", "量化指标"),
    "field": ("附加栏", "栏目"), "join": ("并入",), "split": ("拆分",), "omit": ("不列",),
}  # fmt: skip
SHAPES = ("join", "split", "omit")  # kinds that say what is an item
_ONLY_ONE = ("due", "join", "omit")  # kinds of which an item has one, whatever its value
NO_PART = "none"
ROLES = {
    Role.LEAD: ("牵头", "牵头单位"), Role.CO_LEAD: ("责任", "共同责任", "责任单位"),
    Role.SUPPORT: ("配合", "配合单位"), NO_PART: ("无", "不承担"),
}  # fmt: skip
OVERRIDES = Table(
    "overrides.csv",
    {
        "item_id": ("任务编号", "编号", "任务"),
        "mention": ("提法", "原文", "名称"),
        "unit_id": ("单位编号", "单位"),
        "role": ("角色",),
        "reason": ("理由", "原因"),
        "by": ("经办人", "更正人"),
        "day": ("日期",),
        "kind": ("种类", "类别"),
        "heading": ("栏目", "称谓"),
        "value": ("内容", "更正后"),
    },
    ("item_id", "mention", "unit_id", "role", "reason"),
    {
        "role": {word: role for role, words in ROLES.items() for word in words},
        "kind": {word: kind for kind, words in KINDS.items() for word in words},
    },
)


def parse_overrides(csv_text: str, where: str) -> tuple[Override, ...]:
    """Read corrections.

    where: the file as problems name it. Raises RegistryError with every problem, each with line and fix.
    """
    problems = Faults()
    overrides: list[Override] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in read_rows(csv_text, OVERRIDES, where, problems):
        if not _is_sound(row, where, problems):
            continue
        key = tell_place(row.cells)
        if key in lines:
            problems.add(where, row.line, "CORRECTED_TWICE", first=lines[key])
        lines.setdefault(key, row.line)
        overrides.append(_override(row))
    problems.raise_all(where)
    return tuple(overrides)


def tell_place(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a correction is about: no two of a file may be about the same."""
    item, mention, unit, kind = (cells.get(name, "") for name in ("item_id", "mention", "unit_id", "kind"))
    if not kind:
        return item, mention, "" if mention else unit
    return kind, item, mention, cells.get("heading", ""), "" if kind in _ONLY_ONE else cells.get("value", "")


def _override(row: CsvLine) -> Override:
    columns = ("item_id", "mention", "unit_id", "role", "reason", "by")
    beside = (row(column) for column in ("kind", "heading", "value"))
    item_id, mention, unit_id, role, reason, by = (row(column) for column in columns)
    return Override(item_id, mention, unit_id, role, reason, by, row.line, *beside)


def _is_sound(row: CsvLine, where: str, problems: Faults) -> bool:
    before = len(problems.found)

    def tell(column: str, code: str, **params: object) -> None:
        problems.add(where, row.line, code, head=row.head(column), **params)

    known = tuple(Term(role, words[0]) for role, words in ROLES.items())
    if not row("reason"):
        tell("reason", "NO_REASON")
    if row("kind"):
        _check_beside(row, tell)
        return len(problems.found) == before
    if not row("unit_id"):
        tell("unit_id", "NO_UNIT")
    if not row("mention") and not row("item_id"):
        tell("item_id", "NO_ITEM_OR_NAME")
    if not row("mention") and row("item_id") and not row("role"):
        tell("role", "NO_NAME_OR_ROLE", known=known)
    if row("role") and row("role") not in ROLES:
        tell("role", "NO_SUCH_ROLE", role=row("role"), known=known)
    return len(problems.found) == before


def _check_beside(row: CsvLine, tell: Callable[..., None]) -> None:
    """Check a line that speaks of what stands beside the units."""
    kind, taken_out = row("kind"), row("role") == NO_PART
    if kind not in KINDS:
        known = tuple(Term(each, words[0]) for each, words in KINDS.items())
        tell("kind", "NO_SUCH_KIND", kind=kind, known=known)
    if row("role") and not taken_out:
        tell("role", "KIND_WITHOUT_ROLE", kind=Term(kind, KINDS.get(kind, (kind,))[0]))
    if kind in SHAPES and not row("item_id"):
        tell("item_id", "NO_ITEM")
    elif not row("item_id") and not row("mention"):
        tell("item_id", "NO_ITEM_OR_NAME")
    if taken_out and not row("mention") and kind != "due":
        tell("mention", "NOTHING_TAKEN_OUT")
    if not taken_out and not row("value") and kind not in ("join", "omit"):
        tell("value", "NO_VALUE")
    if not taken_out and kind in ("person", "field") and not row("heading"):
        tell("heading", "NO_HEADING")
