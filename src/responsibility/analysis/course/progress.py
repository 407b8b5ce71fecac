"""Progress: what the answers of a period come to: course, lights, who is missing, what does not fit together.

In: a plan's tables, the Answers of this period and of the one before, a Period and the day asked about. Out: Progress,
tidy tables in document and protocol order. Judges nobody's truth: a contradiction or a doubt is a question to ask.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from responsibility.analysis.course.inspection import Inspection, verify_light
from responsibility.analysis.course.lights import Colour, Course, Light, judge, pick_slowest, withhold
from responsibility.analysis.course.period import Period, next_workday
from responsibility.analysis.course.replies import (
    ANSWER_COLUMNS,
    CONTRADICTION_COLUMNS,
    DOUBT_COLUMNS,
    Answer,
    Given,
    Roles,
    find_contradictions,
    find_doubts,
    index_answers,
)
from responsibility.frames import Frames
from responsibility.kinds import Role
from responsibility.language.measures import load_measures
from responsibility.settings import ProgressSettings

if TYPE_CHECKING:
    from pandas import DataFrame

    from responsibility.model import Item

# One row an assignment, document order; answered: whether anything was said.
LEDGER_COLUMNS = (*ANSWER_COLUMNS[:2], "role", "answered", *ANSWER_COLUMNS[2:])
# One row an item that names someone. unit_id: whose answer it rests on; voice: why that unit's: lead, slowest (of
# several leads) or no-lead. due: "" for no day of its own. light, why: values of Colour and Why. claimed, verdict: the
# light that the unit's word alone would give, and what an inspection came to; "" where nobody looked. light_before,
# gap_before: of the period before.
LIGHT_COLUMNS = (
    "item_id", "unit_id", "status", "percent", "expected", "gap", "due", "light", "why", "voice", "claimed", "verdict",
    "light_before", "gap_before",
)  # fmt: skip
# One row a unit, protocol order. state: missing, partial, late or complete; late_days: after the day due, None where
# the sheet bears no day.
REPORT_COLUMNS = ("unit_id", "items", "leads", "answered", "state", "filled_on", "late_days")
# reason: missing, blank, overdue, red, yellow, contradiction, doubt; the first that holds, worst first.
REMINDER_COLUMNS = ("unit_id", "item_id", "role", "reason", "due", "light")


_STANDING = load_measures("deadlines")["standing"]


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a plan at the end of a period; tables of the columns named above.

    answer_by: the day by which what is missing is asked for.
    """

    period: Period
    as_of: date
    ledger: DataFrame
    lights: DataFrame
    reports: DataFrame
    contradictions: DataFrame
    doubts: DataFrame
    reminders: DataFrame
    answer_by: date

    def count_lights(self) -> dict[str, int]:
        """Count items by light, best first; every light has a number."""
        counts = self.lights["light"].value_counts()
        return {colour.value: int(counts.get(colour.value, 0)) for colour in Colour}


def judge_progress(
    frames: Frames,
    answers: Iterable[Answer],
    settings: ProgressSettings,
    period: Period,
    as_of: date,
    *,
    start: date,
    end: date,
    filled_on: Mapping[str, date | None],
    earlier: Iterable[Answer] = (),
    lights_before: Mapping[str, tuple[str, object]] | None = None,
    inspections: Mapping[str, Inspection] | None = None,
    milestones: Mapping[str, tuple[tuple[date, float], ...]] | None = None,
    items: Iterable[Item] = (),
) -> Progress:
    """Say how a plan stands. start, end: of the plan, for items without a day of their own.

    filled_on: the day written on each returned sheet, by unit; units that are not in it sent nothing. inspections: what
    was found in this period, by item. milestones: accepted stages of an item, in the place of those that the settings
    give to all. lights_before: light and gap of the period before. items: of the plan as it was
    then: those that a meeting made run evenly from its day on, those that one cancelled are asked about no more.
    """
    given, before, found = index_answers(answers), index_answers(earlier), inspections or {}
    roles, decided = _list_roles(frames), {item.id: item for item in items}
    born = {item.id: date.fromisoformat(item.since) for item in decided.values() if item.since}
    asked_of = {item: units for item, units in roles.items() if not (item in decided and decided[item].cancelled)}
    given |= _cancel(roles, given, decided)
    dues, standing = _list_dues(frames), _list_standing(frames)
    lights = []
    for item, units in roles.items():
        own = (milestones or {}).get(item)
        stages = own if own is not None else () if item in born else _stages(start, settings)
        course = Course(born.get(item, start), dues[item] or end, stages, item in standing and own is None)
        look = partial(_look, course=course, as_of=as_of, settings=settings)
        lights.append(_light_row(item, dues[item], units, given, look, found.get(item)))
    known = lights_before or {}
    light_rows = [(*row, *known.get(row[0], ("", None))) for row in lights]
    contradictions = list(find_contradictions(asked_of, given))
    doubts = list(find_doubts({key: each for key, each in given.items() if key[0] in asked_of}, before))
    reports = list(_report(frames, roles, given, period, filled_on))
    asked = _list_reasons(asked_of, reports, light_rows, contradictions, doubts)
    by_item = {row[0]: row for row in light_rows}
    reminders = list(_remind(map(str, frames.units["unit_id"]), asked_of, given, by_item, asked))
    return Progress(
        period,
        as_of,
        _table(_ledger(roles, given), LEDGER_COLUMNS),
        _table(light_rows, LIGHT_COLUMNS),
        _table(reports, REPORT_COLUMNS),
        _table(contradictions, CONTRADICTION_COLUMNS),
        _table(doubts, DOUBT_COLUMNS),
        _table(reminders, REMINDER_COLUMNS),
        next_workday(as_of + timedelta(days=settings.answer_days)).day,
    )


def _cancel(roles: Roles, given: Given, items: Mapping[str, Item]) -> dict[tuple[str, str], Answer]:
    """Return what holds for tasks that a meeting cancelled, whatever their units say; what they wrote stands below."""
    ended = {item.id: item.cancelled.words for item in items.values() if item.cancelled}
    said = {(item, unit): given.get((item, unit), Answer(item, unit)) for item in ended for unit in roles.get(item, ())}
    words = {key: "\n".join(filter(None, (ended[key[0]], each.done))) for key, each in said.items()}
    return {key: replace(each, status="adjusted", done=words[key]) for key, each in said.items()}


def _table(rows: Iterable[Sequence[object]], columns: tuple[str, ...]) -> DataFrame:
    import pandas as pd

    # Objects throughout: a share that is not known stays None and never becomes a number.
    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns), dtype=object)


def _list_roles(frames: Frames) -> dict[str, dict[str, Role]]:
    """Return the units of each item, strongest first, then in the order of the text; items that name someone."""
    roles: dict[str, dict[str, Role]] = {}
    table = frames.assignments
    for item, unit, role in zip(table["item_id"], table["unit_id"], table["role"], strict=True):
        roles.setdefault(str(item), {})[str(unit)] = Role(role)
    return {
        str(item): dict(sorted(roles[item].items(), key=lambda pair: pair[1].strength))
        for item in frames.items["item_id"]
        if item in roles
    }


def _list_dues(frames: Frames) -> dict[str, date | None]:
    """Return the day each item is due; None where it names no day."""
    dues: dict[str, date | None] = {}
    for item, words in zip(frames.items["item_id"], frames.items["due"], strict=True):
        try:
            dues[str(item)] = date.fromisoformat(str(words))
        except ValueError:
            dues[str(item)] = None
    return dues


def _list_standing(frames: Frames) -> set[str]:
    """Return the items that go on all the year, by the words of their day."""
    rows = zip(frames.items["item_id"], frames.items["due"], frames.items["due_text"], strict=True)
    return {str(item) for item, due, words in rows if not due and str(words).startswith(_STANDING)}


def _stages(start: date, settings: ProgressSettings) -> tuple[tuple[date, float], ...]:
    stages = []
    for words, share in settings.stages.items():
        month, day = map(int, words.split("-"))
        stages.append((date(start.year, month, min(day, monthrange(start.year, month)[1])), share))
    return tuple(sorted(stage for stage in stages if stage[0] > start))


_LightRow = tuple[str, str, str, float | None, float | None, float | None, str, str, str, str, str, str]


def _look(answer: Answer, course: Course, as_of: date, settings: ProgressSettings) -> Light:
    light = judge(answer.status, answer.percent, course, as_of, settings, told=answer.is_told)
    return withhold(light) if answer.unread else light


def _light_row(  # noqa: PLR0917  # one row's facts
    item: str,
    due: date | None,
    units: Mapping[str, Role],
    given: Given,
    look: Callable[[Answer], Light],
    found: Inspection | None,
) -> _LightRow:
    """Give an item the light of its lead; of several leads that of the slowest; without a lead, of who stands in.

    found: an inspection, whose word comes before theirs.
    """
    strongest = next(iter(units.values()))
    answers = [given.get((item, unit), Answer(item, unit)) for unit, role in units.items() if role is strongest]
    lights = [look(each) for each in answers]
    place = pick_slowest(lights)
    answer, claimed = answers[place], lights[place]
    light = verify_light(claimed, found, lambda status, percent: look(Answer(item, answer.unit_id, status, percent)))
    voice = "no-lead" if strongest is not Role.LEAD else "slowest" if len(answers) > 1 else "lead"
    return (
        item,
        answer.unit_id,
        (found.status if found else "") or answer.status,
        light.percent,
        light.expected,
        light.gap,
        due.isoformat() if due else "",
        light.colour.value,
        light.why.value,
        voice,
        claimed.colour.value if found else "",
        found.verdict.value if found else "",
    )


def _ledger(roles: Roles, given: Given) -> Iterator[tuple[object, ...]]:
    for item, units in roles.items():
        for unit, role in units.items():
            answer = given.get((item, unit), Answer(item, unit))
            yield item, unit, role.value, (item, unit) in given, *astuple(answer)[2:]


def _report(
    frames: Frames, roles: Roles, given: Given, period: Period, filled_on: Mapping[str, date | None]
) -> Iterator[tuple[object, ...]]:
    """Yield how each unit that has tasks reported."""
    for unit in map(str, frames.units["unit_id"]):
        own = [item for item, units in roles.items() if unit in units]
        if not own:
            continue
        leads = sum(roles[item][unit] is Role.LEAD for item in own)
        answered = sum((item, unit) in given for item in own)
        day = filled_on.get(unit)
        late = max(0, (day - period.due.day).days) if day else None
        if unit not in filled_on or not answered:
            state = "missing"
        elif answered < len(own):
            state = "partial"
        else:
            state = "late" if late else "complete"
        yield unit, len(own), leads, answered, state, day.isoformat() if day else "", late


def _remind(
    units: Iterable[str],
    roles: Roles,
    given: Given,
    lights: Mapping[str, Sequence[object]],
    asked: Mapping[str, set[tuple[object, object]]],
) -> Iterator[tuple[object, ...]]:
    """Yield what each unit is to be asked for, protocol order, then document order; one reason a task.

    asked: items and units that a reason holds for, worst reason first.
    """
    for unit in units:
        for item, own in roles.items():
            if unit not in own:
                continue
            light = lights[item]
            holds = {name: (item, unit) in pairs for name, pairs in asked.items()}
            holds["blank"] = not holds["missing"] and (item, unit) not in given
            reason = next((name for name, applies in holds.items() if applies), None)
            if reason:
                yield unit, item, own[unit].value, reason, light[6], light[7]


def _list_reasons(
    roles: Roles,
    reports: Iterable[Sequence[object]],
    lights: Iterable[Sequence[object]],
    contradictions: Iterable[Sequence[object]],
    doubts: Iterable[Sequence[object]],
) -> dict[str, set[tuple[object, object]]]:
    """Return for each reason, worst first, the items and units it holds for; "blank" is filled in by the caller."""
    missing = {row[0] for row in reports if row[4] == "missing"}
    lights = list(lights)
    return {
        "missing": {(item, unit) for item, units in roles.items() for unit in units if unit in missing},
        "blank": set(),
        "overdue": {(row[0], row[1]) for row in lights if row[8] == "overdue"},
        "red": {(row[0], row[1]) for row in lights if row[7] == "red"},
        "yellow": {(row[0], row[1]) for row in lights if row[7] == "yellow"},
        "contradiction": {(row[1], unit) for row in contradictions for unit in row[2:4]},
        "doubt": {(row[1], row[2]) for row in doubts if row[0] != "same-words"},
    }
