"""Series: one office's plan of a year, of the year after with edits of every kind, and another plan beside; by seed."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from oracle.plans import HEAD, TAILS, THINGS, VERBS, Made

UNITS = ("发改", "教育", "科技", "经信", "民政", "财政", "水利", "农业")
DAYS = ("", "6月底前", "9月30日前", "12月底前", "2月底前")
# Large, small and even numbers; the last is more than six digits say.
AMOUNTS = (20, 80, 1.5, 1234567, 0.3)
TITLES = {
    "green-2024": "东川市2024年重点工作计划",
    "green-2025": "东川市2025年重点工作计划",
    "water": "东川市节水行动方案",
}


class Task(NamedTuple):
    """What is written of one task. roles: unit and label, as listed."""

    title: str
    body: str
    amount: float
    day: str
    roles: tuple[tuple[str, str], ...]
    part: int


def make_series(seed: int) -> dict[str, Made]:
    """Return three plans by id: a year's, the next year's, and one beside that has some of its tasks."""
    random = Random(seed)
    tasks = [_write(random, number) for number in range(random.randint(4, 12))]
    later = [edited for task in tasks for edited in _edit(random, task)]
    later.insert(random.randrange(len(later) + 1), _write(random, 90))
    if seed % 2:
        later.append(later.pop(0)._replace(part=1))
    other = [random.choice(tasks), *(_write(random, number) for number in (40, 41, 42))]
    written = {"green-2024": (tasks, 2024), "green-2025": (later, 2025), "water": (other, 2025)}
    return {
        plan: Made(_print(TITLES[plan], own, year), _list_units(), _settings(seed))
        for plan, (own, year) in written.items()
    }


def _write(random: Random, number: int) -> Task:
    title = f"{VERBS[number % 8]}{THINGS[number % 12]}"
    body = f"{random.choice(VERBS)}{random.choice(THINGS)}第{number}片区,{random.choice(VERBS)}{random.choice(THINGS)}"
    return Task(title, f"{body},{random.choice(TAILS)}", random.choice(AMOUNTS), random.choice(DAYS), _cast(random), 0)


def _cast(random: Random) -> tuple[tuple[str, str], ...]:
    named = [f"市{unit}局" for unit in random.sample(UNITS, random.randint(1, 5))]
    if random.random() < 0.3:
        named.append("各县区")
    lead = "" if random.random() < 0.1 else "牵头"
    return tuple(
        (name, lead if not place and lead else random.choice(("责任", "配合"))) for place, name in enumerate(named)
    )


def _edit(random: Random, task: Task) -> list[Task]:
    kind = random.choice(("", "", "reword", "raise", "lower", "day", "cast", "drop", "bound"))
    if kind == "drop":
        return []
    changed = {
        "reword": {"body": task.body.replace("片区", "一带") + ",年底前总结经验"},
        "raise": {"amount": task.amount + 7},
        "lower": {"amount": task.amount / 2},
        "day": {"day": random.choice(DAYS)},
        "cast": {"roles": _cast(random)},
        "bound": {"body": task.body.replace(",", ",力争", 1)},
    }.get(kind, {})
    return [task._replace(**changed)]


def _print(title: str, tasks: list[Task], year: int) -> str:
    lines = [f"东川市人民政府关于印发{title}的通知", ""]
    number = 0
    for part in (0, 1):
        own = [task for task in tasks if task.part == part]
        if own:
            lines.append(f"{'一二'[part]}、第{'一二'[part]}部分")
        for task in own:
            number += 1
            amount = f"{task.amount:.9f}".rstrip("0").rstrip(".")
            day = f",{task.day}完成验收" if task.day else ""
            lines.append(f"{number}.{task.title}。{task.body},新建示范点{amount}个{day}。({_clause(task)})")
    return "\n".join([*lines, f"{year}年1月10日", ""])


def _clause(task: Task) -> str:
    labels = {"牵头": "牵头单位", "责任": "责任单位", "配合": "配合单位"}
    parts = {label: [name for name, role in task.roles if role == label] for label in labels}
    return ";".join(f"{labels[label]}:{'、'.join(names)}" for label, names in parts.items() if names)


def _list_units() -> str:
    rows = (f"u{place},东川市{unit}局,市{unit}局,government,,,,,\n" for place, unit in enumerate(UNITS))
    return HEAD + "".join(rows) + "gx,各县区,各县区,collective,,,,,\n"


def _settings(seed: int) -> str:
    weights = "[weights]\nlead = 0.1\nco_lead = 0.2\nsupport = 0.3\n" if seed % 3 == 0 else ""
    alike = "[duplicates]\ntext = 0.5\nunits = 0.5\n" if seed % 2 else ""
    quick = "[overlap]\nsamples = 0\n[groups]\nrandom_plans = 0\nruns = 1\ngenerations = 1\n"
    return f'{weights}{alike}{quick}[place]\nname = "东川市"\n'
