"""Reading: notices, clauses and plans from a few words, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from builders import document_of
from responsibility.extract import extract_document
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Notice, Override, Plan
from responsibility.parse import parse_notice
from responsibility.registry import Registry
from responsibility.resolve import resolve_plan
from responsibility.settings import Settings
from sources import xlsx_of

Row = tuple[str, str, str]


def notice_of(text: str) -> Notice:
    """Read a text."""
    return parse_notice(document_of(text), load_lexicon())


def table_of(*rows: Sequence[object], merges: Sequence[tuple[int, int, int, int, str]] = ()) -> Notice:
    """Read a sheet of a workbook, row by row; merges: (row, column, row, column, words) from 0."""
    return parse_notice(extract_document(xlsx_of(rows, merges=merges), "a.xlsx"), load_lexicon())


def plan_of(text: str, registry: Registry | None = None, overrides: tuple[Override, ...] = ()) -> Plan:
    """Read a text and resolve it, by default without knowing any unit."""
    return resolve_plan(notice_of(text), registry or Registry.empty(), Settings(), overrides, "some-plan")


def rows_of(plan: Plan, item: str | None = None) -> list[Row]:
    """Name, role and basis of each assignment, document order."""
    return [(each.name, each.role.value, each.basis.value) for each in plan.assignments if item in (None, each.item_id)]


def codes_of(plan: Plan) -> list[str]:
    """The finding codes of a plan, in order."""
    return [finding.code for finding in plan.findings]
