"""Settling: what is to be decided on the page, one question at a time, each with its answers and what they write.

In: a Plan, its Matters, and the files that people keep with it. Out: Questions in the order of the matters, and the
files cut so that the page can add lines to them. Every answer is lines of overrides.csv or dismissals.csv, less reason,
person and day: both lie with the plan, so that what was settled away from the office has only to be put back there, and
takes nothing from the register of the place, which other plans and people change meanwhile. The words are the desk's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from responsibility.kinds import Role
from responsibility.language.wording import Wording
from responsibility.model import Finding, Plan
from responsibility.resolve.dismissals import DISMISSALS
from responsibility.resolve.overrides import NO_PART, OVERRIDES
from responsibility.rows import Faults, Table, read_rows
from responsibility.views.matters import Act, Matter, TableLine, Way, list_ways, speak_matter
from responsibility.views.naming import number_items

_TABLES = (OVERRIDES, DISMISSALS)
_SEPARATORS = ",\t;，"
_ONE_BY_ONE = ("no-lead", "many-leads")  # kinds in which every task is a question of its own
_MOST_UNITS = 16  # of which a question says what they lead; the tasks themselves stand beside it
_PLACE = ("item_id", "mention", "unit_id", "rule", "item", "words")
_WRITTEN = (*_PLACE, "role", "reason", "by", "day")


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """One way to settle a question. is_usual: whether it is what custom says, so that it may be offered as chosen."""

    words: str
    lines: tuple[TableLine, ...]
    is_usual: bool = False


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """One decision. id: the same each time, as long as it is the same question. label: a word or two of it.

    details: who leads what, where all leads are confirmed at once.
    """

    id: str
    label: str
    title: str
    why: str
    item_ids: tuple[str, ...]
    answers: tuple[PageAnswer, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that people keep, cut. head: its heads and what stands above, with the columns that answers write added.

    lines: each record or comment as it stands, with the cells that tell what it is about: no two lines may be about the
    same. None for a comment, and for a line that no answer can contradict.
    """

    name: str
    columns: tuple[str, ...]
    separator: str
    head: str
    lines: tuple[tuple[str, Mapping[str, str]], ...]


def ask_on_page(plan: Plan, matters: Sequence[Matter], say: Wording) -> tuple[PageQuestion, ...]:
    """Return what can be settled on the page; a matter that no line settles stays among the findings."""
    questions: list[PageQuestion] = []
    for matter in matters:
        if matter.kind == "names":
            questions += _ask_names(plan, matter, say)
        elif matter.kind in _ONE_BY_ONE:
            questions += (_ask_item(plan, matter.kind, each, say) for each in matter.findings)
        else:
            questions.append(_ask_whole(plan, matter, say))
    return tuple(questions)


def _ask_whole(plan: Plan, matter: Matter, say: Wording) -> PageQuestion:
    what, why = speak_matter(plan, matter, say)
    answers = (
        PageAnswer(_say_confirm(way, say), _lines(way), is_usual=True)
        if way.act is Act.OVERRIDE
        else PageAnswer(_say_dismiss(matter.kind, say), _lines(way))
        for way in matter.ways
        if way.act in (Act.OVERRIDE, Act.DISMISS)
    )
    label = say(f"desk.label.{matter.kind}")
    rows = [row for way in matter.ways if way.act is Act.OVERRIDE for row in way.rows]
    return PageQuestion(
        matter.kind, label, what, why, matter.item_ids, tuple(answers), tuple(_tell_leads(plan, rows, say))
    )


def _tell_leads(plan: Plan, rows: Sequence[Mapping[str, str]], say: Wording) -> Iterator[str]:
    """Say which tasks each unit leads, most tasks first; of many units only the first."""
    numbers, shorts = number_items(plan), {unit.id: unit.short or unit.name for unit in plan.units}
    led: dict[str, list[str]] = {}
    for row in rows:
        led.setdefault(row["unit_id"], []).append(numbers[row["item_id"]])
    for unit_id, own in sorted(led.items(), key=lambda pair: -len(pair[1]))[:_MOST_UNITS]:
        yield say("page.settle.leads", unit=shorts[unit_id], numbers=say("page.comma").join(own))
    if len(led) > _MOST_UNITS:
        yield say("page.settle.leads_more", count=len(led) - _MOST_UNITS)


def _ask_names(plan: Plan, matter: Matter, say: Wording) -> Iterator[PageQuestion]:
    """Ask once of each name who it is, wherever it stands."""
    named: dict[str, list[Finding]] = {}
    for each in matter.findings:
        named.setdefault(str(each.params.get("name", "")), []).append(each)
    for name, findings in named.items():
        places = [each.item_id for each in plan.assignments if each.name == name]
        items = tuple(dict.fromkeys(places or (each.item_id for each in findings if each.item_id)))
        candidates = (way for each in findings for way in list_ways(plan, each) if way.act is Act.ALIAS)
        units = dict.fromkeys(way.rows[0]["unit_id"] for way in candidates)
        own = tuple(line for each in findings for line in _lines(list_ways(plan, each)[-1]))
        taken = tuple(_take_out(plan, name))
        yield PageQuestion(
            f"names:{name}",
            say("desk.label.name"),
            say("desk.name.title", name=name),
            say("desk.name.why", count=len(places or findings), tasks=len(items)),
            items,
            (
                *(
                    PageAnswer(
                        say("desk.name.is", unit=unit),
                        (TableLine(OVERRIDES.name, {"mention": name, "unit_id": unit}),),
                    )
                    for unit in units
                ),
                PageAnswer(say("desk.name.new", name=name), own),
                *([PageAnswer(say("desk.name.nobody"), taken)] if taken else []),
            ),
        )


def _take_out(plan: Plan, name: str) -> Iterator[TableLine]:
    for each in plan.assignments:
        if each.name == name:
            columns = {"item_id": each.item_id, "mention": each.mention, "unit_id": each.unit_id, "role": NO_PART}
            yield TableLine(OVERRIDES.name, columns)


def _ask_item(plan: Plan, kind: str, finding: Finding, say: Wording) -> PageQuestion:
    number = number_items(plan).get(finding.item_id or "", "")
    answers = (
        PageAnswer(_say_dismiss(kind, say) if way.act is Act.DISMISS else _say_lead(plan, way, say), _lines(way))
        for way in list_ways(plan, finding)
    )
    return PageQuestion(
        f"{kind}:{finding.item_id}",
        say("desk.ui.where", number=number),
        say(f"desk.item.{kind}", number=number),
        say(f"desk.lead.why.{kind}"),
        (finding.item_id,) if finding.item_id else (),
        tuple(answers),
    )


def _say_lead(plan: Plan, way: Way, say: Wording) -> str:
    """Name who leads after a way; of several leads the one that no line makes a co-lead."""
    shorts = {unit.id: unit.short or unit.name for unit in plan.units}
    named = [row["unit_id"] for row in way.rows if row["role"] == Role.LEAD.value]
    others = {row["unit_id"] for row in way.rows}
    item_id = way.rows[0]["item_id"]
    leads = [each.unit_id for each in plan.assignments if each.item_id == item_id and each.role is Role.LEAD]
    lead = next(iter(named or [each for each in leads if each not in others]), "")
    return say("desk.lead.is" if named else "desk.lead.only", unit=shorts.get(lead, lead))


def _say_confirm(way: Way, say: Wording) -> str:
    return say("desk.confirm.leads", count=len(way.rows))


def _say_dismiss(kind: str, say: Wording) -> str:
    key = f"desk.dismiss.{kind}"
    return say(key if key in say else "desk.dismiss.other")


def _lines(way: Way) -> tuple[TableLine, ...]:
    """Return the lines of a way; a unit that has an id needs no mention beside its role."""
    spare = ("mention",) if way.act is Act.OVERRIDE else ()
    return tuple(TableLine(way.act.value, {k: v for k, v in row.items() if v and k not in spare}) for row in way.rows)


def cut_files(plan: Plan) -> tuple[KeptFile, ...]:
    """Cut the files that answers write to; one that is not there is headed in Chinese."""
    texts = dict(plan.tables)
    ids = {name: unit.id for unit in plan.units for name in (unit.name, unit.short)}
    return tuple(_cut(table, texts.get(table.name, ""), ids) for table in _TABLES)


def _tell_place(cells: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, str]:
    if cells.get("kind"):
        return {}
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
