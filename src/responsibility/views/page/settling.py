"""Settling: what is to be decided on the page, one question at a time, each with its answers and what they write.

In: a Plan, its Matters, and the files that people keep with it. Out: Questions in the order of the matters, and the
files cut so that the page can add lines to them. Every answer is lines of overrides.csv or dismissals.csv, less reason,
person and day: both lie with the plan, so that what was settled away from the office has only to be put back there, and
takes nothing from the register of the place, which other plans and people change meanwhile. The words are the desk's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from itertools import chain

from responsibility.language.wording import Wording
from responsibility.model import Finding, Plan
from responsibility.resolve.dismissals import DISMISSALS
from responsibility.resolve.overrides import NO_PART, OVERRIDES
from responsibility.rows import Faults, Table, read_rows
from responsibility.views.matters import Act, Matter, TableLine, list_ways
from responsibility.views.questions import (
    Option,
    Question,
    ask_cluster,
    ask_matters,
    ask_name,
    cluster_names,
    dismiss,
    group_names,
)

_TABLES = (OVERRIDES, DISMISSALS)
_SEPARATORS = ",\t;，"
_PLACE = ("item_id", "mention", "unit_id", "rule", "item", "words")
_BESIDE = ("kind", "heading", "value")
_WRITTEN = (*_PLACE, "role", "reason", "by", "day")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that people keep, cut. head: its heads and what stands above, with the columns that answers write added.

    lines: each record or comment as it stands, with the cells that tell what it is about: no two lines may be about the
    same. None for a comment. beside: columns that the file lacks, with their heads, for lines that need them.
    """

    name: str
    columns: tuple[str, ...]
    separator: str
    head: str
    lines: tuple[tuple[str, Mapping[str, str]], ...]
    beside: tuple[tuple[str, str], ...] = ()


def ask_on_page(plan: Plan, matters: Sequence[Matter], say: Wording) -> tuple[Question, ...]:
    """Return what can be settled on the page; a matter that no line settles stays among the findings."""
    asked = ask_matters(plan, matters, say, {"names": lambda matter: _ask_names(plan, matter, say)})
    return tuple(replace(each, choices=tuple(map(_spare, each.choices))) for each in asked)


def _spare(choice: Option) -> Option:
    """Leave out empty cells, and the mention beside a role: a unit that has an id needs none."""
    return replace(choice, lines=tuple(TableLine(line.file, _cells(line)) for line in choice.lines))


def _cells(line: TableLine) -> dict[str, str]:
    spare = ("mention",) if line.values.get("role") not in (None, "", NO_PART) else ()
    return {name: cell for name, cell in line.values.items() if cell and name not in spare}


def _ask_names(plan: Plan, matter: Matter, say: Wording) -> Iterator[Question]:
    """Ask once of each name who it is, wherever it stands; of names that may be one unit, whether they are."""
    told = group_names(matter)
    strange = [name for name, findings in told.items() if {each.code for each in findings} == {"UNIT_UNKNOWN"}]
    for names in cluster_names(plan, strange):
        if len(names) > 1:
            known = [_set_aside(plan, matter, told.pop(name), say) for name in names]
            whole = next(each.unit_id for each in plan.assignments if each.name == names[0])
            one = (*known[0], *(_mean(name, whole) for name in names[1:]))
            yield ask_cluster(plan, names, one, tuple(chain.from_iterable(known)), say)
    for name, findings in told.items():
        candidates = (way for each in findings for way in list_ways(plan, each) if way.act is Act.ALIAS)
        units = dict.fromkeys(way.rows[0]["unit_id"] for way in candidates)
        own = _set_aside(plan, matter, findings, say)
        means = [Option(say("desk.name.is", unit=unit), "", (_mean(name, unit),)) for unit in units]
        new = Option(say("desk.name.new", name=name), "", own)
        yield ask_name(plan, name, findings, [*means, new], say)


def _set_aside(plan: Plan, matter: Matter, findings: Iterable[Finding], say: Wording) -> tuple[TableLine, ...]:
    return tuple(line for each in findings for line in dismiss(list_ways(plan, each)[-1], matter.kind, say).lines)


def _mean(name: str, unit: str) -> TableLine:
    return TableLine(OVERRIDES.name, {"mention": name, "unit_id": unit})


def cut_files(plan: Plan) -> tuple[KeptFile, ...]:
    """Cut the files that answers write to; one that is not there is headed in Chinese."""
    texts = dict(plan.tables)
    ids = {name: unit.id for unit in plan.units for name in (unit.name, unit.short)}
    return tuple(_cut(table, texts.get(table.name, ""), ids) for table in _TABLES)


def _tell_place(cells: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    if cells.get("kind"):
        return {column: cells[column] for column in ("item_id", "mention", *_BESIDE) if cells.get(column)}
    unit = cells.get("unit_id", "")
    told = {**cells, "unit_id": "" if cells.get("mention") else ids.get(unit, unit)}
    return {column: told[column] for column in _PLACE if told.get(column)}


def _cut(table: Table, text: str, ids: Mapping[str, str]) -> KeptFile:
    rows = read_rows(text, table, table.name, Faults())
    pieces = StringIO(text.removeprefix("\ufeff")).readlines()
    top = next((place for place, line in enumerate(pieces) if _is_record(line)), len(pieces))
    head = "".join(pieces[top : top + 1]).strip()
    separator = max(_SEPARATORS, key=head.count)
    own = [table.column_of(cell.strip().strip('"')) for cell in head.split(separator) if cell.strip()]
    more = [column for column in table.columns if column in _WRITTEN and column not in own]
    heads = [head.rstrip(separator), *(table.columns[column][0] for column in more)]
    places = {row.line: _tell_place(row.cells, ids) for row in rows}
    return KeptFile(
        table.name,
        (*own, *more),
        separator,
        "".join(pieces[:top]) + separator.join(filter(None, heads)) + "\n",
        tuple(_cut_records(pieces, top + 1, places)),
        tuple((each, table.columns[each][0]) for each in _BESIDE if each in table.columns and each not in own),
    )


def _is_record(line: str) -> bool:
    return bool(line.strip(" \t\r\n,;")) and not line.startswith("#")


def _cut_records(
    pieces: Sequence[str], top: int, places: Mapping[int, Mapping[str, str]]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield comments and records in order. A record may run over several lines; it is known by its last."""
    started: list[str] = []
    for number, line in enumerate(pieces[top:], top + 1):
        whole = line if line.endswith("\n") else f"{line}\n"
        if not started and not _is_record(line):
            yield whole, {}
            continue
        started.append(whole)
        if number in places:
            yield "".join(started), places[number]
            started = []
    if started:
        yield "".join(started), {}
