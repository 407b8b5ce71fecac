"""Year's sentences: what 通报 and 会议材料 must say of a period, paragraph by paragraph, from what was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from oracle.asks import list_contradictions, list_units
from oracle.bulletin import STANDINGS, due_of, percent, standing_of
from oracle.course import PERIODS, Course
from oracle.facts import numbers_of
from oracle.progress import Answer
from oracle.tally import show
from oracle.templates import TEMPLATES, say

ORDINALS = "一二三四五六七八九"
LOUD = ("欠进度", "未报")
MOST_GOOD, MOST_ASKED, DAYS = 8, 6, 10  # tasks and units that are named; days to answer
PLAN = "2025年工作计划"


def day_of(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def quote(words: str) -> str:
    return words.rstrip("。")


class Said:
    """A period of a course, as its papers tell it."""

    def __init__(self, course: Course, name: str) -> None:
        self.course, self.facts, self.answers = course, course.facts, course.periods[name].answers
        self.rows, self.numbers = course.rows(name), numbers_of(course.facts)
        self.as_of, self.period = PERIODS[name][0], f"2025年{ORDINALS[list(PERIODS).index(name)]}季度"
        ahead = course.facts.settings["progress"]["ahead_points"]
        self.now = {item: standing_of(row, ahead) for item, row in self.rows.items()}
        past = list(PERIODS)[: list(PERIODS).index(name)][-1:]
        self.before = {item: standing_of(row, ahead) for each in past for item, row in course.rows(each).items()}
        self.day = day_of(self.as_of + timedelta(DAYS))

    def unit(self, item: str) -> str:
        return self.facts.short(self.rows[item].unit)

    def own(self, item: str) -> Answer:
        return self.answers.get((item, self.rows[item].unit), Answer())

    def names(self, items: Iterable[str]) -> str:
        return "、".join(self.numbers[item] for item in items)

    def places(self, item: str) -> dict[str, str]:
        return {"unit": self.unit(item), "number": self.numbers[item], "title": self.facts.titles[item]}

    def by_unit(self, items: Iterable[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for item in items:
            found.setdefault(self.unit(item), []).append(item)
        return found

    def share(self, count: int) -> str:
        return show(count / len(self.rows), ".1%").replace(".0%", "%")


def list_bulletin(said: Said) -> Iterator[str]:
    """Every paragraph of 通报 with a figure."""
    told = {"plan": f"《{PLAN}》", "period": said.period, "day": day_of(said.as_of)}
    yield say("progress.bulletin.title", **told)
    yield say("progress.bulletin.opening", **told)
    yield _course(said)
    yield _reports(said)
    good = sorted(
        (item for item in said.rows if said.now[item] in ("已完成", "超进度")),
        key=lambda item: (said.now[item] != "已完成", not said.own(item).words, _gap(said, item)),
    )
    voices = {item: "good-shared" if said.rows[item].voice == "no-lead" else "good" for item in good}
    yield "".join(
        say(f"progress.bulletin.{voices[item]}", word=said.now[item], words=quote(said.own(item).words),
            **said.places(item))
        for item in good[:MOST_GOOD]
    ) + TEMPLATES["progress.bulletin.good-more"] * (len(good) > MOST_GOOD)  # fmt: skip
    yield from _problems(said)
    yield _next(said)
    for number, key in ((1, "enclosure"), (2, "enclosure-next")):
        yield say("progress.bulletin.annex", number=number)
        yield say(f"progress.bulletin.{key}", number=number, name=TEMPLATES[f"progress.bulletin.annex-{number}"])


def _gap(said: Said, item: str) -> float:
    return said.rows[item].light.gap or 0.0 if said.now[item] == "超进度" else 0.0


def _course(said: Said) -> str:
    counts, before = Counter(said.now.values()), Counter(said.before.values())
    parts = [
        say("progress.bulletin.count", word=word, count=counts[word], share=said.share(counts[word]))
        for word in STANDINGS if counts[word]
    ]  # fmt: skip
    changes = [
        say(f"progress.bulletin.{'more' if change > 0 else 'less'}", word=word, count=abs(change))
        for word in ("已完成", *LOUD)
        if (change := counts[word] - before[word])
    ]
    compared = say("progress.bulletin.compared", changes="、".join(changes)) if before and changes else ""
    seen = {item: row.verdict for item, row in said.rows.items() if row.verdict}
    verdicts = Counter(seen.values())
    false = said.names(item for item, verdict in seen.items() if verdict == "false")
    told = {key: verdicts[key] for key in ("true", "partly", "false")}
    verified = say("progress.bulletin.verified", count=len(seen), numbers=false, **told)
    return say("progress.bulletin.course", total=len(said.rows), counts="；".join(parts)) + compared + verified


def _reports(said: Said) -> str:
    counts = Counter(unit for _, unit in said.answers)
    missing = [unit for unit in said.facts.units if not counts[unit]]
    partial = [unit for unit in said.facts.units if 0 < counts[unit] < len(said.facts.items_of[unit])]
    told = {"units": len(said.facts.units), "answered": len(counts)}
    names = {"missing": said.facts.names(missing), "partial": said.facts.names(partial)}
    return say("progress.bulletin.reports", **told, **names)


def _problems(said: Said) -> Iterator[str]:
    told = [item for item in said.rows if said.now[item] == "欠进度" or said.own(item).problems]
    paragraphs = []
    for unit, own in said.by_unit(told).items():
        behind = sum(said.now[item] == "欠进度" for item in own)
        head = say("progress.bulletin.unit", unit=unit, count=behind)
        paragraphs.append(head + "".join(_problem(said, item) for item in own))
    silent = [item for item in said.rows if said.now[item] == "未报" and not said.own(item).problems]
    for key in ("unreported", "unclear"):
        if own := [item for item in silent if (said.rows[item].light.why == "unreported") == (key == "unreported")]:
            listed = say("progress.bulletin.listed", units=_list(said, own))
            paragraphs.append(TEMPLATES[f"progress.bulletin.{key}"] + listed)
    for ordinal, words in zip(ORDINALS, paragraphs, strict=False):
        yield say("progress.bulletin.second", number=ordinal) + words


def _problem(said: Said, item: str) -> str:
    light = said.rows[item].light
    key = light.why if said.now[item] == "欠进度" else "other"
    told = {"percent": percent(light.percent), "expected": percent(light.expected)}
    due = due_of(said.course, item) or TEMPLATES["progress.end"]
    state = say(f"progress.bulletin.why.{key}", due=due, **told)
    own = said.own(item)
    typed = {"done": quote(own.words), "words": quote(own.problems)}
    return say("progress.bulletin.problem", state=state, **typed, **said.places(item))


def _list(said: Said, items: Iterable[str]) -> str:
    return "、".join(
        say("progress.bulletin.tasks", unit=unit, numbers=said.names(own)) for unit, own in said.by_unit(items).items()
    )


def _next(said: Said) -> str:
    asked = []
    kinds = {item: "unreported" if said.rows[item].light.why == "unreported" else "unclear" for item in said.rows}
    kinds = {item: {"未报": kind, "欠进度": "behind"}.get(said.now[item]) for item, kind in kinds.items()}
    for key in ("unreported", "unclear", "behind"):
        if own := [item for item, kind in kinds.items() if kind == key]:
            way = "ask" if len(said.by_unit(own)) <= MOST_ASKED else "ask-all"
            asked.append(say(f"progress.bulletin.{way}-{key}", units=_list(said, own), day=said.day))
    asked.append(TEMPLATES["progress.bulletin.check"])
    return "".join(say("progress.bulletin.step", number=ORDINALS[at], words=words) for at, words in enumerate(asked))


def list_annexes(said: Said) -> Iterator[list[str]]:
    """Every row of both tables of 通报 with figures: each task, then the sums of who leads and the shares."""
    for item, row in said.rows.items():
        before = [said.before[item]] if said.before else []
        lead = said.unit(item) if row.voice != "no-lead" else say("progress.no-lead", unit=said.unit(item))
        stands = said.now[item] + "＊" * bool(row.verdict)
        task = [said.numbers[item], said.facts.titles[item], lead, due_of(said.course, item)]
        yield [*task, *before, stands, quote(said.own(item).words)]
    kinds = [word for word in STANDINGS if word in said.now.values()]
    led = [item for item, row in said.rows.items() if row.voice != "no-lead"]
    sums = {**said.by_unit(led), TEMPLATES["progress.bulletin.not-led"]: [i for i in said.rows if i not in led]}
    for name, items in (*sums.items(), (TEMPLATES["progress.bulletin.total"], list(said.rows))):
        counts = Counter(said.now[item] for item in items)
        yield [name, str(len(items)), *(str(counts[word] or "") for word in kinds)]
    total = Counter(said.now.values())
    yield [TEMPLATES["progress.bulletin.share"], "100%", *(said.share(total[word]) for word in kinds)]


def list_matters(said: Said) -> Iterator[str]:
    """Both cells of every matter of 会议材料: what it is and what units say of it, and what is proposed."""
    clashes: dict[str, list[str]] = {}
    for _, item, one, other in list_contradictions(said.facts, said.answers):
        clashes.setdefault(item, []).extend((one, other))
    for item in said.rows:
        units = list_units(said.facts, item)
        blockers = {unit: _blockers(said, item, unit) for unit in units}
        reason = _reason(said, item, item in clashes, any(blockers.values()))
        if not reason:
            continue
        heard = {
            "no-lead": units, "contradiction": [said.rows[item].unit, *clashes.get(item, ())],
            "blocked": [said.rows[item].unit, *(unit for unit in units if blockers[unit])],
        }.get(reason, [said.rows[item].unit])  # fmt: skip
        yield (
            say(f"meeting.reason.{reason}", **said.places(item)) + _reached(said, item, reason)
            + "".join(_voice(said, item, unit) for unit in units if unit in heard)
        )  # fmt: skip
        told = {
            "unit": said.unit(item), "day": said.day, "due": due_of(said.course, item),
            "others": "、".join(dict.fromkeys(name for own in blockers.values() for name in own)),
            "all": said.facts.names(said.facts.units_of[item]),
        }  # fmt: skip
        yield say(f"meeting.proposal.{reason}", **told)


def _blockers(said: Said, item: str, unit: str) -> list[str]:
    words = said.answers.get((item, unit), Answer()).problems
    return [name for each in said.facts.units if each != unit and (name := said.facts.short(each)) in words]


def _reason(said: Said, item: str, clashes: bool, blocked: bool) -> str | None:
    row = said.rows[item]
    holds = {
        "no-lead": row.voice == "no-lead",
        "contradiction": clashes,
        "blocked": blocked and row.light.colour != "done",
        "red": row.light.colour == "red",
        "problem": row.light.colour == "yellow" and bool(said.own(item).problems),
    }
    return next((key for key, applies in holds.items() if applies), None)


def _reached(said: Said, item: str, reason: str) -> str:
    light = said.rows[item].light
    told = {"percent": percent(light.percent), "expected": percent(light.expected)}
    return say("meeting.reached", **told) if reason in ("blocked", "red", "problem") and any(told.values()) else ""


def _voice(said: Said, item: str, unit: str) -> str:
    answer = said.answers.get((item, unit), Answer())
    words = "；".join(filter(None, map(quote, (answer.words, answer.problems))))
    return say("meeting.said", unit=said.facts.short(unit), words=words) if words else ""


def list_meeting(said: Said) -> Iterator[str]:
    """Every sentence of 会议材料 with a figure but the lines of state, which are compared one by one."""
    yield say("meeting.title", plan=PLAN, number=1)
    yield say("meeting.state", number="一", day=day_of(said.as_of))
    yield say("meeting.note", number=1)
    yield from list_matters(said)
