"""Plans: generated notices at the edges, as an office would write them, with a register and settings of their own.

Ties, collectives, two leads, no lead, supports, weights, capacities, targets, one task alone; by seed.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from sources import xlsx_of

NAMES = (
    "发改",
    "教育",
    "科技",
    "经信",
    "民政",
    "司法",
    "财政",
    "人社",
    "住建",
    "交通",
    "水利",
    "农业",
    "商务",
    "文旅",
    "卫健",
    "应急",
    "审计",
    "统计",
    "林业",
    "医保",
)
VERBS = ["推进", "完善", "建设", "开展", "健全", "实施", "打造", "加强"]
THINGS = (
    *["河湖治理", "园区改造", "技能培训", "垃圾分类", "老旧管网", "冷链物流", "森林防火"],
    *["数据共享", "养老服务", "出行设施", "节水灌溉", "校园食堂"],
)
TAILS = ["形成长效机制", "做到应改尽改", "守住安全底线", "带动周边发展", "落实专人负责", "提高群众满意度"]
HEAD = "id,name,short,kind,parent,valid_from,valid_to,succeeded_by,source\n"


class Made(NamedTuple):
    """A notice, or the bytes of its table, with the matrix files it is read with."""

    notice: str | bytes
    units: str
    settings: str


def make_plan(seed: int) -> Made:
    """One plan; seed 0 to 9 are the named edges, others mix them."""
    random = Random(seed)
    count = 1 if seed % 10 == 0 else random.randint(2, 14)
    units = random.sample(range(len(NAMES)), random.randint(1 if seed % 10 == 1 else 3, 10))
    collective = seed % 3 == 0
    lines = ["东川市人民政府关于印发2025年工作计划的通知", ""]
    for number in range(1, count + 1):
        if number in (1, 6):
            lines.append(f"{'一二'[number > 1]}、第{'一二'[number > 1]}部分")
        lines.append(f"{number}.{_write_task(random)}({_write_clause(random, units, collective, seed)})")
    return Made("\n".join(lines) + "\n", _write_units(units), _write_settings(random, units, seed))


def _write_task(random: Random) -> str:
    verb, thing = random.choice(VERBS), random.choice(THINGS)
    target = f",新增示范点{random.randint(2, 90)}个" if random.random() < 0.5 else ""
    return f"{verb}{thing}。{random.choice(VERBS)}{random.choice(THINGS)}项目{target},{random.choice(TAILS)}。"


def _write_clause(random: Random, units: list[int], collective: bool, seed: int) -> str:
    named = [f"市{NAMES[unit]}局" for unit in random.sample(units, random.randint(1, min(5, len(units))))]
    if collective and random.random() < 0.5:
        named.append("各县区")
    style = random.choice(("plain", "labels", "two", "support")) if seed % 4 else "plain"
    if style == "plain" or len(named) < 3:
        return f"责任单位:{'、'.join(named)}"
    leads = named[: 2 if style == "two" else 1]
    rest = named[len(leads) :]
    label = "配合单位" if style == "support" else "责任单位"
    return f"牵头单位:{'、'.join(leads)};{label}:{'、'.join(rest)}"


def _write_units(units: list[int]) -> str:
    rows = [f"u{unit},东川市{NAMES[unit]}局,市{NAMES[unit]}局,government,,,,,\n" for unit in sorted(units)]
    return HEAD + "".join(rows) + "gx,各县区,各县区,collective,,,,,\n"


def _write_settings(random: Random, units: list[int], seed: int) -> str:
    lines = ["[reading]", f"first_listed_leads = {'false' if seed % 5 == 2 else 'true'}"]
    if seed % 5 == 1:
        lines += ["[weights]", "target = 0.1", 'items = {"1.1" = 2.0, "1.3" = 0.5}']
    if seed % 5 == 4:
        lines += ["[weights]", "lead = 2.5", "co_lead = 1.25", "support = 0.75"]
    if seed % 5 == 3:
        borne = ", ".join(f"u{unit} = {random.choice((1.0, 2.5, 4.0))}" for unit in units[:3])
        lines += ["[load]", f"capacity = {{{borne}}}"]
    lines += ["[overlap]", "samples = 2000", "effort = 20", "[groups]", "random_plans = 3", "runs = 2"]
    return "\n".join([*lines, "generations = 3", "[place]", 'name = "东川市"', ""])


_QUICK = """[overlap]
samples = 500
effort = 5
[groups]
runs = 1
random_plans = 2
[place]
name = "东川市"
"""


def make_problems() -> Made:
    """A plan of problems to be put right (整改), as its office keeps it: a table with days and what was reached."""
    random, rows = Random(5), [["序号", "反馈问题", "整改目标", "整改措施", "责任单位", "整改时限", "销号情况"]]
    for number in range(1, 13):
        named = [f"市{NAMES[unit]}局" for unit in random.sample(range(8), random.randint(1, 4))]
        goal = f"漏损率降到{random.randint(3, 9)}%" if number % 3 else "长效管护"
        thing, deed = random.choice(THINGS), f"{random.choice(VERBS)}{random.choice(THINGS)}"
        steps = f"1.排查{thing}{random.randint(5, 60)}处。\n2.{deed}。"
        day = random.choice(("2025年9月底", "2025年12月底", "2025年6月30日", "长期坚持"))
        rows.append([str(number), f"{random.choice(THINGS)}不到位。", goal, steps, "、".join(named), day, "未销号"])
    return Made(xlsx_of(rows), _write_units(list(range(8))), _QUICK)


def make_alone() -> Made:
    """A plan that names one unit alone."""
    lines = ["东川市人民政府关于印发2025年工作计划的通知", "", "一、第一部分"]
    lines += [f"{at}.{VERBS[at]}{THINGS[at]}。新增示范点{at + 2}个。(责任单位:市财政局)" for at in range(1, 7)]
    return Made("\n".join(lines) + "\n", _write_units([6]), _QUICK)


def make_dated() -> Made:
    """A plan with days, stages, people and tasks that go on all the year, in three sections."""
    random, lines = Random(8), ["东川市人民政府关于印发2025年重点工作计划的通知", ""]
    days = ("6月底前", "3月15日前", "9月30日前", "12月底前", "全年", "长期坚持", "", "2026年3月底前")
    for number in range(1, 25):
        if number % 8 == 1:
            lines.append(f"{'一二三'[number // 8]}、第{'一二三'[number // 8]}部分")
        named = [f"市{NAMES[unit]}局" for unit in random.sample(range(10), 3)]
        stage = f"一季度完成{number}处,二季度完成{number + 9}处。" if number % 5 == 0 else ""
        clause = f"牵头单位:{named[0]};责任单位:{named[1]};配合单位:{named[2]}"
        day = days[number % len(days)]
        lines.append(f"{number}.{_write_task(random)}{stage}{day and f'完成时限:{day}。'}({clause})")
    return Made("\n".join([*lines, "2025年1月10日", ""]), _write_units(list(range(10))), _QUICK)
