"""Annual: a plan of many tasks written by seed, and next year's with edits that are known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from builders import document_of
from responsibility.kinds import Basis, Match, Role
from responsibility.model import Assignment, Header, Heading, Item, Notice, Plan, Target, Unit
from responsibility.spans import Span


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


VERBS = words("推进 完善 建设 开展 健全 实施 打造 加强 优化 整治 扩大 提升")
PLACES = words("东湖 西岭 南渡 北桥 青石 白沙 红枫 黄冈 老街 新港 云台 雾溪 龙潭 凤池 石鼓 梅园")
THINGS = words(
    "污水管网 充电桩 口袋公园 养老院 粮食仓库 数据机房 茶叶基地 渡口码头 农贸市场 职业学校 急救站点 河道堤防 林场苗圃 "
    "物流园区 博物馆 消防栓 雨水花园 老旧电梯 公交枢纽 光伏电站 蔬菜大棚 山洪预警 危旧桥梁 托育机构 冷链仓储 古树名木"
)
ENDS = words("确保按期见效 形成长效机制 提高群众满意度 落实专人负责 做到应改尽改 带动周边发展 守住安全底线")
UNITS = words("fgw jxj kjj jyj gaj mzj czj rsj zrj hbj zjj jtj slj nyj swj wlj wjw yjj sjj tjj")


@dataclass
class Task:
    """One task being written. key: who it is, whatever becomes of it."""

    key: str
    section: str
    title: str
    body: str
    units: tuple[str, ...]
    target: float = 0


@dataclass
class Edits:
    """What next year's writer did, by kind: keys of tasks."""

    done: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, key: str) -> None:
        self.done.setdefault(kind, []).append(key)


def write_tasks(random: Random, count: int, prefix: str = "t") -> list[Task]:
    """Write count different tasks in sections of twelve; titles repeat, texts do not."""
    pairs = [(place, thing) for place in PLACES for thing in THINGS]
    chosen = random.sample(pairs, count)
    tasks = []
    for at, (place, thing) in enumerate(chosen):
        other = random.choice(THINGS)
        number = random.randint(3, 90)
        body = (
            f"{random.choice(VERBS)}{place}片区{thing}项目{number}个,{random.choice(VERBS)}{other}配套设施,"
            f"{random.choice(VERBS)}{random.choice(PLACES)}示范带,{random.choice(ENDS)}。"
        )
        units = tuple(random.sample(UNITS, random.randint(1, 5)))
        title = f"{random.choice(VERBS)}{thing}"
        tasks.append(Task(f"{prefix}{at}", f"第{at // 12 + 1}部分", title, body, units, number))
    return tasks


def plan_of_tasks(tasks: list[Task], plan_id: str) -> tuple[Plan, dict[str, str]]:
    """Print the tasks as a plan; with the item id that each key got."""
    items, assignments, ids = [], [], {}
    counts: dict[str, int] = {}
    sections: list[str] = []
    for task in sorted(tasks, key=lambda each: each.section):
        if task.section not in sections:
            sections.append(task.section)
        counts[task.section] = counts.get(task.section, 0) + 1
        item_id = f"{sections.index(task.section) + 1}.{counts[task.section]}"
        ids[task.key] = item_id
        target = Target(f"{task.target:g}个", task.body.split("项目")[0], task.target, "个", "=", Span(0, 0))
        heading = Heading(1, "", task.section, Span(0, 0))
        items.append(
            Item(item_id, f"{counts[task.section]}.", (heading,), task.title, task.body, Span(0, 0), None, (target,))
        )
        for place, unit in enumerate(task.units):
            role, basis = (Role.CO_LEAD, Basis.LISTED) if place else (Role.LEAD, Basis.FIRST_LISTED)
            assignments.append(Assignment(item_id, unit, role, basis, Match.EXACT, unit, unit, Span(0, 0)))
    named = {unit for task in tasks for unit in task.units}
    units = tuple(Unit(u, f"某市{u}局", f"市{u}局", "government", n) for n, u in enumerate(UNITS) if u in named)
    notice = Notice(document_of("某市工作计划"), Header(title="某市工作计划"), tuple(items))
    return Plan(plan_id, notice, units, tuple(assignments)), ids


def edit_tasks(random: Random, tasks: list[Task]) -> tuple[list[Task], Edits]:
    """Write next year's plan: 60 edits, each on a task of its own."""
    edits = Edits()
    later = [replace(task) for task in tasks]
    picked = iter(random.sample(range(len(later)), 60))
    for kind, count in (("reworded", 14), ("raised", 12), ("lowered", 6), ("moved", 10), ("dropped", 6)):
        for _ in range(count):
            task = later[next(picked)]
            edits.add(kind, task.key)
            _EDITS[kind](task)
    for _ in range(4):
        task = later[next(picked)]
        first, _, rest = task.body.partition(",")
        edits.add("split", task.key)
        later.append(Task(f"{task.key}/part", task.section, "另行安排", rest, task.units, task.target))
        task.body = f"{first}。"
    for new in write_tasks(Random(random.random()), 8, "n"):
        edits.add("new", new.key)
        next(picked)
        later.insert(random.randrange(len(later)), replace(new, body="组织" + "、".join((new.title, *_STRANGE)) + "。"))
    return [task for task in later if task.key not in edits.done["dropped"]], edits


_STRANGE = ("举办龙舟赛", "征集民歌", "评选书香家庭")


def _reword(task: Task) -> None:
    task.body = task.body.replace("配套设施", "附属工程").replace("片区", "一带").replace("示范带", "样板区")


def _raise(task: Task) -> None:
    task.body = task.body.replace(f"{task.target:g}个", f"{task.target + 7:g}个")
    task.target += 7


def _lower(task: Task) -> None:
    task.body = task.body.replace(f"{task.target:g}个", f"{task.target - 2:g}个")
    task.target -= 2


def _move(task: Task) -> None:
    task.section = "第3部分" if task.section != "第3部分" else "第5部分"


_EDITS = {"reworded": _reword, "raised": _raise, "lowered": _lower, "moved": _move, "dropped": lambda _: None}
