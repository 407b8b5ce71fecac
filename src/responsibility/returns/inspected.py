"""Inspected: filled forms of an inspection to lines of inspections.csv.

In: bytes of a workbook and its name. Out: what each form says, by column of the table; a form without a verdict was
not filled in. Forms are known by the very hidden sheet, answers by the labels beside them, so that inserted rows do no
harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from responsibility.errors import ReturnError
from responsibility.language.wording import Wording
from responsibility.returns.cells import Tab
from responsibility.returns.opening import open_workbook
from responsibility.returns.values import read_day, read_share, squeeze
from responsibility.settings import SourceSettings
from responsibility.views.issued.inspection import FORM, INSPECTED, PHOTOS


def read_forms(data: bytes, name: str, plan_id: str, say: Wording, limits: SourceSettings) -> list[dict[str, str]]:
    """Read a workbook of forms; one row a form that has a verdict.

    Raises ReturnError where it is no workbook of forms, or another plan's.
    """
    grids = {grid.name: grid for grid in open_workbook(data, name, limits).grids}
    known = grids.get(INSPECTED)
    facts = [] if known is None else [[cell.words for cell in row.values()] for row in known.rows().values()]
    if any(len(fact) != 2 for fact in facts) or not facts or facts[0][0] != plan_id:  # pairs
        raise ReturnError("NO_INSPECTION_FORMS", name)
    period = facts[0][1]
    rows = (
        {"period": period, "item_id": item, **_read_form(grids[sheet], say), "source": f"{name}!{sheet}"}
        for sheet, item in facts[1:]
        if sheet in grids
    )
    return [row for row in rows if row["verdict"]]


_BOXED = re.compile("([□☐☑☒√✓✔■]?)([^□☐☑☒√✓✔■]+)")
_BESIDE = ("place", "person", "objection")  # told behind the words of what was found


def _read_form(grid: Tab, say: Wording) -> dict[str, str]:
    say = max(say.list_languages(), key=lambda each: len([*_find_answers(grid, each)]))
    found = dict(_find_answers(grid, say))
    if squeeze(found.get("objection", "")) == squeeze(say("inspect.objection-room")):
        del found["objection"]
    if "method" in found:
        found["method"] = _list_ticked(found["method"])
    labels = {key: "".join(say(f"inspect.label.{key}").split()) for key in _BESIDE}
    more = [f"{label}：{found.pop(key)}" for key, label in labels.items() if found.get(key)]
    found = {key: found.get(key, "") for key in FORM if key not in _BESIDE}
    found["words"] = "；".join(filter(None, (found["words"], *more)))
    found["proof"] = "；".join(filter(None, (found["proof"], *_list_photos(grid, say))))
    return found


def _list_ticked(words: str) -> str:
    """Return what stands behind ticked boxes or without a box.

    >>> _list_ticked("☑查阅资料 □电话核实 √ 现场核实"), _list_ticked("现场")
    ('查阅资料、现场核实', '现场')
    """
    named = (name.strip() for box, name in _BOXED.findall(words) if box not in ("□", "☐"))
    return "、".join(filter(None, named))


def _find_answers(grid: Tab, say: Wording) -> Iterator[tuple[str, str]]:
    labels = {squeeze(say(f"inspect.label.{key}")): key for key in FORM}
    for (row, column), cell in grid.cells.items():
        key = labels.get(squeeze(cell.words))
        answer = grid.cells.get((row, column + FORM[key])) if key else None
        if key is None or answer is None:
            continue
        words = answer.words
        if key == "day":
            day, _ = read_day(answer)
            words = day.isoformat() if day else words
        if key == "percent":
            share, _ = read_share(answer)
            words = f"{share:g}" if share is not None else words
        yield key, " ".join(words.split())


def _list_photos(grid: Tab, say: Wording) -> Iterator[str]:
    head = squeeze(say("inspect.photo.name"))
    top = next((row for (row, _), cell in grid.cells.items() if squeeze(cell.words) == head), None)
    lines: Mapping[int, Mapping[int, object]] = grid.rows() if top is not None else {}
    for row in range((top or 0) + 1, (top or 0) + 1 + PHOTOS):
        words = [grid.cells[row, column].words for column in lines.get(row, {}) if column]
        if words:
            yield "，".join(words)
