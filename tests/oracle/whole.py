"""Whole: everything that is printed of a plan, file by file, sentence by sentence, and in other words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document

from oracle import books, papers, pictures
from oracle.claims import claims_of, list_told
from oracle.decisions import check_decisions
from oracle.readers import find_tables, read_sheets, read_table
from oracle.sentences import check_findings, check_sentences
from oracle.sweep import Sweep
from oracle.tables import check_tables
from oracle.tally import Tally
from oracle.twins import check_twins

if TYPE_CHECKING:
    from oracle.worlds import World

BOOK, ANNEX, BRIEF = "责任矩阵.xlsx", "责任分解表", "责任分工要情.docx"
Tables = dict[str, list[dict]]


def tables_of(world: World) -> Tables:
    return {path[5:-4]: read_table(data) for path, data in world.files.items() if path.endswith(".csv")}


def check_reading(world: World, tally: Tally) -> None:
    """Every table, every finding and every sentence."""
    tables = tables_of(world)
    check_tables(world.facts, world.files, tally)
    check_findings(world.facts, world.findings, tables, tally)
    check_decisions(world.facts, world.decisions, world.findings, tally)
    check_sentences(world.facts, world.leader, world.methods, tables, tally)


def check_papers(world: World, tally: Tally) -> None:
    """Workbook, page, task sheets, the combined book, the annex as workbook and as Word, the leader's page."""
    facts, files, tables = world.facts, world.files, tables_of(world)
    books.check_book(facts, read_sheets(files[BOOK]), tables, world.findings, tally)
    papers.check_page(facts, files["index.html"], tables, tally)
    papers.check_counts(facts, files["index.html"], world.findings, tally)
    sheets = sorted(path for path in files if path.startswith("tasks/"))
    for unit, path in zip(facts.units, sheets, strict=True):
        papers.check_sheet(facts, unit, files[path], tally)
    papers.check_told(world, tally)
    papers.check_issue(facts, files["各单位任务清单.xlsx"], tally)
    (annex,) = find_tables(read_sheets(files[f"{ANNEX}.xlsx"])[ANNEX], "序号", "牵头单位")
    papers.check_annex(facts, annex, tally)
    papers.check_annex(facts, papers.read_word_table(files[f"{ANNEX}.docx"], "牵头单位"), tally)
    papers.check_brief(facts, "\n".join(each.text for each in Document(io.BytesIO(files[BRIEF])).paragraphs), tally)
    papers.check_busiest(facts, papers.read_word_table(files[BRIEF], "任务最多的单位"), tally)


def check_whole(world: World, tally: Tally) -> None:
    """All that was made of a plan; what no check has compared must be explained; other words have the same numbers."""
    check_reading(world, tally)
    check_papers(world, tally)
    pictures.check_pictures(world.facts, world.files, tables_of(world), tally)
    tally.told |= list_told(world)
    Sweep(world.source + "\0".join(world.files), claims_of(world, tables_of(world)), tally).check(world.files)
    for twin in world.twins.values():
        check_twins(world.files.items(), twin, tally)
