"""Bulletin: 通报, what an office writes to all units at the end of a period, ready to be signed.

Order: how things stand, what goes well, what does not in the units' own words, what is asked of whom until when; then
the tables. Every number is one of the ledger's. What has no content has no sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from responsibility.analysis.course.lights import Standing, Why, find_standing
from responsibility.analysis.course.progress import Progress
from responsibility.language.rounding import show_number
from responsibility.views.issued.letterhead import entitle, head_letter, sign_letter
from responsibility.views.letter import Letter, LetterTable, Line, line_of
from responsibility.views.measure import share_line
from responsibility.views.naming import cite_title, write_ordinal
from responsibility.views.running import break_due
from responsibility.views.scene import Scene
from responsibility.views.sheet import Cell
from responsibility.views.sheets.listing import Record, list_records, percent_words
from responsibility.views.sheets.progress import say_end, say_lead, stamp_progress

_MOST_GOOD = 8  # tasks named for going well; the table has all
_MOST_ASKED = 6  # units asked by name; the problems above name all
_WIDE = 156.0  # millimetres of a page
_STARRED = 19.0  # millimetres of a word with its star
_CHARACTER, _SIDES = 1.86, 1.2  # millimetres of a half-width character; how many stay empty beside a cell's words
_DUE, _DAY = 26.0, 12.0  # millimetres of a day, and the half-width characters that this holds
_ROW = 20.0  # points, the least height of a row
_LOWEST = 15.0  # of a row of one line
_PAGE = 515.0  # points that a page has below an annex's title
_LOUD = (Standing.BEHIND, Standing.UNREPORTED)


@dataclass(frozen=True, slots=True)
class Told:
    """One task as the bulletin tells it. unit: who leads it, the slowest of several, or who answers where nobody leads.

    before: how it stood the period before, None if unknown. light: its row of Progress.lights; done, problems: the
    words of the unit.
    """

    item_id: str
    number: str
    title: str
    unit: str
    standing: Standing
    before: Standing | None
    light: Record
    done: str
    problems: str

    @property
    def is_led(self) -> bool:
        """Whether the unit leads it."""
        return self.light["voice"] != "no-lead"


def build_bulletin(scene: Scene, progress: Progress) -> Letter:
    """Build 通报.docx."""
    say, tasks = scene.say, list_told(scene, progress)
    period = scene.show_period(progress.period)
    title = say("progress.bulletin.title", plan=cite_title(scene.title), period=period)
    tables = (_list_tasks(scene, tasks), _count_leads(scene, tasks))
    names = [say(f"progress.bulletin.annex-{number}") for number in (1, 2)]
    return Letter(
        title,
        scene.title,
        scene.office,
        progress.as_of,
        (
            *head_letter(scene),
            entitle(title),
            line_of("gap", ""),
            line_of("addressees", say("progress.bulletin.addressees", units=_address(scene))),
            *_write_body(scene, progress, tasks, period),
            *_enclose(scene, names),
            *sign_letter(scene),
            *_annex(scene, names, tables, tasks),
        ),
        stamp_progress(scene, progress),
        scene.settings.output.fonts,
    )


def list_told(scene: Scene, progress: Progress) -> list[Told]:
    """Return how every task stands, document order."""
    words = {(row["item_id"], row["unit_id"]): row for row in list_records(progress.ledger)}
    return [_tell(scene, row, words[row["item_id"], row["unit_id"]]) for row in list_records(progress.lights)]


def _tell(scene: Scene, light: Record, own: Record) -> Told:
    item, ahead = scene.items[str(light["item_id"])], scene.settings.progress.ahead_points
    before = str(light["light_before"] or "")
    return Told(
        item.id,
        scene.number(item.id),
        (item.title or item.body).removesuffix("…"),
        scene.short(str(light["unit_id"])),
        find_standing(str(light["light"]), light["gap"], ahead),
        find_standing(before, light["gap_before"], ahead) if before else None,
        light,
        quote_words(own["done"]),
        quote_words(own["problems"]),
    )


def quote_words(typed: object) -> str:
    """Return what a unit typed as it can stand in a sentence: one line, without the stop at its end."""
    return "；".join(line.strip(" \t　。；;") for line in str(typed or "").splitlines() if line.strip(" \t　。；;"))


def _address(scene: Scene) -> str:
    return scene.join(scene.plan.header.addressees) or scene.say("progress.bulletin.everyone")


def _write_body(scene: Scene, progress: Progress, tasks: Sequence[Told], period: str) -> Iterator[Line]:
    say = scene.say
    day = scene.show_day(progress.as_of)
    yield line_of("text", say("progress.bulletin.opening", plan=cite_title(scene.title), period=period, day=day))
    parts = {
        "course": list(_write_course(scene, progress, tasks)),
        "good": list(_write_good(scene, tasks)),
        "problems": list(_write_problems(scene, tasks)),
        "next": [line_of("text-last", _write_next(scene, progress, tasks))],
    }
    for number, (key, lines) in enumerate(((key, lines) for key, lines in parts.items() if lines), 1):
        ordinal = write_ordinal(number, say.language)
        yield line_of("head", say(f"progress.bulletin.head-{key}", number=ordinal))
        yield from lines


def _write_course(scene: Scene, progress: Progress, tasks: Sequence[Told]) -> Iterator[Line]:
    say, counts = scene.say, Counter(task.standing for task in tasks)
    shares = say("progress.bulletin.semicolon").join(
        say("progress.bulletin.count", word=_word(scene, each), count=counts[each], share=_share(counts[each], tasks))
        for each in Standing
        if counts[each]
    )
    parts = [say("progress.bulletin.course", total=len(tasks), counts=shares), _compare(scene, tasks)]
    yield line_of("text", "".join(parts) + (_say_verified(scene, tasks) or say("progress.bulletin.claimed")))
    if words := _say_reports(scene, progress):
        yield line_of("text", words)


def _say_verified(scene: Scene, tasks: Sequence[Told]) -> str:
    """Say how many tasks were looked at and what came of it, and that the rest is what units claim."""
    seen = [task for task in tasks if task.light["verdict"]]
    if not seen:
        return ""
    counts = Counter(str(task.light["verdict"]) for task in seen)
    false = [task.number for task in seen if task.light["verdict"] == "false"]
    told = {key: counts[key] for key in ("true", "partly", "false")}
    return scene.say("progress.bulletin.verified", count=len(seen), numbers=scene.join(false), **told)


def _compare(scene: Scene, tasks: Sequence[Told]) -> str:
    """Say what became more or less since the period before, where all that was asked is known."""
    before = Counter(task.before for task in tasks if task.before)
    if not before:
        return ""
    now = Counter(task.standing for task in tasks)
    changes = [
        scene.say(f"progress.bulletin.{'more' if change > 0 else 'less'}", word=_word(scene, each), count=abs(change))
        for each in (Standing.DONE, *_LOUD)
        if (change := now[each] - before[each])
    ]
    return scene.say("progress.bulletin.compared", changes=scene.join(changes)) if changes else ""


def _say_reports(scene: Scene, progress: Progress) -> str:
    """Say who has not reported or left tasks blank; nothing where all did."""
    by_state: dict[object, list[str]] = {"missing": [], "partial": []}
    reports = list_records(progress.reports)
    for row in reports:
        by_state.setdefault(row["state"], []).append(scene.short(str(row["unit_id"])))
    missing, partial = by_state["missing"], by_state["partial"]
    if not missing and not partial:
        return ""
    if len(missing) == len(reports):
        return scene.say("progress.bulletin.no-reports", units=len(reports))
    told = {"units": len(reports), "answered": len(reports) - len(missing)}
    return scene.say("progress.bulletin.reports", missing=scene.join(missing), partial=scene.join(partial), **told)


def _write_good(scene: Scene, tasks: Sequence[Told]) -> Iterator[Line]:
    """Yield the tasks that go well and of which something is told, done first, then the furthest ahead."""
    good = [task for task in tasks if task.standing in (Standing.DONE, Standing.AHEAD)]
    ranked = sorted(good, key=lambda task: (task.standing is not Standing.DONE, not task.done, _gap(task)))
    words = "".join(
        scene.say(
            f"progress.bulletin.{'good' if task.is_led else 'good-shared'}",
            **_places(task),
            word=_word(scene, task.standing),
            words=task.done,
        )
        for task in ranked[:_MOST_GOOD]
    )
    more = scene.say("progress.bulletin.good-more") if len(ranked) > _MOST_GOOD else ""
    if words:
        yield line_of("text", words + more)


def _gap(task: Told) -> float:
    return float(str(task.light["gap"])) if task.standing is Standing.AHEAD else 0.0


def _write_problems(scene: Scene, tasks: Sequence[Told]) -> Iterator[Line]:
    """Yield a paragraph a lead unit with tasks behind or problems of its own, then one for what nobody reported."""
    say = scene.say
    told = [task for task in tasks if task.standing is Standing.BEHIND or task.problems]
    paragraphs = []
    for unit, own in _by_unit(told):
        behind = sum(task.standing is Standing.BEHIND for task in own)
        head = say("progress.bulletin.unit", unit=unit, count=behind)
        paragraphs.append((head, "".join(_say_problem(scene, task) for task in own)))
    asked = _sort_asked(task for task in tasks if not task.problems)
    paragraphs += [
        (say(f"progress.bulletin.{key}"), say("progress.bulletin.listed", units=_list(scene, asked[key])))
        for key in ("unreported", "unclear")
        if asked[key]
    ]
    for number, (head, words) in enumerate(paragraphs, 1):
        ordinal = say("progress.bulletin.second", number=write_ordinal(number, say.language))
        yield Line("text", ((ordinal + head, "sub"), (words, "")))


def _sort_asked(tasks: Iterable[Told]) -> dict[str, list[Told]]:
    """Part the tasks of which more is asked: nothing came, what came tells no progress, or it is behind."""
    asked: dict[str, list[Told]] = {"unreported": [], "unclear": [], "behind": []}
    for task in tasks:
        if task.standing is Standing.UNREPORTED:
            asked["unreported" if task.light["why"] == Why.UNREPORTED else "unclear"].append(task)
        elif task.standing is Standing.BEHIND:
            asked["behind"].append(task)
    return asked


def _say_problem(scene: Scene, task: Told) -> str:
    light = task.light
    key = str(light["why"]) if task.standing is Standing.BEHIND else "other"
    state = scene.say(
        f"progress.bulletin.why.{key}",
        percent=percent_words(light["percent"]),
        expected=percent_words(light["expected"]),
        due=say_end(scene, light),
    )
    return scene.say("progress.bulletin.problem", **_places(task), state=state, done=task.done, words=task.problems)


def _write_next(scene: Scene, progress: Progress, tasks: Sequence[Told]) -> str:
    """Say who is to do what until when."""
    say, day = scene.say, scene.show_day(progress.answer_by)
    asked = [
        say(f"progress.bulletin.{_ask(own)}-{key}", units=_list(scene, own), day=day)
        for key, own in _sort_asked(tasks).items()
        if own
    ]
    if not asked:
        return say("progress.bulletin.go-on")
    asked.append(say("progress.bulletin.check"))
    return "".join(
        say("progress.bulletin.step", number=write_ordinal(number, say.language), words=words)
        for number, words in enumerate(asked, 1)
    )


def _ask(tasks: Sequence[Told]) -> str:
    return "ask" if len({task.unit for task in tasks}) <= _MOST_ASKED else "ask-all"


def _list(scene: Scene, tasks: Iterable[Told]) -> str:
    """Name units, each with its tasks: 市甲局第1、3项."""
    return scene.join(
        scene.say("progress.bulletin.tasks", unit=unit, numbers=scene.join(task.number for task in own))
        for unit, own in _by_unit(tasks)
    )


def _by_unit(tasks: Iterable[Told]) -> list[tuple[str, list[Told]]]:
    """Group tasks by who leads them, units in the order of their first task."""
    listed = list(tasks)
    place = {unit: number for number, unit in enumerate(dict.fromkeys(task.unit for task in listed))}
    ordered = sorted(listed, key=lambda task: place[task.unit])
    return [(unit, list(own)) for unit, own in groupby(ordered, attrgetter("unit"))]


def _places(task: Told) -> Mapping[str, str]:
    return {"unit": task.unit, "number": task.number, "title": task.title}


def _word(scene: Scene, standing: Standing) -> str:
    return scene.say(f"progress.standing.{standing.value}")


def _share(count: int, tasks: Sequence[Told]) -> str:
    return f"{show_number(100 * count / len(tasks), '.1f').removesuffix('.0')}%" if tasks else ""


def _enclose(scene: Scene, names: Sequence[str]) -> Iterator[Line]:
    for number, name in enumerate(names, 1):
        style = "enclosure" if number == 1 else "enclosure-next"
        key = "progress.bulletin.enclosure" if number == 1 else "progress.bulletin.enclosure-next"
        yield line_of(style, scene.say(key, number=number, name=name))


def _annex(
    scene: Scene, names: Sequence[str], tables: Sequence[LetterTable], tasks: Sequence[Told]
) -> Iterator[Line | LetterTable]:
    leading = {task.unit for task in tasks if task.is_led}
    helping = scene.join(scene.short(unit) for unit in scene.units if scene.short(unit) not in leading)
    holds = {
        "starred": any(task.light["verdict"] for task in tasks),
        "loud": any(task.standing in _LOUD for task in tasks),
        "slowest": any(task.light["voice"] == "slowest" for task in tasks),
        "no-lead": not all(task.is_led for task in tasks),
    }
    told = [scene.say(f"progress.bulletin.{key}") for key, applies in holds.items() if applies]
    notes = (
        "".join((*told, scene.say("progress.bulletin.by-units"))) if told else "",
        scene.say("progress.bulletin.helping", units=helping) if helping else "",
    )
    for number, (name, table, note) in enumerate(zip(names, tables, notes, strict=True), 1):
        yield line_of("annex", scene.say("progress.bulletin.annex", number=number))
        yield line_of("annex-title", name)
        yield from (line_of("count", note), table) if number == 1 else (table, line_of("note", note))


def _list_tasks(scene: Scene, tasks: Sequence[Told]) -> LetterTable:
    """List every task with how it stands; a column that nobody filled in is not there, its width goes to the words."""
    columns: dict[str, tuple[float, str, list[str]]] = {
        "seq": (16.0 if any(len(t.number) > 3 for t in tasks) else 10.0, "cell-center", [t.number for t in tasks]),
        "task": (0.0, "cell", [t.title for t in tasks]),
        "lead": (26.0, "cell-center", [say_lead(scene, t.light) for t in tasks]),
        "due": (_DUE, "cell-center", [break_due(scene.show_due(scene.items[t.item_id]), _DAY) for t in tasks]),
        "before": (15.0, "cell-center", [_word(scene, t.before) if t.before else "" for t in tasks]),
        "now": (
            _STARRED if any(t.light["verdict"] for t in tasks) else 16.0,
            "cell-center",
            [_word(scene, t.standing) + "＊" * bool(t.light["verdict"]) for t in tasks],
        ),
    }
    shown = {key: column for key, column in columns.items() if any(column[2])}
    left = _WIDE - sum(width for width, _, _ in shown.values())
    words = [(task.title, task.done) for task in tasks]
    titles = (share_line(words, left / _CHARACTER - 2 * _SIDES) + _SIDES) * _CHARACTER
    shown["task"] = (titles, *columns["task"][1:])
    shown["done"] = (left - titles, "cell", [task.done for task in tasks])
    rows = tuple(
        tuple(
            Cell(words[at], style, strong=len(words[at]) if key == "now" and task.standing in _LOUD else 0)
            for key, (_, style, words) in shown.items()
        )
        for at, task in enumerate(tasks)
    )
    heads = tuple(scene.say(f"progress.bulletin.column.{key}") for key in shown)
    return LetterTable(tuple(width for width, _, _ in shown.values()), heads, rows, _ROW)


def _count_leads(scene: Scene, tasks: Sequence[Told]) -> LetterTable:
    """Count each lead unit's tasks by how they stand; what nobody has is no column, what a unit has not is blank."""
    kinds = [each for each in Standing if any(task.standing is each for task in tasks)]
    say = scene.say
    led = [task for task in tasks if task.is_led]
    counted = [(unit, Counter(task.standing for task in own)) for unit, own in _by_unit(led)]
    if len(led) < len(tasks):
        counted.append((say("progress.bulletin.not-led"), Counter(t.standing for t in tasks if not t.is_led)))
    total = Counter(task.standing for task in tasks)
    rows = [_count_row(unit, counts, kinds) for unit, counts in counted]
    rows.append(_count_row(say("progress.bulletin.total"), total, kinds, strong=True))
    shares = (_share(total[each], tasks) for each in kinds)
    rows.append(_cells(say("progress.bulletin.share"), ["100%" if tasks else "", *shares]))
    heads = (
        say("progress.bulletin.column.lead"),
        say("progress.bulletin.column.tasks"),
        *(_word(scene, each) for each in kinds),
    )
    widths = (48.0, *[(_WIDE - 48.0) / (len(kinds) + 1)] * (len(kinds) + 1))
    height = _PAGE / (len(rows) + 1)  # lower, where that spares a page
    return LetterTable(widths, heads, tuple(rows), height if _LOWEST <= height < _ROW else _ROW)


def _count_row(
    name: str, counts: Counter[Standing], kinds: Sequence[Standing], strong: bool = False
) -> tuple[Cell, ...]:
    return _cells(name, [str(counts.total()), *(str(counts[each] or "") for each in kinds)], strong)


def _cells(name: str, values: Sequence[str], strong: bool = False) -> tuple[Cell, ...]:
    cells = [Cell(name, "cell"), *(Cell(value, "cell-center") for value in values)]
    return tuple(Cell(each.value, each.style, strong=len(str(each.value)) if strong else 0) for each in cells)
