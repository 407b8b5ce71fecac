"""Refinement: the pieces of work that lead units make of their tasks, and the course that accepted ones set.

In: Pieces as units typed them, and the office's decisions (refinements.csv). Out: what was accepted, the stages by
which lights are judged from then on, and whether a task's pieces add up to what it promises.

    单位,任务,审核意见,理由
    市住建局,,同意,            all pieces of the unit
    市住建局,15,退回,没有三季度目标    but those of this task
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from responsibility.analysis.course.score import Finders
from responsibility.language.rounding import round_up
from responsibility.rows import Faults, Table, encode_rows, read_rows, write_rows

REFINEMENTS = Table(
    "refinements.csv",
    {
        "unit_id": ("单位",),
        "item_id": ("任务", "任务编号", "序号"),
        "verdict": ("审核意见", "意见"),
        "reason": ("理由", "原因"),
    },
    ("unit_id", "verdict"),
    {"verdict": {"同意": "accepted", "通过": "accepted", "退回": "returned", "退回修改": "returned"}},
)
GOALS = Table(  # what came back as `collect plan` wrote it down: units and items by their ids
    "goals.csv",
    {
        "unit_id": ("单位",),
        "item_id": ("任务",),
        "measure": ("措施",),
        "goal": ("全年目标",),
        **{f"q{number}": (f"{han}季度",) for number, han in enumerate("一二三四", 1)},
    },
    ("unit_id", "item_id"),
)
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(.*)")
_EMPTY = re.compile(r"[\s—－\-/／无]*")


@dataclass(frozen=True, slots=True)
class Refinement:
    """One measure of a task. goal: of the year; quarters: the four stage goals; all as typed. place: sheet and cell."""

    unit_id: str
    item_id: str
    measure: str
    goal: str
    quarters: tuple[str, str, str, str]
    office: str = ""
    person: str = ""
    telephone: str = ""
    file: str = ""
    place: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All that was typed, in the order of the columns."""
        return self.measure, self.goal, *self.quarters, self.office, self.person, self.telephone


def parse_refinements(
    text: str, find: Finders, where: str = REFINEMENTS.name
) -> dict[tuple[str, str], tuple[str, str]]:
    """Read decisions: verdict and reason by unit and task, a task of "" for all of the unit's.

    Raises RegistryError naming every line that cannot be understood; a line not decided yet is left out.
    """
    problems = Faults()
    decided = {}
    for row in read_rows(text, REFINEMENTS, where, problems):
        unit, item = find.unit(row("unit_id")), find.item(row("item_id")) if row("item_id") else ""
        for column, holds, code in (
            ("unit_id", unit, "NO_SUCH_UNIT"),
            ("item_id", item or not row("item_id"), "NO_SUCH_TASK"),
            ("verdict", row("verdict") in ("", "accepted", "returned"), "NO_DECISION"),
            ("reason", row("verdict") != "returned" or row("reason"), "RETURNED_WHY"),
        ):
            if not holds:
                problems.add(where, row.line, code, head=row.head(column), words=row(column))
        if row("verdict"):
            decided[unit, item] = (row("verdict"), row("reason"))
    problems.raise_all(where)
    return decided


def find_decision(piece: Refinement, decided: Mapping[tuple[str, str], tuple[str, str]]) -> tuple[str, str]:
    """Return verdict and reason that hold for a piece: of its task, else of its unit, else none yet."""
    return decided.get((piece.unit_id, piece.item_id)) or decided.get((piece.unit_id, "")) or ("", "")


def write_goals(pieces: Iterable[Refinement]) -> bytes:
    """Write goals.csv: what each piece is to reach by when."""
    rows = ((each.unit_id, each.item_id, each.measure, each.goal, *each.quarters) for each in pieces)
    return encode_rows(write_rows(GOALS.heads, rows))


def list_accepted(text: str, decided: Mapping[tuple[str, str], tuple[str, str]], where: str) -> tuple[Refinement, ...]:
    """Return the pieces of goals.csv that the office accepted, file order. Raises RegistryError for wrong lines."""
    problems = Faults()
    rows = read_rows(text, GOALS, where, problems)
    problems.raise_all(where)
    found = (
        Refinement(
            row("unit_id"), row("item_id"), row("measure"), row("goal"), (row("q1"), row("q2"), row("q3"), row("q4"))
        )
        for row in rows
    )
    return tuple(each for each in found if find_decision(each, decided)[0] == "accepted")


def set_stages(pieces: Iterable[Refinement], year: int) -> dict[str, tuple[tuple[date, float], ...]]:
    """Return the share due at the end of each quarter for each task, the mean of its pieces; goals must have been said.

    Cumulative figures count by the year's goal; stage goals in words are equal steps, each at its quarter's end.
    """
    shares: dict[str, list[list[float]]] = {}
    for piece in pieces:
        if own := share_quarters(piece):
            shares.setdefault(piece.item_id, []).append(own)
    ends = (date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31))
    return {
        item: tuple((end, round_up(sum(one[place] for one in own) / len(own), 1)) for place, end in enumerate(ends))
        for item, own in shares.items()
    }


def share_quarters(piece: Refinement) -> list[float] | None:
    """Return the share due at each quarter's end, 0 to 100; None where no stage goal was said."""
    said = [is_said(words) for words in piece.quarters]
    if not any(said):
        return None
    figures = _read_figures(piece)
    shares: list[float] = []
    for place, speaks in enumerate(said):
        before = shares[-1] if shares else 0.0
        step = 100 * figures[place] if figures else 100 * sum(said[: place + 1]) / sum(said)
        shares.append(step if speaks else before)
    return shares


def is_said(words: str) -> bool:
    """Say whether a quarter's goal is one: not 无, — or nothing."""
    return not _EMPTY.fullmatch(words)


def _read_figures(piece: Refinement) -> list[float] | None:
    """Return cumulative figures as parts of the year's goal; None where they are not such figures."""
    whole = split_figure(piece.goal)
    found = [split_figure(words) for words in piece.quarters if is_said(words)]
    if whole is None or not whole[0] or any(each is None or each[1] != whole[1] for each in found):
        return None
    numbers = [each[0] for each in found if each]
    if any(after < before for before, after in pairwise(numbers)) or numbers[-1] > whole[0]:
        return None
    values = [split_figure(words) for words in piece.quarters]
    return [each[0] / whole[0] if each else 0.0 for each in values]


def split_figure(words: str) -> tuple[float, str] | None:
    """Return a figure and what it counts: 20万平方米 is (20, 万平方米).

    >>> split_figure("20万平方米"), split_figure("主体封顶")
    ((20.0, '万平方米'), None)
    """
    found = _NUMBER.fullmatch(words.strip())
    return (float(found[1]), found[2].strip()) if found else None


def add_up(pieces: Sequence[Refinement], targets: Iterable[tuple[float, str]]) -> list[tuple[str, float, list[float]]]:
    """Compare the sums of a task's pieces with what it promises: unit, sum and promises where both speak of a unit."""
    sums: dict[str, float] = {}
    for piece in pieces:
        if figure := split_figure(piece.goal):
            sums[figure[1]] = sums.get(figure[1], 0.0) + figure[0]
    promises: dict[str, list[float]] = {}
    for promised, unit in targets:
        promises.setdefault(unit, []).append(promised)
    # 0.1 and 0.2 come to 0.3, as on paper.
    return [(unit, round(sums[unit], 9), own) for unit, own in promises.items() if unit in sums]
