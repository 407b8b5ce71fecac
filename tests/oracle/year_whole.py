"""Year whole: every paper of two periods and of the year, sentence by sentence, and in English number by number."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from docx import Document

from oracle import papers
from oracle.claims import VERSION, list_bands
from oracle.course import PERIODS, Course, stand_tasks
from oracle.marks import Rule
from oracle.sweep import Sweep, plain, read_texts
from oracle.tally import Tally
from oracle.templates import say
from oracle.twins import check_twins
from oracle.year import write_notice, write_units
from oracle.year_proofs import (
    NAMES,
    TITLE,
    file_of,
    list_carried,
    list_closing,
    list_inspection,
    list_ledger,
    list_scores,
)
from oracle.year_said import Said, list_annexes, list_bulletin, list_meeting

LAST = list(PERIODS)[-1]
FOLLOWING = {**dict(zip(PERIODS, list(NAMES.values())[1:], strict=False)), LAST: "2025年三季度"}


def check_year(course: Course, rule: Rule, bands: dict[str, int], tally: Tally) -> None:
    """Every sentence that must be there is, and none with a figure is there that must not."""
    for path, data, must in _list_papers(course, rule, bands):
        said, told = {plain(text) for text in read_texts(path, data)}, list(must)
        for text in told:
            tally.same((path, "a sentence is missing", text), True, plain(text) in said)
        tally.told.update(told)
    for name in PERIODS:
        document = Document(io.BytesIO(course.periods[name].files["通报.docx"]))
        rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows[1:]]
        for true, row in zip(list_annexes(Said(course, name)), rows, strict=True):
            tally.same(("通报", name, row[0]), true, row)
            tally.told.update(row)
    for unit, data in _list_sheets(course):
        papers.check_sheet(course.facts, unit, data, tally)
    tally.told.update(_list_plain(course))
    written = {**course.outputs, **{name: course.periods[name].files for name in PERIODS}}
    files = {f"{verb}/{path}": data for verb, own in written.items() for path, data in own.items()}
    Sweep(_source(course), {**list_bands(course.facts), **VERSION}, tally).check(files)


def check_english(course: Course, tally: Tally) -> None:
    """Each paper in English has the numbers of its own in Chinese."""
    for verb, files in course.english.items():
        own = course.outputs[verb] if verb in course.outputs else course.periods[verb].files
        check_twins(own.items(), files.items(), tally)


def _list_papers(course: Course, rule: Rule, bands: dict[str, int]) -> Iterator[tuple[str, bytes, Iterable[str]]]:
    outputs = course.outputs
    yield "会议材料.docx", outputs["meeting"]["会议材料.docx"], list_meeting(Said(course, LAST))
    yield "考核评分表.xlsx", outputs["assess"]["考核评分表.xlsx"], list_scores(course, rule, bands)
    yield "年底交账.xlsx", outputs["close"]["年底交账.xlsx"], list_closing(course)
    yield "结转任务.txt", outputs["close"]["结转任务.txt"], list_carried(course)
    yield "抽查核实表.xlsx", outputs["inspect"]["抽查核实表.xlsx"], list_inspection(course, LAST)
    for name in PERIODS:
        files = course.periods[name].files
        yield "通报.docx", files["通报.docx"], list_bulletin(Said(course, name))
        yield from ((path, files[path], list_ledger(course, name)) for path in ("进展台账.xlsx", "index.html"))


def _list_sheets(course: Course) -> Iterator[tuple[str, bytes]]:
    """Every sheet that was issued again, in the next period or to remind."""
    every = [course.outputs["remind"], *(course.periods[name].files for name in PERIODS)]
    for unit in course.facts.units:
        for files in every:
            yield from ((unit, data) for path, data in files.items() if path.rpartition("/")[2] == file_of(course, unit)
                        and not path.startswith("data"))  # fmt: skip


def _list_plain(course: Course) -> Iterator[str]:
    """What stands alone: names of periods, files, days, when a sheet was saved."""
    yield from (time for own in course.periods.values() for time in own.saved.values())
    yield from (*NAMES.values(), *FOLLOWING.values(), say("sheet.tasks.plan", plan=TITLE))
    yield from (file_of(course, unit) for unit in course.facts.units)
    yield from (day.isoformat() for own in course.periods.values() for day in own.sent.values() if day)


def _source(course: Course) -> str:
    typed = (words for own in course.periods.values() for each in own.answers.values()
             for words in (each.words, each.problems))  # fmt: skip
    return "\0".join((write_notice(), stand_tasks(), write_units(), *typed))
