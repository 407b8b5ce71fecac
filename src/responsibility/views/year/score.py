"""Score: 考核评分表, a summary by bands and one sheet a unit, each point with its proof and room to appeal.

In: a Scene and an Assessment. Out: a Book whose totals are live formulas that give what was computed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from responsibility.analysis.course.score import Assessment, Cause, Point, Portion, Score
from responsibility.language.rounding import write_whole
from responsibility.paths import sheet_name
from responsibility.views.measure import capacity_of
from responsibility.views.naming import write_ordinal
from responsibility.views.running import Running, run_names
from responsibility.views.scene import Scene
from responsibility.views.sheet import Area, Book, Cell, Column, Row, Sheet, quoted, relative, row_of
from responsibility.views.sheets.books import make_book
from responsibility.views.sheets.listing import percent_words, spill_row

_UNIT = (("seq", 5.0), ("period", 13.6), ("cause", 20.4), ("proof", 41.6), ("points", 6.4), ("answer", 10.0))
_POINTS = 4  # the column of points
_SUMMARY = (
    ("unit", 18.0), ("leads", 7.0), ("tasks", 7.0), ("base", 8.0), ("taken", 8.0), ("given", 8.0), ("leader", 8.0),
    ("total", 8.0), ("per-task", 9.0), ("causes", 24.0),
)  # fmt: skip
_TASKS, _BASE, _TAKEN, _TOTAL = 2, 3, 4, 7
_ROOM = 58.0  # points of a cell to write in
_PARTS = (Portion.TAKEN, Portion.GIVEN, Portion.LEADER)


def build_score_book(scene: Scene, assessment: Assessment) -> Book:
    """Build 考核评分表.xlsx: a unit that ended within the year stands under the name of who goes on for it."""
    issued, scene = scene, scene.on_day(assessment.periods[-1].period.end)
    taken = [scene.say("score.name")]
    names: dict[str, str] = {}
    for score in assessment.scores:
        names[score.unit_id] = sheet_name(scene.short(score.unit_id), taken)
        taken.append(names[score.unit_id])
    sheets = [_build_unit(scene, assessment, score, names[score.unit_id]) for score in assessment.scores]
    places = {score.unit_id: places for score, (_, places) in zip(assessment.scores, sheets, strict=True)}
    summary = _build_summary(scene, assessment, names, places, tuple(_list_succeeded(issued, assessment)))
    return make_book(scene, say_title(scene, assessment), (summary, *(sheet for sheet, _ in sheets)))


def say_title(scene: Scene, assessment: Assessment) -> str:
    """Return the title of the book."""
    return scene.say("score.title", year=assessment.year)


def _columns(columns: Sequence[tuple[str, float]]) -> tuple[Column, ...]:
    return tuple(Column(key, width, width, "annex-cell") for key, width in columns)


def _heads(scene: Scene, columns: Sequence[tuple[str, float]]) -> Row:
    return row_of(*(Cell(scene.say(f"score.column.{key}"), "annex-head") for key, _ in columns))


def _build_unit(scene: Scene, assessment: Assessment, score: Score, name: str) -> tuple[Sheet, dict[str, str]]:
    """Build one unit's sheet; with the cell that holds each part's sum."""
    say, last = scene.say, len(_UNIT) - 1
    unit = scene.units[score.unit_id]
    rows = [
        row_of(Cell(say_title(scene, assessment), "title")),
        row_of(Cell(say("score.plan", plan=scene.title), "subtitle")),
        row_of(Cell(say("score.whom", unit=scene.name(unit), tasks=score.tasks, leads=score.leads), "label")),
        _heads(scene, _UNIT),
    ]
    merges = [Area(row, 0, row, last) for row in range(3)]
    sums: dict[str, str] = {}
    seq = 0
    for number, (key, value, own) in enumerate(_list_parts(scene, assessment, score), 1):
        at = len(rows)
        lines = [line for place, cells in enumerate(own, seq + 1) for line in _spill(scene, cells, place)]
        seq += len(own)
        words = say(f"score.part.{key}", number=write_ordinal(number, say.language), most=f"{_leader(scene):g}")
        area = f"{relative(at + 1, _POINTS)}:{relative(at + len(lines), _POINTS)}"
        rows += (_sum_row(words, f"SUM({area})", value, "score-total" if key == "base" else "score-part"), *lines)
        merges.append(Area(at, 0, at, _POINTS - 1))
        sums[key] = relative(at, _POINTS)
    merges.append(Area(len(rows), 0, len(rows), _POINTS - 1))
    rows.append(_sum_row(say("score.total"), "+".join(sums.values()), score.total, "score-total"))
    foot = _foot(scene)
    merges += (Area(len(rows) + line, 0, len(rows) + line, last) for line in (0, 1))
    for line in range(len(rows) + 2, len(rows) + len(foot)):
        merges += (Area(line, 0, line, 1), Area(line, 2, line, last))
    page = scene.paper(landscape=False, form="form", repeat_rows=(3, 3), whole=True)
    return Sheet(name, _columns(_UNIT), (*rows, *foot), tuple(merges), page=page), sums


def _foot(scene: Scene) -> list[Row]:
    """Say the rule, then leave room for an appeal and the signatures."""
    rows = [row_of(Cell(_say_rule(scene), "annex-note")), row_of(Cell("", "plain"))]
    for key in ("appeal", "unit-sign", "office-sign"):
        words = (scene.say(f"score.{key}"), scene.say(f"score.{key}-room"))
        cells = (Cell(words[0], "annex-head"), Cell("", "annex-head"), Cell(words[1], "sign"))
        row = row_of(*cells, *(Cell("", "sign") for _ in range(len(_UNIT) - 3)))
        rows.append(replace(row, least=_ROOM, grows=True, kept=key != "office-sign"))  # on one page
    return rows


def _list_parts(
    scene: Scene, assessment: Assessment, score: Score
) -> Iterator[tuple[str, float, list[tuple[Cell, ...]]]]:
    """Yield each part that has rows: its key, its sum and its rows."""
    yield "base", score.base, [_base_row(scene, score)]
    periods = {each.period.id: scene.show_period(each.period) for each in assessment.periods}
    for part in _PARTS:
        if own := _rows(scene, score, part, periods):
            yield part.value, score.sum_part(part), own


def _leader(scene: Scene) -> float:
    return scene.settings.score.point("leader")


def _sum_row(words: str, formula: str, value: float, style: str) -> Row:
    blank = [Cell("", "annex-band") for _ in range(_POINTS - 1)]
    return row_of(Cell(words, "annex-band"), *blank, Cell(value, style, formula), Cell("", "annex-band"))


def _spill(scene: Scene, cells: Sequence[Cell], seq: int) -> Iterator[Row]:
    numbered = (Cell(seq, "annex-center"), *cells[1:])
    yield from spill_row(numbered, {at: width for at, (_, width) in enumerate(_UNIT) if at in (2, 3)}, scene.say)


def _base_row(scene: Scene, score: Score) -> tuple[Cell, ...]:
    say = scene.say
    words = (
        Cell(say("score.whole-year"), "annex-center"),
        Cell(say("score.cause.base")),
        Cell(say("score.proof.base")),
    )
    return (Cell(), *words, Cell(score.base, "score-base"), Cell("", "annex-center"))


def _rows(scene: Scene, score: Score, part: Portion, periods: Mapping[str, str]) -> list[tuple[Cell, ...]]:
    say = scene.say
    return [
        (
            Cell(),
            Cell(periods.get(point.period, point.period) or say("score.whole-year"), "annex-center"),
            Cell(say_cause(scene, point)),
            Cell(say_proof(scene, point)),
            Cell(point.value, "score-points"),
            Cell(say("score.answer") if part is Portion.TAKEN else "", "annex-center"),
        )
        for point in score.points
        if point.part is part
    ]


def say_cause(scene: Scene, point: Point) -> str:
    """Say why points are given or taken."""
    number = scene.number(point.item_id) if point.item_id else ""
    return scene.say(f"score.cause.{point.cause.value}", number=number, words=point.words, days=point.words)


def say_proof(scene: Scene, point: Point) -> str:
    """Say where it can be seen: file, cell and day, and what stands there."""
    known = point.cause is Cause.CONTRADICTION and point.words in scene.units
    where = scene.say("score.where", file=point.file, place=point.place)
    return scene.say(
        f"score.proof.{'found' if point.is_found else point.cause.value}",
        where=where,
        day=scene.show_day(point.day) if point.day else "",
        percent=percent_words(point.percent),
        expected=percent_words(point.expected),
        words=scene.short(point.words) if known else point.words,
    )


def _say_rule(scene: Scene) -> str:
    """Say the rule as it was applied; what it does not count is not said."""
    rule = scene.settings.score
    costs = {key: f"{rule.point(key):g}" if rule.point(key) else "" for key in _COSTS}
    weights = {"lead": rule.lead, "co_lead": rule.co_lead, "support": rule.support}
    told = {key: write_whole(100 * weight) for key, weight in weights.items()}
    return scene.say("score.rule", **costs, **told)


_COSTS = ("unrefined", "missing", "late", "blank", "red", "yellow", "false", "contradiction", "over")


def _build_summary(
    scene: Scene,
    assessment: Assessment,
    names: Mapping[str, str],
    places: Mapping[str, Mapping[str, str]],
    succeeded: Sequence[str],
) -> Sheet:
    """Build 汇总表: units by band, in protocol order within one. succeeded: notes on units that ended."""
    say, last = scene.say, len(_SUMMARY) - 1
    periods = scene.join(scene.show_period(each.period) for each in assessment.periods)
    rows = [
        row_of(Cell(say("score.summary", year=assessment.year), "title")),
        row_of(Cell(say("score.plan", plan=scene.title), "subtitle")),
        row_of(Cell(say("score.periods", periods=periods), "note")),
        _heads(scene, _SUMMARY),
    ]
    merges = [Area(row, 0, row, last) for row in range(3)]
    for band, own in groupby(assessment.scores, lambda each: each.band):
        scores = list(own)
        merges.append(Area(len(rows), 0, len(rows), last))
        words = say("score.band", number=write_ordinal(band, say.language), count=len(scores))
        rows.append(row_of(Cell(words, "annex-band"), *(Cell("", "annex-band") for _ in range(last))))
        for score in scores:
            rows.append(_summary_row(scene, score, names[score.unit_id], places[score.unit_id], len(rows)))
    notes = list(_list_notes(scene, assessment, succeeded))
    merges += (Area(len(rows) + line, 0, len(rows) + line, last) for line in range(len(notes) + 1))
    rows += (row_of(Cell(note, "annex-note")) for note in notes)
    rows.append(row_of(Cell(say("score.signs"), "sign-line"), height=36.0))
    page = scene.paper(landscape=False, repeat_rows=(3, 3))
    return Sheet(say("score.name"), _columns(_SUMMARY), tuple(rows), tuple(merges), frozen=(4, 1), page=page)


def _summary_row(scene: Scene, score: Score, name: str, places: Mapping[str, str], at: int) -> Row:
    sums = {"base": score.base, **{part.value: score.sum_part(part) for part in _PARTS}}
    parts = [
        Cell(value, "score-base" if key == "base" else "score-points", f"{quoted(name)}!{places[key]}")
        if key in places
        else Cell("", "score-points")
        for key, value in sums.items()
    ]
    total = f"SUM({relative(at, _BASE)}:{relative(at, _TOTAL - 1)})"
    each = f"-{relative(at, _TAKEN)}/{relative(at, _TASKS)}"
    return row_of(
        Cell(_break_name(scene.short(score.unit_id)), "annex-cell"),
        Cell(score.leads, "score-base"),
        Cell(score.tasks, "score-base"),
        *parts,
        Cell(score.total, "score-total", total),
        Cell(score.per_task, "score-each", each),
        Cell(_count_causes(scene, score), "annex-cell"),
    )


def _break_name(name: str) -> str:
    """Break a name that has a former one behind it before the bracket, never within a word."""
    now, bracket, former = name.partition("（")
    return run_names((Running(now), Running(bracket + former)), capacity_of(_SUMMARY[0][1]), "").words


def _count_causes(scene: Scene, score: Score) -> str:
    counts = Counter([point.cause.value for point in score.points if point.cause is not Cause.LEADER])
    said = [
        Running(scene.say("score.times", cause=scene.say(f"score.short.{cause.value}"), count=counts[cause.value]))
        for cause in Cause
        if counts[cause.value]
    ]
    return run_names(said, capacity_of(_SUMMARY[-1][1]), scene.say("sheet.and")).words


def _list_notes(scene: Scene, assessment: Assessment, succeeded: Sequence[str]) -> Iterator[str]:
    tasks = [score.tasks for score in assessment.scores]
    step = f"{scene.settings.score.step:g}"
    yield scene.say("score.note.bands", step=step)
    if tasks and min(tasks) < max(tasks):
        yield scene.say("score.note.tasks", least=min(tasks), most=max(tasks))
    yield _say_rule(scene)
    yield from succeeded
    if assessment.unscored:
        yield scene.say("score.note.unscored", units=scene.join(map(scene.short, assessment.unscored)))


def _list_succeeded(scene: Scene, assessment: Assessment) -> Iterator[str]:
    """Say of each unit that ended, by the name under which its tasks were issued, who goes on for it since when."""
    for unit in (scene.units[score.unit_id] for score in assessment.scores):
        if unit.succeeded_by in scene.units and unit.valid_to:
            told = {"unit": scene.short(unit.id), "successor": scene.short(unit.succeeded_by)}
            yield scene.say("score.note.succeeded", **told, day=scene.show_day(unit.valid_to))
