"""Year's proofs: what the assessment, the closing, the inspection and the ledger must say, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from oracle.asks import list_contradictions, list_units
from oracle.bulletin import WORDS, due_of, percent, say_why, standing_of
from oracle.course import BY_HAND, PERIODS, PLAN, VERDICTS, Course
from oracle.facts import ROLES, numbers_of
from oracle.marks import Rule, list_points
from oracle.progress import Answer
from oracle.tally import show
from oracle.templates import TEMPLATES, say
from oracle.year_said import ORDINALS, Said, day_of

MARKS = dict(zip(ROLES, "●○△", strict=True))
NAMES = {name: f"2025年{ORDINALS[place]}季度" for place, name in enumerate(PERIODS)}
ALL = "、".join(NAMES.values())
TITLE = "2025年工作计划"


def file_of(course: Course, unit: str) -> str:
    """The sheet of a unit, by its place in the protocol."""
    return f"{list(course.facts.units).index(unit) + 1:02}-{course.facts.short(unit)}.xlsx"


def list_scores(course: Course, rule: Rule, bands: dict[str, int]) -> Iterator[str]:
    """Every sentence of 考核评分表 with a figure."""
    facts, points = course.facts, _points(course, rule)
    tasks = {unit: [i for i in facts.items_of[unit] if rule.shares[facts.role(i, unit)]] for unit in bands}
    yield from (say("score.summary", year=2025), say("score.title", year=2025), say("score.plan", plan=TITLE))
    yield say("score.periods", periods=ALL)
    sizes = Counter(bands.values())
    yield from (say("score.band", number=ORDINALS[band - 1], count=sizes[band]) for band in sizes)
    for unit, own in tasks.items():
        leads = sum(facts.role(item, unit) == "lead" for item in own)
        yield say("score.whom", unit=facts.units[unit][0], tasks=len(own), leads=leads)
        counts = Counter(cause for who, cause, *_ in points if who == unit)
        causes = [key.rpartition(".")[2] for key in TEMPLATES if key.startswith("score.short.")]
        told = [say("score.times", cause=TEMPLATES[f"score.short.{c}"], count=counts[c]) for c in causes if counts[c]]
        yield "、".join(told)
    step = max(rule.points[key] for key in ("red", "yellow", "blank"))
    yield say("score.note.bands", step=f"{step:g}")
    sums = [len(own) for own in tasks.values()]
    if min(sums) < max(sums):
        yield say("score.note.tasks", least=min(sums), most=max(sums))
    costs = {key: f"{value:g}" if value else "" for key, value in rule.points.items()}
    shares = {role.replace("-", "_"): show(100 * share, ".0f") for role, share in rule.shares.items()}
    yield say("score.rule", **costs, **shares, unrefined=f"{rule.unrefined:g}")
    for point in points:
        if point[0] in bands:
            yield from _prove(course, *point)


def _points(course: Course, rule: Rule) -> list[tuple[str, str, str, str]]:
    return [point[:4] for point in list_points(course.facts, course.terms(), rule)] + [
        (unit, cause, "", "") for unit, cause, _ in BY_HAND
    ]


def _prove(course: Course, unit: str, cause: str, period: str, item: str) -> Iterator[str]:
    """Why a point is given or taken, and where it can be seen."""
    numbers = numbers_of(course.facts)
    late = course.late(period).get(unit, 0) if period else 0
    yield say(f"score.cause.{cause}", number=numbers.get(item, ""), words="有据可查", days=late)
    if not period:
        line = [who for who, *_ in BY_HAND].index(unit) + 2
        where = say("score.where", file=f"plans/{PLAN}/scores.csv", place=line)
        yield say(f"score.proof.{cause}", where=where, day="")
        return
    own, row = course.periods[period], course.rows(period).get(item)
    speaker = unit if cause in ("blank", "contradiction", "late", "missing") else row.unit
    cell = own.cells.get((item, speaker)) if (item, speaker) in own.answers else own.cells.get(("", speaker))
    day = own.sent.get(speaker)
    place = f"，任务清单!{cell}" if (item, speaker) in own.answers or day else ""
    told = {"where": f"{file_of(course, speaker)}{place}" if cell else "", "day": day_of(day) if day else ""}
    heard = own.answers.get((item, speaker), Answer()).percent
    changed = row and row.verdict and (row.claimed != row.light.colour or heard != row.light.percent)
    if cause == "false" or (changed and cause in ("red", "yellow")):
        found = [(name, each) for name, period_ in course.periods.items() for each in period_.found]
        told = {"where": f"inspections.csv:{found.index((period, item)) + 2}", "day": ""}
        cause = cause if cause == "false" else "found"
    words = {
        other for _, task, one, other in list_contradictions(course.facts, own.answers) if (task, one) == (item, unit)
    }
    shares = {key: percent(getattr(row.light, key)) if row else "" for key in ("percent", "expected")}
    names = [course.facts.short(other) for other in words] if cause == "contradiction" else [""]
    yield from (say(f"score.proof.{cause}", words=name, **told, **shares) for name in names[-1:])


def list_closing(course: Course) -> Iterator[str]:
    """The stamp of 年底交账 and what proves each task's course, period by period, with the cell."""
    yield say("closing.stamp", year=2025, periods=ALL)
    for item in course.facts.assigned:
        told = [
            say("closing.proof", period=NAMES[name], units="、".join(heard))
            for name, own in course.periods.items()
            if (
                heard := [
                    f"{course.facts.short(unit)}{own.cells[item, unit]}"
                    for unit in course.facts.units_of[item]
                    if (item, unit) in own.answers
                ]
            )
        ]
        told += [
            say("closing.inspected", day=NAMES[name], verdict=VERDICTS[own.found[item].verdict], proof="")
            for name, own in course.periods.items() if item in own.found
        ]  # fmt: skip
        yield "\n".join(told)


def list_inspection(course: Course, name: str) -> Iterator[str]:
    """Every sentence of 抽查核实表 with a figure but the chances, which are compared one by one."""
    rule, said = course.facts.settings["inspect"], Said(course, name)
    yield say("inspect.title", period=said.period)
    yield say("inspect.form-of", plan=f"《{TITLE}》", period=said.period)
    silent = [item for item, row in course.rows(name, claimed=True).items() if row.light.colour == "unreported"]
    if silent:
        yield say("inspect.note.silent", numbers=said.names(silent))
    told = {key: f"{rule[key]:g}" for key in ("red", "jump", "wordless", "fresh")}
    yield say("inspect.note.weights", points=f"{rule['jump_points']:g}", **told)
    yield say("inspect.note.seed", seed=rule["seed"])


def list_ledger(course: Course, name: str) -> Iterator[str]:
    """The stamp of 进展台账, what each unit said of each task, and what was typed beside the rule."""
    facts, own, said = course.facts, course.periods[name], Said(course, name)
    day, due = PERIODS[name]
    preset = TEMPLATES[f"progress.preset.{facts.settings['progress']['preset']}"]
    yield say(
        "progress.stamp", plan=PLAN, period=said.period, day=day_of(day), due=day_of(due), preset=preset, known=""
    )
    for item, row in said.rows.items():
        yield say_why(course, item, row)
        yield _voice(course, name, item, row.unit, whole=False)
        others = [unit for unit in list_units(facts, item) if unit != row.unit]
        yield "\n".join(_voice(course, name, item, unit, whole=True) for unit in others)
    for (item, unit), answer in own.answers.items():
        told = {"file": file_of(course, unit), "place": f"任务清单!{own.cells[item, unit]}"}
        if answer.is_unread:
            yield say("finding.RETURN_SHARE_UNREAD.text", value="过半", **told)
        elif (answer.percent or 0) > 100:
            share = percent(answer.percent)
            yield say("finding.RETURN_SHARE_OVER.text", value=share, read=share.rstrip("%"), **told)


def _voice(course: Course, name: str, item: str, unit: str, whole: bool) -> str:
    """Who, in which role, how far and in which words; whole: with problems."""
    answer = course.periods[name].answers.get((item, unit), Answer())
    head = MARKS[course.facts.role(item, unit)] + course.facts.short(unit)
    if answer.is_blank:
        return say("progress.unanswered", unit=head)
    state = " ".join(filter(None, (WORDS.get(answer.status, ""), percent(answer.percent))))
    problems = f"{TEMPLATES['progress.column.problems']}：{answer.problems}" if whole and answer.problems else ""
    unread = f"{TEMPLATES['progress.column.percent']}：过半" if answer.is_unread else ""
    return f"{head}{f'（{state}）' if state else ''}：" + "\n".join(filter(None, (answer.words, problems, unread)))


def list_carried(course: Course) -> Iterator[str]:
    """Every line of 结转任务.txt: what is open at the year's end, as a notice has it."""
    name, labels = list(PERIODS)[-1], {"lead": "牵头单位", "co-lead": "责任单位", "support": "配合单位"}
    ahead, facts = course.facts.settings["progress"]["ahead_points"], course.facts
    open_ = [
        item for item, row in course.rows(name).items()
        if standing_of(row, ahead) not in ("已完成", "不计进度") and row.light.why != "rhythm"
    ]  # fmt: skip
    texts = {each.id: f"{each.title}。{each.body}" for each in facts.items}
    for number, item in enumerate(open_, 1):
        units = {role: [u for u in facts.units_of[item] if facts.role(item, u) == role] for role in labels}
        told = [f"{labels[role]}：{facts.names(own)}" for role, own in units.items() if own]
        due = due_of(course, item)
        told += [say("closing.part.due", due=due)] if due and due not in texts[item] else []
        yield say("closing.line", number=number, words=texts[item], units="；".join(told))
