"""Decisions: what a person settled about doubtful matches.

In: the text of decisions.csv: old_id,new_id,same,by,reason, where same is 是/否 (yes/no) or still empty; further
columns, which help to decide, are not read. Out: Decisions. Refuses a file that contradicts itself, all at once.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, replace

from responsibility.errors import SettingsError

DECISION_COLUMNS = ("old_id", "new_id", "same", "by", "reason")
_ANSWERS = {"是": True, "yes": True, "y": True, "1": True, "否": False, "no": False, "n": False, "0": False}


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an old and a new item are the same task. line: in the file, from 1."""

    old_id: str
    new_id: str
    same: bool
    by: str = ""
    reason: str = ""
    line: int = 0

    def mirror(self) -> Decision:
        """Return the same decision for the comparison the other way round."""
        return replace(self, old_id=self.new_id, new_id=self.old_id)


def parse_decisions(text: str, where: str = "decisions.csv") -> tuple[Decision, ...]:
    """Read a person's decisions; rows not decided yet are left out.

    Raises SettingsError naming every line that cannot be understood, or that makes one item two.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    head = [cell.strip() for cell in next(reader, list(DECISION_COLUMNS))]
    missing = [column for column in DECISION_COLUMNS[:3] if column not in head]
    problems = [f"1: {column}?" for column in missing]
    decisions = []
    for cells in reader if not missing else ():
        row = {key: cell.strip() for key, cell in zip(head, cells, strict=False)}
        answer = row.get("same", "").lower()
        if answer in _ANSWERS and row.get("old_id") and row.get("new_id"):
            ids = (row["old_id"], row["new_id"], _ANSWERS[answer])
            decisions.append(Decision(*ids, row.get("by", ""), row.get("reason", ""), reader.line_num))
        elif answer:
            problems.append(f"{reader.line_num}: {','.join(cells)}")
    problems += _repeated(decisions)
    if problems:
        raise SettingsError(
            "decisions that cannot be understood: {problems}",
            where,
            "give each line old_id, new_id and 是 or 否 under same; an item can be the same as one other only",
            problems="; ".join(problems),
        )
    return tuple(decisions)


def _repeated(decisions: list[Decision]) -> list[str]:
    same = [each for each in decisions if each.same]
    old, new = Counter(each.old_id for each in same), Counter(each.new_id for each in same)
    return [f"{each.line}: {each.old_id} = {each.new_id}" for each in same if old[each.old_id] + new[each.new_id] > 2]
