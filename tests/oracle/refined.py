"""Refined: 细化分解表 filled in by seed, collected, and 细化分解汇总 against what was typed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from openpyxl import load_workbook

from oracle.claims import VERSION
from oracle.facts import Facts, numbers_of
from oracle.readers import find_tables, read_sheets, words_of
from oracle.sweep import Sweep
from oracle.tally import Tally
from oracle.templates import TEMPLATES, check_sentence, parse
from oracle.year import write_notice, write_units

NAME = "细化分解汇总.xlsx"

# What a unit may type as the year's goal: figures of the task's unit of measure, of another, and words.
GOALS = ("1公里", "2公里", "0.1公里", "0.2公里", "2.5公里", "3套", "主体封顶")
HEADS = tuple(TEMPLATES[f"refine.column.{key}"] for key in ("measure", "goal", "q1", "q2", "q3", "q4"))


class Piece(NamedTuple):
    unit: str
    item: str
    typed: tuple[str, ...]  # measure, goal and four quarters


def fill_sheet(path: Path, unit: str, random: Random) -> tuple[bytes, list[Piece]]:
    """Fill in one or two rows below each task; the hidden last column tells which."""
    book, pieces = load_workbook(path), []
    sheet = book.worksheets[0]
    for row in range(1, sheet.max_row + 1):
        item, place = sheet.cell(row, 11).value, re.fullmatch(r"（(\d)）", str(sheet.cell(row, 1).value))
        if place and item and (place[1] == "1" or (place[1] == "2" and random.random() < 0.6)):
            whole = f"{int(item.partition('.')[2]) + 2}公里"  # as the notice promises
            goal = random.choice((*GOALS, whole, whole, whole))
            typed = (f"第{row}条措施", goal, *(random.choice(("", goal, "完成基础")) for _ in range(4)))
            for column, words in enumerate(typed, 2):
                sheet.cell(row, column).value = words or None
            pieces.append(Piece(unit, str(item), typed))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), pieces


def list_sums(facts: Facts, pieces: list[Piece], item: str) -> Iterator[tuple[str, dict[str, object]]]:
    """The sentence of each unit of measure that both the task and its pieces speak of, in hundredths as on paper."""
    promised: dict[str, list[float]] = {}
    for each in next(row["targets"] for row in facts.reading["items"] if row["id"] == item):
        if isinstance(each["value"], int | float):
            promised.setdefault(each["unit"], []).append(each["value"])
    for unit, values in promised.items():
        goals = [re.fullmatch(r"([\d.]+)" + re.escape(unit), piece.typed[1]) for piece in pieces if piece.item == item]
        hundredths = sum(round(float(found[1]) * 100) for found in goals if found)
        if any(goals):
            key = "sum-several" if len(values) > 1 else "sum" if hundredths == round(values[0] * 100) else "sum-differs"
            told = {"sum": f"{hundredths / 100:g}", "unit": unit, "promised": f"{values[0]:g}", "count": len(values)}
            yield f"refine.{key}", told


class Sent(NamedTuple):
    """What was typed, who sent nothing, and the unit whose pieces were agreed."""

    pieces: list[Piece]
    missing: list[str]
    agreed: str


def check_summary(facts: Facts, sent: Sent, data: bytes, tally: Tally) -> None:
    """Each piece as typed, each sum, each verdict, and who sent nothing."""
    pieces, missing, agreed = sent
    rows, number = next(iter(read_sheets(data).values())), numbers_of(facts)
    (body,) = find_tables(rows, *HEADS)
    tally.same("pieces", len(pieces), len(body))
    seen: set[str] = set()
    for piece, row in zip(pieces, body, strict=False):
        cells = list(row.values())
        tally.same("who and what", (facts.short(piece.unit), number[piece.item]), (cells[0], str(cells[1])))
        for head, words in zip(HEADS, piece.typed, strict=True):
            tally.same((piece.unit, piece.item, head), words, row[head] or "")
        sums = [] if piece.item in seen else list(list_sums(facts, pieces, piece.item))
        seen.add(piece.item)
        said = str(cells[-2] or "").split("\n") if cells[-2] else []
        tally.same((piece.item, "sums"), len(sums), len(said))
        for (key, told), words in zip(sums, said, strict=False):
            tally.told.add(key)
            tally.same((piece.item, key), TEMPLATES[key].format(**told), words)
        verdict = TEMPLATES[f"refine.verdict-{'accepted' if piece.unit == agreed else 'open'}"]
        tally.same((piece.unit, piece.item, "verdict"), verdict, cells[-1])
    (stamp, *_) = [words for words in words_of(rows) if parse(words, ["refine.stamp"])]
    check_sentence(stamp, "refine.stamp", {"count": len(pieces), "units": facts.names(missing)}, tally)


def sweep_summary(facts: Facts, sent: Sent, data: bytes, tally: Tally) -> None:
    """No sentence with a figure stands there without a check: typed, a sum of what was typed, or the stamp."""
    for item in {piece.item: None for piece in sent.pieces}:
        tally.told.update(TEMPLATES[key].format(**told) for key, told in list_sums(facts, sent.pieces, item))
    tally.told.update(words for piece in sent.pieces for words in piece.typed)
    files = (f"{place:02}-{facts.short(unit)}.xlsx" for place, unit in enumerate(facts.units, 1))
    stamp = {"count": len(sent.pieces), "units": facts.names(sent.missing)}
    source = "\0".join((*files, write_notice(), write_units()))
    Sweep(source, {"refine.stamp": [stamp], **VERSION}, tally).check({NAME: data})
