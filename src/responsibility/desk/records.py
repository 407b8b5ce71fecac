"""Records: what a person settled, as lines in the files that people keep, and a history that can be undone.

In: lines, a reason, a person and a day. Out: the files changed, all or none, and a line in history.csv for
every act. The files are the truth: a line written by hand means the same, and the history only tells the desk which
lines came from it.

    number,act,question,words,file,line,before,by,day
    1,do,leads,按排序第一认定,overrides.csv,"{""item_id"": ""2.1.2"", …}",,张三,2026-03-02
    1,drop,leads,…       a line that the act took the place of
    2,undo,1,…
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from responsibility.analysis.course.refinement import REFINEMENTS
from responsibility.analysis.course.score import SCORES
from responsibility.errors import RegistryError
from responsibility.registry.tables import ALIASES, GROUPS, UNITS
from responsibility.resolve.dismissals import DISMISSALS
from responsibility.resolve.meetings import MEETINGS
from responsibility.resolve.overrides import OVERRIDES, tell_place
from responsibility.returns.placing import PLACED
from responsibility.rows import CsvLine, Edit, Faults, Table, decode_rows, edit_rows, list_heads, move_row, read_rows
from responsibility.system.inputs import NOTICE_STEM, read_source
from responsibility.system.outputs import list_files
from responsibility.system.together import change_together
from responsibility.views.matters import TableLine

HISTORY = Table(
    "history.csv",
    {
        "number": ("序号",), "act": ("动作",), "question": ("事项",), "words": ("决定",), "file": ("文件",),
        "line": ("行",), "before": ("位于其前",), "by": ("经办人",), "day": ("日期",),
    },
    ("number", "act"),
)  # fmt: skip
TABLES = {table.name: table for table in (UNITS, ALIASES, GROUPS, OVERRIDES, DISMISSALS)}
# Of a plan, by unit: what a merge of units changes in every plan.
BY_UNIT = {table.name: table for table in (OVERRIDES, MEETINGS, REFINEMENTS, SCORES, PLACED)}
_NAME = r"[^/\\.][^/\\]*"  # of a folder: no way out
_PERIOD = rf"returns/{_NAME}/placed\.csv"
_ELSEWHERE = re.compile(rf"{_PERIOD}|plans/{_NAME}/({_PERIOD}|(overrides|meetings|refinements|scores)\.csv)")
_PLACES = (UNITS.name, ALIASES.name, GROUPS.name)  # of the place, not of one plan
_SIGNED = ("reason", "by", "day")
_KEPT = re.compile(rf"{NOTICE_STEM}\.([0-9]{{1,6}})\.[^.]+")  # as `plans` names them
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's word for what was decided: why, who and when (an ISO date)."""

    reason: str
    by: str
    day: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a person decided. question: its id; words: the answer; lines: what it writes."""

    question: str
    words: str
    lines: tuple[TableLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision that was written, and whether it was undone since."""

    number: int
    settlement: Settlement
    by: str
    day: str
    undone: bool = False


def is_kept(file: str) -> bool:
    """Say whether a file is one of those that the desk writes, by its path below the plan or the place."""
    return file in TABLES or _ELSEWHERE.fullmatch(file) is not None


def table_of(file: str) -> Table:
    """Return what a file may hold."""
    return (TABLES | BY_UNIT)[file.rpartition("/")[2]]


def path_of(root: Path, plan_id: str, file: str) -> Path:
    """Return where a table lies: beside the plans for what holds for a place, with the plan otherwise."""
    return root / file if file in _PLACES or file.startswith("plans/") else root / "plans" / plan_id / file


def sign_lines(
    lines: Iterable[TableLine], word: Signature, heads: Mapping[str, Sequence[str]]
) -> tuple[TableLine, ...]:
    """Return the lines with why, who and when, as their table takes it.

    heads: by file, the columns that it has. Who and when join the reason where the file has no columns for them.
    """
    listed = tuple(lines)
    there = [(each.file, each.values) for each in listed if each.drop]  # a line that only moves says nothing new
    return tuple(
        each
        if each.drop or (each.file, each.values) in there
        else TableLine(each.file, _sign(each.values, word, heads[each.file]))
        for each in listed
    )


def _sign(values: Mapping[str, str], word: Signature, heads: Sequence[str]) -> dict[str, str]:
    if any(values.get(name) for name in _SIGNED):  # a line that was there, of which another cell changes
        return dict(values)
    said = {"reason": word.reason, "by": word.by, "day": word.day}
    own = {name: said[name] for name in _SIGNED if name in heads}
    rest = "；".join(filter(None, (said[name] for name in _SIGNED if name not in heads)))
    if "reason" in own:
        own["reason"] = "；".join(filter(None, (own["reason"], rest)))
    elif "source" in heads:
        own["source"] = "；".join(filter(None, (values.get("source", ""), rest)))
    return {**{name: value for name, value in values.items() if value}, **own}


def read_heads(root: Path, plan_id: str, files: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the columns of each file, those of a new one where it is not there yet."""
    return {file: list_heads(_read(path_of(root, plan_id, file)), table_of(file), file) for file in set(files)}


def _read(path: Path) -> bytes:
    return read_source(path).data if path.is_file() else b""


def change_files(data: Mapping[str, bytes], lines: Sequence[TableLine]) -> dict[str, bytes]:
    """Return the files, by name, with lines added and dropped; raises RegistryError as writing them would."""
    changed = dict(data)
    for file in dict.fromkeys(line.file for line in lines):
        own = [line for line in lines if line.file == file]
        for edit in _edits(changed.get(file, b""), table_of(file), own, file):
            changed[file] = edit_rows(changed.get(file, b""), table_of(file), edit, file)
        for line in own:
            if line.before and not line.drop:
                changed[file] = _put_before(changed[file], table_of(file), line, file)
    return changed


def _put_before(data: bytes, table: Table, line: TableLine, where: str) -> bytes:
    """Move a line that was added to where it stood, if the line that it stood before is there."""
    ids = [row("id") for row in _rows(data, table, where)]
    if line.before not in ids:
        return data
    for _ in range(ids.index(line.values["id"]) - ids.index(line.before)):
        row = next(row for row in _rows(data, table, where) if row("id") == line.values["id"])
        data = move_row(data, table, row.line, -1, where)
    return data


def _edits(data: bytes, table: Table, lines: Sequence[TableLine], where: str) -> list[Edit]:
    """Return the changes to one file: lines changed in place and dropped, the last first, then lines added.

    A line dropped and the next one added are one line changed, which keeps its place.
    """
    rows, waiting = list(_rows(data, table, where)), list(lines)
    changed, added = [], []
    while waiting:
        line = waiting.pop(0)
        if not line.drop:
            added.append(Edit(values=line.values))
            continue
        row = next((row for row in reversed(rows) if _says(row, line.values)), None)
        if row is None:
            raise RegistryError("LINE_GONE", where)
        rows.remove(row)
        new = waiting.pop(0).values if waiting and not waiting[0].drop else None
        values = None if new is None else {**dict.fromkeys(line.values, ""), **new}
        changed.append(Edit(row.line, values, line.values))
    return [*sorted(changed, key=lambda edit: -edit.line), *added]


def _says(row: CsvLine, values: Mapping[str, str]) -> bool:
    return all(row(name) == value for name, value in values.items())


def _rows(data: bytes, table: Table, where: str) -> tuple[CsvLine, ...]:
    problems = Faults()
    rows = read_rows(decode_rows(data, where), table, where, problems) if data else ()
    problems.raise_all(where)
    return rows


def supersede(root: Path, plan_id: str, lines: Sequence[TableLine]) -> tuple[TableLine, ...]:
    """Put before corrections the lines that they take the place of; leave out what a file says already.

    Two lines that correct the same place would contradict each other, and the file would be refused.
    """
    path = path_of(root, plan_id, OVERRIDES.name)
    gone = [line.values for line in lines if line.drop and line.file == OVERRIDES.name]
    rows = [row for row in _rows(_read(path), OVERRIDES, str(path)) if not any(_says(row, each) for each in gone)]
    made: list[TableLine] = []
    for line in lines:
        if line.drop or line.file != OVERRIDES.name:
            made.append(line)
            continue
        before = [row for row in rows if tell_place(row.cells) == tell_place(line.values)]
        if any(_says(row, {name: line.values.get(name, "") for name in _MEANING}) for row in before):
            continue
        made += (TableLine(line.file, {k: v for k, v in row.cells.items() if v}, drop=True) for row in before)
        made.append(line)
    return tuple(made)


_MEANING = ("item_id", "mention", "unit_id", "role", "kind", "heading", "value")


def do_settlement(root: Path, plan_id: str, settlement: Settlement, word: Signature) -> None:
    """Write signed lines and remember the act, all or nothing; the caller holds root.

    Raises RegistryError where a line is no longer what it was, OutputError where a file cannot be written.
    """
    _write(root, plan_id, settlement.lines, _tell("do", settlement, word))


def turned_lines(deed: Deed) -> tuple[TableLine, ...]:
    """Return the lines that take an act back."""
    return tuple(replace(line, drop=not line.drop) for line in reversed(deed.settlement.lines))


def undo_deed(root: Path, plan_id: str, deed: Deed, word: Signature) -> None:
    """Turn an act round, as do_settlement does one."""
    _write(root, plan_id, turned_lines(deed), _tell("undo", Settlement(str(deed.number), deed.settlement.words), word))


def redo_deed(root: Path, plan_id: str, deed: Deed, word: Signature) -> None:
    """Do an act again that was undone."""
    told = _tell("redo", Settlement(str(deed.number), deed.settlement.words), word)
    _write(root, plan_id, deed.settlement.lines, told)


def _write(root: Path, plan_id: str, lines: Sequence[TableLine], told: Iterable[Mapping[str, str]]) -> None:
    """Change the files, and the history by what is told of the act, all or nothing."""
    places = {file: path_of(root, plan_id, file) for file in dict.fromkeys(line.file for line in lines)}
    changed = change_files({file: _read(path) for file, path in places.items()}, lines)
    history = root / "plans" / plan_id / HISTORY.name
    data = _read(history)
    number = str(1 + max((int(row["number"]) for row in _read_history(data)), default=0))
    for row in told:
        data = edit_rows(data, HISTORY, Edit(values={**row, "number": number}), HISTORY.name)
    change_together(root, {**{places[file]: new for file, new in changed.items()}, history: data})


def _tell(act: str, settlement: Settlement, word: Signature) -> list[dict[str, str]]:
    """Return the lines of the history for an act: one for each line that it wrote, or one alone."""
    told = {"question": settlement.question, "words": settlement.words, "by": word.by, "day": word.day}
    rows = [
        {
            "act": "drop" if line.drop else act,
            "file": line.file,
            "before": line.before,
            "line": json.dumps(line.values, ensure_ascii=False),
        }
        for line in settlement.lines
    ]
    return [{**told, **row} for row in rows or [{"act": act}]]


def _read_history(data: bytes) -> Iterator[dict[str, str]]:
    rows = _rows(data, HISTORY, HISTORY.name)
    return ({name: row(name) for name in HISTORY.columns} for row in rows if _NUMBER.fullmatch(row("number")))


def read_deeds(root: Path, plan_id: str) -> tuple[Deed, ...]:
    """Return the acts of a plan in order, each with whether it was undone since."""
    deeds: dict[int, Deed] = {}
    undone: dict[int, bool] = {}
    for row in _read_history(_read(root / "plans" / plan_id / HISTORY.name)):
        number = int(row["number"])
        if row["act"] not in ("do", "drop"):
            if _NUMBER.fullmatch(row["question"]):
                undone[int(row["question"])] = row["act"] == "undo"
            continue
        parts = row["file"], _parse(row["line"]), row["act"] == "drop", row["before"]
        line = (TableLine(*parts),) if is_kept(row["file"]) else ()
        before = deeds[number].settlement.lines if number in deeds else ()
        settlement = Settlement(row["question"], row["words"], (*before, *line))
        deeds[number] = Deed(number, settlement, row["by"], row["day"])
    return tuple(replace(each, undone=undone.get(each.number, False)) for each in deeds.values())


def _parse(words: str) -> dict[str, str]:
    try:
        found = json.loads(words)
    except json.JSONDecodeError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def find_former(root: Path, plan_id: str) -> str:
    """Return the notice before the present one, by its name; "" where there was none."""
    kept = {}
    for name in list_files(root / "plans" / plan_id):
        found = _KEPT.fullmatch(name)
        if found:
            kept[int(found[1])] = name
    return kept[max(kept)] if kept else ""
