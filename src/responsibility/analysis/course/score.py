"""Score: what a year comes to for each unit, point by point, each with what proves it.

In: the periods of a year as judged, where every word stood, and what people gave by hand. Out: an Assessment. Nothing
is invented: a period that nobody reported is none, and a unit is scored only for tasks that its role counts for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from responsibility.analysis.course.progress import Progress
from responsibility.kinds import Role
from responsibility.language.rounding import round_up
from responsibility.rows import CsvLine, Faults, Table, read_date, read_rows
from responsibility.settings import ScoreSettings

if TYPE_CHECKING:
    from pandas import DataFrame


class Cause(StrEnum):
    """Why points are given or taken; the first that holds for a task in a period is the only one."""

    FALSE = "false"
    RED = "red"
    YELLOW = "yellow"
    BLANK = "blank"
    CONTRADICTION = "contradiction"
    UNREFINED = "unrefined"
    MISSING = "missing"
    LATE = "late"
    OVER = "over"
    PRAISE = "praise"
    BLAME = "blame"
    LEADER = "leader"


class Portion(StrEnum):
    """The parts of a score, as its table has them."""

    TAKEN = "taken"
    GIVEN = "given"
    LEADER = "leader"


SCORES = Table(
    "scores.csv",
    {
        "unit_id": ("单位",),
        "cause": ("类别",),
        "points": ("分值",),
        "reason": ("理由", "事由"),
        "period": ("期次",),
        "item_id": ("任务", "任务编号"),
        "day": ("日期",),
        "by": ("经办人",),
    },
    ("unit_id", "cause", "points", "reason"),
    {"cause": {"加分": "praise", "表扬": "praise", "扣分": "blame", "领导评价": "leader"}},
)


@dataclass(frozen=True, slots=True)
class Point:
    """One row of a score. value: signed, as weighted. file, place, day: where its proof stands, "" and None if nowhere.

    percent, expected: of the task then. words: what was found, what another unit said, or the reason given by hand.
    """

    unit_id: str
    cause: Cause
    value: float
    period: str = ""
    item_id: str = ""
    file: str = ""
    place: str = ""
    day: date | None = None
    percent: float | None = None
    expected: float | None = None
    words: str = ""

    @property
    def is_found(self) -> bool:
        """Whether the light that it is for rests on an inspection, which found otherwise than was reported."""
        return self.cause in (Cause.RED, Cause.YELLOW) and bool(self.place) and not self.file

    @property
    def part(self) -> Portion:
        """To which part of the score it belongs."""
        return Portion.LEADER if self.cause is Cause.LEADER else Portion.TAKEN if self.value < 0 else Portion.GIVEN


@dataclass(frozen=True, slots=True)
class Score:
    """What a unit comes to. tasks: how many count for it; leads: of them led; band: from 1, the best."""

    unit_id: str
    tasks: int
    leads: int
    base: float
    points: tuple[Point, ...]
    band: int = 0

    def sum_part(self, part: Portion) -> float:
        """Return what the points of a part come to."""
        return round_up(sum(each.value for each in self.points if each.part is part), 2)

    @property
    def total(self) -> float:
        """The score."""
        return round_up(self.base + sum(each.value for each in self.points), 2)

    @property
    def per_task(self) -> float:
        """Points taken for each task that counts."""
        return -self.sum_part(Portion.TAKEN) / self.tasks


@dataclass(frozen=True, slots=True)
class Assessment:
    """A year's scores. scores: by band, then protocol order. unscored: units none of whose tasks count."""

    year: int
    periods: tuple[Progress, ...]
    scores: tuple[Score, ...]
    unscored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """A period as judged, and where its words stood: file, cell and the sheet's day, by item and unit.

    An item of "" is the unit's sheet itself. found: words and day of inspections by item, with where they stand.
    """

    progress: Progress
    places: Mapping[tuple[str, str], tuple[str, str, date | None]]
    found: Mapping[str, tuple[str, str, date | None]]


class Finders(NamedTuple):
    """What finds the id of a unit, of a task and of a period by the words that people write; "" where none is meant."""

    unit: Callable[[str], str]
    item: Callable[[str], str]
    period: Callable[[str], str]


def parse_scores(text: str, find: Finders, most: float, where: str = SCORES.name) -> tuple[Point, ...]:
    """Read what people give by hand, each with its reason. most: what leaders may give.

    Raises RegistryError naming every line that cannot be understood.
    """
    problems = Faults()
    given = [_read_point(row, find, most, where, problems) for row in read_rows(text, SCORES, where, problems)]
    leaders = [point.unit_id for point in given if point.cause is Cause.LEADER]
    for unit in sorted({unit for unit in leaders if unit and leaders.count(unit) > 1}):
        problems.add(where, 0, "JUDGED_TWICE", unit=unit)
    problems.raise_all(where)
    return tuple(given)


def _read_point(row: CsvLine, find: Finders, most: float, where: str, problems: Faults) -> Point:
    unit, item = find.unit(row("unit_id")), find.item(row("item_id")) if row("item_id") else ""
    cause = Cause(row("cause")) if row("cause") in ("praise", "blame", "leader") else Cause.PRAISE
    try:
        size = abs(float(row("points").lstrip("+")))
    except ValueError:
        size = float("nan")
    for column, holds, code in (
        ("unit_id", unit, "NO_SUCH_UNIT"),
        ("item_id", item or not row("item_id"), "NO_SUCH_TASK"),
        ("cause", row("cause") == cause, "NO_CAUSE"),
        ("points", size >= 0, "NO_POINTS"),
        ("points", cause is not Cause.LEADER or not size > most, "TOO_MANY_POINTS"),
        ("reason", row("reason"), "NO_REASON"),
    ):
        if not holds:
            problems.add(where, row.line, code, head=row.head(column), words=row(column), most=f"{most:g}")
    day = read_date(row, "day", where, problems)
    value = -size if cause is Cause.BLAME else size
    period = find.period(row("period")) if row("period") else ""
    return Point(unit, cause, value, period, item, where, str(row.line), day, words=row("reason"))


def assess_year(
    units: Sequence[str],
    roles: Mapping[str, Mapping[str, Role]],
    filed: Sequence[Filed],
    by_hand: Sequence[Point],
    settings: ScoreSettings,
    *,
    unrefined: Sequence[str] = (),
) -> Assessment:
    """Score every unit whose tasks count. units: protocol order; roles: of each item's units; filed: earliest first.

    unrefined: units that were asked for their refinement and sent none.
    Raises ValueError where there is no period: without returns there is no score.
    """
    if not filed:
        raise ValueError("no period")
    counted = {
        unit: [own[unit] for own in roles.values() if unit in own and settings.weigh(own[unit])] for unit in units
    }
    cost = settings.point("unrefined")
    points = [Point(unit, Cause.UNREFINED, -cost) for unit in unrefined if cost]
    points += [*_list_points(roles, filed, settings), *by_hand]
    scores = [
        Score(
            unit, len(own), sum(role is Role.LEAD for role in own), settings.point("base"),
            tuple(each for each in points if each.unit_id == unit),
        )
        for unit, own in counted.items() if own
    ]  # fmt: skip
    year = filed[-1].progress.period.end.year
    unscored = tuple(unit for unit, own in counted.items() if not own and any(unit in each for each in roles.values()))
    return Assessment(year, tuple(each.progress for each in filed), tuple(_band(scores, settings.step)), unscored)


def _band(scores: Sequence[Score], step: float) -> Iterator[Score]:
    """Yield scores with their bands: a new one where neighbours by total differ by more than a step."""
    place = {score.unit_id: number for number, score in enumerate(scores)}
    bands: list[list[Score]] = []
    for score in sorted(scores, key=lambda each: -each.total):
        if not bands or round(bands[-1][-1].total - score.total, 9) > step:
            bands.append([])
        bands[-1].append(score)
    for number, band in enumerate(bands, 1):
        for score in sorted(band, key=lambda each: place[each.unit_id]):
            yield replace(score, band=number)


def _list_points(
    roles: Mapping[str, Mapping[str, Role]], filed: Sequence[Filed], settings: ScoreSettings
) -> Iterator[Point]:
    for number, each in enumerate(filed):
        yield from _judge_reports(each, settings, roles)
        yield from _judge_tasks(each, filed[number + 1 :], settings, roles)
    yield from _reward(filed[-1], settings, roles)


def _judge_reports(filed: Filed, settings: ScoreSettings, roles: Mapping[str, Mapping[str, Role]]) -> Iterator[Point]:
    """Yield what a unit whose tasks count loses for a sheet that did not come, or came late."""
    progress = filed.progress
    for row in _records(progress.reports):
        unit = str(row["unit_id"])
        state = "missing" if row["state"] == "missing" else "late" if row["late_days"] else ""
        if not state or not settings.point(state):
            continue
        if any(unit in own and settings.weigh(own[unit]) for own in roles.values()):
            file, place, day = filed.places.get(("", unit), ("", "", None))
            words = str(row["late_days"] or "")
            yield Point(
                unit, Cause(state), -settings.point(state), progress.period.id, "", file, place, day, words=words
            )


def _judge_tasks(
    filed: Filed, later: Sequence[Filed], settings: ScoreSettings, roles: Mapping[str, Mapping[str, Role]]
) -> Iterator[Point]:
    """Yield what a unit loses for a task in this period, the gravest alone."""
    missing = set(filed.progress.reports.loc[filed.progress.reports["state"] == "missing", "unit_id"])
    unsettled = _list_unsettled(filed, later)
    answered = {(row["item_id"], row["unit_id"]): row["answered"] for row in _records(filed.progress.ledger)}
    for light in _records(filed.progress.lights):
        item = str(light["item_id"])
        # Whom a later meeting brought in has no part in this period.
        for unit, role in ((unit, role) for unit, role in roles[item].items() if (item, unit) in answered):
            causes = {
                Cause.FALSE: light["verdict"] == "false" and unit == light["unit_id"],
                Cause.RED: light["light"] == "red",
                Cause.YELLOW: light["light"] == "yellow",
                Cause.BLANK: unit not in missing and not answered[item, unit],
                Cause.CONTRADICTION: (item, unit) in unsettled,
            }
            weight = settings.weigh(role)
            costs = {cause: settings.point(cause.value) * weight for cause, holds in causes.items() if holds}
            cause = max(costs, key=lambda each: costs[each], default=None)
            if cause is not None and costs[cause]:
                point = _prove(filed, light, unit, cause)
                other = unsettled[item, unit] if cause is Cause.CONTRADICTION else point.words
                yield replace(point, value=-round_up(costs[cause], 2), words=other)


def _prove(filed: Filed, light: Mapping[str, object], unit: str, cause: Cause) -> Point:
    """Make a point of no value yet with the cell of the answer that it rests on, or the line of the inspection."""
    item, words = str(light["item_id"]), ""
    speaker = unit if cause in (Cause.BLANK, Cause.CONTRADICTION) else str(light["unit_id"])
    file, place, day = filed.places.get((item, speaker)) or filed.places.get(("", speaker)) or ("", "", None)
    changed = light["verdict"] and (light["claimed"] != light["light"] or _claim(filed, light) != light["percent"])
    if cause is Cause.FALSE or (changed and cause in (Cause.RED, Cause.YELLOW)):
        words, place, day = filed.found[item]
        file = ""
    percent, expected = (None if light[key] is None else float(str(light[key])) for key in ("percent", "expected"))
    return Point(unit, cause, 0.0, filed.progress.period.id, item, file, place, day, percent, expected, words)


def _claim(filed: Filed, light: Mapping[str, object]) -> object:
    """Return the share that the unit itself gave."""
    own = filed.progress.ledger
    return own.loc[(own["item_id"] == light["item_id"]) & (own["unit_id"] == light["unit_id"]), "percent"].iloc[0]


def _list_unsettled(filed: Filed, later: Sequence[Filed]) -> dict[tuple[str, str], str]:
    """Return contradictions that the next period still has, or that the year ends with: the other by task and lead."""
    own, still = _clashes(filed), _clashes(later[0]) if later else None
    return {key[:2]: key[2] for key in own if still is None or key in still}


def _clashes(filed: Filed) -> list[tuple[str, str, str]]:
    table = filed.progress.contradictions
    return [(str(row["item_id"]), str(row["unit_id"]), str(row["other_id"])) for row in _records(table)]


def _reward(filed: Filed, settings: ScoreSettings, roles: Mapping[str, Mapping[str, Role]]) -> Iterator[Point]:
    """Yield what is given for tasks that end the year with more than was promised."""
    for light in _records(filed.progress.lights):
        if light["why"] != "over" or not settings.point("over"):
            continue
        for unit, role in roles[str(light["item_id"])].items():
            if weight := settings.weigh(role):
                value = round_up(settings.point("over") * weight, 2)
                yield replace(_prove(filed, light, unit, Cause.OVER), value=value)


def _records(table: DataFrame) -> Iterable[Mapping[str, object]]:
    columns = [str(name) for name in table.columns]
    return (dict(zip(columns, row, strict=True)) for row in table.itertuples(index=False))
