"""Surveying: many notices to the tables of a data set, and what they come to together.

In: batches of pending notices and a House. Out: Tallies; the tables go from whoever reads a batch straight to the data
set, so that only counts travel. A part's name is the hash of the bytes read and of all that reading rests on: what is
there under that name need not be read again, and any engine writes the same parts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from responsibility.errors import ResponsibilityError
from responsibility.kinds import Match, Role
from responsibility.language.wording import tell_error
from responsibility.model import Plan
from responsibility.system.corpus import Pending, find_part, read_parts, write_part
from responsibility.system.inputs import SourceFile
from responsibility.system.program import describe_program
from responsibility.views.findings import gather_findings, speak_finding
from responsibility.workflows.project import House, read_notice
from responsibility.workflows.reports import Output

if TYPE_CHECKING:
    from pyarrow import Table

SCHEMA = "1"  # of the data set, in the metadata of every part
# Columns by table; every table begins with source, the name of the notice. start, end: code points in its text.
# issued_on, due: ISO dates or ""; unit: the official name, or the name as printed where match is "unknown".
TABLES: Mapping[str, tuple[str, ...]] = {
    "documents": (
        "source", "sha256", "characters:int", "title", "issuer", "document_number", "issued_on", "place", "items:int",
        "units:int", "assignments:int", "findings:int",
    ),
    "items": (
        "source", "item_id", "number", "section", "title", "body", "due", "due_text", "start:int", "end:int"
    ),
    "assignments": (
        "source", "item_id", "unit_id", "unit", "role", "basis", "match", "mention", "start:int", "end:int"
    ),
    "people": (
        "source", "item_id", "post", "name", "rank", "office", "phone", "unit_id", "leader:bool", "start:int", "end:int"
    ),
    "targets": (
        "source", "item_id", "text", "quantity", "value", "unit", "bound", "holder", "start:int", "end:int"
    ),
    "milestones": ("source", "item_id", "period", "due", "text", "start:int", "end:int"),
    "findings": ("source", "code", "severity", "item_id", "unit_id", "message", "start:int", "end:int"),
    "failures": ("source", "sha256", "reason"),
}  # fmt: skip
Rows = dict[str, list[tuple[object, ...]]]


class Tally(NamedTuple):
    """What became of a batch. digest: of its part; is_new: whether it had to be read."""

    digest: str
    documents: int
    failures: int
    is_new: bool


def hash_reading(house: House, inputs: Mapping[str, str]) -> str:
    """Hash all that reading rests on beside the notice. inputs: of the matrix folder."""
    parts = {"schema": SCHEMA, "program": describe_program(), "inputs": dict(inputs), "say": house.wording.language}
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Reads a batch into its part of the data set below output; crosses to other processes and machines."""

    house: House
    output: Path
    key: str

    def __call__(self, batch: tuple[Pending, ...]) -> Tally:
        """Read what is not there yet. Raises OutputError where the data set cannot be written."""
        loaded = [(each.name, *self._load(each)) for each in batch]
        digest = sha256(self.key.encode())
        for name, data, reason in loaded:
            digest.update(json.dumps([name, sha256(data).hexdigest(), reason]).encode())
        part = digest.hexdigest()[:32]
        if counts := find_part(self.output, part):
            return Tally(part, *counts, is_new=False)
        rows: Rows = {name: [] for name in TABLES}
        for name, data, reason in loaded:
            self._read(name, data, reason, rows)
        write_part(self.output, part, {name: _lay_out(name, rows[name]) for name in TABLES})
        return Tally(part, len(rows["documents"]), len(rows["failures"]), is_new=True)

    def _load(self, notice: Pending) -> tuple[bytes, str]:
        try:
            return notice.load(), ""
        except ResponsibilityError as error:
            return b"", tell_error(error, self.house.wording)

    def _read(self, name: str, data: bytes, reason: str, rows: Rows) -> None:
        """Add the rows of one notice, or of why it could not be read."""
        plan = None
        if not reason:
            try:
                plan = read_notice(SourceFile(name, data), self.house, name)
            except ResponsibilityError as error:
                reason = tell_error(error, self.house.wording)
            except Exception:  # `read` of this file names a log; in a row the same failure has the same words
                reason = self.house.wording("error.UNFORESEEN.what")
        if plan is None:
            rows["failures"].append((name, sha256(data).hexdigest(), reason))
        else:
            for table, row in _list_rows(name, plan, self.house):
                rows[table].append(row)


def _list_rows(name: str, plan: Plan, house: House) -> Iterator[tuple[str, tuple[object, ...]]]:
    header, document = plan.header, plan.notice.document
    names = {unit.id: unit.name for unit in plan.units}
    findings = gather_findings(plan, house.settings)
    yield "documents", (
        name, document.sha256, len(document.text), header.title, header.issuer, header.document_number,
        (header.issued_on or header.published_on or ""), plan.place, len(plan.items), len(plan.units),
        len(plan.assignments), len(findings),
    )  # fmt: skip
    for item in plan.items:
        section = " / ".join(each.title for each in item.path)
        yield "items", (
            name, item.id, item.number, section, item.title, item.body, item.due, item.due_text, *item.span
        )  # fmt: skip
        for target in item.targets:
            told = (target.text, target.quantity, target.value, target.unit, target.bound, target.holder)
            yield "targets", (name, item.id, *told, *target.span)
        for stage in item.milestones:
            yield "milestones", (name, item.id, stage.period, stage.due, stage.text, *stage.span)
    for each in plan.assignments:
        unit = each.name if each.match is Match.UNKNOWN else names[each.unit_id]
        why = (each.role.value, each.basis.value, each.match.value)
        yield "assignments", (name, each.item_id, each.unit_id, unit, *why, each.mention, *each.span)
    for charge in plan.people:
        who = charge.person
        told = (who.post, who.name, who.rank, who.office, who.phone, charge.unit_id)
        yield "people", (name, charge.item_id, *told, who.is_leader, *who.span)
    for found in findings:
        words = speak_finding(found, "text", house.wording)
        span = found.span or (None, None)
        yield "findings", (name, found.code, found.severity.value, found.item_id, found.unit_id, words, *span)


def _lay_out(table: str, rows: list[tuple[object, ...]]) -> Table:
    """Lay rows out under the table's schema; what is not there is "", a place that is not there is null."""
    import pyarrow as pa

    kinds = {"": pa.string(), "int": pa.int64(), "bool": pa.bool_()}
    heads = [each.partition(":") for each in TABLES[table]]
    schema = pa.schema([(name, kinds[kind]) for name, _, kind in heads], {"responsibility.survey": SCHEMA})
    columns = list(zip(*rows, strict=True)) or [()] * len(heads)
    shown = [
        column if kind else ["" if value is None else str(value) for value in column]
        for (_, _, kind), column in zip(heads, columns, strict=True)
    ]
    return pa.table([pa.array(each, kind) for each, kind in zip(shown, schema.types, strict=True)], schema=schema)


_SUMMED = {
    "documents": ("source", "place", "issued_on"),
    "assignments": ("source", "item_id", "unit", "role"),
    "findings": ("source", "code"),
}


def summarize(output: Path, digests: Iterable[str]) -> Iterator[Output]:
    """Sum the data set up part by part: units by place and year, who leads with whom, the findings most met.

    Only pairs that occur are held, never a table of units beside units.
    """
    units: Counter[tuple[str, ...]] = Counter()
    pairs: Counter[tuple[str, ...]] = Counter()
    findings: Counter[tuple[str, ...]] = Counter()
    met: Counter[tuple[str, ...]] = Counter()
    for part in read_parts(output, digests, _SUMMED):
        where = {row["source"]: (row["place"], row["issued_on"][:4]) for row in part["documents"]}
        units.update((*where[row["source"]], row["unit"], row["role"]) for row in part["assignments"])
        pairs.update(_pair_leads(part["assignments"], where))
        findings.update((row["code"],) for row in part["findings"])
        met.update((code,) for _, code in {(row["source"], row["code"]) for row in part["findings"]})
    yield _sum_up("units", ("place", "year", "unit", "role", "assignments"), units)
    yield _sum_up("leads", ("year", "lead", "with", "role", "items"), pairs)
    yield _sum_up("findings", ("code", "findings", "documents"), findings, met)


def _pair_leads(rows: Iterable[Mapping[str, Any]], where: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    items: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows:
        items.setdefault((row["source"], row["item_id"]), []).append((row["unit"], row["role"]))
    for (source, _), named in items.items():
        for lead in (unit for unit, role in named if role == Role.LEAD.value):
            yield from ((where[source][1], lead, unit, role) for unit, role in named if unit != lead)


def _sum_up(name: str, columns: tuple[str, ...], *counts: Counter[tuple[str, ...]]) -> Output:
    """Write what was counted, most first, then in order of its key."""
    import pandas as pd

    from responsibility.render.delimited import render_csv

    keys = sorted(counts[0], key=lambda key: (-counts[0][key], key))
    rows = [(*key, *(each[key] for each in counts)) for key in keys]
    return Output(f"summary/{name}.csv", render_csv(pd.DataFrame(rows, columns=list(columns))))
