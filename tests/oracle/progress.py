"""Progress: lights, courses and reports of a period, by the rules of docs/reference/progress.md."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from oracle.facts import ROLES, Facts
from oracle.tally import show

GOOD = ("done", "green", "blue", "unreported")
ORDER = ("done", "green", "blue", "yellow", "red", "none", "unreported")
STATUSES = {
    "已完成": "done", "按序时推进": "on-schedule", "慢于序时": "behind", "未启动": "not-started",
    "长期推进": "long-term", "已调整或取消": "adjusted",
}  # fmt: skip


class Answer(NamedTuple):
    """What a unit typed for one task. percent: 0 to 100 and above; is_unread: typed, and no number; words: 进展情况."""

    status: str = ""
    percent: float | None = None
    is_unread: bool = False
    words: str = ""
    problems: str = ""

    @property
    def is_told(self) -> bool:
        return bool(self.words or self.problems)

    @property
    def is_blank(self) -> bool:
        return self == Answer()


class Found(NamedTuple):
    """What an inspection came to: true, partly or false, with the status and share that were found."""

    verdict: str
    status: str = ""
    percent: float | None = None


class Light(NamedTuple):
    """expected: None for a task that goes on all the year."""

    colour: str
    why: str
    percent: float | None
    expected: float | None

    @property
    def gap(self) -> float | None:
        if self.percent is None or self.expected is None or self.colour == "none":
            return None
        return points_behind(self.expected, self.percent)


def points_behind(expected: float, share: float) -> float:
    """Points behind as they are printed, by which lights are judged too."""
    return float(show(Decimal(str(expected)) - Decimal(str(share)), ".1f"))


def expected_share(due: date, as_of: date) -> float:
    """序时进度: in proportion to the days of the year gone by until the day due."""
    start = date(as_of.year, 1, 1)
    gone = Decimal(100 * (as_of - start).days) / (due - start).days
    return 100.0 if as_of >= due else float(gone.quantize(Decimal("0.1"), ROUND_HALF_UP))


class Asked(NamedTuple):
    """When a task is due, the day of judgement, the settings [progress], and whether it goes on all the year."""

    due: date
    as_of: date
    rules: dict
    stands: bool = False


def light_of(answer: Answer, asked: Asked) -> Light:
    """The light of one answer; what was typed and cannot be read gets nothing good."""
    expected = None if asked.stands else expected_share(asked.due, asked.as_of)
    judged = _stand(answer) if asked.stands else _settle(answer) or _judge(answer, asked, expected)
    colour, why, percent = judged
    if answer.is_unread and colour in GOOD:
        return Light("unreported", "unread", None, expected)
    return Light(colour, why, percent, expected)


def _stand(answer: Answer) -> tuple[str, str, float | None]:
    """Of a task without an end: whether it was reported, unless its unit says that it is behind."""
    settled = _settle(answer)
    if settled and settled[1] != "no-number":
        return settled
    if answer.status in ("behind", "not-started"):
        return "yellow", "by-status", answer.percent
    return "green", "rhythm", answer.percent


def _settle(answer: Answer) -> tuple[str, str, float | None] | None:
    """What no day can change: no course to keep, done, nothing said."""
    status, percent = answer.status, answer.percent
    if status in ("long-term", "adjusted"):
        return "none", status, percent
    if percent is not None and percent >= 100:
        return "done", "over" if percent > 100 else "done", percent
    if percent is None and status == "done":
        return "done", "done", 100.0
    if percent is None and not status:
        return "unreported", "no-number" if answer.is_told else "unreported", None
    return None


def _judge(answer: Answer, asked: Asked, expected: float) -> tuple[str, str, float | None]:
    due, as_of, rules, _ = asked
    status, percent = answer.status, answer.percent
    share = 0.0 if percent is None and status == "not-started" else percent
    if as_of > due:
        return "red", "overdue", share
    if share is None:
        colour, why = {"behind": ("yellow", "by-status"), "on-schedule": ("green", "by-status")}[status]
    else:
        colour, why = _by_share(share, expected, rules)
    if colour == "green" and as_of == due:
        return "yellow", "due-today", share
    if colour == "green" and rules["preset"] == "due" and (due - as_of).days < rules["near_days"]:
        return "blue", "near", share
    return colour, why, share


def _by_share(share: float, expected: float, rules: dict) -> tuple[str, str]:
    gap, preset = points_behind(expected, share), rules["preset"]
    if preset == "points":
        colour = "red" if gap > rules["red_points"] else "yellow" if gap >= rules["yellow_points"] else "green"
    elif preset == "share":
        colour = "red" if gap > rules["red_share"] * expected else "yellow" if gap > 0 else "green"
    else:
        colour = "yellow" if gap > 0 else "green"
    return colour, "short" if colour != "green" else "ahead" if gap < 0 else "kept"


class Row(NamedTuple):
    """claimed: the light of the unit's own word, where an inspection has another."""

    unit: str
    voice: str
    status: str
    light: Light
    claimed: str = ""
    verdict: str = ""


def light_row(facts: Facts, item: str, answers: dict, asked: Asked, found: Found | None = None) -> Row:
    """The light of a task: its lead's; of several leads the slowest that reported; without one, of who stands first.

    found: an inspection, whose word comes before theirs; what was found false is never good.
    """
    units = sorted(facts.units_of[item], key=lambda unit: ROLES.index(facts.role(item, unit)))
    first = facts.role(item, units[0])
    heard = [unit for unit in units if facts.role(item, unit) == first]
    lights = {unit: light_of(answers.get((item, unit), Answer()), asked) for unit in heard}
    told = [unit for unit in heard if lights[unit].why not in ("unreported", "no-number")] or heard[:1]
    worst = max(told, key=lambda unit: (_rank(lights[unit]), -heard.index(unit)))
    voice = "no-lead" if first != "lead" else "slowest" if len(heard) > 1 else "lead"
    status = answers.get((item, worst), Answer()).status
    if not found:
        return Row(worst, voice, status, lights[worst])
    known = found.status or found.percent is not None
    light = light_of(Answer(found.status, found.percent), asked) if known else lights[worst]
    if found.verdict == "false":
        if not known:
            light = light._replace(percent=None)
        light = light._replace(colour="red" if light.colour == "red" else "yellow", why="found-false")
    return Row(worst, voice, found.status or status, light, lights[worst].colour, found.verdict)


def _rank(light: Light) -> float:
    return ORDER.index("yellow") - 0.5 if light.why == "unread" else ORDER.index(light.colour)


def report_of(facts: Facts, unit: str, answers: dict, sent: dict[str, date | None], due: date) -> dict[str, object]:
    """How a unit reported: how many of its tasks, and how many days late."""
    own = facts.items_of[unit]
    answered = sum(not answers.get((item, unit), Answer()).is_blank for item in own)
    day = sent.get(unit)
    late = max(0, (day - due).days) if day else None
    state = "partial" if answered < len(own) else "late" if late else "complete"
    return {
        "items": len(own), "leads": facts.leads(unit), "answered": answered, "late_days": late,
        "state": state if unit in sent and answered else "missing",
    }  # fmt: skip
