"""Portfolio: 跨计划汇总, what each unit carries over several plans and which tasks repeat between them.

In: the plans as Members, the sums of their workloads and the pairs of close tasks. Out: a Book of two sheets. Plans of
one series in successive years are a course: only the latest counts, and a task that two of them have goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.model import Item
from responsibility.version import __version__
from responsibility.views.lines import break_title, em_width, wrap_text
from responsibility.views.lookups import Lookups
from responsibility.views.measure import capacity_of
from responsibility.views.naming import list_current, part_year
from responsibility.views.scene import lay_page
from responsibility.views.sheet import Area, Book, Cell, Column, Condition, Page, Row, Sheet, relative, row_of
from responsibility.views.sheets.duplicates import explain_pairs, judge_pair, show_pair
from responsibility.views.sheets.listing import Shown, lay_heads, lay_row, open_sheet, size_columns

if TYPE_CHECKING:
    from pandas import DataFrame

_HEAD = 3  # the first row of heads
_TOP = _HEAD + 2  # of 单位合计, which has two rows of heads
_ROLES = len(Role)  # columns of a plan
_SUMS, _LOAD, _FIRST = 3, 3 + _ROLES + 1, 3 + _ROLES + 3  # the columns of all plans, their load, and the first plan's
_UNITS_A_PAGE = 40  # with heads, sums and plans on one page
_A4, _A3 = 5, 13  # plans beside each other that can be read; of more paper has the sums alone
_PAGES = 4  # of close tasks that are printed, those most alike first
_COUNT = 6.0  # column units of a count
_PLAN, _PLANS = 20, _ROLES * _COUNT  # column units that a plan's title has beside a task, and above its columns
_CUTS_TOLD = 20
_COUNTS = ("leads", "co_leads", "supports")
_MID = "cell-center"
_PAIRS = (
    Shown("plan-a", _PLAN), Shown("item-a", 9, _MID, most=14), Shown("task-a", 44), Shown("plan-b", _PLAN),
    Shown("item-b", 9, _MID, most=14), Shown("task-b", 44), Shown("text-alike", 10, "share"),
    Shown("units-alike", 10, "share"), Shown("verdict", 12, _MID, most=14),
)  # fmt: skip


class Member(NamedTuple):
    """One of several plans: its lookups, the table `workload`, and how many findings it has."""

    plan: Lookups
    workload: DataFrame
    findings: int


def build_portfolio_book(
    members: Sequence[Member],
    totals: DataFrame,
    repeats: DataFrame,
    cut: Sequence[tuple[str, str]] = (),
    missing: Mapping[str, str] = MappingProxyType({}),
) -> Book:
    """Build 跨计划汇总.xlsx. cut: pairs of plans whose list of close tasks is not whole.

    missing: why a plan could not be made, by id.
    """
    scenes = [member.plan for member in members]
    first, say, stamp = scenes[0], scenes[0].say, _stamp(members)
    issuers = {scene.plan.header.issuer or "" for scene in scenes}
    return Book(
        title=say("portfolio.book"),
        subject=say("portfolio.book"),
        comments=stamp,
        author=issuers.pop() if len(issuers) == 1 else "",
        created=max(scene.created for scene in scenes),
        sheets=(_build_totals(members, totals, missing, stamp), _build_repeats(scenes, repeats, cut, stamp)),
        properties={"plans": str(len(scenes))},
        fonts=first.settings.output.fonts,
    )


def _stamp(members: Sequence[Member]) -> str:
    """Say how many plans, the last of their days, the version and all findings, in one line."""
    first = members[0].plan
    day = max((member.plan.as_of for member in members if member.plan.as_of), default=None)
    findings = sum(member.findings for member in members)
    return first.say(
        "portfolio.stamp", count=len(members), day=first.show_day(day), version=__version__, findings=findings
    )


def _page(say: Wording, name: str, stamp: str, **given: object) -> Page:
    return lay_page(say, say("portfolio.book"), stamp, name, **given)


def _opening(say: Wording, key: str, stamp: str, note: str) -> list[Row]:
    return open_sheet(say(f"portfolio.list.{key}.title"), stamp, note)


def _build_totals(members: Sequence[Member], totals: DataFrame, missing: Mapping[str, str], stamp: str) -> Sheet:
    """Build 单位合计, one row a unit, most load first."""
    scenes = [member.plan for member in members]
    say = scenes[0].say
    name = say("portfolio.list.totals.name")
    bottom = _TOP + len(totals) - 1
    units = list(_total_rows(members, totals))
    rows = [
        *_opening(say, "totals", stamp, say("portfolio.list.totals.note")),
        *_total_heads(scenes),
        *units,
        *([_sum_row(scenes[0], units, _FIRST + _ROLES * len(scenes))] if units else []),
        row_of(),
        *(row_of(Cell(line, "stamp")) for line in _tell_plans(scenes)),
        *(row_of(Cell(say("portfolio.missing", plan=plan, reason=why), "stamp")) for plan, why in missing.items()),
    ]
    counts = (Column(f"count-{place}", _COUNT, _COUNT, "count") for place in range(_ROLES * len(scenes)))
    return Sheet(
        name,
        (
            Column("rank", 6, 6, "count"),
            Column("unit", 14, 30, "cell"),
            Column("plans", 7, 7, "count"),
            *(Column(f"all-{place}", 7, 7, "count") for place in range(_ROLES + 1)),
            Column("load", 11, 11, "load"),
            Column("share", 8, 8, "share"),
            *counts,
        ),
        tuple(rows),
        merges=_total_merges(len(scenes)),
        frozen=(_TOP, 2),
        page=_total_page(_page(say, name, stamp, repeat_rows=(_HEAD, _TOP - 1)), len(scenes), len(units)),
        rules=(Condition(Area(_TOP, _LOAD, bottom, _LOAD), "bar", "bar"),) if len(totals) else (),
    )


def _total_page(page: Page, plans: int, units: int) -> Page:
    """Print all plans beside each other while they can be read, of more the sums alone."""
    if plans > _A3:
        return replace(page, landscape=False, columns=_FIRST, header=page.cut)
    return replace(page, paper="A4" if plans <= _A4 else "A3", tall=int(units <= _UNITS_A_PAGE))


def _tell_plans(scenes: Sequence[Lookups]) -> Iterator[str]:
    called = _call_plans(scenes)
    for scene in scenes:
        yield scene.say("portfolio.plan", plan=called[scene.plan.id], day=scene.show_day(scene.as_of))


def _list_current(scenes: Sequence[Lookups]) -> tuple[str, ...]:
    return list_current({scene.plan.id: scene.title for scene in scenes})


def _goes_on(by_id: Mapping[str, Lookups], row: Mapping[Any, Any]) -> bool:
    """Whether two plans are of one series in different years, so that a task in both is no duplicate."""
    (stem, year), (other, another) = (part_year(by_id[row[f"plan_{side}"]].title) for side in "ab")
    return stem == other and year != another


def _call_plans(scenes: Sequence[Lookups]) -> dict[str, str]:
    """Return what each plan is called, by id: its title, with its id where two have one title."""
    titles = Counter(scene.title for scene in scenes)
    return {
        scene.plan.id: scene.title if titles[scene.title] == 1 else f"{scene.title} {scene.plan.id}" for scene in scenes
    }


def _total_merges(plans: int) -> tuple[Area, ...]:
    alone = (Area(_HEAD, column, _HEAD + 1, column) for column in range(_SUMS))
    starts = [_FIRST + _ROLES * place for place in range(plans)]
    own = (Area(_HEAD, start, _HEAD, start + _ROLES - 1) for start in starts)
    return (*alone, Area(_HEAD, _SUMS, _HEAD, _FIRST - 1), *own)


def _total_heads(scenes: Sequence[Lookups]) -> Iterator[Row]:
    """Give the row of all plans and each, then what is counted in them."""
    say, blank = scenes[0].say, Cell("", "head")
    alone = (say("sheet.column.rank"), say("sheet.column.unit"), say("portfolio.column.plans"))
    current = _list_current(scenes)
    groups = (
        plan if plan_id in current else say("portfolio.before", plan=plan)
        for plan_id, plan in _call_plans(scenes).items()
    )
    shown = [cell for plan in groups for cell in (Cell(_break_plan(plan, _PLANS), "head"), *[blank] * (_ROLES - 1))]
    sums = (Cell(say("portfolio.sum"), "head"), *[blank] * (_ROLES + 2))
    yield row_of(*(Cell(words, "head") for words in alone), *sums, *shown)
    words = ("\n".join(wrap_text(scenes[0].role(role), capacity_of(_COUNT) / 2, em_width)) for role in Role)
    roles = [Cell(each, "head") for each in words]
    last = (Cell(say(f"sheet.column.{key}"), "head") for key in ("items", "load", "share"))
    yield row_of(*[blank] * _SUMS, *roles, *last, *(roles * len(scenes)))


def _break_plan(plan: str, width: float) -> str:
    """Break a plan's title between its words."""
    return "\n".join(break_title(plan, capacity_of(width) / 2))


def _total_rows(members: Sequence[Member], totals: DataFrame) -> Iterator[Row]:
    names: dict[str, str] = {}
    for scene in (member.plan for member in members):
        names |= {unit_id: scene.short(unit_id) for unit_id in scene.units if unit_id not in names}
    loads = [{str(row["unit_id"]): row for row in member.workload.to_dict("records")} for member in members]
    for row in totals.to_dict("records"):
        unit_id = str(row["unit_id"])
        own = [int(load[unit_id][key]) if unit_id in load else "" for load in loads for key in _COUNTS]
        counts = [int(row[key]) for key in (*_COUNTS, "items")]
        head = (int(row["rank"]), names[unit_id], int(row["plans"]))
        yield row_of(*head, *counts, float(row["load"]), float(row["share"]), *own)
    counted = set(totals["unit_id"])
    for unit_id in (each for each in names if each not in counted):  # of plans of earlier years alone
        own = [int(load[unit_id][key]) if unit_id in load else "" for load in loads for key in _COUNTS]
        yield row_of("", names[unit_id], 0, *[0] * (_ROLES + 1), 0.0, 0.0, *own)


def _sum_row(scene: Lookups, units: Sequence[Row], end: int) -> Row:
    """Add every column up, live."""
    blank = Cell("", "total")
    styles = {_LOAD: "total-load", _LOAD + 1: "total-share"}
    sums: dict[int, float] = dict.fromkeys(range(_SUMS, end), 0)
    for row in units:
        for column, cell in row.cells:
            if column in sums and isinstance(cell.value, (int, float)):
                sums[column] += cell.value
    bottom = _TOP + len(units) - 1
    cells = (
        Cell(value, styles.get(column, "total"), f"SUM({relative(_TOP, column)}:{relative(bottom, column)})")
        for column, value in sums.items()
    )
    return row_of(blank, Cell(scene.say("sheet.total"), "total-head"), blank, *cells)


def _build_repeats(scenes: Sequence[Lookups], repeats: DataFrame, cut: Sequence[tuple[str, str]], stamp: str) -> Sheet:
    """Build 跨计划重复: those alike in text and units first, what goes on last; pairs of plans in order."""
    first, say = scenes[0], scenes[0].say
    name = say("portfolio.list.repeats.name")
    pairs = list(_pair_rows(scenes, repeats))
    rows = [
        *_opening(say, "repeats", stamp, explain_pairs(first)),
        lay_heads(say, _PAIRS, "portfolio"),
        *(pairs or [row_of(Cell(say("sheet.duplicates.no-pairs"), "plain"))]),
        *(row_of(Cell(words, "stamp")) for words in _tell_cut(say, cut)),
    ]
    last = _HEAD + len(pairs)
    return Sheet(
        name,
        size_columns(_PAIRS),
        tuple(rows),
        frozen=(_HEAD + 1, 0),
        page=_page(say, name, stamp, repeat_rows=(_HEAD, _HEAD), most=_PAGES),
        filter=Area(_HEAD, 0, last, len(_PAIRS) - 1) if pairs else None,
    )


def _tell_cut(say: Wording, cut: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield from (say("portfolio.cut", plan_a=a, plan_b=b) for a, b in cut[:_CUTS_TOLD])
    if len(cut) > _CUTS_TOLD:
        yield say("portfolio.cut_more", count=len(cut) - _CUTS_TOLD)


def _pair_rows(scenes: Sequence[Lookups], repeats: DataFrame) -> Iterator[Row]:
    first, by_id, called = scenes[0], {scene.plan.id: scene for scene in scenes}, _call_plans(scenes)
    for row in sorted(repeats.to_dict("records"), key=lambda row: (_goes_on(by_id, row), not row["strong"])):
        goes_on = _goes_on(by_id, row)
        if goes_on and row["text_dice"] < first.settings.duplicates.text:
            continue  # The same units every year make no task another's.
        texts = show_pair(first, row, _item(by_id, row, "a"), _item(by_id, row, "b"))
        items: list[str] = []
        for side, text in zip("ab", texts, strict=True):
            plan = row[f"plan_{side}"]
            items += (_break_plan(called[plan], _PLAN), by_id[plan].number(row[f"item_{side}"]), text)
        verdict = first.say("portfolio.goes-on") if goes_on else judge_pair(first, row)
        values = (*items, row["text_dice"], row["unit_jaccard"], verdict)
        yield from lay_row(first.say, _PAIRS, values, keep=(1, 4))


def _item(by_id: Mapping[str, Lookups], row: Mapping[Any, Any], side: str) -> Item:
    return by_id[row[f"plan_{side}"]].items[row[f"item_{side}"]]
