"""Returned: what came back in a period: kept, collected, and what could not be placed put where a person says.

In: a Desk, a plan, a period, and files or a person's word. Out: who answered, each task's light, and what waits for a
place, a row at a time, the likeliest task first. A word is a line of placed.csv beside the files, which collect reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from responsibility.analysis.course.period import Period, parse_period
from responsibility.desk.office import Desk
from responsibility.desk.papers import known_plan, read_table, run_beside
from responsibility.desk.records import Settlement, read_deeds
from responsibility.desk.standing import list_terms
from responsibility.errors import SettingsError
from responsibility.extract.packed import unpack
from responsibility.language.wording import Wording
from responsibility.model import Item, Plan
from responsibility.returns.placing import NO_TASK, PLACED, tell_row
from responsibility.system.evidence import evidence_folder, store_evidence
from responsibility.system.outputs import list_files
from responsibility.system.together import hold_folder
from responsibility.views.matters import TableLine
from responsibility.views.naming import number_items

_SOONEST = ("red", "yellow", "unreported", "none", "blue", "green", "done")
_PLACED = "placed:"  # how the history calls it
_MOST_LIKELY, _LEAST_SHARED = 3, 2  # tasks proposed; pairs of signs that words and task share


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a person says that a row without a place belongs. unit_id: whose it is, "" where the file tells."""

    file: str
    place: str
    item_id: str
    unit_id: str
    reason: str
    by: str


def understand_period(desk: Desk, plan_id: str, words: str) -> Period:
    """Return the period that words name, in the plan's year where they name none."""
    scene, _ = desk.scene(plan_id)
    return parse_period(words, scene.settings.progress, scene.as_of.year if scene.as_of else None)


def take_returns(
    desk: Desk, plan_id: str, period: str, name: str, data: bytes, *, more: bool = False
) -> dict[str, object]:
    """Keep what came back in a period, and have all of it collected anew. more: whether another file comes at once."""
    meant = understand_period(desk, plan_id, period)
    with hold_folder(desk.root):
        refused = store_evidence(evidence_folder(desk.root, plan_id, meant.id), unpack(name, data)).failed
    done = {"ok": True, "words": "", "trouble": ""} if more else collect_anew(desk, plan_id, meant.id)
    told = [desk.tell(each.error) for each in refused if each.error is not None]
    return {**done, "trouble": "\n".join(filter(None, (*told, str(done["trouble"]))))}


def remind_units(desk: Desk, plan_id: str, period: str) -> dict[str, object]:
    """Write the reminders of a period."""
    return run_beside(desk, ["remind", understand_period(desk, plan_id, period).id, "--plan", plan_id])


def show_returns(desk: Desk, plan_id: str, period: str) -> dict[str, object]:
    """Return what a period came to: who answered, each task's light, and what could not be placed."""
    meant = understand_period(desk, plan_id, period).id if period else next(iter(list_terms(desk, plan_id)))
    prefix = f"progress/{meant}/"
    folder = desk.output / known_plan(desk, plan_id)
    files = [name for name in list_files(folder) if name.startswith(prefix)]
    reports, lights, unplaced = (
        read_table(desk, plan_id, f"{prefix}data/{name}.csv") for name in ("reports", "lights", "unplaced")
    )
    scene, read = desk.scene(plan_id)
    plan = scene.plan
    return {
        "version": read.version,
        "period": meant,
        "periods": list_terms(desk, plan_id),
        "files": files,
        "reports": reports,
        "lights": [_show_light(scene.say, each) for each in sorted(lights, key=_rank)],
        "unplaced": [_show_row(desk, plan, rows) for rows in _group(unplaced)],
        "owed": {unit.id: [a.item_id for a in plan.assignments if a.unit_id == unit.id] for unit in plan.units},
        "undo": _last_placed(desk, plan_id),
    }


def _rank(light: Mapping[str, str]) -> int:
    """Return how soon a light is to be looked at: what is late first, what is done last."""
    return _SOONEST.index(light["light"]) if light["light"] in _SOONEST else len(_SOONEST)


def _show_light(say: Wording, light: Mapping[str, str]) -> dict[str, str]:
    shown = ("item_id", "unit_id", "percent", "expected", "due", "light")
    return {**{name: light[name] for name in shown}, "words": say(f"progress.light.{light['light']}")}


def _group(unplaced: Iterable[Mapping[str, str]]) -> list[list[Mapping[str, str]]]:
    """Put the cells of one row together."""
    rows: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for each in unplaced:
        rows.setdefault((each["file"], tell_row(each["place"])), []).append(each)
    return list(rows.values())


def _show_row(desk: Desk, plan: Plan, cells: Sequence[Mapping[str, str]]) -> dict[str, object]:
    first, words = cells[0], [each["words"] for each in cells]
    told = next((each["item_id"] for each in cells if each["item_id"]), "")
    return {
        "file": first["file"],
        "place": tell_row(first["place"]),
        "unit_id": first["unit_id"],
        "words": words,
        "why": desk.words(f"progress.unplaced.{first['reason']}"),
        "likely": _guess(plan, first["unit_id"], told, " ".join(words)),
    }


def _guess(plan: Plan, unit_id: str, told: str, words: str) -> list[str]:
    """Return the tasks of a unit that a row may speak of: the one it names, then those that share most with it."""
    own = [a.item_id for a in plan.assignments if not unit_id or a.unit_id == unit_id]
    shared = {item.id: len(_pairs(words) & _pairs(item.title + item.body)) for item in plan.items if item.id in own}
    near = [item for item, count in sorted(shared.items(), key=lambda pair: -pair[1]) if count >= _LEAST_SHARED]
    return list(dict.fromkeys([*([told] if told in own else []), *near]))[:_MOST_LIKELY]


def _pairs(words: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(words) if a.isalpha() and b.isalpha())


def _last_placed(desk: Desk, plan_id: str) -> str:
    """Return the latest act, where it was a row placed; else ""."""
    standing = [deed.settlement for deed in read_deeds(desk.root, plan_id) if not deed.undone]
    return standing[-1].words if standing and standing[-1].question.startswith(_PLACED) else ""


def place_row(desk: Desk, plan_id: str, version: str, period: str, word: Destination) -> dict[str, object]:
    """Write where a row belongs, and collect anew. Raises SettingsError where no such row waits, or no such task is."""
    meant, (scene, _) = understand_period(desk, plan_id, period).id, desk.scene(plan_id)
    waiting = read_table(desk, plan_id, f"progress/{meant}/data/unplaced.csv")
    if not any((row["file"], tell_row(row["place"])) == (word.file, word.place) for row in waiting):
        raise SettingsError("NOTHING_WAITS", f"{word.file} {word.place}")
    item = next((each for each in scene.plan.items if each.id == word.item_id), None)
    if item is None and word.item_id != NO_TASK:
        raise SettingsError("NO_SUCH_TASK", word.place, words=word.item_id)
    values = {"file": word.file, "place": word.place, "item_id": word.item_id, "unit_id": word.unit_id}
    line = TableLine(f"returns/{meant}/{PLACED.name}", values)
    said = Settlement(f"{_PLACED}{word.place}", _say(desk, scene.plan, word, item), (line,))
    desk.act(plan_id, version, said, word.reason, word.by)
    return collect_anew(desk, plan_id, meant)


def _say(desk: Desk, plan: Plan, word: Destination, item: Item | None) -> str:
    number = number_items(plan)[item.id] if item else ""
    key = "desk.ui.placed" if item else "desk.ui.placed_nowhere"
    return desk.words(key, file=word.file, place=word.place, number=number)


def take_back(desk: Desk, plan_id: str, version: str, period: str, by: str) -> dict[str, object]:
    """Undo the row that was placed last, and collect anew."""
    if not _last_placed(desk, plan_id):
        raise SettingsError("NOTHING_TO_UNDO", plan_id)
    desk.undo(plan_id, version, by)
    return collect_anew(desk, plan_id, understand_period(desk, plan_id, period).id)


def collect_anew(desk: Desk, plan_id: str, period: str) -> dict[str, object]:
    """Collect what is kept of a period anew."""
    return run_beside(desk, ["collect", period, "--plan", plan_id])
